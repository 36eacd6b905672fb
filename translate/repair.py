"""Repairs of numbers: a figure is set right where it is sure which one is wrong.

That is where the source has exactly one number without a counterpart, the target exactly one too, and the one is the
other with zeros lost or gained or one digit wrong. Nothing else is ever touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .quantity import Ledger, Quantity


@dataclass(frozen=True, slots=True)
class Change:
    """``text[start:end]`` of a target, ``before``, is to become ``after``.

    ``article``: whether «a» or «an» in front may be changed with it.
    """

    start: int
    end: int
    before: str
    after: str
    article: bool = True


def apply(text: str, changes: Sequence[Change]) -> str:
    """The text with all changes made, and «a» or «an» in front of them as their new sound wants."""
    for change in sorted(changes, key=lambda each: -each.start):
        head = text[: change.start]
        article = re.search(r"\b([Aa])n? $", head)
        if article and change.article and change.after[:1].isalpha():
            head = head[: article.start()] + article[1] + ("n " if change.after[0] in "AEIOaeio" else " ")
        text = head + change.after + text[change.end :]
    return text


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
    differs = [at for at, (digit, said) in enumerate(zip(one, other, strict=True)) if digit != said]
    neighbours = len(differs) == 2 and differs[1] == differs[0] + 1
    return len(differs) == 1 or (neighbours and sorted(one) == sorted(other))
