"""Sentences with true offsets: nothing is lost between them but white space."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TITLE_WORDS = 20
"""A first line before a blank line is a title up to this many words."""

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_TITLE = re.compile(r"\s*([^\n\r]+)(?:\r\n|\n|\r)[^\S\n\r]*(?:\r\n|\n|\r)")
_STOP = re.compile(r"[.!?؟…۔]+[\"'»”’)\]}\u200e\u200f]*")
_INITIAL = re.compile(r"(?:^|[\s.(«\"“])\w\.$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``article.text[start:end] == text``, in code points; ``paragraph`` counts from 1."""

    text: str
    start: int
    end: int
    paragraph: int


def split(text: str) -> list[Sentence]:
    """Cut ``text`` into sentences; a line break always ends one.

    >>> [sentence.text for sentence in split("وصل الوفد. من أين؟")]
    ['وصل الوفد.', 'من أين؟']
    """
    sentences: list[Sentence] = []
    paragraph = 0
    for line in _LINE.finditer(text):
        if not line.group().strip():
            continue
        paragraph += 1
        for left, right in _cuts(text, line.start(), line.end()):
            piece = text[left:right]
            start, end = left + len(piece) - len(piece.lstrip()), left + len(piece.rstrip())
            if start < end:
                sentences.append(Sentence(text[start:end], start, end, paragraph))
    return sentences


def title_of(text: str) -> str | None:
    """The title that opens ``text``: a first line before a blank line, short and without a full stop.

    >>> title_of("بدء المؤتمر\n\nبدأ المؤتمر أمس.")
    'بدء المؤتمر'
    """
    first = _TITLE.match(text)
    if first is None:
        return None
    title = first.group(1).strip()
    return title if len(title.split()) <= TITLE_WORDS and "." not in title.replace("..", "") else None


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans between sentence ends in ``text[start:end]``."""
    for stop in _STOP.finditer(text, start, end):
        after = text[stop.end() : stop.end() + 1]
        if stop.end() >= end or not after.isspace():
            continue
        if _INITIAL.search(text[start : stop.start() + 1]) and stop.group() == ".":
            continue
        yield start, stop.end()
        start = stop.end()
    if start < end:
        yield start, end
