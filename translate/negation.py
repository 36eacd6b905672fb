"""Is a denial still a denial? Arabic says it by few particles, English by many words; only clear cases count.

The lists (``tables/negations.tsv``) were made on the odd lines of FLORES-200 dev, so that references hardly fire, and
are reported on the even ones (``bench/guards.py --even``).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from . import tables
from .arabic_word import fold, stems, words

_JOINED = ("", "و", "ف")
"""What may be written in front of a particle."""


def lost(source: str, target: str) -> bool:
    """The Arabic denies, and nothing in the English does.

    >>> lost("لم يوافق المجلس على القرار", "The council approved the resolution")
    True
    >>> lost("لا تزال المحادثات مستمرة", "Talks are going on")
    False
    """
    kind = _denial(source)
    return bool(kind) and not any(_english(each).search(target) for each in dict.fromkeys((kind, "english")))


def added(source: str, target: str) -> bool:
    """The English denies, and nothing in the Arabic could be behind it.

    >>> added("أعلن الوزير استقالته", "The minister did not announce his resignation")
    True
    >>> added("نفى الوزير الخبر", "The minister denied the report")
    False
    """
    return bool(_english("english_firm").search(target)) and not _may_deny(source)


@lru_cache(maxsize=1024)
def _denial(source: str) -> str:
    """The class of English words that tells what an Arabic sentence denies; "" where it surely denies nothing."""
    left = _idioms("idiom").sub(" ", fold(source))
    if _idioms("least").search(left):
        return "english_least"
    firm = _folded("firm")
    denies = any(word in firm for one in words(left) for clitic, word in stems(one.folded) if clitic in _JOINED)
    return "english" if denies else ""


@lru_cache(maxsize=1024)
def _may_deny(source: str) -> bool:
    whole, beginnings = _folded("firm") | _folded("meant"), tuple(_folded("meant_stem"))
    return any(rest in whole or rest.startswith(beginnings) for one in words(source) for _, rest in stems(one.folded))


@cache
def _folded(kind: str) -> frozenset[str]:
    return frozenset(map(fold, tables.words("negations.tsv", kind)))


@cache
def _english(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(tables.words('negations.tsv', kind)))})(?!\w)", re.IGNORECASE)


@cache
def _idioms(kind: str) -> re.Pattern[str]:
    written = (row[1] for row in tables.rows("negations.tsv") if row[0] == kind)
    return re.compile(rf"(?<!\w)[وف]?(?:{'|'.join(written)})(?!\w)")
