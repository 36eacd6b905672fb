"""A run of words that a shorter text leaves out, and what stands around it: what the rules of shortening look at."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from .clause import acts, borders, finite, parted
from .words import QUOTES, Word, words

_OPENS_QUOTE = re.compile('(?:^|\\s)["\N{LEFT DOUBLE QUOTATION MARK}]$')


@dataclass(frozen=True)
class Run:
    """The words ``row[start:end]`` of ``source``, one at least; without slots, so that each thing is reckoned once.

    ``row`` holds the words of a sentence, or of several, parted by line breaks. A *border* is a place in it that
    punctuation parts from the word before.

    >>> run = Run.of("He left and, in May, [the port of Sirte, a city,] fell to the army, he said.")
    >>> run.keys, run.key_before, run.key_behind, run.opened, run.closed
    (('the', 'port', 'of', 'sirte', 'a', 'city'), 'may', 'fell', True, True)
    >>> [w.form for w in run.clause], [w.form for w in run.rest], run.inner, run.since
    (['in', 'May'], ['fell', 'to', 'the', 'army'], [9], 3)
    """

    source: str
    row: Sequence[Word]
    start: int
    end: int

    @classmethod
    def of(cls, marked: str) -> Run:
        """The run in square brackets of a text.

        >>> Run.of("The port[, which burned,] is closed.")
        <which burned>
        """
        before, inside, behind = re.split(r"[\[\]]", marked)
        row = words(before + inside + behind)
        start, end = (sum(word.start < edge for word in row) for edge in (len(before), len(before + inside)))
        return cls(before + inside + behind, row, start, end)

    @classmethod
    def ask(cls, rule: Rule, *marked: str) -> list[bool]:
        """What a rule says of the runs in square brackets of some texts."""
        return [rule(cls.of(text)) for text in marked]

    def __repr__(self) -> str:
        return f"<{' '.join(word.form for word in self.words)}>"

    @cached_property
    def words(self) -> Sequence[Word]:
        """The words of the run."""
        return self.row[self.start : self.end]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Its words, folded."""
        return tuple(word.key for word in self.words)

    @property
    def opener(self) -> str:
        """Its first word, folded."""
        return self.keys[0]

    @property
    def first(self) -> Word:
        """Its first word."""
        return self.row[self.start]

    @property
    def last(self) -> Word:
        """Its last word."""
        return self.row[self.end - 1]

    @property
    def begins(self) -> bool:
        """Whether no word stands before it."""
        return self.start == 0

    @property
    def ends(self) -> bool:
        """Whether no word stands behind it."""
        return self.end == len(self.row)

    @property
    def before(self) -> Word | None:
        """The word before it."""
        return self.row[self.start - 1] if self.start else None

    @property
    def behind(self) -> Word | None:
        """The word behind it."""
        return self.row[self.end] if self.end < len(self.row) else None

    @cached_property
    def key_before(self) -> str:
        """The word before it, folded; "" for none."""
        return self.row[self.start - 1].key if self.start else ""

    @cached_property
    def key_behind(self) -> str:
        """The word behind it, folded; "" for none."""
        return self.row[self.end].key if self.end < len(self.row) else ""

    @property
    def left(self) -> Sequence[Word]:
        """All words before it."""
        return self.row[: self.start]

    def gap(self, at: int) -> str:
        """What stands between the word at ``at`` and the one before it; "" at either end of the row."""
        return self.source[self.row[at - 1].end : self.row[at].start] if 0 < at < len(self.row) else ""

    @cached_property
    def gap_before(self) -> str:
        """What stands between it and the word before it."""
        return self.gap(self.start)

    @cached_property
    def gap_behind(self) -> str:
        """What stands between it and the word behind it."""
        return self.gap(self.end)

    @cached_property
    def parted_before(self) -> bool:
        """Whether punctuation parts it from a word before it."""
        return self.is_border(self.start)

    @cached_property
    def parted_behind(self) -> bool:
        """Whether punctuation parts it from a word behind it."""
        return self.is_border(self.end)

    def is_border(self, at: int) -> bool:
        """Whether punctuation parts the word at ``at`` from one before it."""
        return 0 < at < len(self.row) and parted(self.source, self.row[at - 1], self.row[at])

    @property
    def opened(self) -> bool:
        """Whether punctuation, or nothing, stands before it."""
        return self.begins or self.parted_before

    @cached_property
    def closed(self) -> bool:
        """Whether punctuation, or nothing, stands behind it; a bracket that opens needs one that closes.

        >>> Run.ask(lambda run: run.closed, "The port [(in Sirte)] fell.", "The port [(in] Sirte) fell.")
        [True, False]
        """
        opening, closing = "(" in self.gap_before, ")" in self.gap_behind
        brackets = opening == closing and (opening or "(" not in self.gap_behind)
        inside = self._is_inside(self.start) or self._is_inside(self.end)
        return (
            (self.ends or self.parted_behind) and brackets and not inside and not _OPENS_QUOTE.search(self.gap_behind)
        )

    def _is_inside(self, at: int) -> bool:
        """Whether a time of the day, or a word with a piece in brackets or its owner's mark, goes on at a place.

        >>> run = Run.of("A hard(ish) day [began at 8:30].")
        >>> [at for at in range(8) if run._is_inside(at)]
        [2, 7]
        """
        gap = self.gap(at)
        owns = gap[:1] in ("'", "\N{RIGHT SINGLE QUOTATION MARK}") and self.row[at - 1].key.endswith("s")
        return owns or gap in (":", "(", ")")

    @property
    def quoted(self) -> bool:
        """Whether it holds the marks of a quotation: a "miracle" cure is no cure."""
        return bool(QUOTES.search(self.source[max(0, self.first.start - 1) : self.last.end + 1]))

    @cached_property
    def inner(self) -> Sequence[int]:
        """The borders inside it."""
        return borders(self.source, self.row, self.start + 1, self.end)

    @cached_property
    def parts(self) -> Sequence[Run]:
        """What its inner borders part it into."""
        edges = [self.start, *self.inner, self.end]
        return [Run(self.source, self.row, *places) for places in itertools.pairwise(edges)]

    @cached_property
    def earlier(self) -> Sequence[Run]:
        """What the borders before it part the words before it into."""
        return Run(self.source, self.row, 0, self.start).parts if self.start else []

    @cached_property
    def since(self) -> int:
        """The last border before it, or 0."""
        return next((at for at in range(self.start - 1, 0, -1) if self.is_border(at)), 0)

    @cached_property
    def clause(self) -> Sequence[Word]:
        """The words between that border and the run."""
        return self.row[self.since : self.start]

    @cached_property
    def rest(self) -> Sequence[Word]:
        """What follows it, up to the next border."""
        border = next((at for at in range(self.end + 1, len(self.row)) if self.is_border(at)), len(self.row))
        return self.row[self.end : border]

    @property
    def acts(self) -> bool:
        """Whether one of its words looks like a verb."""
        return any(acts(word) for word in self.words)

    @property
    def is_finite(self) -> bool:
        """Whether one of its words looks like a verb that a clause can have for its own."""
        return any(finite(word) for word in self.words)


Rule = Callable[[Run], bool]
"""One reason to keep a run, or to let it go."""
