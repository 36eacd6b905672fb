"""Sentences with true offsets: nothing is lost between them but white space."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .endings import ends
from .lines import title_of, units

__all__ = ["Sentence", "split", "title_of"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """``article.text[start:end] == text``, in code points; ``paragraph`` counts from 1."""

    text: str
    start: int
    end: int
    paragraph: int


def split(text: str) -> list[Sentence]:
    """Cut ``text`` into sentences: at line breaks that are more than wrapping, and at full stops and their kin.

    Every character that is not white space is in exactly one sentence, in order. A title or a list item
    on a line of its own is a sentence.

    >>> [sentence.text for sentence in split("قال د. سامي إن النسبة 12.75٪. من أين؟")]
    ['قال د. سامي إن النسبة 12.75٪.', 'من أين؟']
    """
    return [Sentence(text[start:end], start, end, paragraph) for start, end, paragraph in _spans(text) if start < end]


def _spans(text: str) -> Iterator[tuple[int, int, int]]:
    for unit in units(text):
        start = unit.start
        for end in [*ends(text, unit.start, unit.end), unit.end]:
            piece = text[start:end]
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()), unit.paragraph
            start = end
