"""Which known places and persons the English names and the Arabic does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from .english_text import English, plain
from .gazetteer import Mention, entries, known
from .heard import Heard

PLACES = frozenset(("country", "people", "city"))

NO_NAMES = frozenset("brown euro gulf islam islamist kingdom moon native pole rice".split())
"""Words that are names of the gazetteer, but mostly something else, or said for what it does not know."""

NEAR = 0.3
"""Distance of skeletons up to which a known name may be an Arabic word spelled out; at 0.4, as for unknown words, half
of the strangers in 41 articles pass for one, and 4 instead of 5 of the 997 references of FLORES-200 dev are accused."""

SHORTEST = 4
"""Letters of a name that can be told from an abbreviation."""


def strangers(mentions: Sequence[Mention], english: English) -> frozenset[str]:
    """The places in the English that the Arabic does not name, as single plain words."""
    return (_said(english) & _places()) - _words(mentions)


def names_added(source: str, target: str, terms: Iterable[str] = ()) -> list[str]:
    """The places and persons in the English that nothing in the Arabic names or sounds like, a glossary's terms apart.

    >>> names_added("وصل الوفد إلى العاصمة", "The delegation arrived in Baghdad")
    ['Baghdad']
    >>> names_added("وصل الوفد إلى دمشق", "The delegation arrived in Damascus")
    []
    """
    english = English.of(target)
    said = _said(english) & _names()
    unnamed = said and said - _named(source)
    if not unnamed:  # as mostly
        return []
    heard = Heard(source, terms)
    found = (word for word in re.findall(r"[A-ZÀ-Þ][\w-]*", target) if len(word) >= SHORTEST)
    return [
        word
        for word in dict.fromkeys(found)
        if {plain(word), plain(word).removesuffix("s")} & unnamed and not heard.holds(word, within=NEAR)
    ]


def _said(english: English) -> frozenset[str]:
    return english.capitalised | {word.removesuffix("s") for word in english.capitalised}


def _words(mentions: Sequence[Mention]) -> frozenset[str]:
    """The words of all English forms of names."""
    return frozenset(word for mention in mentions for form in mention.accepted for word in form.casefold().split())


@lru_cache(maxsize=256)
def _named(source: str) -> frozenset[str]:
    """Those of the names in an Arabic text, which is asked for once a hypothesis."""
    return _words(known().mentions(source))


@cache
def _places() -> frozenset[str]:
    """The single words that name a place or its people in English."""
    forms = (form for entry in entries() if entry.kind in PLACES for form in entry.english if form[:1].isupper())
    return frozenset(word for word in map(plain, forms) if word and " " not in word)


@cache
def _names() -> frozenset[str]:
    """Places, and the last words of persons' names."""
    persons = (form for entry in entries() if entry.kind == "person" for form in entry.english)
    return (_places() | {plain(form).split()[-1] for form in persons}) - NO_NAMES
