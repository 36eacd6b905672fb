"""The columns of a printed page, in the order in which Arabic is read: from right to left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

FEWEST = 3
"""Lines that each side of a gap must have to be a column."""

GAP = 5.0
"""Points of white between two columns at least."""

CROSSING = 0.25
"""The part of the lines that may cross a gap (titles, pictures' captions); if more do, it is none."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print: its glyphs from left to right, its edges, its base, and its letters' size in points."""

    glyphs: tuple[str, ...]
    left: float
    right: float
    base: float
    size: float


def columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of a page, column by column, each from top to bottom; a line across columns stands alone.

    >>> right, left = ([Line(("ا",), x, x + 90, base, 10) for base in (30, 20, 10)] for x in (110, 0))
    >>> [len(column) for column in columns([*left, *right])], next(columns([*left, *right])) == right
    ([3, 3], True)
    """
    ordered = sorted(lines, key=lambda line: -line.base)
    gap = _gap(ordered)
    if gap is None:
        if ordered:
            yield list(_rows(ordered))
        return
    band: list[Line] = []
    for line in ordered:
        if line.left < gap < line.right:
            yield from _sides(band, gap)
            yield [line]
            band = []
        else:
            band.append(line)
    yield from _sides(band, gap)


def _rows(ordered: Sequence[Line]) -> Iterator[Line]:
    """Lines of one column, with the pieces put together that wide spaces tore a line into."""
    row: list[Line] = []
    for line in ordered:
        if row and row[0].base - line.base > 0.4 * row[0].size:
            yield _joined(row)
            row = []
        row.append(line)
    yield _joined(row)


def _joined(row: list[Line]) -> Line:
    pieces = sorted(row, key=lambda line: line.left)
    glyphs = [glyph for piece in pieces for glyph in (" ", *piece.glyphs)][1:]
    return replace(row[0], glyphs=tuple(glyphs), left=pieces[0].left, right=max(piece.right for piece in pieces))


def _sides(band: Sequence[Line], gap: float) -> Iterator[list[Line]]:
    yield from columns([line for line in band if line.left >= gap])
    yield from columns([line for line in band if line.right <= gap])


def _gap(lines: Sequence[Line]) -> float | None:
    """The middle of the widest upright gap that few lines cross and that has a column on each side."""
    edges = sorted({line.left for line in lines} | {line.right for line in lines})
    best: tuple[float, float] | None = None
    for start, end in pairwise(edges):
        middle = (start + end) / 2
        across = sum(line.left < middle < line.right for line in lines)
        before = sum(line.right <= middle for line in lines)
        sides = min(before, len(lines) - across - before)
        if end - start >= GAP and across <= CROSSING * len(lines) and sides >= FEWEST:
            best = min(best or (1.0, 0.0), (across / len(lines) - 1e-6 * (end - start), middle))
    return best[1] if best else None
