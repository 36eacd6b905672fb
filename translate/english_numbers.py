"""Numbers in English text: figures, and words as news and a translation model write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from .english_grammar import Grammar
from .english_tokens import TOKEN, lexicon, numeric, roman
from .english_tokens import value as value_of
from .quantity import Quantity, Reading, plain_digits

SEVERAL = frozenset({"several", "few", "many", "couple", "some"})
"""Words after which a hundred or a thousand is only a size."""

DIGIT = re.compile(r"\d")

MEASURED = {"hour": 60, "hours": 60, "past": 60, "to": 60, "year": 12, "years": 12, "century": 100}
"""Half an hour is thirty minutes, half past three thirty behind it, half a year six months."""

PER_CENT = re.compile(r"\s?(?:%|per ?cent)")

SPANS = {"decades": 10, "centuries": 100}
"""Three decades are thirty years too."""


def find(text: str) -> list[Quantity]:
    """The numbers of an English text, in order.

    >>> [int(max(quantity.readings)) for quantity in find("Twenty-five died and 3 thousand were injured")]
    [25, 3000]
    """
    return list(_found(text))


@lru_cache(maxsize=256)
def _found(text: str) -> tuple[Quantity, ...]:
    """A hypothesis is looked at several times: when it is judged, mended, and held against others."""
    plain = plain_digits(text)
    if not DIGIT.search(plain) and not any(map(numeric, TOKEN.findall(plain))):
        return ()
    return tuple(_Reader(plain).read())


class _Reader(Grammar):
    """One pass over the tokens of a text, longest number first."""

    def __init__(self, text: str):
        super().__init__(text)
        self.found: list[Quantity] = []

    def read(self) -> list[Quantity]:
        at = 0
        while at < len(self.tokens):
            if self._may_begin(at):
                at = self._vague(at) or self._fraction(at) or self._number(at) or self._other(at)
            else:  # as nearly always
                at += 1
        return self.found

    def _may_begin(self, at: int) -> bool:
        token = self.tokens[at]
        return token.figure is not None or numeric(token.written) or token.word in ("a", "an")

    def _add(self, at: int, stop: int, readings: Iterable[Reading], firm: bool) -> int:
        start, end = self.tokens[at].start, self.tokens[stop - 1].end
        self.found.append(Quantity(self.text[start:end], start, end, frozenset(readings), firm))
        return stop

    # -- readers: each returns the token behind what it read, or 0 -----------------------------------------------

    def _vague(self, at: int) -> int:
        """Tens of thousands, several hundred thousand, millions: no number, only a size."""
        word = self._word(at, near=False)
        before = self._word(at - 1, near=False)
        if before == "of":
            before = self._word(at - 2, near=False)
        size = value_of(word, "vague") or (self._scale(at) if before in SEVERAL else None)
        if size is None:
            return 0
        stop = at + 1 + (self._word(at + 1) == "of")
        times = value_of(self._word(stop), "vague") or (self._scale(stop) if self._word(stop) else None)
        if times is None or times < 1000:
            pair = {2 * size} if before == "couple" else set()
            return self._add(at, at + 1, {f"about {size}", *pair}, firm=size >= 100)
        return self._add(at, stop + 1, {f"about {size * times}"}, firm=size * times >= 100)

    def _fraction(self, at: int) -> int:
        """Half, a third, two thirds, half a million, three quarters of a million."""
        word, stop = self._word(at, near=False), at + 1
        if word in ("a", "an", "one") and value_of(self._word(at + 1), "fraction"):
            word, stop = self._word(at + 1), at + 2
        value, count = value_of(word, "fraction"), value_of(word, "small")
        parts = self._word(at + 1)
        if count and parts.endswith("s"):
            part = value_of(parts, "fraction")
            value, stop = (count * part, at + 2) if part else (None, stop)
        if value is None:
            return 0
        after = stop + (self._word(stop) == "of")
        after += self._word(after) in ("a", "one")
        scale = value_of(self._word(after), "scale")
        if scale:
            return self._add(at, after + 1, {value * scale}, firm=True)
        ordinal = value_of(word, "ordinal")
        per_cent = int(value * 100)
        readings: set[Reading] = {value, ordinal or value, f"{per_cent} %", f"{per_cent + 1} %"}
        beside = {self._word(near, near=False) for near in (*range(at - 3, at), stop, stop + 1, stop + 2)}
        readings |= {value * times for whole, times in MEASURED.items() if whole in beside}
        if value == Fraction(1, 4) and self._word(stop) == "to":
            readings.add(Fraction(45))
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
        self._share_scale(at, part.scale)
        return self._add(at, stop, self._readings(at, stop, total), firm and not self._named(at))

    def _share_scale(self, at: int, scale: Fraction) -> None:
        """Let the number before in a range be of the same scale: 10 to 15 thousand."""
        last = self.found[-1] if self.found else None
        gap = self.text[last.end : self.tokens[at].start].strip() if last else ""
        if scale > 1 and last and gap in ("-", "\N{EN DASH}", "to", "or", "and"):
            more = {reading * scale for reading in last.readings if isinstance(reading, Fraction) and reading < 1000}
            self.found[-1] = replace(last, readings=last.readings | more)

    def _other(self, at: int) -> int:
        token = self.tokens[at]
        kinds = lexicon().get(token.word, {}) | lexicon().get(token.written, {})
        if "decade" in kinds:
            return self._add(at, at + 1, {kinds["decade"], 1900 + kinds["decade"]}, firm=True)
        if "month" in kinds and token.written[0].isupper():
            return self._add(at, at + 1, {f"month {kinds['month']}"}, firm=False)
        first_war = token.written == "I" and self._word(at - 1, near=False) == "war"
        soft = Fraction(1) if first_war else kinds.get("soft", roman(token.written))
        return at + 1 if soft is None else self._add(at, at + 1, {soft}, firm=False)

    def _readings(self, at: int, stop: int, value: Fraction) -> set[Reading]:
        """All that a number may mean where it stands."""
        readings: set[Reading] = {value, value * SPANS.get(self._word(stop), 1)}
        if PER_CENT.match(self.text, self.tokens[stop - 1].end):
            readings.add(f"{value} %")
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
