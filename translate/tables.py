"""Tables of words that ship with the package, read when they are first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "tables"


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of the table ``name`` as tuples of cells; empty lines and lines after ``#`` are left out."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line.strip() and not line.startswith("#"))


@cache
def words(name: str, *classes: str) -> frozenset[str]:
    """The words of the ``classes`` in a table whose rows are a class and its words.

    >>> "ثم" in words("words.tsv", "continuation")
    True
    """
    return frozenset(word for kind, text in rows(name) if kind in classes for word in text.split())
