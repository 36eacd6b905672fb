"""Tables of the recipe as tab-separated files: what a person may want to lengthen without touching code."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def rows(name: str) -> tuple[tuple[str, str], ...]:
    """The two columns of `name`.tsv."""
    text = (Path(__file__).parent / f"{name}.tsv").read_text(encoding="utf-8")
    return tuple((left, right) for line in text.splitlines() for left, right in (line.split("\t"),))
