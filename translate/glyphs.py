"""The glyphs of a printed page put into lines, from left to right as they lie, whatever order they were drawn in.

Some programs draw a line of mixed scripts or fonts piece by piece, in reading order; so only places are believed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .columns import Line

SAME_BASE = 0.4
"""How far bases may differ in one line, in sizes of its letters: raised signs belong to it."""

TORN = 0.8
"""A gap, in sizes, from which what follows may stand in another column."""

SPACE = (0.12, 0.3)
"""A gap, in sizes, that is a space: where the page has none of its own, and where it has."""

SPACED = 0.05
"""The share of spaces among a page's glyphs from which they are believed to be all there."""

_UNNAMED = re.compile(r"\(cid:\d+\)|[\x00\ufffd]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """What a glyph stands for, its edges, its base, and the size of its font in points."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def middle(self) -> float:
        """The middle between its edges."""
        return (self.left + self.right) / 2

    @property
    def mark(self) -> bool:
        """Whether it is a vowel sign or the like, drawn over or under a letter."""
        return bool(self.text) and all(unicodedata.combining(letter) for letter in self.text)


def understood(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs that stand for something, and a sign for each letter that the file does not name.

    Fonts draw dots and shadows as glyphs without a name too; these lie on a letter, or have no width.
    """
    named = [glyph for glyph in glyphs if glyph.text and not _UNNAMED.fullmatch(glyph.text)]
    letters: dict[float, list[Glyph]] = {}
    for glyph in named:
        letters.setdefault(glyph.base, []).append(glyph)
    return named + [
        replace(glyph, text="\N{REPLACEMENT CHARACTER}")
        for glyph in glyphs
        if _UNNAMED.fullmatch(glyph.text)
        and glyph.right - glyph.left > SPACE[0] * glyph.size
        and not any(letter.left <= glyph.middle < letter.right for letter in letters.get(glyph.base, ()))
    ]


def lines(glyphs: Sequence[Glyph]) -> Iterator[Line]:
    """The lines of a page from top to bottom, torn where a gap is as wide as one between columns.

    >>> drawn = [Glyph("ب", 10, 20, 0, 10), Glyph("ا", 0, 9, 0, 10), Glyph("\\u064e", 5, 5, 3, 10)]
    >>> [line.glyphs == ("\\u064e", "ا", "ب") for line in lines(drawn)]
    [True]
    """
    letters = [glyph for glyph in glyphs if not glyph.mark]
    spaces = sum(glyph.text.isspace() for glyph in letters)
    space = SPACE[spaces >= SPACED * len(letters)]
    marks = [glyph for glyph in glyphs if glyph.mark]
    for row in _with_marks(list(_rows(letters)), marks):
        for piece in _pieces(row):
            yield _line(piece, space)


def _rows(letters: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Letters with one base, each row sorted from left to right; rows without ink are left out."""
    row: list[Glyph] = []
    for glyph in [*sorted(letters, key=lambda glyph: -glyph.base), None]:
        if glyph is None or (row and row[0].base - glyph.base > SAME_BASE * max(row[0].size, glyph.size)):
            if any(not each.text.isspace() for each in row):
                yield sorted(row, key=lambda each: each.middle)
            row = []
        if glyph is not None:
            row.append(glyph)


def _with_marks(rows: Sequence[list[Glyph]], marks: Sequence[Glyph]) -> Sequence[list[Glyph]]:
    """Put each mark before the letter that it stands over or under: lines are turned round later.

    The row is the one whose base is nearest, the letter the nearest that is no space.
    """
    for mark in marks:
        if rows:
            row = min(rows, key=lambda row: abs(row[0].base - mark.base))
            near = min((each for each in row if not each.text.isspace()), key=lambda each: _distance(each, mark))
            row.insert(row.index(near), mark)
    return rows


def _distance(letter: Glyph, mark: Glyph) -> tuple[float, float]:
    outside = max(letter.left - mark.middle, mark.middle - letter.right, 0.0)
    return (float("inf") if letter.mark else outside, abs(letter.middle - mark.middle))


def _pieces(row: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """A row cut at wide gaps, without the spaces at its ends."""
    piece: list[Glyph] = []
    for glyph in row:
        if glyph.text.isspace() and not piece:
            continue
        ink = next((each for each in reversed(piece) if not each.text.isspace() and not each.mark), None)
        if ink and not glyph.text.isspace() and glyph.left - ink.right > TORN * glyph.size:
            yield piece
            piece = []
        piece.append(glyph)
    yield piece


def _line(piece: Sequence[Glyph], space: float) -> Line:
    ink = [glyph for glyph in piece if not glyph.text.isspace() and not glyph.mark]
    size = Counter(glyph.size for glyph in ink).most_common(1)[0][0]
    base = Counter(glyph.base for glyph in ink).most_common(1)[0][0]
    texts: list[str] = []
    right = ink[0].left
    for glyph in piece:
        if not glyph.mark and glyph.left - right > space * size:
            texts.append(" ")
        texts.append(" " if glyph.text.isspace() else glyph.text)
        right = right if glyph.mark else glyph.right
    return Line(tuple(texts), ink[0].left, max(glyph.right for glyph in ink), base, max(size, 0.1))
