"""The reader: does a language model stumble where a shorter sentence left words out?

A cut that goes through a phrase leaves words side by side that nobody writes so ("made [headlines] nationwide") or an
end that nobody ends at ("departed shortly [after noon]"). A model that has only the text before it is surprised there,
and not where the source has the same word. Names are no surprise that counts: any name may follow.

The reader only turns down. Without a model there is none, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .subsequence import common
from .words import Word, words

if TYPE_CHECKING:
    from .rewrite import Writer

STUMBLES = -3.5
"""How much likelier, or less, a word is behind a cut than in the source: a natural logarithm, 33 times less."""

NO_END = -7.0
"""The logarithm below which no sentence ends there; of 120 true bullets the least was -6.5."""

MOST = 400
"""Pieces of a text that are read at most; of more the reader says nothing."""

START = "<|endoftext|>"


@dataclass(frozen=True, slots=True)
class Reader:
    """The model of a loaded :class:`~summarize.rewrite.Writer`: what writes can read as well."""

    generator: Any
    tokenizer: Any

    @classmethod
    def of(cls, writer: Writer) -> Reader:
        """The writer's own model, loaded once."""
        return cls(writer.generator, writer.tokenizer)

    def stumbles(self, text: str, evidence: Sequence[str]) -> list[str]:
        """The words of ``text`` behind a cut that the source makes much likelier; the last if nothing ends with it."""
        mine, rows = words(text), [words(sentence) for sentence in evidence]
        shared = [common([w.key for w in mine], [w.key for w in row]) for row in rows]
        at = max(range(len(rows)), key=lambda at: len(shared[at]))
        row, kept = rows[at], shared[at]
        if not kept:
            return []
        readings = self._read([text, evidence[at]])
        if not readings:
            return []
        here, there = readings
        found = [
            mine[i].form
            for i, j in _behind_cuts(kept)
            if not mine[i].is_capital and here.word(mine[i]) - there.word(row[j]) < STUMBLES
        ]
        last, ends = kept[-1]
        cut_off = last == len(mine) - 1 and ends < len(row) - 1 and text.endswith(".")
        return found + [mine[-1].form] * (cut_off and here.end() < NO_END)

    def _read(self, texts: Sequence[str]) -> list[Reading]:
        encoded = [self.tokenizer.encode(" " + text, add_special_tokens=False) for text in texts]
        if any(len(pieces.ids) > MOST for pieces in encoded):
            return []
        scores = self.generator.score_batch([[START, *pieces.tokens] for pieces in encoded])
        return [
            Reading(tuple(pieces.offsets), tuple(score.log_probs))
            for pieces, score in zip(encoded, scores, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the pieces of a text stand, behind a space, and how likely the model found each."""

    offsets: tuple[tuple[int, int], ...]
    likely: tuple[float, ...]

    def word(self, word: Word) -> float:
        """How likely a word was."""
        places = zip(self.offsets, self.likely, strict=True)
        return sum(score for (start, end), score in places if end > word.start + 1 and start < word.end + 1)

    def end(self) -> float:
        """How likely the last piece was."""
        return self.likely[-1]


def _behind_cuts(kept: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places of words, in the text and its source, between which and the word before the source has others.

    >>> list(_behind_cuts([(0, 2), (1, 3), (2, 6)]))
    [(2, 6)]
    """
    for (i, j), (after, behind) in pairwise(kept):
        if after == i + 1 and behind > j + 1:
            yield after, behind
