"""A sentence pair, and the ways in which collected text is cleaned before it becomes one."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

_DROPPED = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SPACE = re.compile(r"\s+")
_QUOTES = {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "..."}
_DIGITS = {c: str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
ARABIC_TABLE = str.maketrans(_QUOTES | _DIGITS | {"ی": "ي", "ک": "ك", "٪": "%", "٫": ".", "٬": ",", "ٱ": "ا"})
_ENGLISH_TABLE = str.maketrans(_QUOTES)
ARABIC = re.compile("[\u0600-\u06ff]")
LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Pair:
    """One example: Arabic (or Portuguese, or a gloss), English, the weight it is drawn with, and where it is from."""

    source: str
    target: str
    weight: float = 1.0
    origin: str = ""


def drop_marks(text: str) -> str:
    """Without tashkeel, tatweel, bidi marks and zero-width characters."""
    return _DROPPED.sub("", text)


def clean_arabic(text: str) -> str:
    """NFKC, no marks, western digits, one kind of quote and dash.

    >>> clean_arabic("قُتِل ٤٨٫٣٪")
    'قتل 48.3%'
    """
    text = drop_marks(unicodedata.normalize("NFKC", text)).translate(ARABIC_TABLE)
    return _SPACE.sub(" ", text).strip()


def clean_english(text: str) -> str:
    """NFKC, no marks, one kind of quote and dash."""
    text = drop_marks(unicodedata.normalize("NFKC", text)).translate(_ENGLISH_TABLE)
    return _SPACE.sub(" ", text).strip()


def fingerprint(text: str) -> bytes:
    """Equal for texts that differ only in case, spaces and punctuation."""
    return hashlib.md5(re.sub(r"\W+", "", text.lower()).encode(), usedforsecurity=False).digest()


def fits(pair: Pair, *, short: bool) -> bool:
    """Whether a pair looks like a translation: both scripts, lengths in proportion, numbers that agree.

    `short` is for dictionary entries and names, which have no proportion to keep.
    """
    source, target = pair.source, pair.target
    if not ARABIC.search(source) or not LATIN.search(target):
        return False
    if len(ARABIC.findall(target)) > 0.02 * len(target) or len(LATIN.findall(source)) > 0.4 * len(source):
        return False
    words, english = len(source.split()), len(target.split())
    if short:
        return words <= 6 and english <= 8
    if words > 70 or english > 90 or (words + english > 12 and not 0.5 < english / words < 2.6):
        return False
    return words <= 8 or len(set(re.findall(r"\d{2,}", source)) ^ set(re.findall(r"\d{2,}", target))) <= 2
