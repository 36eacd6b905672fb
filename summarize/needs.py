"""What the rest of a sentence leans on: why a run of its words may not go.

It names the speaker, bounds or dates what stands before it, is one side of a pair, a list or a comparison, or the
verb behind an aside. Each rule comes from a bullet that was read and found wrong; the first line of its docstring may
show in brackets what it keeps, and a test holds it to that. The table of all rules stands at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from . import asides, complement, coordination, limits, openings, subjects
from .clause import acts, finite
from .lexicon import (
    AHEAD,
    ARTICLES,
    CONCESSIONS,
    CONDITIONAL,
    CONDITIONS,
    HAVE_FORMS,
    JOINTS,
    PLAIN_NEGATION,
    PREPOSITIONS,
    RELATIVES,
    REPORTING,
    SPARED,
    TIMED,
    TYING,
)
from .run import Rule, Run

_COMPARED = frozenset("more less fewer rather other worse".split())

_STOP = re.compile(r"[.!?]\W*\s")
"""Between two words: a sentence ends."""

_COLON = re.compile(r":\s")

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")

_ZONES = frozenset("time et est edt pt pst pdt gmt utc bst cet cest".split())
"""Say by whose clock."""

_PAPERS = frozenset("report complaint indictment lawsuit suit memo documents papers letter interview book".split())
"""What is said in one of them is its claim."""

_HOURS = frozenset("am pm noon midnight".split())

_RESTRICTING = frozenset("under without except barring among apart aside along alongside together".split())
"""Between commas they still say in which cases, or of how many."""


def needed(run: Run) -> bool:
    """Whether what is left leans on a run: it belongs to the words before it, bounds them, or joins them.

    >>> Run.ask(needed, "They must be 13 [or older].", "The port, [which burned], is closed.")
    [True, False]
    >>> Run.ask(needed, "The port is open, Haddad, [the mayor], said on Monday.", "He asked Haddad, [who led].")
    [False, False]
    >>> Run.ask(needed, "The town, [a port], is his.", "The port is open, [says Haddad].")
    [False, False]
    >>> Run.ask(needed, "It fell [when he left].", "It has grown [since he came].")
    [False, False]
    """
    return any(rule(run) for stands, rules in RULES if stands(run) for rule in rules)


# Wherever a run stands.


def _is_conditional(run: Run) -> bool:
    """They win [if it rains]; he left [in part for her]."""
    return run.keys[:2] in CONDITIONAL or not CONDITIONS.isdisjoint(run.keys)


def _compares(run: Run) -> bool:
    """Whether a run says what something else is more, or less, than.

    >>> Run.ask(_compares, "More ships lie [here than there].", "It has [more than ten of them].")
    [True, False]
    """
    if "than" not in run.keys:
        return False
    before = run.keys[: run.keys.index("than")]
    return not any(key in _COMPARED or key.endswith("er") for key in before)


def _dates(run: Run) -> bool:
    """It fell [in 1987]; it fell [ten years ago]. The news without it would be news of today."""
    if run.opener in RELATIVES and run.opened:
        return False  # an aside may have a date of its own
    return "ago" in run.keys or any(_YEAR.fullmatch(key) for key in run.keys)


def _is_half_a_word(run: Run) -> bool:
    """They pay $10[-a-month] more."""
    return "-" in (run.gap_before, run.gap_behind)


# Behind other words.


def _is_announced(run: Run) -> bool:
    """They want one thing: [money]. What a colon announces is whole."""
    begins = max((stop.end() for stop in _STOP.finditer(run.source, 0, run.first.start)), default=0)
    return _COLON.search(run.source, begins, run.last.start) is not None


def _is_paired(run: Run) -> bool:
    """Ali [and Omar] got ten and two points, respectively."""
    return any(word.key == "respectively" for word in run.row[run.end :])


def _is_compared_to(run: Run) -> bool:
    """He hopes for a similar result, [after he won in May]."""
    return any(word.key == "similar" for word in run.left[-3:])


def _is_denied(run: Run) -> bool:
    """It is praised, [not by all]."""
    return run.opener in PLAIN_NEGATION


def _is_by_which_paper(run: Run) -> bool:
    """He was also tied to Haddad, [a writer, in the report]."""
    told = any(one in ARTICLES and other in _PAPERS for one, other in pairwise(run.keys))
    return told and "in" in run.keys and REPORTING.isdisjoint(word.key for word in (*run.left, *run.rest))


def _is_by_whose_clock(run: Run) -> bool:
    """It begins at noon on Friday, [local time]; it fell at noon [GMT]."""
    return not _ZONES.isdisjoint(run.keys) and any(word.key in _HOURS for word in run.left[-3:])


def _concedes(run: Run) -> bool:
    """He won, [but lost the seat]; he won, [a joy, but lost the seat]; he won [in May but lost in June]."""
    turns = any(one.key == "but" and acts(other) for one, other in pairwise(run.words))
    return "\n" not in run.gap_before and (turns or any(part.opener in CONCESSIONS for part in run.parts))


def _tells_until_when(run: Run) -> bool:
    """It will close, [when it pays]."""
    return run.opener in TIMED and any(
        word.key in AHEAD and "\n" not in run.source[word.start : run.first.start] for word in run.left
    )


# Behind punctuation.


def _names_speaker(run: Run) -> bool:
    """The port is open, [Haddad, the mayor,] said on Monday."""
    return run.key_behind in REPORTING and any(acts(word) for word in run.clause)


def _is_told_of_an_opening(run: Run) -> bool:
    """For all its age, he said, [the ship sailed on]."""
    told = run.key_before in REPORTING and not any(run.is_border(at) for at in range(1, run.since))
    return told and run.left[0].key in PREPOSITIONS and run.is_finite and run.opener not in TYING | JOINTS


def _restricts_all(run: Run) -> bool:
    """He won all races, [except one,] in May."""
    return run.opener in _RESTRICTING


def _is_as_told(run: Run) -> bool:
    """He left, [as reported by us]."""
    return run.opener == "as" and any(key.endswith("ed") for key in run.keys[1:2])


# With nothing but a space before it.


def _tells_which(run: Run) -> bool:
    """Film [which showed men], thought to be fans, is out."""
    return run.opener in TYING and not SPARED.issuperset(run.keys)


# In the midst.


def _is_against(run: Run) -> bool:
    """He wants ships [for trade], not war."""
    return run.key_behind == "not" and run.parted_behind


def _dates_one_deed(run: Run) -> bool:
    """He passed a test [when he was hired], had no debts and left."""
    deed = run.behind is not None and (finite(run.behind) or run.key_behind in HAVE_FORMS)
    return run.opener in TIMED and not run.parted_before and run.parted_behind and deed


def _is_half_a_date(run: Run) -> bool:
    """The law, [which passed on May 3], 2011, is out."""
    return run.keys[-1].isdigit() and _YEAR.fullmatch(run.key_behind) is not None


def _is_half_a_place(run: Run) -> bool:
    """They met [in Sirte], Libya."""
    if run.behind is None or not run.behind.is_capital or not run.last.is_capital:
        return False
    return "," in run.gap_behind and (run.end + 1 == len(run.row) or run.is_border(run.end + 1))


def _crosses(run: Run) -> bool:
    """Whether a run takes the end of one sentence and the start of the next, which then become one.

    >>> Run.ask(_crosses, "He left [when asked. (C) 2015 The] Reporter.", "He left [when asked]. (C) 2015 The Post.")
    [True, False]
    """
    stops = any(_STOP.search(run.gap(at)) for at in range(run.start, run.end))
    return stops and not _STOP.search(run.gap_behind)


_ANYWHERE = (openings.bounds, coordination.parts, _is_conditional, _compares, _dates, _is_half_a_word)
_BEHIND_WORDS = (
    _is_announced, _is_paired, _is_compared_to, _is_denied, _is_by_which_paper, _is_by_whose_clock, _concedes,
    _tells_until_when,
)  # fmt: skip
_IN_THE_MIDST = (_is_against, _dates_one_deed, _is_half_a_date, _is_half_a_place, _crosses)

RULES: tuple[tuple[Rule, Sequence[Rule]], ...] = (
    (lambda run: True, _ANYWHERE),
    (lambda run: run.opened, subjects.BEHIND_PUNCTUATION),
    (lambda run: not run.parted_before, (complement.belongs,)),
    (lambda run: not run.opened, limits.RULES),
    (lambda run: not run.opened and not run.ends, (_tells_which,)),
    (lambda run: not run.begins, (*_BEHIND_WORDS, *asides.BEHIND_WORDS)),
    (lambda run: run.parted_before, (_names_speaker, _is_told_of_an_opening, _restricts_all, _is_as_told)),
    (lambda run: run.parted_before, asides.BEHIND_PUNCTUATION),
    (lambda run: run.parted_before and run.ends, subjects.AT_THE_END),
    (lambda run: not run.begins and not run.ends, (*_IN_THE_MIDST, *asides.IN_THE_MIDST)),
    (lambda run: not run.ends, asides.FOLLOWED),
    (lambda run: not run.begins and run.parted_behind, asides.CLOSED),
)
"""Where a run stands, and why one that stands there may not go."""
