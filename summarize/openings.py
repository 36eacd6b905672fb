"""What opens a sentence, before its subject, and what of that may go.

A time may, and what went on before or beside it: "On Monday, …", "After a strike, …", "Speaking in Cairo, …". Other
openings say of what, where or in which cases the rest is true: "In botany, …", "When it rains, …", "With no wind, …".
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from .clause import acts, borders, finite
from .lexicon import (
    ARTICLES,
    CLAUSE_OPENERS,
    CONCESSIONS,
    JOINTS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    REPORTING,
    SPARED,
    TIMES,
)
from .limits import tells_time
from .words import Word

_INTRODUCING = (
    PREPOSITIONS | CLAUSE_OPENERS | TIMES | SPARED | CONCESSIONS | JOINTS
    | frozenset("however also meanwhile moreover still later earlier today finally again so yet instead".split())
)  # fmt: skip
"""Open what stands before the subject."""

_ADVERBS = frozenset(
    "however also meanwhile moreover furthermore later earlier finally sadly unfortunately ironically".split()
)
"""Say when, or what somebody makes of it."""

_BESIDE = frozenset("after amid because despite due following".split())
"""Open what happened before the rest, or all the same."""

_POINTING = frozenset("a an time".split())
"""At which time, or how often: "at the time, …", "at the end of a season, …"."""

_SPEECHES = frozenset("in at during".split())
"""Where somebody spoke, or on what occasion: "In a letter to Congress, they said …"."""

_LIMITING = frozenset(
    "asked assuming barring based combined compared concerning considering counting depending excluding given "
    "including provided regarding used using".split()
)
"""Participles that say what the rest rests on, or goes for."""


def introduces(first: Word) -> bool:
    """Whether a word opens what stands before the subject, and is not the subject or a member of it."""
    return first.key in _INTRODUCING or first.key.endswith(("ing", "ed", "ly"))


def bounds(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether ``row[start:end]`` opens a sentence that says more, or something else, without it.

    >>> from .words import words
    >>> def bounding(text, end):
    ...     return bounds(text, words(text), 0, end)
    >>> bounding("In botany, such ideas exist.", 2), bounding("When it burned, the port was closed.", 3)
    (True, True)
    >>> bounding("On Monday, the port was closed.", 2), bounding("After a fire, the port was closed.", 3)
    (False, False)
    >>> bounding("In a letter, Haddad denied it.", 3), bounding("In a village, Haddad saw it.", 3)
    (False, True)
    >>> bounding("At the time, he was well.", 3), bounding("Last week, he left.", 2)
    (True, False)
    >>> bounding("After a fire in Sirte, Libya, the port was closed.", 5), bounding("On Monday, at noon, he left.", 2)
    (True, True)
    """
    if (start and not _parts(source, row, start)) or end == len(row) or _parts(source, row, end):
        return False
    if not introduces(row[start]):
        return False
    border = next(iter(borders(source, row, end + 1, len(row))), len(row))
    named = end - start > 1 and row[end - 1].is_capital and not tells_time(row[end - 1].key)
    renamed = named and row[end].key in ARTICLES and border < len(row)  # "after the fall of Sirte, a port, …"
    return renamed or not _may_go(row[start:end], row[end:border])


def _parts(source: str, row: Sequence[Word], at: int) -> bool:
    """Whether one sentence of the evidence ends before the word at ``at``, and another begins."""
    return "\n" in source[row[at - 1].end : row[at].start]


def _may_go(run: Sequence[Word], rest: Sequence[Word]) -> bool:
    """Whether ``run`` is a time or a circumstance of what the ``rest``, up to the next comma, says."""
    keys = [word.key for word in run[run[0].key in _SPEECHES :]]
    if all(tells_time(key) or key in _ADVERBS | SPARED for key in keys):
        return _POINTING.isdisjoint(keys) and not all(tells_time(word.key) or word.key in PREPOSITIONS for word in rest)
    if any(word.is_capital for word in run[1:]) and any(word.key in PRONOUNS for word in rest):
        return False  # "after the death of Haddad, many studied her plans"
    if rest[0].key in PREPOSITIONS | RELATIVES or not any(finite(word) for word in rest):
        return False  # the subject is still to come
    first = run[0].key
    participle = first.endswith(("ing", "ed")) and first not in _LIMITING | REPORTING | PREPOSITIONS
    says = any(acts(one) and one.key in REPORTING for one, _ in itertools.pairwise(rest))
    beside = first in _BESIDE or (first == "in" and run[1].key == "response")
    return beside or participle or (first in _SPEECHES and says)
