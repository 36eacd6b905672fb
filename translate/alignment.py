"""Which English word stands for which Arabic word, from what the model looked at while it wrote.

White space parts the words on both sides, and SentencePiece marks where a word begins, so pieces are gathered into
words without guessing how the model normalised their letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .engine import Hypothesis

BEGIN = "\N{LOWER ONE EIGHTH BLOCK}"
FULL = 255


@dataclass(frozen=True, slots=True)
class Span:
    """A word of a text with its punctuation: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """``weights[t][s]``: how much of the looking, 0 to 1, target word ``t`` did at source word ``s``."""

    source: tuple[Span, ...]
    target: tuple[Span, ...]
    weights: tuple[tuple[float, ...], ...]

    def source_words(self, start: int, end: int) -> list[int]:
        """The source words that ``text[start:end]`` touches."""
        return [at for at, span in enumerate(self.source) if span.start < end and start < span.end]

    def weight(self, target: int, source: Sequence[int]) -> float:
        """How much target word ``target`` looked at the words ``source``."""
        return sum(self.weights[target][at] for at in source)


def align(source: str, pieces: Sequence[str], hypothesis: Hypothesis) -> Alignment | None:
    """The alignment of a hypothesis, or None where there is no attention or the words cannot be told apart.

    Args:
        source: the text that went to the engine.
        pieces: its pieces, without language mark and end token.
        hypothesis: with attention over language mark, pieces and end token.
    """
    source_spans, target_spans = _spans(source), _spans(hypothesis.text)
    of_source, of_target = _groups(pieces), _groups(hypothesis.tokens)
    same = len(of_source) == len(source_spans) and len(of_target) == len(target_spans)
    attention = tuple(hypothesis.attention or ()) if same and pieces else ()
    if not attention:
        return None
    first = len(attention[0]) - len(pieces) - 1  # a language mark stands in front
    if first < 0 or len(attention) < len(hypothesis.tokens):
        return None
    rows = []
    for tokens in of_target:
        looks = list(map(sum, zip(*(attention[token] for token in tokens), strict=True)))
        row = tuple(sum(looks[first + group[0] : first + group[-1] + 1]) / (FULL * len(tokens)) for group in of_source)
        rows.append(row)
    return Alignment(source_spans, target_spans, tuple(rows))


def _spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(*match.span()) for match in re.finditer(r"\S+", text))


def _groups(pieces: Sequence[str]) -> list[list[int]]:
    """The pieces of each word; a mark of beginning that stands alone belongs to the word behind it."""
    groups: list[list[int]] = []
    for at, piece in enumerate(pieces):
        if piece.startswith(BEGIN) or not groups:
            groups.append([at])
        else:
            groups[-1].append(at)
    return [group for group in groups if any(pieces[at].strip(BEGIN) for at in group)]
