"""A glossary: terms whose English the user has decided, found with clitics and spelling variants, longest first."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .alignment import Alignment
from .arabic_word import WORD, fold, stems, words
from .repair import Change

KEEP = "!"
"""In the English column: the Arabic is kept as it is."""

SMALL = frozenset(
    (
        "the a an of in on at to and for by with from that its is was said says announced stated added told has "
        "have had will would yesterday today"
    ).split()
)
"""Words of the sentence, not of the term, though the model looked at it: small ones, and how news is told."""

LOOKED_AT, BESIDE = 0.5, 0.25
"""The share of its looking that a word must have done at a term to stand for it, alone or beside one that does."""


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

    def places(self, text: str) -> Iterator[re.Match[str]]:
        """Where the English stands in ``text`` as it is written."""
        return re.finditer(rf"(?<!\w){re.escape(self.english)}(?!\w)", text) if self.english else iter(())

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
    """Terms by their Arabic words. ``name`` and ``sha256`` say which file it was.

    ``put_in``: the English may stand in the Arabic, where :meth:`worded` has put it, and is met too.
    """

    terms: tuple[Term, ...] = ()
    name: str = ""
    sha256: str = ""
    put_in: bool = False
    _by_first: dict[str, list[tuple[tuple[str, ...], Term]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

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
        if self.put_in:
            found += [Met(term, *match.span()) for term in self.terms for match in term.places(text)]
        return sorted(found, key=lambda met: met.start)

    def worded(self, text: str, terms: Collection[str]) -> str:
        """An Arabic text with the English of some ``terms`` put in: most models write a Latin word as it stands.

        >>> Glossary((Term("مصراتة", "Misurata"),)).worded("في مصراتة أمس", {"مصراتة"})
        'في Misurata أمس'
        """
        for met in reversed(self.met(text)):
            if met.term.arabic in terms and not met.term.keep:
                text = f"{text[: met.start]} {met.term.english} {text[met.end :]}"
        return " ".join(text.split())

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

    A span is the run of words that looked at the term; the small words of the sentence are left at its borders.
    Where no word surely looked at it, nothing is changed.
    """
    said = [target[span.start : span.end] for span in alignment.target]
    taken: set[int] = set()
    for other in met:
        if other not in missed:
            taken.update(at for at in range(len(said)) if _looks(other, at, alignment, LOOKED_AT))
    made: list[Change] = []
    for one in missed:
        run = _run(one, said, alignment, taken)
        if run:
            taken.update(run)
            made.append(_change(target, one, alignment, run))
    return made


def _looks(met: Met, at: int, alignment: Alignment, share: float) -> bool:
    return alignment.weight(at, alignment.source_words(met.start, met.end)) >= share


def _run(met: Met, said: Sequence[str], alignment: Alignment, taken: set[int]) -> list[int]:
    """The words that stand for a term: those that looked at it, small ones between, and their like beside them."""
    free = [at for at in range(len(said)) if at not in taken and _bare(said[at])]
    content = [at for at in free if _bare(said[at]) not in SMALL]
    own_words = {_bare(word) for word in met.term.target.split()}
    runs: list[list[int]] = []
    for at in (at for at in content if _looks(met, at, alignment, LOOKED_AT)):
        between = range(runs[-1][-1] + 1, at) if runs else range(0)
        if runs and all(_bare(said[word]) in SMALL for word in between) and not _parted(said, runs[-1][-1], at):
            runs[-1].extend((*between, at))
        else:
            runs.append([at])
    if not runs:
        return []
    run = max(
        runs, key=lambda each: sum(alignment.weight(at, alignment.source_words(met.start, met.end)) for at in each)
    )
    for step, edge in ((-1, 0), (1, -1)):
        while (at := run[edge] + step) in content and not _parted(said, min(at, run[edge]), max(at, run[edge])):
            if not (_looks(met, at, alignment, BESIDE) or _bare(said[at]) in own_words):
                break
            run = [at, *run] if step < 0 else [*run, at]
    return run


def _parted(said: Sequence[str], one: int, other: int) -> bool:
    """Whether punctuation ends a word between two places."""
    return any(said[at].endswith((",", ".", ";", ":")) for at in range(one, other))


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
