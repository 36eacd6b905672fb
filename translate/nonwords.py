"""Words that are none: neither English nor an Arabic word spelled out. A garbled name reads like a real one.

A word counts as English if the long list of wordfreq has it, it stands in the gazetteer, or it is made of such a word
by a common prefix or ending. It counts as spelled out if it sounds like a word of the Arabic, or like two neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from .arabic_word import stems, words
from .english_text import known_words, plain
from .frequencies import is_english
from .skeleton import arabic_skeleton, distance, english_skeleton

TOKEN = re.compile(r"(?<![\w@#/.&-])[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ’'-]*[A-Za-zÀ-ÿ](?![\w@/]|\.\w)")
"""A word of letters; parts of addresses, links and handles are none."""

SHORTEST = 4
"""Letters of a word that can be told from an abbreviation or a syllable of a name."""

FARTHEST = 0.4
"""Distance of skeletons up to which a word may be the Arabic one spelled out (even lines of FLORES-200 dev)."""

PREFIXES = tuple(
    """
    un re in im non over under pre anti counter inter super mis dis co post pro sub multi micro semi ultra de out
    """.split()
)
ENDINGS = tuple(
    """
    s es ed d ing er ers or ors ly ness less able ible ist ists ism ise ised ises ising ize ized izes izing isation
    ization ation ations al ally ful ship hood like ward wards wide ic ian ians ite ites ese i is an ans
    """.split()
)


def invented(source: str, target: str, terms: Iterable[str] = ()) -> Iterator[str]:
    """The words of the English that are none, those of a glossary's ``terms`` apart; made as they are asked for.

    >>> list(invented("وصل الوزير إلى مصراتة", "The minister arrived in Misratah by the thevention of Abbotage"))
    ['thevention', 'Abbotage']
    """
    tokens = (token for token in TOKEN.findall(target) if plain(token) not in known_words())
    found = dict.fromkeys(part for token in tokens for part in re.split(r"['’-]", token))
    strange = [part for part in found if _is_strange(part)]
    if not strange:
        return
    sounds = _sounds(source)
    given = {plain(word) for text in (source, *terms) for word in re.findall(r"[A-Za-zÀ-ÿ]+", text)}
    for part in strange:
        said = english_skeleton(plain(part))
        if plain(part) not in given and not any(distance(each, said) <= FARTHEST for each in sounds):
            yield part


@lru_cache(maxsize=8192)
def _is_strange(part: str) -> bool:
    word = plain(part)
    if len(word) < SHORTEST or part.rstrip("s").isupper() or len(english_skeleton(word)) < 2:
        return False
    return not any(is_english(each) or each in known_words() for each in _stems(word))


def _stems(word: str) -> set[str]:
    """The word, and what it may be made of: without a prefix, without an ending, with the vowel that an ending took."""
    without = {word} | {word.removeprefix(each) for each in PREFIXES if word.startswith(each)}
    for each in tuple(without):
        for ending in ENDINGS:
            if each.endswith(ending):
                rest = each.removesuffix(ending)
                without |= {rest, rest + "e", rest + "y", rest[:-1] if rest[-1:] == rest[-2:-1] else rest}
    return {each for each in without if len(each) >= SHORTEST}


@lru_cache(maxsize=256)
def _sounds(source: str) -> frozenset[str]:
    """How the words of an Arabic text sound, alone and with their neighbours."""
    row = [word.folded for word in words(source)]
    alone = {arabic_skeleton(rest) for word in row for _, rest in stems(word)}
    joined = {arabic_skeleton(one + two) for one, two in pairwise(row)}
    return frozenset(alone | joined) - {""}
