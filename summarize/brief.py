"""The brief: an article, its translation, and what was made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from translate import Article, Translation

from .bullet import Bullet


@dataclass(frozen=True, slots=True)
class Name:
    """One person, place or body: the Arabic, its one English spelling, and the sentence ids it stands in."""

    source: str
    target: str
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that a report may show. ``headline`` and ``bullets`` are None for a bare translation.

    ``summarized_english`` is True when the article was English to begin with: then ``source`` is null in
    the JSON and the target is the English sentence.
    """

    article: Article
    translations: tuple[Translation, ...]
    headline: Bullet | None = None
    bullets: tuple[Bullet, ...] | None = None
    names: tuple[Name, ...] = ()
    made_with: Mapping[str, object] = field(default_factory=dict)
    summarized_english: bool = False
    notes: tuple[str, ...] = ()
    """What the user should know about how it was made (fewer bullets than asked for, no summariser)."""
