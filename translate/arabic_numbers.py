"""Numbers in Arabic text: figures, and words from واحد to the trillions with duals, ordinals and fractions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from .arabic_tokens import Kinds, tokens_of
from .arabic_word import fold, stems
from .quantity import Quantity, Reading

TWO_WORD_MONTHS = {("كانون", 2): 1, ("تشرين", 1): 10, ("تشرين", 2): 11, ("كانون", 1): 12}
ABOUT_WORDS = (
    *("نحو", "حوالي", "قرابة", "زهاء", "أكثر", "أقل", "يناهز", "يقارب", "بلغ"),
    *("من", "عن", "إلى", "على", "مبلغ", "مقتل", "كل", "مقابل", "أو"),
)
ABOUT = frozenset(map(fold, ABOUT_WORDS))
"""Words after which «ألف» is the number, not the verb."""
YEAR = frozenset(map(fold, ("عام", "سنة", "موسم")))
AFTERNOON = frozenset(("مساء", "ليلا", "عصرا", "ظهرا", "بعد"))
HIJRI = frozenset(("هـ", "ه", "هجري", "هجريه", "للهجره"))
ONE, THOUSAND = Fraction(1), Fraction(1000)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of tokens read as one number: ``value``, the first token behind it, its scale, and its sort."""

    value: Fraction
    stop: int
    scale: Fraction = ONE
    firm: bool = True


def find(text: str) -> list[Quantity]:
    """The numbers of an Arabic text, in order.

    >>> [int(max(quantity.readings)) for quantity in find("قتل خمسة وعشرون وأصيب ٣ آلاف")]
    [25, 3000]
    """
    return _Reader(text).read()


class _Reader:
    """One pass over the tokens of a text, longest number first."""

    def __init__(self, text: str):
        self.text = text
        self.tokens = tokens_of(text)
        self.found: list[Quantity] = []
        self.places: list[int] = []  # the token behind each quantity found

    def read(self) -> list[Quantity]:
        at = 0
        while at < len(self.tokens):
            at = self._month(at) or self._vague(at) or self._fraction(at) or self._number(at) or self._other(at)
        return self.found

    # -- tokens ------------------------------------------------------------------------------------------------

    def _kinds(self, at: int, *, near: bool = True) -> Kinds:
        """What token ``at`` may be; nothing where more than white space parts it from the one before."""
        return self.tokens[at].kinds if at < len(self.tokens) and (not near or self._near(at)) else {}

    def _near(self, at: int) -> bool:
        return (
            at > 0
            and self.text[self.tokens[at - 1].end : self.tokens[at].start].strip("وفالب ـ\N{NO-BREAK SPACE}") == ""
        )

    def _joined(self, at: int) -> bool:
        """Whether «و» joins token ``at`` to the one before; «وأحد عشر» looks like «واحد»."""
        if at < len(self.tokens) and self.tokens[at].folded == "واحد":
            return self._kinds(at + 1).get("unit") == 10
        return at < len(self.tokens) and self.tokens[at].joined

    def _folded(self, at: int) -> str:
        return self.tokens[at].folded if 0 <= at < len(self.tokens) else ""

    def _add(self, at: int, stop: int, readings: Iterable[Reading], firm: bool) -> int:
        start, end = self.tokens[at].start, self.tokens[stop - 1].end
        self.found.append(Quantity(self.text[start:end], start, end, frozenset(readings), firm))
        self.places.append(stop)
        return stop

    # -- readers: each returns the token behind what it read, or 0 -----------------------------------------------

    def _month(self, at: int) -> int:
        kinds = self.tokens[at].kinds
        if "month" in kinds:
            return self._add(at, at + 1, {f"month {kinds['month']}"}, firm=False)
        second = self._kinds(at + 1).get("ordinal")
        for _, stem in stems(self.tokens[at].folded):
            if second is not None and (stem, int(second)) in TWO_WORD_MONTHS:
                return self._add(at, at + 2, {f"month {TWO_WORD_MONTHS[stem, int(second)]}"}, firm=False)
        return 0

    def _vague(self, at: int) -> int:
        """«بضعة عشر»: some ten or twelve; English may say either, or neither."""
        if self._folded(at) in ("بضعه", "بضع") and self._kinds(at + 1).get("unit") == 10:
            return self._add(at, at + 2, {Fraction(number) for number in range(10, 20)}, firm=False)
        return 0

    def _fraction(self, at: int) -> int:
        """A half, two thirds, three quarters; «ونصف» behind a number or a dual; half a million."""
        kinds = self.tokens[at].kinds
        stop, value = at + 1, kinds.get("fraction")
        if "unit" in kinds:
            parts = self._kinds(at + 1)
            if "fraction" not in parts or "unit" in parts or self._joined(at + 1):
                return 0
            stop, value = at + 2, kinds["unit"] * parts["fraction"]
        if value is None:
            return 0
        scale = self._kinds(stop).get("scale")
        if scale and not self._joined(stop) and not self.tokens[at].joined:
            return self._add(at, stop + 1, {value * scale}, firm=True)
        readings: set[Reading] = {value, value * 60}
        if self._folded(at - 1) in ("الا",):
            readings = {value, 60 - value * 60}
            self._widen(at, -ONE)
        elif self.tokens[at].joined:
            self._widen(at, value)
            readings |= {1 + value, 2 + value}  # «ساعة ونصف», «ساعتان ونصف»
        return self._add(at, stop, readings, firm=False)

    def _widen(self, at: int, by: Fraction) -> None:
        """Let the number just before mean ``by`` more: five years and a half, a quarter to three."""
        if self.places and at - self.places[-1] <= 2:
            last = self.found[-1]
            more = {reading + by for reading in last.readings if isinstance(reading, Fraction)}
            self.found[-1] = Quantity(last.written, last.start, last.end, last.readings | more, last.firm)

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
        return self._add(at, stop, self._readings(at, stop, total), firm)

    def _other(self, at: int) -> int:
        kinds = self.tokens[at].kinds
        if "decade" in kinds:
            return self._decade(at, kinds["decade"])
        if "soft" in kinds:
            return self._add(at, at + 1, {kinds["soft"]}, firm=False)
        if len(self._folded(at)) >= 5 and self._folded(at).endswith(("ان", "ين")):
            return self._add(at, at + 1, {Fraction(2)}, firm=False)  # perhaps a dual
        return at + 1

    def _decade(self, at: int, decade: Fraction) -> int:
        """The eighties; with «القرن التاسع عشر» behind it, those of that century."""
        century = self._small(at + 2) if self._folded(at + 1) == "القرن" else None
        if century:
            return self._add(at, century.stop, {decade + 100 * (century.value - 1), century.value, decade}, firm=True)
        return self._add(at, at + 1, {decade, 1900 + decade}, firm=True)

    # -- the grammar -------------------------------------------------------------------------------------------

    def _group(self, at: int) -> Part | None:
        """A number below a thousand or a figure, with its scale; or a scale alone."""
        token = self.tokens[at]
        if token.figure is not None:
            part: Part | None = Part(token.figure.value, at + 1)
        else:
            part = self._below_thousand(at)
        if part is None:
            return self._bare_scale(at)
        kinds = self._kinds(part.stop)
        scale = kinds.get("scale") or kinds.get("scales")
        if scale and not self._joined(part.stop) and part.value < 1000:
            return Part(part.value * scale, part.stop + 1, scale)
        return part

    def _bare_scale(self, at: int) -> Part | None:
        kinds = self.tokens[at].kinds
        if "dual" in kinds and "scale" not in kinds:
            return Part(kinds["dual"], at + 1, kinds["dual"] / 2)
        if "dual" in kinds or "scale" in kinds:
            scale = kinds["scale"] if "scale" in kinds else kinds["dual"] / 2
            sure = scale > THOUSAND or bool(self.tokens[at].clitic) or self._folded(at - 1) in ABOUT
            return Part(scale, at + 1, scale, firm=sure)
        return None

    def _below_thousand(self, at: int) -> Part | None:
        kinds = self.tokens[at].kinds
        if "hundred" in kinds:
            if kinds["hundred"] == 100 and "ال" in self.tokens[at].clitic:
                return None  # «في المئة», «بالمئة»: percent
            return self._with_rest(kinds["hundred"], at + 1)
        unit = kinds.get("unit", Fraction(0))
        if 3 <= unit <= 9 and self._kinds(at + 1).get("hundred") == 100 and not self.tokens[at + 1].clitic:
            return self._with_rest(unit * 100, at + 2)
        return self._small(at)

    def _with_rest(self, hundreds: Fraction, stop: int) -> Part:
        rest = self._small(stop) if self._joined(stop) and self._near(stop) else None
        return Part(hundreds + rest.value, rest.stop) if rest else Part(hundreds, stop)

    def _small(self, at: int) -> Part | None:
        """Below a hundred: a unit, a teen, a ten, a unit and a ten; cardinal or ordinal."""
        kinds = self._kinds(at, near=False)
        if "ten" in kinds:
            return Part(kinds["ten"], at + 1)
        unit = kinds.get("unit") or kinds.get("ordinal")
        if unit is None:
            return None
        following = self._kinds(at + 1)
        if unit < 10 and following.get("unit") == 10 and not self._joined(at + 1):
            return Part(unit + 10, at + 2)
        if unit < 10 and "ten" in following and self._joined(at + 1):
            return Part(unit + following["ten"], at + 2)
        return Part(unit, at + 1, firm="unit" in kinds and unit > 2)

    def _readings(self, at: int, stop: int, value: Fraction) -> set[Reading]:
        """All that a number may mean where it stands."""
        first = self.tokens[at]
        readings: set[Reading] = {value}
        if stop == at + 1:
            if first.figure is not None:
                readings |= first.figure.readings
            if "fraction" in first.kinds:
                readings.add(first.kinds["fraction"])
            if "dual" in first.kinds and "scale" in first.kinds:
                readings |= {first.kinds["dual"], first.kinds["scale"]}
        before = {stem for _, stem in stems(self._folded(at - 1))}
        if before & YEAR and 10 <= value < 100:
            readings |= {1900 + value, 2000 + value}
        if "قرن" in before:
            readings.add(100 * (value - 1))
        if value < 12 and self._folded(stop) in AFTERNOON:
            readings.add(value + 12)
        if 1300 <= value <= 1500 and (self._folded(stop) in HIJRI or value > 1400):
            year = int(value * Fraction(970229, 10**6) + Fraction(6215643, 10**4))  # a Hijri year has 354.37 days
            readings |= {Fraction(year), Fraction(year + 1)}
        return readings
