"""How frequent an Arabic word is, or an English one, by the lists that the package wordfreq carries."""

from __future__ import annotations

import gzip
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FLOOR = 1.5
"""Words rarer than this (Zipf) are left out: the list's tail is noise, glued forms and misspellings."""

ALL = 1.0
"""Where wordfreq's long list ends: once in a hundred million words."""

FREQUENT = 3.0
"""Where wordfreq's short list ends: once in a million words."""


def zipf(word: str) -> float:
    """Log10 of how often ``word`` stands in a billion words; 0 below :data:`FLOOR`.

    Reads the long list on first use (half a second, 60 MB).
    """
    return _list("large", FLOOR).get(word, 0.0)


def frequent(word: str) -> float:
    """The same from the short list, which is quick to read; 0 below :data:`FREQUENT`.

    >>> frequent("في") > frequent("مدرسة") > frequent("مدرسةة")
    True
    """
    return _list("small", FREQUENT).get(word, 0.0)


def english(word: str) -> float:
    """The same for an English word in small letters, from the short list.

    >>> english("skype") > english("skapep")
    True
    """
    return _list("small", FREQUENT, "en").get(word, 0.0)


def is_english(word: str) -> bool:
    """Whether the long list has an English word in small letters; it is read when the short one first lacks a word.

    >>> is_english("ratify"), is_english("thevention")
    (True, False)
    """
    return word in _list("small", FREQUENT, "en") or word in _list("large", ALL, "en")


@cache
def _list(size: str, floor: float, language: str = "ar") -> dict[str, float]:
    """A list straight from its file: importing wordfreq itself would cost more than the reading.

    The file is gzipped msgpack: after a header, one list of words a hundredth of a power of ten, most
    frequent first, starting at certainty.
    """
    import msgpack

    spec = find_spec("wordfreq")
    assert spec is not None and spec.origin is not None, "wordfreq is a dependency"
    with gzip.open(Path(spec.origin).parent / "data" / f"{size}_{language}.msgpack.gz") as file:
        buckets = msgpack.load(file, raw=False)[1:]
    levels = ((9 - at / 100, bucket) for at, bucket in enumerate(buckets))
    return {word: level for level, bucket in levels if level >= floor for word in bucket}
