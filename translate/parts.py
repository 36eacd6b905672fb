"""What is translated together: the sentences of many short articles, or a part of a long one."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .article import Article
from .sentence import Sentence, split

FIRST, WINDOW = 128, 1024
"""Sentences that are translated together, at first and at most: few, so that the first article is soon done, then
twice as many each time, to fill batches, up to what may be held in memory."""


@dataclass(frozen=True, slots=True)
class Part:
    """All sentences of an article, or :data:`WINDOW` of a long one; ``last`` of its article or not."""

    article: Article
    sentences: list[Sentence]
    last: bool


def groups(articles: Iterable[Article], size: int = FIRST) -> Iterator[list[Part]]:
    """Parts with ``size`` sentences in all, or somewhat more; then twice as many, up to the window.

    >>> [len(group) for group in groups((Article(str(at), "خبر.") for at in range(500)), 100)]
    [100, 200, 200]
    """
    group: list[Part] = []
    held = 0
    for part in itertools.chain.from_iterable(map(parts, articles)):
        group.append(part)
        held += len(part.sentences)
        if held >= size:
            yield group
            group, held, size = [], 0, min(2 * size, WINDOW)
    if group:
        yield group


def parts(article: Article) -> Iterator[Part]:
    """An article in parts of at most :data:`WINDOW` sentences; at least one part, however empty."""
    sentences = split(article.text)
    for start in range(0, max(1, len(sentences)), WINDOW):
        stop = start + WINDOW
        yield Part(article, sentences[start:stop], last=stop >= len(sentences))
