"""The joints of a sentence, as far as they can be seen without a parser: where punctuation parts it, where it acts."""

from __future__ import annotations

from collections.abc import Sequence

from .lexicon import ABBREVIATIONS, VERBS
from .words import Word

_NOUNS = frozenset(
    "bed beds breed feed greed hundred indeed need red seed speed weed "
    "anything ceiling evening everything king morning nothing ring sibling something spring string thing wing".split()
)
"""End like verbs."""


def parted(source: str, one: Word, other: Word) -> bool:
    """Whether punctuation stands between two words."""
    between = source[one.end : other.start]
    if one.is_capital and (one.key in ABBREVIATIONS or len(one.key) == 1) and between.startswith("."):
        between = between[1:]  # "Dr. Haddad", "Lina K. Haddad"
    return any(mark in between for mark in ',;:.!?()\n\N{EM DASH}\N{EN DASH}"') or "--" in between


def borders(source: str, row: Sequence[Word], start: int, end: int) -> list[int]:
    """The places in ``range(start, end)``, but for 0, that punctuation parts from the word before.

    >>> from .words import words
    >>> borders("In May, he left; she did not.", words("In May, he left; she did not."), 0, 7)
    [2, 4]
    """
    return [at for at in range(max(1, start), end) if parted(source, row[at - 1], row[at])]


def is_verb(key: str) -> bool:
    """Whether a folded word looks like a verb, by list or by ending."""
    return key in VERBS or (key.endswith(("ed", "ing")) and key not in _NOUNS)


def finite(word: Word) -> bool:
    """Whether a word looks like a verb that a clause can have for its own: no participle in "ing"."""
    return acts(word) and not word.key.endswith("ing")


def acts(word: Word) -> bool:
    """Whether a word as it is written looks like a verb; "Mohamed" and "Beijing" do not."""
    return not word.is_capital and is_verb(word.key)
