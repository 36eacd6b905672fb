"""Names that were written in several ways in the articles of a run: what a glossary would have to settle.

A sentence never depends on what else is in a run, so that spellings can only be counted when the run is over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .arabic_word import fold
from .frequencies import english as frequency


@dataclass(frozen=True, slots=True)
class Spellings:
    """An Arabic name and its English spellings with the sentences that have them, the most frequent first."""

    arabic: str
    english: tuple[tuple[str, int], ...]

    @property
    def sentences(self) -> int:
        """How many sentences have the name, however it is spelled."""
        return sum(times for _, times in self.english)


def disputed(names: Iterable[tuple[str, str, int]]) -> list[Spellings]:
    """The names with more than one spelling, those of the most sentences first.

    Among spellings of equally many sentences, one that English knows comes first. A shorter form of another ("Sisi"
    beside "Abdel Fattah el-Sisi") is no other spelling.

    Args:
        names: Arabic, English, and in how many sentences, as each article has them.

    >>> names = [("حفتر", "Haftar", 2), ("حفتر", "Hifter", 3), ("درنة", "Derna", 1)]
    >>> [(each.arabic, each.english) for each in disputed(names)]
    [('حفتر', (('Hifter', 3), ('Haftar', 2)))]
    >>> disputed([("السيسي", "Sisi", 6), ("السيسي", "Abdel Fattah el-Sisi", 3)])
    []
    """
    written: dict[str, Counter[str]] = {}
    spelled: dict[str, Counter[str]] = {}
    for arabic, english, times in names:
        written.setdefault(fold(arabic), Counter())[arabic] += times
        spelled.setdefault(fold(arabic), Counter())[english] += times
    found = [
        Spellings(_usual(written[key]), tuple(sorted(others.items(), key=_rank)))
        for key, counter in spelled.items()
        if len(others := _without_shorter_forms(counter)) > 1
    ]
    return sorted(found, key=lambda each: (-each.sentences, each.arabic))


def _without_shorter_forms(counter: Counter[str]) -> dict[str, int]:
    words = {english: set(re.findall(r"\w+", english.casefold())) for english in counter}
    return {
        english: times
        for english, times in counter.items()
        if not any(words[english] < words[other] for other in counter)
    }


def _usual(counter: Counter[str]) -> str:
    return min(counter, key=lambda word: (-counter[word], word))


def _rank(item: tuple[str, int]) -> tuple[int, float, str]:
    return -item[1], -frequency(item[0].casefold()), item[0]
