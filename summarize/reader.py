"""The reader: does a language model stumble where a shorter sentence left words out?

A cut that goes through a phrase leaves words side by side that nobody writes so ("made [headlines] nationwide") or an
end that nobody ends at ("departed shortly [after noon]"). A model that has only the text before it is surprised there,
and not where the source has the same word. Names are no surprise that counts: any name may follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .critic import MOST, START, Critic
from .subsequence import nearest
from .words import Word, words

STUMBLES = -3.5
"""How much likelier, or less, a word is behind a cut than in the source: a natural logarithm, 33 times less."""

NO_END = -2.0
"""The logarithm below which no sentence ends there. Of shortenings that end early, were read and pass the rules, one
in six of the untrue lies below and one in seventeen of the true (`bench/cuts.py`)."""


@dataclass(frozen=True, slots=True)
class Reader(Critic):
    """A critic of the cuts."""

    def stumbles(self, text: str, evidence: Sequence[str]) -> list[str]:
        """The words of ``text`` behind a cut that the source makes much likelier; the last if nothing ends with it."""
        mine, row, at, kept = _aligned(text, evidence)
        pieces = [self.pieces(text), self.pieces(evidence[at])]
        if not kept or any(len(each.ids) > MOST for each in pieces):
            return []
        here, there = self._read(pieces)
        found = [
            mine[i].form
            for i, j in _behind_cuts(kept)
            if not mine[i].is_capital and here.word(mine[i]) - there.word(row[j]) < STUMBLES
        ]
        return found + [mine[-1].form] * (_is_cut_off(text, mine, row, kept) and here.end() < NO_END)

    def end(self, text: str, evidence: Sequence[str]) -> float | None:
        """The logarithm of how likely ``text`` ends; None where it ends as the sentence does that it shortens."""
        mine, row, _, kept = _aligned(text, evidence)
        if not kept or not _is_cut_off(text, mine, row, kept):
            return None
        return self._read([self.pieces(text)])[0].end()

    def _read(self, texts: Sequence[Any]) -> list[Reading]:
        scores = self.generator.score_batch([[START, *pieces.tokens] for pieces in texts])
        read = zip(texts, scores, strict=True)
        return [Reading(tuple(pieces.offsets), tuple(score.log_probs)) for pieces, score in read]


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


def _aligned(
    text: str, evidence: Sequence[str]
) -> tuple[Sequence[Word], Sequence[Word], int, Sequence[tuple[int, int]]]:
    """The words of ``text``, of the sentence it is nearest to, which one that is, and the places of what both have."""
    mine, rows = words(text), [words(sentence) for sentence in evidence]
    at, kept = nearest([w.key for w in mine], [[w.key for w in row] for row in rows])
    return mine, rows[at], at, kept


def _is_cut_off(text: str, mine: Sequence[Word], row: Sequence[Word], kept: Sequence[tuple[int, int]]) -> bool:
    """Whether the sentence goes on where ``text`` has its full stop."""
    last, ends = kept[-1]
    return last == len(mine) - 1 and ends < len(row) - 1 and text.endswith(".")


def _behind_cuts(kept: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places of words, in the text and its source, between which and the word before the source has others.

    >>> list(_behind_cuts([(0, 2), (1, 3), (2, 6)]))
    [(2, 6)]
    """
    for (i, j), (after, behind) in pairwise(kept):
        if after == i + 1 and behind > j + 1:
            yield after, behind
