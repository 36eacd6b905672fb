"""The guards: named checks that see an untrustworthy translation without knowing the right one.

Each guard is a small pure function of a source and a target. Their thresholds were chosen on the even lines
of FLORES-200 dev (source and reference) and are reported on the odd ones by ``bench/guards.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import eq

from . import negation
from .arabic_word import fold

WORD = re.compile(r"\w+(?:['’.,-]\w+)*")
ARABIC_WORD = re.compile(r"[\u0620-\u064A\u0671-\u06D3\u06FA-\u06FF\uFB50-\uFDFF\uFE70-\uFEFC]{2,}")
LETTER = re.compile(r"[^\W\d_]")
SHORTEST, SLACK = 0.72, 4
"""Least letters of English for a letter of Arabic (0.8 % of the even lines are below), and what may lack besides."""

LONGEST, SLACK_LONG = 1.6, 20
"""Most letters of English for a letter of Arabic (2.4 % of the even lines are above), and what may come besides."""

MOST_ECHO = 0.15
"""Most three-word phrases that may be said again, as a share (even lines: at most 0.125)."""

LOOPED_LETTERS = re.compile(r"([^\W\d_]{1,6}?)\1{4,}")


@dataclass(frozen=True, slots=True)
class Guard:
    """A fault, the check that sees it, and how grave it is when hypotheses are compared."""

    flag: str
    fires: Callable[[str, str], bool]
    weight: float


def empty(source: str, target: str) -> bool:
    """Nothing came out, or nothing but punctuation, though the source has words.

    >>> empty("وصل الوزير", "...")
    True
    """
    return bool(LETTER.search(source)) and not re.search(r"\w", target)


def copied(source: str, target: str) -> bool:
    """An Arabic word of two letters or more stands in the English.

    >>> copied("وصل الوزير", "The الوزير arrived")
    True
    """
    return bool(ARABIC_WORD.search(target))


def too_short(source: str, target: str) -> bool:
    """Far less English than the Arabic holds: a truncated sentence, a dropped clause.

    >>> too_short("وصل الوزير إلى العاصمة الليبية صباح اليوم في زيارة رسمية", "He came.")
    True
    """
    return letters(target) < SHORTEST * folded_letters(source) - SLACK


def too_long(source: str, target: str) -> bool:
    """Far more English than the Arabic can hold: a loop, an invented clause.

    >>> too_long("نعم", "I will kill you, said the minister to the members of the court of the land.")
    True
    """
    return letters(target) > LONGEST * folded_letters(source) + SLACK_LONG


@lru_cache(maxsize=256)
def letters(text: str) -> int:
    """Letters and digits; marks of vowelling do not count."""
    return sum(map(str.isalnum, text))


@lru_cache(maxsize=256)
def folded_letters(source: str) -> int:
    """The letters of an Arabic text without its tatweel."""
    return letters(fold(source))


def repetition(source: str, target: str) -> bool:
    """The English loops: a phrase again and again, or the same few phrases over the sentence.

    What the source itself repeats is allowed: its own loops are subtracted.

    >>> repetition("وصل الوزير اليوم", "the minister the minister the minister arrived today")
    True
    >>> repetition("يوما بعد يوم", "day after day")
    False
    """
    if LOOPED_LETTERS.search(target.casefold()) and not LOOPED_LETTERS.search(source):
        return True
    words = WORD.findall(target.casefold())
    loop, again = loops(words), echo(words)
    if loop <= 1 and again <= MOST_ECHO:  # as nearly always
        return False
    source_words = WORD.findall(source.casefold())
    return loop > max(1, loops(source_words)) or again > max(MOST_ECHO, echo(source_words) + 0.1)


def loops(words: list[str]) -> int:
    """How often a phrase follows itself, at most: 1 for none; a single word counts from its third time."""
    most = 1
    for size in range(1, 9):
        if sum(map(eq, words[size:], words)) < max(2, size):  # as nearly always, and told in no time
            continue
        run = 0
        for at in range(size, len(words)):
            run = run + 1 if words[at] == words[at - size] else 0
            times = 1 + run // size
            if times >= (3 if size == 1 else 2):
                most = max(most, times)
    return most


def echo(words: list[str]) -> float:
    """The share of three-word phrases that were said before."""
    total = len(words) - 2
    return (total - len(set(zip(words, words[1:], words[2:], strict=False)))) / total if total >= 4 else 0.0


GUARDS = (
    Guard("empty", empty, 100),
    Guard("copied", copied, 50),
    Guard("repetition", repetition, 40),
    Guard("too_short", too_short, 20),
    Guard("too_long", too_long, 20),
    Guard("negation_lost", negation.lost, 10),
    Guard("negation_added", negation.added, 10),
)

BROKEN = frozenset(("empty", "copied", "repetition", "too_short", "too_long"))
"""Faults of a text that is broken, whatever it says."""
