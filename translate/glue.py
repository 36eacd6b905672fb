"""Words that lost the space between them, as at the end of a link («الأممالمتحدة»), told apart by frequency."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from . import frequencies
from .tables import words

Zipf = Callable[[str], float]
"""Log10 of how often a word stands in a billion words; 0 when it is unknown."""


@dataclass(frozen=True, slots=True)
class Bar:
    """How much evidence a split needs, in Zipf units.

    ``half`` and ``both`` must be reached by each half and their sum, ``whole`` may not be passed by the
    word itself, and ``margin`` is how far the sum must outweigh it. ``worth`` ranks kinds of cuts.
    """

    half: float
    both: float
    whole: float
    worth: float
    margin: float = 5.0


BARS = (
    # Nothing but frequency speaks for the split: the whole must be unknown.
    Bar(half=3.0, both=7.2, whole=0.0, worth=0.0),
    # The right half begins with the article, which no word has inside.
    Bar(half=1.6, both=4.6, whole=2.9, worth=3.0),
    # The left half ends in a letter that only ends words (ة, ى).
    Bar(half=1.6, both=3.2, whole=4.0, worth=5.0),
)
"""Chosen on the first twenty articles of ``bench/glue.py``, whose table docs/splitting.md shows."""

_WORD = re.compile(r"(?<![\w\u064b-\u0652])[ء-غف-ي]{6,30}(?![\w\u064b-\u0652])")
_ARTICLE = re.compile(r"[وف]?(?:ال|بال|كال|لل)...")
_LAST_ONLY = "\N{ARABIC LETTER TEH MARBUTA}\N{ARABIC LETTER ALEF MAKSURA}"


@lru_cache(maxsize=8192)
def unglue(word: str, zipf: Zipf | None = None, bars: tuple[Bar, ...] = BARS) -> tuple[str, str] | None:
    """The two words that ``word`` is glued from, or None when it may well be one.

    ``zipf`` is :func:`.frequencies.zipf` unless a bench compares another source; ``bars`` are by the kind of cut.

    >>> unglue("الأممالمتحدة")
    ('الأمم', 'المتحدة')
    >>> unglue("والمسؤولين")
    """
    if zipf is None:
        if not _worth_a_look(word):
            return None
        zipf = frequencies.zipf
    whole = zipf(word)
    best: tuple[float, int, str, str] | None = None
    for kind, left, right in _halves(word):
        bar, (first, second) = bars[kind], (zipf(left), zipf(right))
        both = first + second
        if min(first, second) < bar.half or both < bar.both or whole > bar.whole or both - whole < bar.margin:
            continue
        if best is None or both + bar.worth > best[0]:
            best = (both + bar.worth, kind, left, right)
    if best is None or (best[1] < len(BARS) - 1 and _inflected(word, zipf, 2.0 + best[1] / 2)):
        return None
    return best[2], best[3]


def glued(text: str) -> Iterator[tuple[int, int, str]]:
    """Edits that put the space back into the glued words of ``text``."""
    for match in _WORD.finditer(text):
        halves = unglue(match.group())
        if halves:
            at = match.start() + len(halves[0])
            yield match.start(), match.end(), f"{text[match.start() : at]} {text[at : match.end()]}"


def _halves(word: str) -> Iterator[tuple[int, str, str]]:
    """Every cut into halves that could stand alone, with its kind: the index of the bar it must take."""
    if word[:2] in words("affixes.tsv", "particle") and _ARTICLE.match(word, 2):
        yield 1, word[:2], word[2:]
    for at in range(3, len(word) - 2):
        left, right = word[:at], word[at:]
        if left in words("affixes.tsv", "never_left") or right in words("affixes.tsv", "never_right"):
            continue
        if left[-1] in _LAST_ONLY and right[0] != "\N{ARABIC LETTER HAMZA}":
            yield 2, left, right
        elif _ARTICLE.match(right):
            yield 1, left, right
        elif right not in words("affixes.tsv", "weak_right"):
            yield 0, left, right


def _inflected(word: str, zipf: Zipf, least: float) -> bool:
    """Whether ``word`` is a known stem with prefixes and suffixes."""
    for prefix in ("", *words("affixes.tsv", "prefix")):
        if not word.startswith(prefix):
            continue
        rest = word[len(prefix) :]
        for suffix in ("", *words("affixes.tsv", "suffix")):
            stem = rest[: len(rest) - len(suffix)]
            if rest.endswith(suffix) and len(stem) >= 3 and max(zipf(stem), zipf(stem + _LAST_ONLY[0])) >= least:
                return True
    return False


def _worth_a_look(word: str) -> bool:
    """Whether the short list of frequent words leaves room for a split; it spares most texts the long one."""
    frequent = frequencies.frequent
    if frequent(word) > BARS[-1].whole or _inflected(word, frequent, frequencies.FREQUENT):
        return any(kind == 2 for kind, _, _ in _halves(word))
    return any(
        (frequent(left) and frequent(right)) if kind == 0 else (frequent(left) or frequent(right))
        for kind, left, right in _halves(word)
    )
