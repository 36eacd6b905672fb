"""A glossary: terms whose English the user has decided, found with clitics and spelling variants, longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .alignment import Alignment
from .arabic_word import WORD, fold, stems, words
from .repair import Change

KEEP = "!"
"""In the English column: the Arabic is kept as it is."""

SMALL = frozenset(
    ("the", "a", "an", "of", "in", "on", "at", "to", "and", "for", "by", "with", "from", "that", "its", "is", "was")
)
"""Words at the border of a run that belong to the sentence, not to the term."""

LOOKED_AT = 0.2
"""The least share of its looking that a word must have done at a term to be put aside for it."""


@dataclass(frozen=True, slots=True)
class Term:
    """An Arabic term and its English; ``keep`` leaves the Arabic untranslated. ``line`` is where it was read."""

    arabic: str
    english: str
    keep: bool = False
    note: str = ""
    line: int = 0

    @property
    def target(self) -> str:
        """What must stand in the English."""
        return self.arabic if self.keep else self.english

    def stands_in(self, text: str) -> bool:
        """Whether the target stands in ``text`` on word borders, whatever the case, a plural too."""
        target, said = (fold(each) if self.keep else each.casefold() for each in (self.target, text))
        pattern = r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", target)))
        return re.search(rf"(?<!\w){pattern}(?:e?s)?(?!\w)", said) is not None


@dataclass(frozen=True, slots=True)
class Met:
    """A term that the source holds at ``text[start:end]``."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms by their Arabic words. ``name`` and ``sha256`` say which file it was."""

    terms: tuple[Term, ...] = ()
    name: str = ""
    sha256: str = ""
    _by_first: dict[str, list[tuple[tuple[str, ...], Term]]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for term in self.terms:
            key = tuple(word.folded for word in words(term.arabic))
            if key:
                self._by_first.setdefault(key[0], []).append((key, term))
        for known in self._by_first.values():
            known.sort(key=lambda item: -len(item[0]))

    def __bool__(self) -> bool:
        return bool(self.terms)

    def record(self) -> dict[str, object] | None:
        """What stands in ``made_with``; None without terms."""
        return {"name": self.name, "sha256": self.sha256, "terms": len(self.terms)} if self.terms else None

    def met(self, text: str) -> list[Met]:
        """The terms that ``text`` holds, in order, longest first, none inside another.

        >>> terms = Term("مجلس", "council"), Term("مجلس الأمن", "UNSC")
        >>> [met.term.english for met in Glossary(terms).met("ومجلس الأمن")]
        ['UNSC']
        """
        tokens, found, at = words(text), [], 0
        while self.terms and at < len(tokens):
            reach = at + 1
            while reach < len(tokens) and not text[tokens[reach - 1].end : tokens[reach].start].strip(" -ـ"):
                reach += 1
            known = self._at([word.folded for word in tokens[at:reach]])
            if known:
                found.append(Met(known[1], tokens[at].start, tokens[at + len(known[0]) - 1].end))
            at += len(known[0]) if known else 1
        return found

    def _at(self, folded: list[str]) -> tuple[tuple[str, ...], Term] | None:
        best: tuple[tuple[str, ...], Term] | None = None
        for first in _first_words(folded[0]):
            for key, term in self._by_first.get(first, ()):
                if tuple(folded[1 : len(key)]) == key[1:] and (best is None or len(key) > len(best[0])):
                    best = (key, term)
        return best


def _first_words(folded: str) -> Iterable[str]:
    for clitic, rest in stems(folded):
        if clitic.endswith(("ال", "لل")):
            yield "ال" + rest
        yield rest


def has_arabic(text: str) -> bool:
    """Whether a cell holds an Arabic word."""
    return WORD.search(text) is not None


def changes(target: str, missed: Sequence[Met], met: Sequence[Met], alignment: Alignment) -> list[Change]:
    """The spans of ``target`` that stand for the ``missed`` terms, and what the glossary wants there.

    A span is the run of words that looked most at the term and at no other term; words that belong to the sentence are
    left at its borders. Where no word looked at it, nothing is changed.
    """
    made: list[Change] = []
    taken: set[int] = set()
    for other in met:
        if other not in missed:
            taken |= set(_looking(other, alignment))
    for one in missed:
        run = _run(target, one, alignment, taken)
        if run:
            taken |= set(run)
            made.append(_change(target, one, alignment, run))
    return made


def _looking(met: Met, alignment: Alignment) -> list[int]:
    """The target words that looked more at the term than at any word outside it."""
    own = alignment.source_words(met.start, met.end)
    found = []
    for at, row in enumerate(alignment.weights):
        outside = max((weight for word, weight in enumerate(row) if word not in own), default=0.0)
        if alignment.weight(at, own) >= max(LOOKED_AT, outside):
            found.append(at)
    return found


def _run(target: str, met: Met, alignment: Alignment, taken: set[int]) -> list[int]:
    own = alignment.source_words(met.start, met.end)
    words_of = [target[span.start : span.end] for span in alignment.target]
    free = [at for at in range(len(words_of)) if at not in taken and re.search(r"\w", words_of[at])]
    runs: list[list[int]] = []
    for at in (at for at in _looking(met, alignment) if at in free):
        if runs and runs[-1][-1] == at - 1 and not words_of[at - 1].endswith((",", ".", ";", ":")):
            runs[-1].append(at)
        else:
            runs.append([at])
    runs = [run for run in (_without_small(run, words_of) for run in runs) if run]
    if not runs:
        content = [at for at in free if _bare(words_of[at]) not in SMALL]
        best = max(content, key=lambda at: alignment.weight(at, own), default=None)
        return [best] if best is not None and alignment.weight(best, own) >= LOOKED_AT else []
    return max(runs, key=lambda run: sum(alignment.weight(at, own) for at in run))


def _without_small(run: list[int], words_of: Sequence[str]) -> list[int]:
    while run and _bare(words_of[run[0]]) in SMALL:
        run = run[1:]
    while run and _bare(words_of[run[-1]]) in SMALL:
        run = run[:-1]
    return run


def _bare(word: str) -> str:
    return re.sub(r"\W", "", word).casefold()


def _change(target: str, met: Met, alignment: Alignment, run: Sequence[int]) -> Change:
    start, end = alignment.target[run[0]].start, alignment.target[run[-1]].end
    inside = re.match(r"(\W*)(.*?)((?:['’]s)?\W*)$", target[start:end], re.DOTALL)
    if inside and inside[2]:
        start, end = start + inside.start(2), start + inside.end(2)
    after = met.term.target
    if run[0] == 0 and target[start : start + 1].isupper():
        after = after[:1].upper() + after[1:]
    return Change(start, end, target[start:end], after, article=False)
