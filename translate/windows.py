"""Pieces of a sentence that is too long for the model in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable

BORDERS = (
    r"(?<=[؛;])\s+",
    r"(?<=[،,:])\s+|\s+(?=[-–—]\s)",
    r"\s+(?=و)",
    r"\s+",
)
"""Where to cut, best first: semicolons, commas and dashes, before "and", between words."""


def windows(text: str, count: Callable[[str], int], limit: int) -> list[str]:
    """Cut ``text`` into pieces of at most ``limit`` tokens; joined they lose nothing but white space.

    A single character that counts more than ``limit`` stands alone.

    >>> windows("واحد، اثنان، ثلاثة", lambda piece: len(piece.split()), 2)
    ['واحد، اثنان،', 'ثلاثة']
    """
    return _cut(text.strip(), count, limit, 0)


def _cut(text: str, count: Callable[[str], int], limit: int, level: int) -> list[str]:
    if len(text) <= 1 or count(text) <= limit:
        return [text] if text else []
    if level == len(BORDERS):
        half = len(text) // 2
        return _cut(text[:half], count, limit, level) + _cut(text[half:], count, limit, level)
    pieces: list[str] = []
    held = ""
    for part in re.split(BORDERS[level], text):
        if held and count(joined := f"{held} {part}") <= limit:
            held = joined
            continue
        pieces += _cut(held, count, limit, level + 1)
        held = part
    return pieces + _cut(held, count, limit, level + 1)
