"""Another reading of a sentence: a hypothesis that was not taken and has another name or number.

What is surely worse is none: a number that the Arabic has not, a place that it does not name, a word that is none, a
loop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from . import english_numbers
from .engine import Hypothesis
from .english_text import English, plain
from .gazetteer import entries
from .guard import GUARDS
from .judgement import Choice, Source
from .nonwords import invented
from .quantity import Quantity
from .skeleton import alike, english_skeleton
from .strangers import strangers
from .translation import Alternative

NAME = re.compile(r"(?<=[\w,;:—–] )(?:[Aa]l-|[Ee]l-)?[A-ZÀ-Þ][\w-]*[a-zß-ÿ]")
"""A word with a capital that no sentence's beginning has given it."""


def alternative(source: Source, chosen: Choice, others: Iterable[Hypothesis]) -> Alternative | None:
    """The first of ``others`` with a name or a number of its own; None where all say the same.

    Args:
        source: the Arabic.
        chosen: what was taken.
        others: hypotheses of the same search, best first.
    """
    said, numbers = English.of(chosen.text), english_numbers.find(chosen.text)
    for other in others:
        differs = (*_other_names(source, said, other.text), *_other_numbers(source, numbers, other.text))
        if differs and not _is_broken(source.text, other.text):
            return Alternative(other.text, round(other.score, 3), differs)
    return None


def _is_broken(source: str, target: str) -> bool:
    return any(guard.fires(source, target) for guard in GUARDS) or any(invented(source, target))


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(NAME.findall(text)))


def _other_names(source: Source, said: English, text: str) -> Iterator[str]:
    names = _names(said.text)
    new = (name for name in _names(text) if not said.says(plain(name).removesuffix("s")))
    own = [name for name in new if not any(_same(name, other) for other in names)]
    foreign = strangers(source.names, English.of(text)) if own else frozenset()
    yield from (name for name in own if plain(name).removesuffix("s") not in foreign and plain(name) not in foreign)


def _same(one: str, other: str) -> bool:
    """Whether two words name the same: spellings of one sound, a place and its people."""
    left, right = plain(one), plain(other)
    short, long = sorted((left, right), key=len)
    return (
        long.startswith(short[:-1] if len(short) > 3 else short)
        or not _entries_of(left).isdisjoint(_entries_of(right))
        or alike(english_skeleton(one), english_skeleton(other))
    )


def _entries_of(word: str) -> frozenset[int]:
    return _by_word().get(word, frozenset()) | _by_word().get(word.removesuffix("s"), frozenset())


@cache
def _by_word() -> dict[str, frozenset[int]]:
    """The known names that a single plain word may stand for."""
    found: dict[str, set[int]] = {}
    for at, entry in enumerate(entries()):
        for form in entry.accepted:
            found.setdefault(form.casefold(), set()).add(at)
    return {word: frozenset(places) for word, places in found.items()}


def _other_numbers(source: Source, numbers: list[Quantity], text: str) -> Iterator[str]:
    for number in english_numbers.find(text) if source.numbers else ():
        new = number.firm and not any(number.same(other) for other in numbers)
        if new and any(number.same(each) for each in source.numbers):
            yield number.written
