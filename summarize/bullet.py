"""A bullet: one sentence of English and the sentences of the article that it rests on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bullet:
    """``cites`` are sentence ids, counted from 1; ``kind`` is ``abstractive`` or ``extractive``.

    ``support`` (0 to 1) says how well the cited sentences carry the text; see :mod:`summarize.support`.
    """

    text: str
    cites: tuple[int, ...]
    kind: str
    support: float
