"""The joints of a sentence, as far as they can be seen without a parser: where punctuation parts it, where it acts."""

from __future__ import annotations

from .lexicon import ABBREVIATIONS, VERBS
from .words import Word


def parted(source: str, one: Word, other: Word) -> bool:
    """Whether punctuation stands between two words."""
    between = source[one.end : other.start]
    if one.is_capital and (one.key in ABBREVIATIONS or len(one.key) == 1) and between.startswith("."):
        between = between[1:]  # "Dr. Haddad", "Lina K. Haddad"
    return any(mark in between for mark in ',;:.!?()\n\N{EM DASH}\N{EN DASH}"') or "--" in between


def is_verb(key: str) -> bool:
    """Whether a folded word looks like a verb, by list or by ending."""
    return key in VERBS or key.endswith(("ed", "ing"))


def acts(word: Word) -> bool:
    """Whether a word as it is written looks like a verb; "Mohamed" and "Beijing" do not."""
    return not word.is_capital and is_verb(word.key)
