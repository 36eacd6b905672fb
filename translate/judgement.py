"""The judgement of one translation: every guard, the number ledger, the known names and the glossary, at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from . import arabic_numbers, english_numbers, gazetteer, quantity
from .engine import Hypothesis
from .english_text import English
from .gazetteer import Mention
from .glossary import Glossary, Met
from .guard import GUARDS
from .lost import latin_lost, lost
from .nonwords import invented
from .quantity import Quantity
from .strangers import names_added
from .translation import Alternative, GlossaryHit, LostName, NumberPair, Try, shared

WEIGHTS = {guard.flag: guard.weight for guard in GUARDS} | {
    "engine_error": 100.0,
    "number_lost": 10.0,
    "number_added": 10.0,
    "name_lost": 8.0,
    "name_added": 8.0,
    "glossary_missed": 6.0,
    "invented": 5.0,
    "low_score": 1.0,
    "unknown_characters": 0.0,
}
"""How grave a fault is when hypotheses are compared; the sum decides, then the model's own order."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a run knows beyond the sentence. ``score_floor``: below it ``low_score`` is said; None: never."""

    score_floor: float | None = None
    glossary: Glossary = Glossary()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class Choice:
    """The hypothesis taken, and what stands against it.

    ``index`` counts in the n-best; ``tries`` are the hypotheses that were passed over, and the text before a
    repair. ``lost_names`` are the known names that the model did not say; ``repaired`` says that a repair was made.
    """

    text: str
    score: float | None
    flags: tuple[str, ...] = ()
    index: int = 0
    tries: tuple[Try, ...] = ()
    numbers: tuple[NumberPair, ...] = ()
    glossary: tuple[GlossaryHit, ...] = ()
    lost_names: tuple[LostName, ...] = ()
    repaired: bool = False
    alternative: Alternative | None = None

    @property
    def missing(self) -> int:
        """How many known names still lack."""
        return sum(not name.restored for name in self.lost_names)

    @property
    def cost(self) -> float:
        """The gravity of its faults, and a little for every number, name and term that is wrong."""
        wrong = sum(not pair.ok for pair in self.numbers) + self.missing + sum(not hit.applied for hit in self.glossary)
        return wrong + float(sum(WEIGHTS.get(flag, 0.0) for flag in self.flags))


@dataclass(frozen=True, slots=True)
class Source:
    """What every hypothesis of a sentence is held against; read once."""

    text: str
    pieces: tuple[str, ...]
    numbers: tuple[Quantity, ...]
    names: tuple[Mention, ...]
    terms: tuple[Met, ...]
    unknown: str

    @classmethod
    def read(cls, text: str, context: Context, *, pieces: Sequence[str] = (), unknown: str = "") -> Source:
        """Find the numbers, the known names and the glossary's terms in an Arabic sentence; the glossary goes first."""
        terms = context.glossary.met(text)
        numbers = _outside(terms, arabic_numbers.find(text))
        names = _outside(terms, gazetteer.known().mentions(text))
        return cls(text, tuple(pieces), numbers, names, tuple(terms), unknown)


Found = TypeVar("Found", Quantity, Mention)


def _outside(terms: Sequence[Met], found: Sequence[Found]) -> tuple[Found, ...]:
    return tuple(each for each in found if not any(term.start < each.end and each.start < term.end for term in terms))


def judge(source: Source, hypothesis: Hypothesis, context: Context) -> Choice:
    """All that stands against one hypothesis."""
    english, hits = _without_terms(source, hypothesis.text)
    flags = [guard.flag for guard in GUARDS if guard.fires(source.text, english)]
    ledger = quantity.settle(source.numbers, english_numbers.find(english))
    flags.extend(ledger.flags)
    known = (LostName(each.bare, each.english) for each in names_lost(source, hypothesis.text))
    latin = (LostName(name, name) for name in latin_lost(source.text, English.of(hypothesis.text)))
    names = shared(tuple(map(shared, (*known, *latin))))
    missed = any(not hit.applied for hit in hits)
    terms = [hit.target for hit in hits]
    low = context.score_floor is not None and hypothesis.score < context.score_floor
    held = {
        "name_lost": names,
        "glossary_missed": missed,
        "name_added": names_added(source.text, english, terms),
        "invented": any(invented(source.text, english, terms)),
        "unknown_characters": source.unknown,
        "low_score": low,
    }
    flags.extend(flag for flag, stands in held.items() if stands)
    return Choice(
        hypothesis.text, hypothesis.score, shared(tuple(flags)), numbers=ledger.pairs, glossary=hits, lost_names=names
    )


def _without_terms(source: Source, target: str) -> tuple[str, tuple[GlossaryHit, ...]]:
    """The target as the guards see it, without the glossary's Arabic and numbers, and what became of the terms."""
    hits = []
    for met in source.terms:
        applied = met.term.stands_in(target)
        hits.append(GlossaryHit(met.term.arabic, met.term.target, applied))
    for term in dict.fromkeys(met.term for met, hit in zip(source.terms, hits, strict=True) if hit.applied):
        if term.keep or any(mark.isdigit() for mark in term.target):
            target = target.replace(term.target, "X")
    return target, tuple(hits)


def names_lost(source: Source, target: str) -> list[Mention]:
    """The known names of the source that have no counterpart in the target, or too few where a stranger stands."""
    return lost(source.names, English.of(target))
