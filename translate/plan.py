"""What will become of a sentence: kept as it is, or mended and sent to the engine in one piece or several."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from . import language
from .engine import Engine
from .glossary import Glossary
from .mend import Mended, mend
from .sentence import Sentence
from .windows import windows


@dataclass(frozen=True, slots=True)
class Plan:
    """The pieces of a sentence that go to the engine; none when it is kept."""

    sentence: Sentence
    kind: language.Kind
    mended: Mended
    pieces: tuple[str, ...]

    @classmethod
    def of(cls, sentence: Sentence, engine: Engine, limit: int, *, force: bool, guessed: bool) -> Plan:
        """Plan for ``sentence``.

        Args:
            sentence: as it stands in the article.
            engine: counts tokens.
            limit: the most tokens that a piece may have.
            force: whether other languages in Arabic script are translated too.
            guessed: the whole text was mended by a guess.
        """
        kind = language.kind(sentence.text)
        if kind.name == "not_arabic" or (kind.name == "other_language" and not force):
            return cls(sentence, kind, Mended(sentence.text), ())
        mended = mend(sentence.text)
        plan = cls(sentence, kind, replace(mended, guessed=mended.guessed or guessed), ()).cut(engine, limit)
        # Of tatweel or vowel marks alone nothing is left to translate.
        return plan if plan.pieces else replace(plan, kind=language.Kind("not_arabic"), mended=Mended(sentence.text))

    def cut(self, engine: Engine, limit: int) -> Plan:
        """The same sentence in pieces of at most ``limit`` tokens."""
        pieces = windows(self.mended.text, lambda text: len(engine.tokens(text)), limit)
        return replace(self, pieces=tuple(pieces))

    def worded(self, glossary: Glossary, terms: Collection[str]) -> Plan:
        """The same pieces with the English of some ``terms`` put in."""
        return replace(self, pieces=tuple(glossary.worded(piece, terms) for piece in self.pieces))

    def halved(self, engine: Engine, limit: int) -> Plan:
        """The same sentence in pieces of at most half its length."""
        return self.cut(engine, min(limit, max(4, len(engine.tokens(self.mended.text)) // 2 + 1)))

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes among the flags."""
        holds = {
            self.kind.name: not self.pieces,
            "boilerplate": language.is_boilerplate(self.sentence.text),
            "repaired": self.mended.guessed,
            "windowed": len(self.pieces) > 1,
        }
        return tuple(name for name, held in holds.items() if held)
