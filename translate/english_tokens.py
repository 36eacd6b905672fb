"""An English text as words and figures, and what each word may be in a number."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

from .figures import Figure, figures
from .tables import rows

TOKEN = re.compile(r"[A-Za-z]+")
Kinds = dict[str, Fraction]
"""What a word may be (``small``, ``ten``, ``ordinal``, ``scale``, …), and its value as such."""


@cache
def lexicon() -> dict[str, Kinds]:
    """Every word of the table, by what it may be."""
    words: dict[str, Kinds] = {}
    for kind, value, forms in rows("english_numbers.tsv"):
        for form in forms.split():
            words.setdefault(form, {})[kind] = Fraction(value)
    return words


def value(word: str, kind: str) -> Fraction | None:
    """The value of ``word`` as a ``kind``, if it may be one."""
    return lexicon().get(word, {}).get(kind)


ROMAN = re.compile(r"(?=[IVXL]{2}|[VX]$)(?P<tens>XL|L?X{0,3})(?P<units>IX|IV|V?I{0,3})")


def roman(written: str) -> Fraction | None:
    """The value of a Roman figure up to 89; one letter I or L says too little.

    >>> roman("XLIX"), roman("I")
    (Fraction(49, 1), None)
    """
    match = ROMAN.fullmatch(written)
    if match is None:
        return None
    tens = {"XL": 40}.get(match["tens"], 50 * match["tens"].count("L") + 10 * match["tens"].count("X"))
    units = {"IX": 9, "IV": 4}.get(match["units"], 5 * match["units"].count("V") + match["units"].count("I"))
    return Fraction(tens + units)


@lru_cache(maxsize=4096)
def numeric(written: str) -> bool:
    """Whether a word may be part of a number; «I» is one in World War I."""
    word = written.casefold()
    return word in lexicon() or word in ("hundred", "i") or written in lexicon() or roman(written) is not None


class Token(NamedTuple):
    """A word (``word`` in lower case, ``written`` as it stands) or a figure."""

    start: int
    end: int
    word: str = ""
    written: str = ""
    figure: Figure | None = None


def tokens_of(text: str) -> list[Token]:
    """The words and figures of ``text``, in order."""
    numbers = [Token(number.start, number.end, figure=number) for number in figures(text, loose=False)]
    words = [Token(*match.span(), match.group().casefold(), match.group()) for match in TOKEN.finditer(text)]
    return sorted(words + numbers, key=lambda token: token.start) if numbers else words
