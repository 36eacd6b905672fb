"""Numbers in digits, the part that Arabic and English news share: separators, dates, times, ranges of years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from .quantity import Reading

GROUP = "[,\N{ARABIC COMMA}\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'’]"
FIGURE = re.compile(
    rf"\d{{1,3}}(?:{GROUP}\d{{3}})+(?:\.\d+)?(?!\d)"  # 1,250,000.5
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)"  # 1.250.000
    r"|(?<!\d)(?<!\d )\d{1,3}(?: \d{3})+(?![\d.,]\d| \d|\d)"  # 55 000: only where the caller allows it
    r"|\d+[.,]\d+(?![.,]?\d)"  # 3.5 and 3,5
    r"|\d+"
)
DATE = re.compile(r"(?<![\d/.,-])(\d{1,4})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-]|[.,]\d)")
DAY_AND_MONTH = re.compile(r"(?<![\d/.,-])(\d{1,2})/(\d{1,2})(?![\d/.,-])")
CLOCK = re.compile(r"(?<![\d:.,])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])")
_DIGIT = re.compile(r"\d")
YEARS = re.compile(r"(?<!\d)(?<!\d[.,])((1[5-9]|20)\d\d)\s?[-\N{EN DASH}/]\s?(\d\d)(?!\d|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in digits at ``text[start:end]``. ``value`` is its plain reading."""

    start: int
    end: int
    value: Fraction
    readings: frozenset[Reading]
    grouped: bool = False
    """Whether separators part its thousands: then it is no year."""


def figures(text: str, *, loose: bool) -> list[Figure]:
    """The numbers in digits of ``text``, in order; every part of a date or a time is a number of its own.

    Args:
        text: with ASCII digits (``plain_digits``).
        loose: whether ``55.000`` and ``55 000`` may mean fifty-five thousand (Arabic news writes both).

    >>> [str(figure.value) for figure in figures("9:30, 2015-08-21, 1,250,000", loose=False)]
    ['9', '30', '2015', '8', '21', '1250000']
    """
    if not _DIGIT.search(text):  # as most sentences: the patterns below look twice at every letter
        return []
    found: list[Figure] = []
    for pattern, read in ((DATE, _date), (DAY_AND_MONTH, _day_and_month), (CLOCK, _clock), (YEARS, _years)):
        if matches := list(pattern.finditer(text)):
            found.extend(figure for match in matches for figure in read(match))
            text = pattern.sub(lambda match: "\0" * len(match.group()), text)
    for match in FIGURE.finditer(text):
        found.extend(_plain(match, loose))
    return sorted(found, key=lambda figure: figure.start)


def _part(match: re.Match[str], group: int, *more: Reading) -> Figure:
    value = Fraction(int(match[group]))
    return Figure(*match.span(group), value, frozenset({value, *more}))


def _month(number: str) -> tuple[Reading, ...]:
    return (f"month {int(number)}",) if 1 <= int(number) <= 12 else ()


def _date(match: re.Match[str]) -> Iterator[Figure]:
    yield _part(match, 1, *_month(match[1]))
    yield _part(match, 3, *_month(match[3]))
    year = int(match[4])
    yield _part(match, 4, *((Fraction(1900 + year), Fraction(2000 + year)) if year < 100 else ()))


def _day_and_month(match: re.Match[str]) -> Iterator[Figure]:
    """The second of March, or two thirds."""
    share = (Fraction(int(match[1]), int(match[2])),) if 0 < int(match[1]) < int(match[2]) else ()
    yield _part(match, 1, *_month(match[1]), *share)
    yield _part(match, 2, *_month(match[2]), *share)


def _clock(match: re.Match[str]) -> Iterator[Figure]:
    yield _part(match, 1, *((Fraction(int(match[1]) - 12),) if int(match[1]) > 12 else ()))
    if int(match[2]):
        yield _part(match, 2)


def _years(match: re.Match[str]) -> Iterator[Figure]:
    yield _part(match, 1)
    yield _part(match, 3, Fraction(int(match[1][:2] + match[3])))


def _plain(match: re.Match[str], loose: bool) -> Iterator[Figure]:
    written, start = match.group(), match.start()
    if written.isdecimal():  # as most
        value = Fraction(int(written))
        yield Figure(start, match.end(), value, frozenset({value}))
        return
    if " " in written and not loose:
        for part in re.finditer(r"\d+", written):
            value = Fraction(int(part.group()))
            yield Figure(start + part.start(), start + part.end(), value, frozenset({value}))
        return
    digits = re.sub(rf"{GROUP}| |(?<=\.\d\d\d)\.", "", written)
    if digits.count(".") and re.fullmatch(r"\d{1,3}(\.\d{3}){2,}", written):
        digits = digits.replace(".", "")
    elif re.fullmatch(r"\d+,\d+", written) and not re.fullmatch(r"\d{1,3},\d{3}", written):
        digits = written.replace(",", ".")
    values = [Fraction(digits)]
    if loose and re.fullmatch(r"\d{1,3}\.\d{3}", written):
        values.insert(0, Fraction(written.replace(".", "")))
    yield Figure(start, match.end(), values[0], frozenset(values), values[0] >= 1000)
