"""Rows as a table for the eye."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as aligned columns under their names.

    >>> print(table([{"name": "a", "size": 1}, {"name": "bcd", "size": None}]))
    name  size
    a     1
    bcd   -
    """
    cells = [list(rows[0])] if rows else []
    cells += [["-" if value is None else str(value) for value in row.values()] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)
    return "\n".join(line.rstrip() for line in lines)
