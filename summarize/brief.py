"""The brief: an article, its translation, and what was made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from translate import Article, Translation, who_is_who

from .bullet import Bullet
from .made_with import made_with


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

    @classmethod
    def bare(cls, article: Article, translations: Sequence[Translation], translator: Mapping[str, object]) -> Brief:
        """A translation without bullets; ``translator`` is what made it."""
        return cls(article, tuple(translations), names=names(translations), made_with=made_with(translator))


def names(translations: Sequence[Translation]) -> tuple[Name, ...]:
    """Who and what is named in these translations, in order of appearance."""
    return tuple(Name(*row) for row in who_is_who(translations))
