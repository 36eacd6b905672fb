"""The judge of names: which name does a language model expect that has read the evidence?

:mod:`summarize.roles` counts the words around a name. A model knows more of who does what to whom, even a small one.
The likeliest other names of the evidence are put in a name's place, one by one; what counts is how much likelier such
a name is there, and how much likelier it makes the words behind it. Of a name that opens the text only these count:
any name may open. One pass over evidence and text finds the other names, a pass for each weighs them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from . import roles
from .critic import MOST, START, Critic
from .names import Span

CLEARLY = 4.25
"""How much likelier another name must be, a natural logarithm: 70 times (docs/summaries-measured.md)."""

NEAR = -1.5
"""How much likelier it must be in the name's place at least, to be tried."""

TRIED = 3
"""Other names that are tried in a name's place, the likeliest there."""

BEHIND = 4
"""Pieces behind a name that count."""

HEAD = "{evidence}\n\nIn short:"

Table = npt.NDArray[np.float32]
"""Log-probabilities: places of the text by pieces of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Judge(Critic):
    """A critic of the names."""

    def misplaced(self, text: str, evidence: Sequence[str], article: Sequence[str] = ()) -> list[str]:
        """The names of ``text`` in whose place another name of the evidence is clearly likelier."""
        weighed = self.weigh(text, evidence, article)
        return [_form(span) for span, likelier in weighed if likelier > CLEARLY]

    def weigh(self, text: str, evidence: Sequence[str], article: Sequence[str] = ()) -> Iterator[tuple[Span, float]]:
        """The names of ``text`` that another one comes near to, and how much likelier the best other one is."""
        mine = roles.Line.of(text)
        rivals = roles.rivals_of(mine, [roles.Line.of(sentence) for sentence in evidence])
        names = list(roles.candidates(text, mine, article)) if rivals else []
        head, pieces = self._head(evidence), self.pieces(text)
        if not names or len(head) + len(pieces.ids) > MOST:
            return
        table = self._table(head, pieces)
        likely = table[np.arange(len(pieces.ids)), pieces.ids]
        others = {_form(rival): rival for _, rival in rivals}
        for span in names:
            opens = span.words[0].start == 0
            last = _last(pieces, span.words[-1].end)
            behind = float(likely[last + 1 : last + 1 + BEHIND].sum())
            tried = [
                (0.0 if opens else gain) + self._behind(head, text, span, form) - behind
                for form, gain in self._near(table, pieces.ids, text, span, others)
            ]
            if tried:
                yield span, max(tried)

    def _near(
        self, table: Table, ids: Sequence[int], text: str, span: Span, others: Mapping[str, Span]
    ) -> list[tuple[str, float]]:
        """The likeliest other names in the place of one, each with how much likelier it starts, by any of its words."""
        gains = {}
        for form, other in others.items():
            starts = [form, *(w.form for w in other.words[1:])]
            gains[form] = max(_gain(table, ids, self.pieces(_put(text, span, start)).ids) for start in starts)
        return sorted(((f, gain) for f, gain in gains.items() if gain > NEAR), key=lambda x: (-x[1], x[0]))[:TRIED]

    def _behind(self, head: Sequence[str], text: str, span: Span, form: str) -> float:
        """How likely the next pieces of ``text`` are behind ``form`` in the place of a name."""
        pieces = self.pieces(_put(text, span, form))
        last = _last(pieces, span.words[0].start + len(form))
        (read,) = self.generator.score_batch([[*head, *pieces.tokens[: last + 1 + BEHIND]]])
        return float(sum(read.log_probs[len(head) + last :]))  # the first token has no probability

    def _head(self, evidence: Sequence[str]) -> list[str]:
        """What is read before the text; special tokens that it spells out are letters."""
        told = HEAD.format(evidence=" ".join(" ".join(sentence.split()) for sentence in evidence))
        return [START, *self.tokenizer.encode(told, add_special_tokens=False).tokens]

    def _table(self, head: Sequence[str], pieces: Any) -> Table:
        read = self.generator.forward_batch([[*head, *pieces.tokens]], return_log_probs=True)
        return np.asarray(read)[0, len(head) - 1 : -1]


def _gain(table: Table, ids: Sequence[int], others: Sequence[int]) -> float:
    """How much likelier another name is than what stands there, by the first piece that differs."""
    pairs = enumerate(zip(ids, others, strict=False))
    return next((float(table[at, other] - table[at, mine]) for at, (mine, other) in pairs if mine != other), -np.inf)


def _last(pieces: Any, end: int) -> int:
    """The last piece that starts before ``end``; the text stands behind a space."""
    return max(at for at, (start, _) in enumerate(pieces.offsets) if start < end + 1)


def _form(span: Span) -> str:
    return " ".join(w.form for w in span.words)


def _put(text: str, span: Span, form: str) -> str:
    """``text`` with another name in the place of one."""
    return text[: span.words[0].start] + form + text[span.words[-1].end :]
