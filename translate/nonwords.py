"""Words that are none: neither English nor an Arabic word spelled out. A garbled name reads like a real one.

A word counts as English if the long list of wordfreq has it, it stands in the gazetteer, or it is made of such a word
by a common prefix or ending. It counts as spelled out if it sounds like a word of the Arabic, or like two neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .english_text import known_words, plain
from .frequencies import is_english
from .heard import Heard
from .skeleton import english_skeleton

TOKEN = re.compile(r"(?<![\w@#/.&-])[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ’'-]*[A-Za-zÀ-ÿ](?![\w@/]|\.\w)")
"""A word of letters; parts of addresses, links and handles are none."""

SHORTEST = 4
"""Letters of a word that can be told from an abbreviation or a syllable of a name."""

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
    heard = Heard(source, terms)
    yield from (part for part in strange if not heard.holds(part))


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
