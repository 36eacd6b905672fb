"""Arabic in visual order, as old PDF files hold it: letters from left to right as they lie on the page."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from .frequencies import frequent

_WORD = re.compile(r"[ء-ي]{3,}")
_LETTER = re.compile(r"[ء-ي\ufb50-\ufdff\ufe70-\ufefc]")
_FORMS = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = r"[A-Za-z\u00c0-\u024f]"
_NUMBER = r"[0-9٠-٩۰-۹]"
_LEFT_TO_RIGHT = re.compile(
    rf"{_LATIN}(?:[^ء-ي\ufb50-\ufefc\n«»()]{{0,200}}(?:{_LATIN}|{_NUMBER}))?"
    rf"|{_NUMBER}(?:[.,:/٫٬]?{_NUMBER})*(?:[\w.]*{_LATIN})?"
)
"""Latin words with what stands between them, and numbers: they lie the same way in both orders.

A hyphen does not hold a number together: behind an Arabic letter «1995-2000» is drawn as 2000-1995.
"""

_DRAWN = re.compile(r"(?<!\S)[(\[{<«‹“]\S")
_HELD = re.compile(r"(?<!\S)[)\]}>»›”]\S")

_LOOSE_MARK = re.compile(r"( +)([\u064b-\u0652\u0670]+)")
_MIRRORED = str.maketrans("()[]{}<>«»‹›“”", ")(][}{><»«›‹”“")
MINIMUM = 3
"""Fewer words or joined shapes than this prove nothing."""

SAMPLE = 20_000
"""How many characters are looked at."""


def is_visual(text: str) -> bool:
    """Whether the Arabic of ``text`` reads right only backwards.

    Where letters keep their shapes (presentation forms) the shapes tell: an initial shape comes before a
    final one. Else the words tell: those that are frequent as they stand against those that are frequent
    reversed.

    >>> is_visual("ةسردملا يف ءارزولا عمتجا"), is_visual("اجتمع الوزراء في المدرسة")
    (True, False)
    """
    sample = text[:SAMPLE]
    steps = [
        _step(first, second)
        for first, second in pairwise(sample if _FORMS.search(sample) else "")
        if _shape(first) and _shape(second)
    ]
    if len(steps) >= MINIMUM:
        return sum(steps) < 0
    words = _WORD.findall(sample)
    backwards = sum(bool(frequent(word[::-1])) - bool(frequent(word)) for word in words)
    return backwards >= MINIMUM and backwards > len(words) / 3


def logical(text: str) -> str:
    """Turn the lines of ``text`` round, but not the numbers and Latin words in them.

    Brackets lie as they are drawn or, in files of some programs, as they were written.

    >>> logical("2015 ماع يف"), logical("(ﻢﻌﻧ) ﻝﺎﻗ"), logical(")ﻢﻌﻧ( ﻝﺎﻗ")
    ('في عام 2015', 'ﻗﺎﻝ (ﻧﻌﻢ)', 'ﻗﺎﻝ (ﻧﻌﻢ)')
    """
    return "\n".join(turned(line, mirrored(text)) for line in text.split("\n"))


def mirrored(text: str) -> bool:
    """Whether the brackets of ``text``, which is in visual order, must be mirrored when it is turned round."""
    return len(_HELD.findall(text)) <= len(_DRAWN.findall(text))


def turned(line: str, mirror: bool = True) -> str:
    """A line in reading order, its brackets mirrored or not."""
    if not _LETTER.search(line):
        return line
    backwards = _LEFT_TO_RIGHT.sub(lambda run: run.group()[::-1], line)[::-1]
    turned = backwards.translate(_MIRRORED) if mirror else backwards
    # A mark lies before its letter; where a space has slipped between them it would stand alone.
    return _LOOSE_MARK.sub(r"\2\1", turned)


def _step(first: str, second: str) -> int:
    """1 where two joined shapes go from the beginning of a word to its end, -1 where they go back."""
    return (_shape(second) > _shape(first)) - (_shape(second) < _shape(first))


def _shape(letter: str) -> int:
    """1, 2, 3 for an initial, medial, final presentation form, 0 for others."""
    tag = unicodedata.decomposition(letter).partition(" ")[0]
    return {"<initial>": 1, "<medial>": 2, "<final>": 3}.get(tag, 0)
