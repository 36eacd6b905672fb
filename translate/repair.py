"""Repairs: a number or a known name is set right where it is sure which words of the English are wrong.

A figure is repaired where the source has exactly one number without a counterpart, the target exactly one too, and the
one is the other with zeros lost or gained or one digit wrong. A name is repaired where the source has a known name
without a counterpart, and the model, while it wrote a capitalised word that stands for nothing else, looked at that
name. Nothing else is ever touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .alignment import Alignment
from .arabic_word import fold
from .gazetteer import English, Entry, Mention, plain
from .quantity import Ledger, Quantity
from .skeleton import arabic_skeleton, distance, english_skeleton

LOOKED_AT = 0.5
"""The share of its looking that a word must have done at a name to stand for it."""

KINDS = frozenset(("country", "region", "city", "people", "person", "month", "day", "language"))
"""Kinds of names that are written with a capital and in one or two words, so that one can be put for the other."""

NOT_SURE = frozenset(map(fold, ("عمان", "قطر", "كوبا", "مسقط", "الخليل", "المغرب", "حماة", "سوسة", "غاني", "قطري")))
"""Names that are common words or two places; they are missed where they lack, but never put in."""

CORE = re.compile(r"^(?P<before>\W*)(?P<core>.*?)(?P<after>(?:['’]s)?[^\w$€£%]*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Change:
    """``text[start:end]`` of a target, ``before``, is to become ``after``."""

    start: int
    end: int
    before: str
    after: str


def apply(text: str, changes: Sequence[Change]) -> str:
    """The text with all changes made, and «a» or «an» in front of them as their new sound wants."""
    for change in sorted(changes, key=lambda each: -each.start):
        head = text[: change.start]
        article = re.search(r"\b([Aa])n? $", head)
        if article and change.after[:1].isalpha():
            head = head[: article.start()] + article[1] + ("n " if change.after[0] in "AEIOaeio" else " ")
        text = head + change.after + text[change.end :]
    return text


# -- numbers -------------------------------------------------------------------------------------------------------


def number_changes(target: str, ledger: Ledger) -> list[Change]:
    """The one change that sets the only wrong number right, or none.

    >>> from .quantity import compare
    >>> text = "Some 900 people fled."
    >>> apply(text, number_changes(text, compare("فر نحو 9000 شخص", text)))
    'Some 9000 people fled.'
    """
    if len(ledger.lost) != 1 or len(ledger.added) != 1:
        return []
    lost, added = ledger.lost[0], ledger.added[0]
    right, wrong = _whole(lost), _whole(added)
    figure = re.fullmatch(r"\d[\d,]*", added.written) is not None
    glued = target[added.end : added.end + 1].isalpha() or target[: added.start][-1:].isalpha()
    if right is None or wrong is None or not figure or glued or not (_zeros(right, wrong) or _one_digit(right, wrong)):
        return []
    grouped = "," in added.written or (right > 9999 and "," in target)
    return [Change(added.start, added.end, added.written, f"{right:,}" if grouped else str(right))]


def _whole(quantity: Quantity) -> int | None:
    values = [reading for reading in quantity.readings if isinstance(reading, Fraction)]
    return int(values[0]) if len(values) == 1 and values[0].denominator == 1 and values[0] > 2 else None


def _zeros(right: int, wrong: int) -> bool:
    return wrong > 0 and str(right).rstrip("0") == str(wrong).rstrip("0")


def _one_digit(right: int, wrong: int) -> bool:
    """One digit of three or more is another, or two neighbours are exchanged."""
    one, other = str(right), str(wrong)
    if len(one) != len(other) or len(one) < 3:
        return False
    return sum(left != right_ for left, right_ in zip(one, other, strict=True)) == 1 or sorted(one) == sorted(other)


# -- names ---------------------------------------------------------------------------------------------------------


def name_changes(
    target: str, mentions: Sequence[Mention], lost: Sequence[Mention], alignment: Alignment
) -> list[Change]:
    """The changes that put known names where the model wrote others.

    Args:
        target: the hypothesis.
        mentions: all known names of the source.
        lost: those without a counterpart in the target.
        alignment: which words the model looked at.
    """
    changes: list[Change] = []
    kept = [mention for mention in mentions if mention not in lost]
    for mention in lost:
        if mention.kind in KINDS and " ".join(mention.key) not in NOT_SURE:
            change = _change(target, mention, kept, alignment)
            if change is not None and not any(
                other.start < change.end and change.start < other.end for other in changes
            ):
                changes.append(change)
    return changes


def _change(target: str, mention: Mention, kept: Sequence[Mention], alignment: Alignment) -> Change | None:
    """The run of words that stands for ``mention``, if there is exactly one and it stands for nothing else."""
    own = alignment.source_words(mention.start, mention.end)
    looking = [at for at in range(len(alignment.target)) if alignment.weight(at, own) >= LOOKED_AT]
    runs = _runs([at for at in looking if _capitalised(target, alignment, at, kept)])
    if len(runs) != 1:
        return None
    first, last = runs[0][0], runs[0][-1]
    start, end = alignment.target[first].start, alignment.target[last].end
    parts = CORE.match(target[start:end])
    if parts is None or not parts["core"]:
        return None
    start, end = start + parts.start("core"), start + parts.end("core")
    after = spelling(mention, plural=_plural(mention, parts["core"]))
    return None if plain(after) == plain(target[start:end]) else Change(start, end, target[start:end], after)


def _capitalised(target: str, alignment: Alignment, at: int, kept: Sequence[Mention]) -> bool:
    """Whether word ``at`` is a name that stands for no known name that was kept."""
    span = alignment.target[at]
    word = target[span.start : span.end].lstrip("\"'([«“‘")
    if not word[:1].isupper() or (at == 0 and plain(word) in OPENERS) or not plain(word):
        return False
    text = English(word)
    return not any(mention.stands_in(text) or _part_of(word, mention) for mention in kept)


OPENERS = frozenset(
    ("the", "a", "an", "in", "on", "he", "she", "it", "they", "we", "this", "that", "and", "but", "i", "for", "at")
)


def _part_of(word: str, mention: Mention) -> bool:
    return any(f" {plain(word)} " in f" {form.casefold()} " for entry in mention.entries for form in entry.accepted)


def _runs(places: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for at in places:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _plural(mention: Mention, said: str) -> bool:
    """Whether a people stands in the plural: both the Arabic and what the model wrote say so."""
    return mention.kind == "people" and mention.key[-1].endswith(("ون", "ين")) and said.endswith(("s", "ese"))


def spelling(mention: Mention, *, plural: bool = False) -> str:
    """The usual English spelling, in as many words as the Arabic has.

    The surname alone of a person («القذافي») is the spelling that sounds most like it.
    """
    entry: Entry = mention.entries[0]
    if entry.kind == "person" and len(mention.key) == 1:
        sounds = arabic_skeleton(mention.key[0].removeprefix("ال"))
        return min(entry.english[1:] or entry.english, key=lambda each: distance(english_skeleton(each), sounds))
    name = entry.english[0]
    return f"{name}s" if plural and not name.endswith(("s", "ese", "sh", "ch")) else name
