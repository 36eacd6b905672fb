"""New examples out of real pairs, by exchanging what both sides name: a number, a country or city, a Latin word.

The context stays a translator's, so the model learns to copy and to name in the sentences it will meet.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise, product

from . import names
from .pairs import Pair

_NUMERAL = re.compile(r"(?<![\w.,:/-])\d{1,3}(?:,\d{3})+(?![\w,:/-])|(?<![\w.,:/-])\d{2,7}(?![\w,:/-])(?!\.\d)")
_LATIN_WORD = re.compile(r"(?<![\w.@/-])[A-Za-z][A-Za-z0-9]{1,14}(?![\w@/-])")


def numeral(rng: random.Random, like: str) -> str:
    """A random number written like another: a year for a year, grouped for grouped; round ones are common in news."""
    if re.fullmatch(r"(1[89]|20)\d\d", like) and rng.random() < 0.7:
        return str(rng.randint(1900, 2035))
    size = rng.choice((2, 3, 3, 4, 4, 5, 5, 6, 6, 7) if "," not in like else (4, 4, 5, 5, 6, 6, 7, 8))
    value = rng.randrange(10 ** (size - 1), 10**size)
    if rng.random() < 0.5:
        value = value // 10 ** (size - 1 - rng.randrange(2)) * 10 ** (size - 1)
        value = int(str(value)[:size])
    return f"{value:,}" if "," in like else str(value)


def numbers(pair: Pair, rng: random.Random) -> Pair | None:
    """The pair with every numeral that stands once on both sides replaced; None if there is none."""
    source, target = pair.source, pair.target
    changed = False
    for found in _NUMERAL.findall(source):
        if (
            len(re.findall(rf"(?<!\d){re.escape(found)}(?!\d)", source)) == 1
            and _NUMERAL.findall(target).count(found) == 1
        ):
            new = numeral(rng, found)
            source = _exchange(source, found, new)
            target = _exchange(target, found, new)
            changed = True
    return Pair(source, target, pair.weight, "numbers") if changed else None


def _exchange(text: str, old: str, new: str) -> str:
    return re.sub(rf"(?<![\w,]){re.escape(old)}(?![\w,])", new, text, count=1)


@cache
def _tables() -> list[tuple[dict[str, str], tuple[names.Name, ...]]]:
    """Names that may stand for each other: countries, cities, and peoples by gender and article."""
    peoples = [
        tuple(names.Name(f"{article}{name.source}{ending}", name.target) for name in names.peoples())
        for article, ending in product(("", "ال"), ("", "ة"))
    ]
    return [({n.source: n.target for n in kind}, kind) for kind in (names.countries(), names.cities(), *peoples)]


def places(pair: Pair, rng: random.Random) -> Pair | None:
    """The pair with its countries, cities and peoples exchanged for others, where both sides name them once."""
    source, target = pair.source, pair.target
    changed = False
    words = re.findall(r"[\u0600-\u06ff]+", source)
    for known, entries in _tables():
        for word in dict.fromkeys([*words, *(" ".join(two) for two in pairwise(words))]):
            if word not in known:
                continue
            here, there = rf"(?<!\w){re.escape(word)}(?!\w)", rf"\b{re.escape(known[word])}\b(?!')"
            if len(re.findall(here, source)) == len(re.findall(there, target)) == 1:
                new = rng.choice(entries)
                source, target = re.sub(here, new.source, source), re.sub(there, new.target, target)
                changed = True
    target = target[:1].upper() + target[1:] if changed and target else target
    return Pair(source, target, pair.weight, "places") if changed else None


def latin(pair: Pair, rng: random.Random, words: Sequence[str]) -> Pair | None:
    """The pair with its Latin words, copied from one side to the other, exchanged for others."""
    source, target = pair.source, pair.target
    changed = False
    for word in set(_LATIN_WORD.findall(source)):
        pattern = rf"(?<![\w.@/-]){word}(?![\w@/-])"
        if len(re.findall(pattern, source)) == 1 and len(re.findall(pattern, target)) == 1:
            new = rng.choice(words)
            source, target = re.sub(pattern, new, source), re.sub(pattern, new, target)
            changed = True
    return Pair(source, target, pair.weight, "latin") if changed else None


def substituted(
    pairs: Iterable[Pair], change: Callable[[Pair, random.Random], Pair | None], rng: random.Random, rounds: int
) -> Iterator[Pair]:
    """Every pair that can be changed, `rounds` times, each time with another value."""
    for pair in pairs:
        for _ in range(rounds):
            if new := change(pair, rng):
                yield new
