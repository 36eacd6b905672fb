"""Numbers in Arabic text: figures, and words from واحد to the trillions with duals, ordinals and fractions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from .arabic_grammar import Grammar
from .arabic_word import fold, stems
from .quantity import Part, Quantity, Reading

TWO_WORD_MONTHS = {("كانون", 2): 1, ("تشرين", 1): 10, ("تشرين", 2): 11, ("كانون", 1): 12}
ELATIVES = frozenset(map(fold, ("أكبر", "أعلى", "أهم", "أطول", "أقدم", "أسرع", "أكثر", "أقوى", "أغنى", "أفضل", "أقل")))
"""Words that an ordinal ranks: «ثاني أكبر» is surely the second."""
COUNTED = frozenset(
    map(
        fold,
        (
            *("للمرة", "المرة", "المركز", "المرتبة", "الجولة", "المرحلة", "النسخة", "الدورة", "الولاية", "الشوط"),
            *("المادة", "العالمية", "للأسبوع", "للشهر", "للعام", "لليوم"),
        ),
    )
)
"""Words behind which an ordinal counts for sure, the first and second too: «الحرب العالمية الثانية»."""
NO_NUMBERS = frozenset({("بئر", "السبع"), ("وادي", "السبع"), ("الربع", "الخالي")})
"""Names with a word that looks like a number."""
PARTS_OF_NAMES = frozenset(word for name in NO_NUMBERS for word in name)
SOME = frozenset(map(fold, ("بضعة", "بضع")))
DUAL = ("ان", "ين")
"""Endings of what may be two of something."""
TO = frozenset(map(fold, ("-", "\N{EN DASH}", "\N{EM DASH}", "/", "و", "إلى", "حتى", "أو")))
"""What stands between the two ends of a range."""
SPANS = {"عقود": 10, "عقدا": 10, "عقد": 10, "قرون": 100, "قرنا": 100}
"""Three decades are thirty years too."""
MINUTES, MONTHS = 60, 12
MEASURED = {"ساعه": MINUTES, "سنه": MONTHS, "عام": MONTHS, "قرن": 100}
"""Half an hour is thirty minutes, half a year six months, half a century fifty years."""
PER_CENT = re.compile(r"\s*(?:[%\N{ARABIC PERCENT SIGN}]|(?:في\s|ب)الم(?:ئ|ائ)[ةه])")
YEAR = frozenset(map(fold, ("عام", "سنة", "موسم")))
AFTERNOON = frozenset(("مساء", "ليلا", "عصرا", "ظهرا", "بعد"))
HIJRI = frozenset(("هـ", "ه", "هجري", "هجريه", "للهجره"))
ONE = Fraction(1)


def find(text: str) -> list[Quantity]:
    """The numbers of an Arabic text, in order.

    >>> [int(max(quantity.readings)) for quantity in find("قتل خمسة وعشرون وأصيب ٣ آلاف")]
    [25, 3000]
    """
    return _Reader(text).read()


class _Reader(Grammar):
    """One pass over the tokens of a text, longest number first."""

    def __init__(self, text: str):
        super().__init__(text)
        self.found: list[Quantity] = []
        self.places: list[int] = []  # the token behind each quantity found

    def read(self) -> list[Quantity]:
        at = 0
        while at < len(self.tokens):
            if self._may_begin(at):
                at = (
                    self._name(at)
                    or self._month(at)
                    or self._vague(at)
                    or self._fraction(at)
                    or self._number(at)
                    or self._other(at)
                )
            else:  # as nearly always
                at += 1
        return self.found

    def _may_begin(self, at: int) -> bool:
        token = self.tokens[at]
        alone = token.folded in PARTS_OF_NAMES or token.folded in SOME or token.folded.endswith(DUAL)
        return bool(token.kinds) or token.figure is not None or alone or "ordinal" in self._kinds(at + 1)

    def _add(self, at: int, stop: int, readings: Iterable[Reading], firm: bool) -> int:
        start, end = self.tokens[at].start, self.tokens[stop - 1].end
        self.found.append(Quantity(self.text[start:end], start, end, frozenset(readings), firm))
        self.places.append(stop)
        return stop

    # -- readers: each returns the token behind what it read, or 0 -----------------------------------------------

    def _name(self, at: int) -> int:
        if self._folded(at) not in PARTS_OF_NAMES:
            return 0
        before = {stem for _, stem in stems(self._folded(at - 1))}
        pairs = {(stem, self._folded(at)) for stem in before} | {(self._folded(at), self._folded(at + 1))}
        return 0 if pairs.isdisjoint(NO_NUMBERS) else at + 1

    def _month(self, at: int) -> int:
        kinds = self.tokens[at].kinds
        if "month" in kinds:
            return self._add(at, at + 1, {f"month {kinds['month']}"}, firm=False)
        second = self._kinds(at + 1).get("ordinal")
        if second is None:
            return 0
        for _, stem in stems(self.tokens[at].folded):
            if (stem, int(second)) in TWO_WORD_MONTHS:
                return self._add(at, at + 2, {f"month {TWO_WORD_MONTHS[stem, int(second)]}"}, firm=False)
        return 0

    def _vague(self, at: int) -> int:
        """«بضعة عشر»: some ten or twelve; English may say either, or neither. «عشرات الآلاف», «مئات»: only a size."""
        if self._folded(at) in SOME and self._kinds(at + 1).get("unit") == 10:
            return self._add(at, at + 2, {Fraction(number) for number in range(10, 20)}, firm=False)
        kinds, following = self.tokens[at].kinds, self._kinds(at + 1)
        size = kinds.get("vague") or kinds.get("scales")
        if size is None:
            return 0
        times = following.get("scales") or following.get("scale")
        if times is None or self._joined(at + 1):
            return self._add(at, at + 1, {f"about {size}"}, firm=size >= 100)
        return self._add(at, at + 2, {f"about {size * times}"}, firm=True)

    def _fraction(self, at: int) -> int:
        """A half, two thirds, three quarters; «ونصف» behind a number or a dual; half a million."""
        stop, value = self._share(at)
        if value is None:
            return 0
        joined, scale = self.tokens[at].joined, self._kinds(stop).get("scale")
        if scale and not self._joined(stop) and not joined:
            return self._add(at, stop + 1, {value * scale}, firm=True)
        if self._folded(at - 1) == "الا":
            self._widen(at, -ONE)
            return self._add(at, stop, {value, 60 - value * 60}, firm=False)
        if joined:
            return self._half_more(at, stop, value)
        if PER_CENT.match(self.text, self.tokens[stop - 1].end):
            return self._add(at, stop, {value, f"{value} %"}, firm=True)
        firm = stop > at + 1 or value.denominator in (3, 4)
        return self._add(at, stop, self._shares(at, stop, value), firm=firm)

    def _share(self, at: int) -> tuple[int, Fraction | None]:
        """The token behind a fraction, and its value: a third, three fifths."""
        kinds = self.tokens[at].kinds
        if "unit" not in kinds:
            return at + 1, kinds.get("fraction")
        parts = self._kinds(at + 1)
        if "fraction" not in parts or "unit" in parts or self._joined(at + 1):
            return at, None
        return at + 2, kinds["unit"] * parts["fraction"]

    def _shares(self, at: int, stop: int, value: Fraction) -> set[Reading]:
        """What a fraction may mean: so many per cent, and of an hour or a year so many minutes or months."""
        per_cent = int(value * 100)
        beside = {stem for near in (at - 2, at - 1, stop) for _, stem in stems(self._folded(near))}
        parts = {value * times for whole, times in MEASURED.items() if whole in beside}
        return {value, f"{per_cent} %", f"{per_cent + 1} %", *parts}

    def _half_more(self, at: int, stop: int, value: Fraction) -> int:
        """«ونصف»: behind a number it must be kept; «ساعة ونصف» and «ساعتان ونصف» have none before it."""
        more = self._widen(at, value)
        readings = self._shares(at, stop, value) | {value * 60, 1 + value, 2 + value} | more
        readings |= {each * times for each in more for times in (MINUTES, MONTHS) if each < 25}
        return self._add(at, stop, readings, firm=bool(more) and value.denominator in (2, 3, 4))

    def _widen(self, at: int, by: Fraction) -> set[Fraction]:
        """Let the number just before mean ``by`` more, and say what: five years and a half, a quarter to three."""
        if not self.places or at - self.places[-1] > 2:
            return set()
        last = self.found[-1]
        more = {reading + by for reading in last.readings if isinstance(reading, Fraction)}
        self.found[-1] = replace(last, readings=last.readings | more)
        return more

    def _number(self, at: int) -> int:
        part = self._group(at)
        if part is None:
            return 0
        total, stop, scale, firm = part.value, part.stop, part.scale, part.firm
        while scale > 1 and self._joined(stop) and self._near(stop):
            half = self._kinds(stop).get("fraction")
            more = self._group(stop)
            if half is not None and more is None:
                total, stop = total + half * scale, stop + 1
                stop += self._kinds(stop).get("scale") == scale
                break
            if more is None or more.scale >= scale or more.value >= scale:
                break
            total, stop, scale, firm = total + more.value, more.stop, more.scale, True
        self._share_scale(at, part.scale)
        return self._add(at, stop, self._readings(at, stop, total, part), firm or self._sure_ordinal(at, stop))

    def _share_scale(self, at: int, scale: Fraction) -> None:
        """Let the number before in a range be of the same scale: «10-15 ألف»."""
        last = self.found[-1] if self.found else None
        if scale > 1 and last and fold(self.text[last.end : self.tokens[at].start].strip()) in TO:
            more = {reading * scale for reading in last.readings if isinstance(reading, Fraction) and reading < 1000}
            self.found[-1] = replace(last, readings=last.readings | more)

    def _sure_ordinal(self, at: int, stop: int) -> bool:
        """Whether an ordinal says a time, counts or ranks: «الساعة الثالثة», «للمرة الثانية», «ثاني أكبر»."""
        ordinal, before = "ordinal" in self.tokens[at].kinds, self._folded(at - 1)
        return ordinal and (before.endswith("الساعه") or before in COUNTED or self._folded(stop) in ELATIVES)

    def _other(self, at: int) -> int:
        kinds = self.tokens[at].kinds
        if "decade" in kinds:
            return self._decade(at, kinds["decade"])
        if "soft" in kinds:
            return self._add(at, at + 1, {kinds["soft"], kinds.get("also", kinds["soft"])}, firm=False)
        if len(self._folded(at)) >= 5 and self._folded(at).endswith(DUAL):
            return self._add(at, at + 1, {Fraction(2)}, firm=False)  # perhaps a dual
        return at + 1

    def _decade(self, at: int, decade: Fraction) -> int:
        """The eighties; with «القرن التاسع عشر» behind it, those of that century."""
        century = self._small(at + 2) if self._folded(at + 1) == "القرن" else None
        if century:
            return self._add(at, century.stop, {decade + 100 * (century.value - 1), century.value, decade}, firm=True)
        return self._add(at, at + 1, {decade, 1900 + decade}, firm=True)

    def _readings(self, at: int, stop: int, value: Fraction, part: Part) -> set[Reading]:
        """All that a number may mean where it stands."""
        first = self.tokens[at]
        readings: set[Reading] = {value}
        if PER_CENT.match(self.text, self.tokens[stop - 1].end) or self.text[: first.start].rstrip()[-1:] == "%":
            readings.add(f"{value} %")
        if stop == at + 1:
            if first.figure is not None:
                readings |= first.figure.readings
            if "fraction" in first.kinds:
                readings.add(first.kinds["fraction"])
            if "dual" in first.kinds and "scale" in first.kinds and not self._counts(at):
                readings |= {first.kinds["dual"], first.kinds["scale"]}
        elif first.figure is not None and stop == at + 2:
            readings |= {each * part.scale for each in first.figure.readings if isinstance(each, Fraction)}
        if self._near(stop):
            readings.add(value * SPANS.get(self._folded(stop), 1))
        before = {stem for _, stem in stems(self._folded(at - 1))}
        if before & YEAR and 10 <= value < 100:
            readings |= {1900 + value, 2000 + value}
        if "قرن" in before:
            readings.add(100 * (value - 1))
        if value < 12 and (self._folded(stop) in AFTERNOON or self._folded(at - 1).endswith("الساعه")):
            readings.add(value + 12)
        if 1300 <= value <= 1500 and (self._folded(stop) in HIJRI or value > 1400):
            year = int(value * Fraction(970229, 10**6) + Fraction(6215643, 10**4))  # a Hijri year has 354.37 days
            readings |= {Fraction(year), Fraction(year + 1)}
        return readings
