"""Whether a word of the English is in the Arabic after all: spelled out by sound, in Latin, or as a glossary's term."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from .arabic_word import stems, words
from .english_text import plain
from .skeleton import arabic_skeleton, distance, english_skeleton

FARTHEST = 0.4
"""Distance of skeletons up to which a word may be the Arabic one spelled out (even lines of FLORES-200 dev)."""


class Heard:
    """What a source says by sound and in Latin letters, and the English of a glossary's terms met in it.

    >>> heard = Heard("وصل الوزير إلى مصراتة عبر eBay")
    >>> heard.holds("Misratah"), heard.holds("eBay"), heard.holds("Baghdad")
    (True, True, False)
    """

    def __init__(self, source: str, terms: Iterable[str] = ()) -> None:
        self._given = {plain(word) for text in (source, *terms) for word in re.findall(r"[A-Za-zÀ-ÿ]+", text)}
        self._sounds = _sounds(source)

    def holds(self, word: str, *, within: float = FARTHEST) -> bool:
        """Whether the Arabic says ``word``, or something whose skeleton is as near."""
        said = english_skeleton(plain(word))
        return plain(word) in self._given or any(distance(each, said) <= within for each in self._sounds)


@lru_cache(maxsize=256)
def _sounds(source: str) -> frozenset[str]:
    """How the words of an Arabic text sound, alone and with their neighbours."""
    row = [word.folded for word in words(source)]
    alone = {arabic_skeleton(rest) for word in row for _, rest in stems(word)}
    joined = {arabic_skeleton(one + two) for one, two in pairwise(row)}
    return frozenset(alone | joined) - {""}
