"""How English words make a number below a thousand, and with a scale behind it: the grammar, without the context."""

from __future__ import annotations

import re
from fractions import Fraction

from .english_tokens import lexicon, tokens_of
from .english_tokens import value as value_of
from .quantity import Part

ONE, HUNDRED = Fraction(1), Fraction(100)


class Grammar:
    """The tokens of a text, and the numbers that they spell."""

    def __init__(self, text: str):
        self.text = text
        self.tokens = tokens_of(text)

    def _word(self, at: int, *, near: bool = True) -> str:
        """The word at ``at``; nothing where more than a space or a hyphen parts it from the one before."""
        inside = 0 <= at < len(self.tokens)
        return self.tokens[at].word if inside and (not near or self._gap(at) in ("", " ", "-", ", ")) else ""

    def _gap(self, at: int) -> str:
        return self.text[self.tokens[at - 1].end : self.tokens[at].start] if at else "\n"

    def _group(self, at: int) -> Part | None:
        """A number below a thousand or a figure, with its scale; or a scale alone."""
        if at >= len(self.tokens):
            return None
        token = self.tokens[at]
        if token.figure is not None:
            return self._scaled(Part(token.figure.value, at + 1))
        counted = self._below_hundred(at)
        if token.word in ("a", "an") and self._scale(at + 1):
            counted = Part(ONE, at + 1)
        if counted is None:
            scale = self._scale(at)
            return Part(scale, at + 1, scale, firm=False) if scale else None
        if self._word(counted.stop) == "hundred":
            counted = self._with_rest(counted.value * 100, counted.stop + 1)
        return self._scaled(counted)

    def _scale(self, at: int) -> Fraction | None:
        word = self._word(at, near=False)
        return HUNDRED if word == "hundred" else value_of(word, "scale")

    def _scaled(self, part: Part) -> Part:
        """With the scale or the glued suffix behind it: 2.3 million, 2.3bn."""
        word, last = self._word(part.stop), self.tokens[part.stop - 1]
        glued = last.figure is not None and part.stop < len(self.tokens) and not self._gap(part.stop)
        scale = value_of(word, "scale") or (value_of(word, "suffix") if glued else None)
        return Part(part.value * scale, part.stop + 1, scale, scale != 12 or part.value > 1) if scale else part

    def _with_rest(self, hundreds: Fraction, stop: int) -> Part:
        start = stop + (self._word(stop) == "and")
        rest = self._below_hundred(start) if self._word(start) else None
        return Part(hundreds + rest.value, rest.stop) if rest else Part(hundreds, stop)

    def _below_hundred(self, at: int) -> Part | None:
        """A unit, a teen, a ten, a ten and a unit; cardinal or ordinal."""
        kinds = lexicon().get(self._word(at, near=False), {})
        if "ten" in kinds:
            following = lexicon().get(self._word(at + 1), {})
            unit = following.get("small") or following.get("ordinal") or Fraction(0)
            close = self._word(at + 1) and self._gap(at + 1) in ("-", " ")
            return Part(kinds["ten"] + unit, at + 2) if close and 1 <= unit <= 9 else Part(kinds["ten"], at + 1)
        if "small" in kinds:
            return Part(kinds["small"], at + 1, firm=kinds["small"] > 2)
        if "ordinal" in kinds:
            return Part(kinds["ordinal"], at + 1, firm=kinds["ordinal"] > 10)
        return None

    def _and_a_half(self, total: Fraction, stop: int, scale: Fraction) -> tuple[Fraction, int]:
        """Five and a half, five and a half million, a million and a half."""
        part = value_of(self._word(stop + 2), "fraction")
        if part and self._word(stop) == "and" and self._word(stop + 1) in ("a", "one"):
            total, stop = total + part * scale, stop + 3
            further = value_of(self._word(stop), "scale")
            if scale == 1 and further:
                return total * further, stop + 1
        return total, stop

    def _named(self, at: int) -> bool:
        """Whether a figure is part of a name: G20, F-16, COVID-19."""
        start = self.tokens[at].start
        return self.tokens[at].figure is not None and bool(re.search(r"[A-Za-z]-?$", self.text[:start]))
