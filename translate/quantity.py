"""The number ledger: which numbers of the source stand in the target, which were lost, which came from nowhere.

A number is compared by what it may mean (its readings), not by how it is written: «ألفين وخمسة عشر», ``2015``
and ``two thousand and fifteen`` are one. A number that is written out for sure is *firm*: it needs a
counterpart. What is only perhaps a number (one, first, a half, the 16 of F-16, a month's name) is *soft*: it may
be a counterpart but needs none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .translation import NumberPair, shared

Reading = Fraction | str
"""A value, or ``month 5``: a month's name equals a figure only where that figure stands in a date."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: ``text[start:end] == written``, all that it may mean, and whether it must be kept."""

    written: str
    start: int
    end: int
    readings: frozenset[Reading]
    firm: bool = True

    def same(self, other: Quantity) -> bool:
        """Whether the two may mean the same."""
        return not self.readings.isdisjoint(other.readings)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of tokens read as one number: its value, the first token behind it, its scale, whether it is firm."""

    value: Fraction
    stop: int
    scale: Fraction = Fraction(1)
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Ledger:
    """The firm numbers of a source and a target, set against each other."""

    kept: tuple[tuple[Quantity, Quantity], ...]
    lost: tuple[Quantity, ...]
    added: tuple[Quantity, ...]

    @property
    def flags(self) -> tuple[str, ...]:
        """``number_lost`` and ``number_added``, as they apply."""
        return ("number_lost",) * bool(self.lost) + ("number_added",) * bool(self.added)

    @property
    def pairs(self) -> tuple[NumberPair, ...]:
        """The rows for the record: kept ones, then lost, then added."""
        found = (
            *(NumberPair(source.written, target.written, True) for source, target in self.kept),
            *(NumberPair(source.written, None, False) for source in self.lost),
            *(NumberPair(None, target.written, False) for target in self.added),
        )
        return tuple(map(shared, found))


def compare(source: str, target: str) -> Ledger:
    """Set the numbers of an Arabic source against those of an English target.

    A number said twice in the source may be said once in the target, and the other way round.

    >>> compare("قتل 9000 شخص", "900 people were killed").flags
    ('number_lost', 'number_added')
    >>> compare("مئتي جندي", "two hundred soldiers").flags
    ()
    """
    from . import arabic_numbers, english_numbers  # they stand on this module

    return settle(arabic_numbers.find(source), english_numbers.find(target))


def settle(source: Sequence[Quantity], target: Sequence[Quantity]) -> Ledger:
    """The ledger of two lists of quantities."""
    kept, lost = [], []
    for quantity in source:
        match = next((other for other in sorted(target, key=_loose) if quantity.same(other)), None)
        if match is not None and (quantity.firm or match.firm):
            kept.append((quantity, match))
        elif match is None and quantity.firm:
            lost.append(quantity)
    added = [other for other in target if other.firm and not any(other.same(each) for each in source)]
    return Ledger(tuple(kept), tuple(lost), tuple(added))


def _loose(quantity: Quantity) -> bool:
    return not quantity.firm


def plain_digits(text: str) -> str:
    """Decimal digits of any script as ASCII, Arabic separators as point and comma; the length is kept.

    >>> plain_digits("٣٫٥٪ و ۴۲")
    '3.5% و 42'
    """
    return text if text.isascii() else NOT_PLAIN.sub(_plain, text)


SIGNS = {
    "\N{ARABIC DECIMAL SEPARATOR}": ".",
    "\N{ARABIC THOUSANDS SEPARATOR}": ",",
    "\N{ARABIC PERCENT SIGN}": "%",
    "\N{FRACTION SLASH}": "/",
}


NOT_PLAIN = re.compile(rf"[{''.join(SIGNS)}]|(?![0-9])\d")


def _plain(mark: re.Match[str]) -> str:
    return SIGNS.get(mark.group()) or str(unicodedata.decimal(mark.group()))
