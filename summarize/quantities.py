"""The numbers of an English text as values, whether in digits or in words, with the kind of thing counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .lexicon import APPROXIMATE
from .words import Word, words

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: float(value) for value, word in enumerate(_ONES.split())}
_SMALL |= {word: 10.0 * value for value, word in enumerate(_TENS.split(), start=2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_ORDINALS = {"third": 3.0, "fourth": 4.0, "fifth": 5.0, "sixth": 6.0, "seventh": 7.0, "eighth": 8.0, "ninth": 9.0,
             "tenth": 10.0}  # fmt: skip
_ALONE = _ORDINALS | {"dozen": 12.0}
_MONEY = {"$": "dollar", "\N{EURO SIGN}": "euro", "\N{POUND SIGN}": "pound", "\N{YEN SIGN}": "yen"}
_UNITS = {
    "%": "percent", "percent": "percent", "pc": "percent", "dollars": "dollar", "dollar": "dollar", "euros": "euro",
    "euro": "euro", "pounds": "pound", "pound": "pound", "yen": "yen",
}  # fmt: skip
_DIGITS = re.compile(r"^(\d[\d,]*(?:\.\d+)?)(st|nd|rd|th|s|[a-z]{1,2})?$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number met in a text. ``unit`` is ``percent``, a currency, or empty; ``start`` is its place."""

    value: float
    unit: str
    start: int
    end: int
    approximate: bool = False


def is_number_word(key: str) -> bool:
    """Whether a folded word is (a part of) a number in words."""
    return key in _SMALL or key in _SCALES or key in _ORDINALS


def quantities(text: str) -> list[Quantity]:
    """Every number of ``text``; "one" alone is not counted, since it is mostly a pronoun.

    >>> [(q.value, q.unit) for q in quantities("Twenty-five men, 1.2 million people and $3bn, up 4 per cent")]
    [(25.0, ''), (1200000.0, ''), (3000000000.0, 'dollar'), (4.0, 'percent')]
    >>> [(q.value, q.unit) for q in quantities("$35m of a million dollars, half a million each")]
    [(35000000.0, 'dollar'), (1000000.0, 'dollar'), (500000.0, '')]
    """
    found: list[Quantity] = []
    row = words(text)
    at = 0
    while at < len(row):
        read = _read(text, row, at)
        if read is None:
            at += 1
            continue
        value, after = read
        if not (after == at + 1 and row[at].key == "one"):
            near = {word.key for word in row[max(0, at - 2) : at]}
            unit = _unit(text, row, at, after)
            found.append(Quantity(value, unit, row[at].start, row[after - 1].end, bool(near & APPROXIMATE)))
        at = after
    return found


def _read(text: str, row: Sequence[Word], at: int) -> tuple[float, int] | None:
    """The value that starts at word ``at`` and the index behind it."""
    if row[at].key in _SCALES and at and row[at - 1].key in ("a", "an"):
        return _scaled(row, at, 0.5 if at > 1 and row[at - 2].key == "half" else 1.0)
    form = row[at].form.lower()
    digits = _DIGITS.match(form.rstrip(".,"))
    if digits:
        value = float(digits[1].replace(",", ""))
        suffix = digits[2] or ""
        scale = _SUFFIXES.get(suffix, 1.0)
        if suffix and scale == 1.0 and suffix not in ("st", "nd", "rd", "th", "s"):
            return None  # F16 and 3D are names, not numbers
        return _scaled(row, at + 1, value * scale)
    if form in _ALONE:
        return _ALONE[form], at + 1
    if form not in _SMALL:
        return None
    value, after = _SMALL[form], at + 1
    if value >= 20 and after < len(row) and 0 < _SMALL.get(row[after].key, 0) < 10:
        value, after = value + _SMALL[row[after].key], after + 1
    return _scaled(row, after, value)


def _scaled(row: Sequence[Word], after: int, value: float) -> tuple[float, int]:
    while after < len(row) and row[after].key in _SCALES:
        value, after = value * _SCALES[row[after].key], after + 1
    if value >= 100 and after + 1 < len(row) and row[after].key == "and" and row[after + 1].key in _SMALL:
        value, after = value + _SMALL[row[after + 1].key], after + 2
    return value, after


def _unit(text: str, row: Sequence[Word], at: int, after: int) -> str:
    before = text[row[at].start - 1] if row[at].start else ""
    if before in _MONEY:
        return _MONEY[before]
    if text[row[after - 1].end : row[after - 1].end + 1] == "%":
        return "percent"
    follows = row[after].key if after < len(row) else ""
    if follows == "per" and after + 1 < len(row) and row[after + 1].key == "cent":
        return "percent"
    return _UNITS.get(follows, "")


def unsupported(text: str, evidence: str) -> list[Quantity]:
    """The numbers of ``text`` that ``evidence`` does not hold.

    A rounded number passes only if ``text`` says that it is one ("nearly 5,000" for 4,980).

    >>> [q.value for q in unsupported("He killed 7 of 12 men", "Twelve men were shot, 6 died")]
    [7.0]
    """
    known = quantities(evidence)
    return [q for q in quantities(text) if not any(_carries(k, q) for k in known)]


def _carries(known: Quantity, stated: Quantity) -> bool:
    if known.unit != stated.unit:
        return False
    if known.value == stated.value:
        return True
    return stated.approximate and stated.value >= 20 and abs(known.value - stated.value) <= 0.06 * known.value
