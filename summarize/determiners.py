"""Articles that a model puts where its source has none: "A 12 people were killed", "The ABC reported", "the most"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from .clause import acts, parted
from .lexicon import ARTICLES, FUNCTION_WORDS
from .names import spans
from .quantities import quantities
from .words import Word, words

_MEASURES = frozenset("most few little many".split())
"""Their sense turns with an article: "few came", "a few came"."""


def added(text: str, evidence: Sequence[str]) -> list[str]:
    """The numbers and names of ``text`` behind an article that none of ``evidence`` gives them.

    >>> added("A 12 people were killed, the ABC said.", ["Some 12 people were killed, ABC said."])
    ['A 12', 'the ABC']
    >>> added("A 12-year-old boy saw the White House fire.", ["White House fire seen by a 12-year-old"])
    []
    """
    known = {pair for sentence in evidence for pair, _ in _numbers(sentence)}
    found = [shown for pair, shown in _numbers(text) if pair not in known]
    rows = [words(sentence) for sentence in evidence]
    for article, name in _names(text):
        places = [(row, at) for row in rows for at, word in enumerate(row) if word.key == name.key]
        if places and not any(at and row[at - 1].key in ARTICLES for row, at in places):
            found.append(f"{article.form} {name.form}")
    return found


def _numbers(text: str) -> Iterator[tuple[float, str]]:
    """Values that directly follow an article, with both words as they stand."""
    articles = {word.end + 1: word.form for word in words(text) if word.key in ARTICLES}
    for q in quantities(text):
        if q.start in articles:
            yield q.value, f"{articles[q.start]} {text[q.start : q.end]}"


def _names(text: str) -> Iterator[tuple[Word, Word]]:
    """Names that stand by themselves, no noun behind them, and words of measure, each with the article before it."""
    row = words(text)
    place = {word.start: at for at, word in enumerate(row)}
    for span in spans(text):
        first, last = place[span.words[0].start], place[span.words[-1].start]
        alone = last + 1 == len(row) or parted(text, row[last], row[last + 1])
        alone = alone or row[last + 1].is_capital or acts(row[last + 1]) or row[last + 1].key in FUNCTION_WORDS
        if first and row[first - 1].key in ARTICLES and alone and not row[last].key.endswith("s"):
            yield row[first - 1], row[first]
    for article, word in itertools.pairwise(row):
        if article.key in ARTICLES and word.key in _MEASURES:
            yield article, word
