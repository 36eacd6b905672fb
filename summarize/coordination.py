"""Lists, which a shorter text keeps whole or leaves out whole: "five children, a bus driver and two teachers"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .clause import acts, borders, finite, parted
from .lexicon import ARTICLES, CLAUSE_OPENERS, PREPOSITIONS, RELATIVES
from .words import Word

_JOIN = frozenset({"and", "or", "nor"})
_TIED = _JOIN | PREPOSITIONS | ARTICLES
"""Behind one of these no verb stands, or one that describes a noun."""

_LONGEST = 12
"""Words between a member of a list and the "and" before its last."""

_OPENERS = PREPOSITIONS | CLAUSE_OPENERS | RELATIVES | frozenset({"including", "such", "that", "which", "who"})


def parts(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether leaving out ``row[start:end]`` of ``source`` takes some members of a list and leaves others.

    >>> from .words import words
    >>> bus = "Five children, a driver and two teachers were hurt."
    >>> [parts(bus, words(bus), *run) for run in ((0, 2), (2, 4), (4, 7), (2, 7), (0, 7))]
    [True, True, True, True, False]
    >>> hull = "It had damage to the wing, the nose and the tank."
    >>> parts(hull, words(hull), 3, 6)
    True
    >>> list_ = "They put names, photos and dates of troops online, calling for war."
    >>> head = "Haddad, the mayor and head of the port, left."
    >>> parts(list_, words(list_), 3, 9), parts(head, words(head), 1, 8)
    (True, False)
    >>> port = "The army took the port and left."
    >>> parts(port, words(port), 5, 7)
    False
    """
    keys = [w.key for w in row[start:end]]
    if keys[0] in _JOIN and start:
        return not _is_predicate(source, row, start, end)
    if start and row[start].key.endswith(("ing", "ed")) and _acts_in_turn(source, row, start, end):
        return True
    if keys[:3] == ["as", "well", "as"] or (start and _joins_phrases(keys)):
        return True
    if keys[-1] in _JOIN and end < len(row):
        return not any(acts(w) for w in row[start:end])
    if start and not parted(source, row[start - 1], row[start]):
        closes = _closes(source, row, end) and keys[0] in PREPOSITIONS and _joins(row, end) is not None
        return closes or _is_parallel(source, row, start)
    return _leaves_members(source, row, start, end)


def _acts_in_turn(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run is one of several things that are done: "it raised funds, [helped schools,] built ships and left".

    >>> from .words import words
    >>> def turn(text, start, end):
    ...     return _acts_in_turn(text, words(text), start, end)
    >>> turn("It raised funds, helped schools, built ships and left.", 3, 5), turn("He, pressed by us, left.", 1, 4)
    (True, False)
    >>> turn("It seeks scaling up, easing and mending laws.", 4, 8), turn("He left, citing wars and ending it.", 2, 7)
    (True, False)
    """
    if end == len(row):
        joined = any(one.key in _JOIN and other.key.endswith("ing") for one, other in pairwise(row[start : start + 4]))
        return joined and any(word.key.endswith("ing") for word in row[max(0, start - 3) : start])
    form, follows = row[start].key[-3:], row[end]
    if form == "ing":
        return follows.key.endswith("ing")
    border = next(iter(borders(source, row, end + 1, len(row))), len(row))
    return acts(follows) and any(one.key in _JOIN and acts(other) for one, other in pairwise(row[end:border]))


def _is_member(part: Sequence[Word]) -> bool:
    """Whether a part of a sentence between two commas is one of a list, and says nothing of its own."""
    return part[0].key not in _OPENERS | ARTICLES and not any(acts(word) for word in part)


def _leaves_members(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run that a comma, or nothing, stands before is a member of a list of which others are left."""
    keys = [w.key for w in row[start:end]]
    noun = keys[1:2] == ["of"]  # "the name, the time, [spelling of the place and] …"
    opens = keys[0] in _OPENERS or (keys[0].endswith(("ing", "ly")) and not noun)
    last = None if opens else _joins(row, start)
    if last is None:
        return False
    if start == 0:
        return last >= end
    comma = "," in source[row[start - 1].end : row[start].start]
    name = row[start + (keys[0] in ARTICLES and end - start > 1)].is_capital and row[start - 1].is_capital
    member = comma and (name or not (row[start].is_capital or keys[0] in ARTICLES))  # no apposition
    return last >= end or not _closes(source, row, end) or member


def _is_parallel(source: str, row: Sequence[Word], start: int) -> bool:
    """Whether a phrase is to the second of two what another is to the first: "ten in Sirte and two [in Tunis]".

    >>> from .words import words
    >>> text = "It trained ten men in Sirte and another two in Tunis."
    >>> _is_parallel(text, words(text), 9), _is_parallel(text, words(text), 4)
    (True, False)
    """
    first = row[start].key
    for at in range(start - 1, 0, -1):
        if acts(row[at]) or parted(source, row[at], row[at + 1]):
            return False
        if row[at].key in _JOIN:
            return first in PREPOSITIONS and first in [w.key for w in row[max(0, at - _LONGEST) : at]]
    return False


def _closes(source: str, row: Sequence[Word], end: int) -> bool:
    """Whether punctuation follows a run that does not end its sentence."""
    return end < len(row) and parted(source, row[end - 1], row[end])


def _joins_phrases(keys: Sequence[str]) -> bool:
    """Whether a phrase goes on with another, which may belong to what stands before both.

    >>> _joins_phrases("at home and also in the bush".split()), _joins_phrases("at home and abroad".split())
    (True, False)
    """
    plain = [key for key in keys if key != "also"]
    return any(one in _JOIN and other in PREPOSITIONS for one, other in pairwise(plain))


def _is_predicate(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether "and" is followed by what somebody also did or said, or by a sentence of its own behind a comma.

    >>> from .words import words
    >>> said = "He said the port was closed and that the men were safe."
    >>> _is_predicate(said, words(said), 6, 12)
    True
    """
    inner = borders(source, row, 1, start)
    if row[start].key == "or" or (inner and finite(row[inner[-1]])):
        return False  # an alternative; "he passed, had no ties and showed no sign": the last of three
    following = row[start + 1 : min(end, start + 3)]
    if following and following[0].key == "that" and row[start].key == "and":
        return any(acts(w) for w in row[start:end])
    if following and finite(following[0]):
        return True
    if len(following) > 1 and following[0].key.endswith("ly") and acts(following[1]):
        return True
    since = max((at for at in range(1, start) if ";" in source[row[at - 1].end : row[at].start]), default=0)
    if inner and _is_member(row[inner[-1] : start]):
        return False  # "Sirte, Basra, and Tunis were hit": the last of three
    whole = any(finite(word) for word in row[since:start])
    own = any(acts(other) and one.key not in _TIED for one, other in pairwise(row[start:end]))
    return whole and own and parted(source, row[start - 1], row[start])


def _joins(row: Sequence[Word], start: int) -> int | None:
    """The place of the "and" before the last member of a list that a member at ``start`` belongs to."""
    for at in range(start, min(len(row) - 1, start + _LONGEST)):
        word = row[at]
        if word.key in _JOIN and at > start:
            return None if acts(row[at + 1]) else at
        if (acts(word) and at > start) or word.key in RELATIVES | CLAUSE_OPENERS:
            return None
    return None
