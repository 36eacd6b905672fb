"""Names that a shorter text has cut inside: "the Office" is not the Oval Office, "State" is not the Islamic State."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import names
from .lexicon import DAYS, TITLES

Keys = tuple[str, ...]


def cut_inside(text: str, evidence: Sequence[str], article: Sequence[str] = ()) -> list[str]:
    """The names of ``text`` of which the evidence has more, and which the article does not use by themselves.

    A title, a day or a rank in front of a name is no part of it.

    >>> cut_inside("They met in the Office.", ["They met in the Oval Office on Monday."])
    ['Office']
    >>> cut_inside("Haddad left.", ["Mayor Lina Haddad left."], ["Mayor Lina Haddad left.", "The crowd saw Haddad go."])
    []
    >>> cut_inside("Lina Haddad left.", ["On Monday Mayor Lina Haddad left."])
    []
    """
    told = {keys for sentence in evidence for keys in _spans(sentence, article)}
    inside = {
        span: {span.keys, *_stripped(text, span, article)}
        for span in names.spans(text)
        if any(_holds(longer, span.keys) for longer in told)
        and not any(_is_titled(longer, span.keys) for longer in told)
    }
    return [
        " ".join(w.form for w in span.words)
        for span, forms in inside.items()
        if not forms & told and not any(keys in forms for sentence in article for keys in _spans(sentence, article))
    ]


def _spans(sentence: str, article: Sequence[str]) -> Iterator[Keys]:
    """Every name, and also without a first word that is large only because the sentence starts with it."""
    for span in names.spans(sentence):
        yield span.keys
        yield from _stripped(sentence, span, article)


def _stripped(text: str, span: names.Span, article: Sequence[str]) -> Iterator[Keys]:
    first = span.words[0]
    if len(span.words) > 1 and names.starts_sentence(text, first) and names.ordinary(first, article):
        yield span.keys[1:]


def _holds(longer: Keys, keys: Keys) -> bool:
    return len(longer) > len(keys) and any(longer[at : at + len(keys)] == keys for at in range(len(longer)))


def _is_titled(longer: Keys, keys: Keys) -> bool:
    """Whether only titles, or a nationality before one, and days stand before ``keys``, and nothing behind."""
    before = longer[: len(longer) - len(keys)]
    return bool(before) and longer[len(before) :] == keys and before[-1] in TITLES | DAYS
