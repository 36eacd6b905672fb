"""Arabic words as a reader compares them: without vowel signs, with one alef, with and without clitics."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"[\u0621-\u063A\u0640-\u0655\u0670-\u06D3\u06FA-\u06FC]+")
"""A run of Arabic letters with their marks; digits and the Arabic comma end it."""

UNSEEN = re.compile(r"[\N{ARABIC TATWEEL}\u064B-\u0655\u0670\u06D6-\u06ED\u200B-\u200F\u202A-\u202E\u2066-\u2069]")
ONE_LETTER = str.maketrans(
    {
        "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}": "\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}": "\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}": "\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
        "\N{ARABIC LETTER VEH}": "\N{ARABIC LETTER FEH}",
        "\N{ARABIC LETTER PEH}": "\N{ARABIC LETTER BEH}",
        "\N{ARABIC LETTER TCHEH}": "\N{ARABIC LETTER JEEM}",
        "\N{ARABIC LETTER GAF}": "\N{ARABIC LETTER GHAIN}",
    }
)
"""Variants that news spells either way, as one letter."""

CLITICS = (
    *("وبال", "وكال", "فبال", "وال", "بال", "كال", "فال", "ولل", "فلل", "لل", "ال"),
    *("وب", "ول", "وك", "فب", "فل", "و", "ف", "ب", "ك", "ل"),
)
"""Conjunction, preposition and article as they are written in front of a noun; longer ones first."""


class Word(NamedTuple):
    """A word of a text: ``text[start:end]``, and its folded form."""

    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """Without vowel signs, tatweel and direction marks; hamza, alef, yeh and teh marbuta variants as one.

    >>> fold("الأُمَم") == fold("الامم")
    True
    """
    return UNSEEN.sub("", text).translate(ONE_LETTER)


_folded_word = lru_cache(maxsize=8192)(fold)
"""Words come again and again, whole sentences do not."""


def words(text: str) -> list[Word]:
    """The Arabic words of ``text``, in order."""
    return list(_words(text))


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[Word, ...]:
    """Numbers, names, glossary and guards all ask for the words of the same sentence."""
    return tuple(Word(_folded_word(match.group()), match.start(), match.end()) for match in WORD.finditer(text))


@lru_cache(maxsize=8192)
def stems(folded: str) -> tuple[tuple[str, str], ...]:
    """Every (clitic, rest) that a folded word may be read as, itself first.

    >>> stems("وليبيا")[:3]
    (('', 'وليبيا'), ('ول', 'يبيا'), ('و', 'ليبيا'))
    """
    found = [clitic for clitic in CLITICS if folded.startswith(clitic) and len(folded) - len(clitic) >= 2]
    return ("", folded), *((clitic, folded[len(clitic) :]) for clitic in found)


def bare(written: str, first: str) -> str:
    """The Arabic as written without what is attached in front of its first word, whose folded form is ``first``.

    >>> bare("وبالقاهرة", fold("القاهرة")), bare("لليبيا", fold("ليبيا"))
    ('القاهرة', 'ليبيا')
    """
    for cut in range(min(4, len(written))):
        if fold(written[cut:]).startswith(first):
            return written[cut:]
    return written
