"""Pieces of a sentence that is too long for the model in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import accumulate

from .tables import words

BAND = (0.3, 0.7)
"""Between which parts of a piece a clause border is looked for, so that no window is a scrap."""

_WORD = re.compile(r"\S+")
_STRONG = re.compile(r"[؛;.!؟?…][\"'»”)]*\Z")
_CLAUSE = re.compile(r"[،,:][\"'»”)]*\Z")
_DASH = re.compile(r"[-–—]+\Z")

Count = Callable[[str], int]


def windows(text: str, count: Count, limit: int) -> list[str]:
    """Cut ``text`` into pieces of at most ``limit`` tokens; joined they lose nothing but white space.

    A piece that is too long is halved, at the best border near its middle: after ``؛``, then after ``،``
    or before a dash, then before "and" with a verb or another joining word, then before any "and", then
    between words. A word that is too long alone is halved between letters, down to one, which may count
    more than ``limit``.

    Args:
        text: a sentence.
        count: the number of tokens of a text; it is called once a word and once a piece.
        limit: tokens a piece may have, at least 1.

    >>> windows("واحد اثنان، ثلاثة أربعة", lambda piece: len(piece.split()), 2)
    ['واحد اثنان،', 'ثلاثة أربعة']
    """
    if count(text) <= limit:
        return [text.strip()] if text.strip() else []
    found = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    tokens = [0, *accumulate(count(text[start:end]) for start, end in found)]
    pieces = []
    todo = [(0, len(found))]
    while todo:
        first, last = todo.pop()
        if first >= last:
            continue
        piece = text[found[first][0] : found[last - 1][1]]
        if tokens[last] - tokens[first] <= limit and count(piece) <= limit:
            pieces.append(piece)
        elif last - first == 1:
            pieces += _letters(piece, count, limit)
        else:
            cut = _cut([text[start:end] for start, end in found[first:last]], tokens[first : last + 1]) + first
            todo += [(cut, last), (first, cut)]
    return pieces


def _cut(run: list[str], tokens: list[int]) -> int:
    """The index in ``run`` before which to cut it in two; both parts have a word at least."""
    start, total = tokens[0], tokens[-1] - tokens[0]
    best = (len(BORDERS), 1.0, len(run) // 2)
    for at in range(1, len(run)):
        part = (tokens[at] - start) / total if total else 0.5
        rank = _rank(run[at - 1], run[at]) if BAND[0] <= part <= BAND[1] else len(BORDERS)
        best = min(best, (rank, abs(part - 0.5), at))
    return best[2]


def _rank(before: str, after: str) -> int:
    return next((rank for rank, border in enumerate(BORDERS) if border(before, after)), len(BORDERS) - 1)


def _joining(word: str) -> bool:
    bare = word.lstrip("\"'«“(")
    verb = bare[:1] == "و" and bare[1:] in words("words.tsv", "past", "past_feminine", "present")
    return verb or bare in words("words.tsv", "joining")


BORDERS: tuple[Callable[[str, str], bool], ...] = (
    lambda before, after: bool(_STRONG.search(before)),
    lambda before, after: bool(_CLAUSE.search(before) or _DASH.match(after)),
    lambda before, after: _joining(after),
    lambda before, after: after.startswith("و") and len(after) > 3,
    lambda before, after: True,
)
"""Where to cut, best first, by the word before and the word after."""


def _letters(word: str, count: Count, limit: int) -> Iterator[str]:
    """A word in pieces of at most ``limit`` tokens, cut between letters."""
    todo = [word]
    while todo:
        piece = todo.pop()
        if len(piece) == 1 or count(piece) <= limit:
            yield piece
        else:
            half = len(piece) // 2
            todo += [piece[half:], piece[:half]]
