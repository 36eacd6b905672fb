"""What belongs together across an aside: what stands behind one may need a word before it, or a word in it.

"Two forms -- or kinds -- [of water]", "both of one house, [a firm of theirs,] like ours".
"""

from __future__ import annotations

import re

from .clause import acts, finite, is_verb
from .lexicon import ARTICLES, CLAUSE_OPENERS, DAYS, JOINTS, PREPOSITIONS, RELATIVES, TIMES
from .run import Rule, Run
from .words import QUOTES

DASH = re.compile(r"--|\s-\s|[\N{EN DASH}\N{EM DASH}]")

_CLEFT = re.compile(r"\bit (?:is|was) [^,;:.]*[,\s\N{EN DASH}\N{EM DASH}-]*$", re.IGNORECASE)
"""It was somebody: who did something is still to come."""

_POINTING = frozenset("those these such".split())
"""What they point at may stand in the aside before them."""

_MEASURES = frozenset("too so as more less no not".split())
"""What two of them measure may stand behind the second."""

_SINGLING = frozenset("particular namely notably especially particularly example instance alia specifically".split())
"""Behind one of them comes what they single out, for all that a comma parts the two."""

_COMPLETING = frozenset("to of with for".split())
"""Behind an aside they go on with what stands before it."""

_SHARING = frozenset("by of to for from with into than".split())
"""With a comma behind them they share an object that is still to come."""

_GIVING = frozenset("pay paid give gave offer send sent hand owe award promise lend lent sell sold grant cost".split())
"""Behind one of them stands to whom, and then what."""

_LISTING = JOINTS | frozenset("including such especially particularly".split())
"""Go on with the relative clause before them."""


# A run behind words that it goes on with.


def _opens_a_quotation(run: Run) -> bool:
    """They had one more [“win,” they say]."""
    return bool(QUOTES.search(run.gap_before)) and not run.gap_before.strip(" \"\N{LEFT DOUBLE QUOTATION MARK}'")


def _is_what_is_said(run: Run) -> bool:
    """There is a risk, he said, [that it falls]."""
    return run.opener == "that"


def _is_the_other_subject(run: Run) -> bool:
    """One won, [while the other,] held in May, did not."""
    return run.opener == "while" and not run.ends and not run.acts


def _is_between_dashes(run: Run) -> bool:
    """He met her [-- his wife -- in May]."""
    inside = range(run.start + 1, run.end)
    return bool(DASH.search(run.gap_before)) and any(DASH.search(run.gap(at)) for at in inside)


def _is_cleft(run: Run) -> bool:
    """It was men -- ten of them -- [who died]."""
    return not {"who", "that"}.isdisjoint(run.keys) and bool(_CLEFT.search(run.source[: run.first.start]))


def _goes_on_behind_an_adverb(run: Run) -> bool:
    """The town clung, [slightly sadly, to it]."""
    behind = next((at for at, key in enumerate(run.keys) if not key.endswith("ly")), 0)
    return behind > 0 and run.keys[behind] in PREPOSITIONS and run.is_border(run.start + behind)


def _is_parallel(run: Run) -> bool:
    """It was too rough, [too wild for girls]."""
    return run.opener in _MEASURES and any(word.key == run.opener for word in run.left[-3:])


def _shares_an_object(run: Run) -> bool:
    """It was hit by, and near, [us]."""
    return any(word.key in _SHARING and run.is_border(at) for at, word in enumerate(run.left, 1))


def _is_means(run: Run) -> bool:
    """It grew, [by eating its kin]."""
    return run.opener == "by" and any(key.endswith("ing") for key in run.keys[1:2])


BEHIND_WORDS: tuple[Rule, ...] = (
    _opens_a_quotation, _is_what_is_said, _is_the_other_subject, _is_between_dashes, _is_cleft,
    _goes_on_behind_an_adverb, _is_parallel, _shares_an_object, _is_means,
)  # fmt: skip
"""Why a run goes with what stands before it, parted from it or not."""


# A run behind punctuation that is itself, or holds, what an earlier word needs.


def _is_governed(run: Run) -> bool:
    """Two forms -- or kinds -- [of water]; it turned ships, and men, [into gold]."""
    return run.opener in ("of", "into")


def _is_singled_out(run: Run) -> bool:
    """They like ships, in particular, [old ones]."""
    return run.key_before in _SINGLING


def _is_renamed(run: Run) -> bool:
    """It is a port, or later, [a town]."""
    return run.clause[0].key == "or" and not any(acts(word) for word in run.clause)


def _completes(run: Run) -> bool:
    """They left, at speed, [to their base]."""
    opens = run.clause[0].key in PREPOSITIONS | {"like", "unlike"}
    aside = run.since > 0 and opens and not any(acts(word) for word in run.clause)
    return aside and (run.opener in _COMPLETING or run.opener.endswith("ing"))


def _is_given(run: Run) -> bool:
    """They paid a firm of Paris, Texas, [a dollar]; they paid a firm of Paris, [Texas, a dollar]."""
    if not any(_GIVING & {word.key, word.stem} for word in run.left):
        return False
    things = [part for part in run.parts if part.opener in ARTICLES or part.opener.isdigit()]
    return any(all(word.is_capital for word in part.row[part.since - 1 : part.start]) for part in things if part.since)


def _holds_a_completion(run: Run) -> bool:
    """He asked Haddad, [who led, to leave]."""
    further = [part.opener for part in run.parts[1:]]
    if run.opener in RELATIVES:  # "a shop, where he works, [for years]"
        return any(key in PREPOSITIONS - CLAUSE_OPENERS or key.endswith("ing") for key in further)
    return not _COMPLETING.isdisjoint(further)


BEHIND_PUNCTUATION: tuple[Rule, ...] = (
    _is_governed, _is_singled_out, _is_renamed, _completes, _is_given, _holds_a_completion
)  # fmt: skip
"""Why a run goes with what stands before it for all that punctuation parts the two."""


# A run that words follow which go with it.


def _is_shared(run: Run) -> bool:
    """Whether what follows belongs to the relative clause that a run opens: "a law, which helps, but is late".

    >>> _is_shared(Run.of("He ran a clinic, [which gave advice], services and help, for years."))
    True
    >>> _is_shared(Run.of("He ran a clinic, [which gave advice, services and help], for years."))
    False
    """
    if run.opener not in RELATIVES:
        return False
    verbs = any(is_verb(word.key) for word in run.rest)
    return run.key_behind in _LISTING or (not verbs and any(word.key in JOINTS for word in run.rest))


FOLLOWED: tuple[Rule, ...] = (_is_shared,)
"""Why what follows a run goes with it."""


# A run between words, of which the second goes with it.


def _is_about_a_thing(run: Run) -> bool:
    """Posts [on the] page were read."""
    return {"on"} <= set(run.keys) <= ARTICLES | {"on"} and run.key_behind not in TIMES | DAYS


def _is_pointed_at(run: Run) -> bool:
    """After a talk on Aman, [a bank], these fell."""
    return not _POINTING.isdisjoint(word.key for word in run.row[run.end : run.end + 3])


IN_THE_MIDST: tuple[Rule, ...] = (_is_about_a_thing, _is_pointed_at)
"""Why what follows a run goes with it, if words stand before it as well."""


# A run that punctuation and words follow which go with it.


def _is_one_of_two(run: Run) -> bool:
    """They lead, [with a win in Sirte], and with a point."""
    return run.key_behind in JOINTS and run.opener in PREPOSITIONS and run.parted_before


def _is_qualified(run: Run) -> bool:
    """They lead, [a joy to all], but only by a point."""
    return run.key_behind in ("but", "yet") and not any(finite(word) for word in run.rest)


def _is_described(run: Run) -> bool:
    """He won gold, [a medal], awarded by the town."""
    if not run.key_behind.endswith("ed") or run.opener in RELATIVES | CLAUSE_OPENERS:
        return False
    hangs = any(word.key in PREPOSITIONS | JOINTS for word in run.row[run.end + 1 : run.end + 2])
    return hangs and any(finite(word) for word in run.left)


def _is_listed_from(run: Run) -> bool:
    """It fell, [killing six], including a girl; it is of Aman, [a bank], like ours."""
    return run.key_behind in ("like", "including") or run.key_behind.endswith("ing")


CLOSED: tuple[Rule, ...] = (_is_one_of_two, _is_qualified, _is_described, _is_listed_from)
"""Why what follows a run goes with it for all that punctuation parts the two."""
