"""What became of a sentence: its English, its status, its flags, and everything that was tried."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from .language import is_prose
from .sentence import Sentence

STATUSES = {
    "ok": "translated; the best hypothesis, or another of the same n-best",
    "retried": "translated on a second try with other settings",
    "flagged": "a fault still stands after all tries; read the Arabic",
    "kept": "passed through as it is",
    "failed": "no translation",
}

NOTES = {
    "repaired": "a guess was made: damaged text (glued words, mojibake, visual order), or a number or name set right",
    "windowed": "too long for one pass: translated in pieces",
    "boilerplate": "furniture of a web page, not news; never cited",
    "not_arabic": "Latin script, numbers or links: kept as it is",
    "other_language": "Arabic script, but another language: kept, never cited",
}

FAULTS = {
    "repetition": "the English repeats itself",
    "copied": "Arabic was copied through",
    "empty": "nothing came out",
    "too_long": "far more English than the Arabic can hold",
    "too_short": "far less English than the Arabic holds",
    "number_lost": "a number of the Arabic is not in the English",
    "number_added": "the English has a number that the Arabic has not",
    "negation_lost": "the Arabic denies something that the English does not deny",
    "negation_added": "the English denies something that the Arabic does not deny",
    "name_lost": "a known name has no counterpart in the English",
    "name_added": "the English names a place or person that the Arabic does not",
    "invented": "a word is neither English nor a word of the Arabic spelled out",
    "unknown_characters": "the model does not know some characters",
    "low_score": "the model was unsure",
    "glossary_missed": "a glossary term could not be applied",
    "engine_error": "the translation engine failed",
}

FLAGS = NOTES | FAULTS
"""Every flag with a line of help. Notes inform; a fault makes a sentence ``flagged`` if it still stands."""


Same = TypeVar("Same", bound=Hashable)


@lru_cache(maxsize=2048)
def shared(same: Same) -> Same:
    """One value for all that equal it (flags, numbers, lost names): a long article holds no copy a sentence."""
    return same


@dataclass(frozen=True, slots=True)
class Repair:
    """A rule of mending that fired on ``article.text[start:end]``: ``before`` became ``after``."""

    rule: str
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NumberPair:
    """A number of the source and what stands for it in the target; either is None when it is missing."""

    source: str | None
    target: str | None
    ok: bool


@dataclass(frozen=True, slots=True)
class LostName:
    """A known name that the model did not say: the Arabic, its usual English, and whether a repair has put it in."""

    source: str
    english: str
    restored: bool = False


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another hypothesis, and the names and numbers that it has and the text taken has not."""

    text: str
    score: float | None
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """A hypothesis that was looked at and not taken, or taken late."""

    settings: str
    text: str
    score: float | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GlossaryHit:
    """A glossary term met in the source, and whether the output carries its translation."""

    term: str
    target: str
    applied: bool


@dataclass(frozen=True, slots=True)
class Translation:
    """One record for one sentence, always.

    ``score`` is the mean natural log-probability a target token, end included; None for kept and failed.
    """

    source: Sentence
    text: str
    status: str
    flags: tuple[str, ...] = ()
    score: float | None = None
    repairs: tuple[Repair, ...] = ()
    numbers: tuple[NumberPair, ...] = ()
    tries: Sequence[Try] = ()
    glossary: tuple[GlossaryHit, ...] = ()
    language: str | None = None
    lost_names: tuple[LostName, ...] = ()
    alternative: Alternative | None = None

    @property
    def citable(self) -> bool:
        """Whether a bullet may rest on this sentence: it is news, and in words."""
        if not self.text or {"other_language", "boilerplate"} & set(self.flags):
            return False
        return self.status != "kept" or is_prose(self.text)

    @property
    def certain(self) -> bool:
        """Whether a bullet may rest on this sentence alone."""
        return self.citable and self.status not in ("flagged", "failed")


def came_to_nothing(translations: Iterable[Translation]) -> bool:
    """Whether no sentence was translated: each has failed, or was passed through as it is."""
    return all(translation.status in ("failed", "kept") for translation in translations)
