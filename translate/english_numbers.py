"""Numbers in English text: figures, and words as news and a translation model write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from .figures import Figure, figures
from .quantity import Quantity, Reading, plain_digits
from .tables import rows

TOKEN = re.compile(r"[A-Za-z]+")
ONE, HUNDRED = Fraction(1), Fraction(100)
Kinds = dict[str, Fraction]
"""What a word may be (``small``, ``ten``, ``ordinal``, ``scale``, …), and its value as such."""


@cache
def _lexicon() -> dict[str, Kinds]:
    lexicon: dict[str, Kinds] = {}
    for kind, value, forms in rows("english_numbers.tsv"):
        for form in forms.split():
            lexicon.setdefault(form, {})[kind] = Fraction(value)
    return lexicon


def _kind(word: str, kind: str) -> Fraction | None:
    return _lexicon().get(word, {}).get(kind)


@dataclass(frozen=True, slots=True)
class Token:
    """A word (``word`` in lower case, ``written`` as it stands) or a figure."""

    start: int
    end: int
    word: str = ""
    written: str = ""
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of tokens read as one number: its value, the first token behind it, its scale."""

    value: Fraction
    stop: int
    scale: Fraction = ONE
    firm: bool = True


def find(text: str) -> list[Quantity]:
    """The numbers of an English text, in order.

    >>> [int(max(quantity.readings)) for quantity in find("Twenty-five died and 3 thousand were injured")]
    [25, 3000]
    """
    return _Reader(plain_digits(text)).read()


UNCOUNTED = frozenset({"tens", "dozens", "scores", "hundreds", "thousands", "millions", "billions"})


class _Reader:
    """One pass over the tokens of a text, longest number first."""

    def __init__(self, text: str):
        self.text = text
        numbers = figures(text, loose=False)
        tokens = [Token(number.start, number.end, figure=number) for number in numbers]
        tokens += [
            Token(match.start(), match.end(), match.group().casefold(), match.group()) for match in TOKEN.finditer(text)
        ]
        self.tokens = sorted(tokens, key=lambda token: token.start)
        self.found: list[Quantity] = []

    def read(self) -> list[Quantity]:
        at = 0
        while at < len(self.tokens):
            at = self._fraction(at) or self._number(at) or self._other(at)
        return self.found

    # -- tokens ------------------------------------------------------------------------------------------------

    def _word(self, at: int, *, near: bool = True) -> str:
        """The word at ``at``; nothing where more than a space or a hyphen parts it from the one before."""
        inside = 0 <= at < len(self.tokens)
        return self.tokens[at].word if inside and (not near or self._gap(at) in ("", " ", "-", ", ")) else ""

    def _gap(self, at: int) -> str:
        return self.text[self.tokens[at - 1].end : self.tokens[at].start] if at else "\n"

    def _add(self, at: int, stop: int, readings: Iterable[Reading], firm: bool) -> int:
        start, end = self.tokens[at].start, self.tokens[stop - 1].end
        self.found.append(Quantity(self.text[start:end], start, end, frozenset(readings), firm))
        return stop

    # -- readers: each returns the token behind what it read, or 0 -----------------------------------------------

    def _fraction(self, at: int) -> int:
        """Half, a third, two thirds, half a million, three quarters of a million."""
        word, stop = self._word(at, near=False), at + 1
        if word in ("a", "an", "one") and _kind(self._word(at + 1), "fraction"):
            word, stop = self._word(at + 1), at + 2
        value, count = _kind(word, "fraction"), _kind(word, "small")
        parts = self._word(at + 1)
        if count and parts.endswith("s"):
            part = _kind(parts, "fraction")
            value, stop = (count * part, at + 2) if part else (None, stop)
        if value is None:
            return 0
        after = stop + (self._word(stop) == "of")
        after += self._word(after) in ("a", "one")
        scale = _kind(self._word(after), "scale")
        if scale:
            return self._add(at, after + 1, {value * scale}, firm=True)
        ordinal = _kind(word, "ordinal")
        readings: set[Reading] = {value, value * 60, 60 - value * 60, ordinal or value}
        return self._add(at, stop, readings, firm=False)

    def _number(self, at: int) -> int:
        part = self._group(at)
        if part is None:
            return 0
        total, stop, scale, firm = part.value, part.stop, part.scale, part.firm
        while scale > 12:
            joined = self._word(stop) == "and"
            more = None if not joined and self._word(stop) in ("", "a", "an") else self._group(stop + joined)
            if more is None or more.scale >= scale or more.value >= scale or more.value == 0:
                break
            total, stop, scale, firm = total + more.value, more.stop, more.scale, True
        total, stop = self._and_a_half(total, stop, part.scale)
        return self._add(at, stop, self._readings(at, stop, total), firm and not self._named(at))

    def _other(self, at: int) -> int:
        token = self.tokens[at]
        kinds = _lexicon().get(token.word, {}) | _lexicon().get(token.written, {})
        if "decade" in kinds:
            return self._add(at, at + 1, {kinds["decade"], 1900 + kinds["decade"]}, firm=True)
        if "month" in kinds and token.written[0].isupper():
            return self._add(at, at + 1, {f"month {kinds['month']}"}, firm=False)
        for kind in ("roman", "soft"):
            if kind in kinds:
                return self._add(at, at + 1, {kinds[kind]}, firm=False)
        return at + 1

    # -- the grammar -------------------------------------------------------------------------------------------

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
            scale = None if self._uncounted(at) else self._scale(at)
            return Part(scale, at + 1, scale, firm=False) if scale else None
        if self._word(counted.stop) == "hundred":
            counted = self._with_rest(counted.value * 100, counted.stop + 1)
        return self._scaled(counted)

    def _uncounted(self, at: int) -> bool:
        """Whether it stands behind "thousands of": then it says no number, and least of all that one."""
        return self._word(at - 1, near=False) == "of" and self._word(at - 2, near=False) in UNCOUNTED

    def _scale(self, at: int) -> Fraction | None:
        word = self._word(at, near=False)
        return HUNDRED if word == "hundred" else _kind(word, "scale")

    def _scaled(self, part: Part) -> Part:
        """With the scale or the glued suffix behind it: 2.3 million, 2.3bn."""
        word, last = self._word(part.stop), self.tokens[part.stop - 1]
        glued = last.figure is not None and part.stop < len(self.tokens) and not self._gap(part.stop)
        scale = _kind(word, "scale") or (_kind(word, "suffix") if glued else None)
        return Part(part.value * scale, part.stop + 1, scale, scale != 12 or part.value > 1) if scale else part

    def _with_rest(self, hundreds: Fraction, stop: int) -> Part:
        start = stop + (self._word(stop) == "and")
        rest = self._below_hundred(start) if self._word(start) else None
        return Part(hundreds + rest.value, rest.stop) if rest else Part(hundreds, stop)

    def _below_hundred(self, at: int) -> Part | None:
        """A unit, a teen, a ten, a ten and a unit; cardinal or ordinal."""
        kinds = _lexicon().get(self._word(at, near=False), {})
        if "ten" in kinds:
            following = _lexicon().get(self._word(at + 1), {})
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
        part = _kind(self._word(stop + 2), "fraction")
        if part and self._word(stop) == "and" and self._word(stop + 1) in ("a", "one"):
            total, stop = total + part * scale, stop + 3
            further = _kind(self._word(stop), "scale")
            if scale == 1 and further:
                return total * further, stop + 1
        return total, stop

    def _named(self, at: int) -> bool:
        """Whether a figure is part of a name: G20, F-16, COVID-19."""
        start = self.tokens[at].start
        return self.tokens[at].figure is not None and bool(re.search(r"[A-Za-z]-?$", self.text[:start]))

    def _readings(self, at: int, stop: int, value: Fraction) -> set[Reading]:
        """All that a number may mean where it stands."""
        readings: set[Reading] = {value}
        figure = self.tokens[at].figure
        if figure is None:
            return readings
        if stop == at + 1:
            readings |= figure.readings
        rest = self.text[figure.end : figure.end + 12]
        if re.match(r"['’]?s\b", rest) and value % 10 == 0:
            readings |= {value % 100, 1900 + value % 100}
        if value < 12 and re.match(r"(:\d\d)?\s?p\.?m\b", rest):
            readings.add(value + 12)
        if re.match(r"m\b", rest):
            readings |= figure.readings
        return readings
