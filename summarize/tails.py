"""What a clause may lose at its end, with no comma before it: when, where by a name, why and by whom.

Nothing that says which one is meant ("the war [in Sudan]"), and nothing of what is denied, planned or possible: "they
were not seen [in May]", "it may end [when they pay]".
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from .clause import acts, finite, is_verb
from .lexicon import (
    AHEAD,
    ARTICLES,
    BE_FORMS,
    CLAUSE_OPENERS,
    HAVE_FORMS,
    PLAIN_NEGATION,
    PREPOSITIONS,
    REPORTING,
    TYING,
    VERBS,
)
from .limits import SPANS, tells_time
from .run import Rule, Run
from .words import Word

_AROUND = frozenset("during amid after".split())
"""Prepositions of times and circumstances that a clause may lose at its end, whatever they govern."""

_PLACED = frozenset("in at near on".split())

_SINGLING = frozenset("just only never always".split())
"""What they say holds for a time, or a place."""

_MUTUAL = frozenset("both rivals".split())
"""Take two, of whom one may stand in the phrase."""

_PUNISHING = frozenset("arrest detain jail suspend sack".split())
"""Stems of verbs that ask what for."""

_NEAR = 4
"""Words before a run that tell what it belongs to."""


def loose(run: Run) -> bool:
    """Whether a phrase that ends a clause says no more than when, where, why or by whom; else it may bound the clause.

    >>> Run.ask(loose, "It is the largest [in the region].", "The cell hid [in Tunisia].", "It began [in May].")
    [False, True, True]
    >>> Run.ask(loose, "He spoke [on Monday in town].", "He spoke [in the old tongue].")
    [True, False]
    >>> Run.ask(loose, "It was taken [by the army].", "They came, enraged [by it].", "He came [as mayor of Sirte].")
    [True, False, False]
    >>> Run.ask(loose, "He fled [when it burned].", "He fled [after the fire].", "It stood [until it burned].")
    [True, True, False]
    >>> Run.ask(loose, "It has stood [since May].", "It is known [since May].", "It is rare [since the war].")
    [True, False, False]
    >>> Run.ask(loose, "The men talked [about Sirte].", "It met the army [of Jordan].", "They hoped [for rain].")
    [False, False, False]
    >>> Run.ask(loose, "It may end [when they pay].", "It did not end [in May].", "They fear the war [in Sudan].")
    [False, False, False]
    """
    if run.opener in _BY_OPENER:
        return _BY_OPENER[run.opener](run)
    if any(rule(run) for rule in BOUND):
        return False
    if _has_a_verb_of_its_own(run):
        return run.opener not in ("before", "until") and not _is_the_other_half(run)
    if run.opener in _AROUND:
        return len(run.keys) > 1 and run.keys[1] not in PREPOSITIONS and "way" not in run.keys and not _is_ranked(run)
    return _is_time_or_place(run)


def takes_the_verb(keys: Sequence[str]) -> bool:
    """Whether a phrase holds a verb that is not its own: "of the team spoke", "and the coach spoke".

    >>> takes_the_verb(["of", "the", "team", "spoke"]), takes_the_verb(["in", "a", "bid", "to", "win"])
    (True, False)
    >>> takes_the_verb("and the coach talks as he eats".split()), takes_the_verb("after the coach left".split())
    (True, False)
    >>> takes_the_verb(["and", "left"]), takes_the_verb(["and", "the", "coach", "left"])
    (False, True)
    """
    if keys[0] == "and" and len(keys) > 1 and is_verb(keys[1]):
        return False
    own = next((at for at, key in enumerate(keys) if key in CLAUSE_OPENERS), len(keys))
    tied = PREPOSITIONS | ARTICLES
    return any(key in VERBS and before not in tied for before, key in itertools.pairwise(keys[:own]))


def _goes(_run: Run) -> bool:
    """It burned [and fell]."""
    return True


def _is_unsourced_reason(run: Run) -> bool:
    """It fell [because it was old]; but not "they said that it fell [because it was old]"."""
    return (REPORTING | {"that"}).isdisjoint(word.key for word in run.clause)


def _is_agent(run: Run) -> bool:
    """It was taken [by the army]."""
    return run.key_before.endswith(("ed", "en")) and any(word.key in BE_FORMS for word in run.clause[-_NEAR:])


_BY_OPENER: dict[str, Rule] = {
    "and": _goes, "due": _is_unsourced_reason, "because": _is_unsourced_reason, "by": _is_agent
}  # fmt: skip
"""By the word that opens a phrase, whether it may go."""


def _is_of_the_unreal(run: Run) -> bool:
    """It may end [when they pay]; it did not end [in May]. But it will end in May."""
    timed = all(tells_time(key) for key in run.keys[run.opener in _PLACED :])
    ahead = any(word.key in AHEAD and word.form != "May" for word in run.clause) and not timed
    return ahead or any(word.key in PLAIN_NEGATION for word in run.clause)


def _tells_of_whom(run: Run) -> bool:
    """She was one of four treated [after the fire]."""
    counted = any(one.key == "one" and other.key == "of" for one, other in itertools.pairwise(run.clause))
    return counted and any(finite(word) for word in run.clause[-3:])


def _is_singled_out(run: Run) -> bool:
    """They had just one ship [during the war]; they failed to win [in Sirte]."""
    return any(word.key in _SINGLING or word.stem == "fail" for word in run.clause)


def _is_of_both(run: Run) -> bool:
    """Being rivals and both tired, they smile [as Haddad leaves]."""
    return any(word.key in _MUTUAL for word in run.left) and any(word.is_capital for word in run.words)


def _is_pointed_at(run: Run) -> bool:
    """They work [after a fire in Sirte], but few live there."""
    following = itertools.pairwise([*(word.key for word in run.row[run.end :]), ""])
    return any(one == "there" and other not in BE_FORMS for one, other in following)


def _is_what_for(run: Run) -> bool:
    """He was arrested [after he left a fire]."""
    return any(word.stem in _PUNISHING for word in run.clause)


BOUND: tuple[Rule, ...] = (
    _is_of_the_unreal, _tells_of_whom, _is_singled_out, _is_of_both, _is_pointed_at, _is_what_for
)  # fmt: skip
"""Why a phrase may not go, whatever it says."""


def _has_a_verb_of_its_own(run: Run) -> bool:
    """He fled [when it burned]."""
    own = itertools.takewhile(lambda word: word.key not in CLAUSE_OPENERS, run.words[1:])
    return run.opener in CLAUSE_OPENERS - TYING and any(acts(word) or word.key in BE_FORMS for word in own)


def _is_ranked(run: Run) -> bool:
    """It is the brightest [after the sun]."""
    return run.opener == "after" and any(word.key.endswith("est") for word in run.clause)


def _is_the_other_half(run: Run) -> bool:
    """One was hurt [while the others fled]."""
    return run.opener == "while" and not {"other", "others"}.isdisjoint(run.keys)


def _is_time_or_place(run: Run) -> bool:
    """Whether a phrase is a time and what follows one; or a place by its name, unless that tells which one is meant."""
    lasts = run.opener == "since" and any(word.key in HAVE_FORMS for word in run.clause[-_NEAR:])
    if _completes(run) or not (lasts or run.opener in _PLACED):
        return False
    rest = run.words[1:]
    timeless = [word for word in rest if not tells_time(word.key)]
    if not timeless:
        return True
    if lasts:
        return False
    behind_time = timeless[0] is not rest[0] and timeless[0].key in _PLACED | _AROUND
    named = rest[0].is_capital and all(word.is_capital for word in timeless)
    return behind_time or (named and not _is_defined(run.clause))


def _completes(run: Run) -> bool:
    """His time [in jail], to land [at noon]."""
    return run.key_before in SPANS or any(word.key == "to" for word in run.clause[-2:-1])


def _is_defined(before: Sequence[Word]) -> bool:
    """Whether a place would say which one is meant: "concerned about the war", "it is the best", "there are ten"."""
    equated = any(
        (one.key in BE_FORMS and other.key == "the") or (one.key == "there" and other.key in BE_FORMS)
        for one, other in itertools.pairwise(before)
    )
    noun = list(itertools.takewhile(lambda word: not finite(word), reversed(before[-_NEAR:])))
    return equated or any(word.key == "the" for word in noun)
