"""English text as names are looked up in it: plain words, capitals, and the sound of what is no known name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, cached_property, lru_cache

from . import tables
from .skeleton import alike, arabic_skeleton, distance, english_skeleton


class English:
    """An English text as names are looked up in it."""

    def __init__(self, text: str):
        self.text = text
        self.plain = f" {_plain(text)} "

    @classmethod
    @lru_cache(maxsize=256)
    def of(cls, text: str) -> English:
        """The same; remembered, since a hypothesis is judged, mended, and held against others."""
        return cls(text)

    @cached_property
    def cased(self) -> str:
        """The words as they are written."""
        return f" {' '.join(re.findall(r'[A-Za-z]+', _undotted(self.text)))} "

    def says(self, form: str) -> bool:
        """Whether a form stands in the text, its plural and possessive too; short capitals must be capitals."""
        if form.isupper():
            return f" {form} " in self.cased
        return f" {form} " in self.plain or f" {form}s " in self.plain

    def times(self, forms: frozenset[str]) -> int:
        """How often any of some forms stands in the text."""
        left, found = self.plain.replace(" ", "  "), 0
        for form in sorted(forms, key=lambda form: (-len(form), form)):
            if form.isupper():
                found += self.cased.count(f" {form} ")
            else:
                spaced = form.replace(" ", "  ")
                left, times = re.subn(rf" {re.escape(spaced)}s? ", "  ", left)
                found += times
        return found

    @cached_property
    def capitalised(self) -> frozenset[str]:
        """The words with a capital, plain."""
        return frozenset(plain(word) for word in re.findall(r"[A-ZÀ-Þ][\w'’-]*", self.text))

    @cached_property
    def abbreviations(self) -> tuple[str, ...]:
        """The words with three capitals or more: ACMA, AfCFTA, UNMIS."""
        return tuple(re.findall(r"\b[A-Z]+[a-z]{0,2}[A-Z]+[a-z]{0,2}[A-Z][A-Za-z]*", _undotted(self.text)))

    @cached_property
    def _unknown_names(self) -> list[tuple[int, int, str]]:
        """Start, end and skeleton of the words with a capital that are no known name themselves."""
        found = re.finditer(r"[A-ZÀ-Þ][\w'’]*\w", self.text)
        words = [(match.start(), match.end(), re.sub(r"['’]s$", "", match.group())) for match in found]
        ours = known_words()
        return [
            (start, start + len(word), english_skeleton(word)) for start, _, word in words if plain(word) not in ours
        ]

    def sounding_like(self, key: tuple[str, ...]) -> list[tuple[int, int]]:
        """Where the words stand that sound like those of an Arabic name, one each; empty unless all are there."""
        places = []
        for word in key:
            near = [
                (distance(sounds, other), start, end)
                for sounds in _sounds(word)
                for start, end, other in self._unknown_names
                if alike(sounds, other)
            ]
            if not near:
                return []
            places.append(min(near)[1:])
        return places


def _sounds(word: str) -> list[str]:
    skeletons = [arabic_skeleton(word), arabic_skeleton(word.removeprefix("ال"))]
    return [sounds for sounds in dict.fromkeys(skeletons) if len(sounds) >= 3]


def _undotted(text: str) -> str:
    return re.sub(r"\b([A-Za-z])\.(?=[A-Za-z]\b|\W|$)", r"\1", text)


def _unaccented(text: str) -> str:
    if text.isascii():
        return text
    return "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))


@cache
def plain_form(form: str) -> str:
    """A name's form as :class:`English` looks for it: short capitals stay, everything else is plain."""
    return _undotted(form) if _undotted(form).isupper() and len(form) <= 6 else plain(form)


@lru_cache(maxsize=2048)
def plain(word: str) -> str:
    """English in small letters without accents, apostrophes and hyphens.

    >>> plain("Libya's U.S. allies in Ta'izz and Deir ez-Zor")
    'libya us allies in taizz and deir ez zor'
    """
    return _plain(word)


def _plain(text: str) -> str:
    small = _unaccented(_undotted(text)).casefold()
    small = re.sub(r"['’]s\b|['’‘`]", "", small)
    return " ".join(re.findall(r"[a-z]+|[$€£]", small))


@cache
def known_words() -> frozenset[str]:
    """The single words among the English forms of all known names."""
    columns = {"names.tsv": 1, "peoples.tsv": 1, "cldr.tsv": 2}
    forms = (form for name, column in columns.items() for row in tables.rows(name) for form in row[column].split("|"))
    return frozenset(word for word in map(plain, forms) if word and " " not in word)
