"""Shortenings made by rule: clauses, asides and tails that a sentence can lose and stay true.

The rules propose; what they propose is believed only if the support check finds neither fault nor doubt, and if a
language model would have gone on from the word before a cut with the word behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from summarize.rewrite import tidy
from summarize.words import count

Span = tuple[int, int]

_DAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_END = r"(?=[.!?]$)"
_RULES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s*\([^()]*\)",
        r"\s*\[[^][]*\]",
        rf",\s(?:who|whose|whom|which|where|when|while|including|as well as|according to)\b[^,;:]*(?:,(?=\s)|{_END})",
        r",\s(?:an?|the|its|his|her|their)\s[^,;:]{3,70},(?=\s)",
        r"\s[-\N{EN DASH}\N{EM DASH}]\s[^-\N{EN DASH}\N{EM DASH}]*\s[-\N{EN DASH}\N{EM DASH}](?=\s)",
        r"^(?:In|On|At|After|Before|During|Following|As|While|Since|Despite|Amid|With|By|For)\b[^,;:]{3,90},\s+",
        r"^(?:However|Meanwhile|Moreover|Furthermore|In addition|Also|Additionally|Consequently|Therefore),\s+",
        rf"\son\s{_DAY}(?:\s(?:morning|afternoon|evening|night))?(?=[\s.])",
        rf",\s(?:\w+ing|with|and|as|after|before|because|since|although|though)\s[^;:]*{_END}",
        rf";\s[^;]*{_END}",
    )
)
_TAIL = re.compile(
    r",?\s(?:in order to|after|before|during|following|amid|because|while|since|until|in|on|at|for|from|with|by|under|"
    rf"through|within|among|between|including|such as|especially|particularly|and)\s[^,;:]*{_END}"
)
_LOOSE = re.compile(r"[,;:]*\s*([.!?])\.?$")
_MOST_CUTS = 3
_MOST_TRIED = 60


@dataclass(frozen=True, slots=True)
class Shortening:
    """A sentence without its ``cuts``, which are spans of the sentence that it was made from, in order."""

    text: str
    cuts: tuple[Span, ...]


def shortenings(sentence: str) -> Iterator[Shortening]:
    """What the rules make of ``sentence``, the fewest cuts first, the longest of these first.

    >>> made = [s.text for s in shortenings("The port (of Ras Lanuf), which burned, is closed on Monday.")]
    >>> made[0], "The port is closed." in made
    ('The port (of Ras Lanuf), which burned, is closed.', True)
    """
    spans = sorted({match.span() for rule in _RULES for match in rule.finditer(sentence)} | set(_tails(sentence)))
    made: dict[str, Shortening] = {}
    for most in range(1, _MOST_CUTS + 1):
        row = [Shortening(tidy(_without(sentence, cuts)), cuts) for cuts in combinations(spans, most) if _apart(cuts)]
        for shortening in sorted(row, key=lambda s: count(s.text), reverse=True):
            made.setdefault(shortening.text, shortening)
        if len(made) >= _MOST_TRIED:
            break
    yield from list(made.values())[:_MOST_TRIED]


def _tails(sentence: str) -> Iterator[Span]:
    at = 0
    while match := _TAIL.search(sentence, at):
        yield match.span()
        at = match.start() + 1


def _apart(cuts: tuple[Span, ...]) -> bool:
    return all(one[1] <= other[0] for one, other in pairwise(cuts))


def _without(sentence: str, cuts: tuple[Span, ...]) -> str:
    for start, end in reversed(cuts):
        sentence = sentence[:start] + sentence[end:]
    return _LOOSE.sub(r"\1", sentence)
