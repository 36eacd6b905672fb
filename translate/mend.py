"""Damaged text made fit for the model, sentence by sentence, with a record of every change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .translation import Repair

Edit = tuple[int, int, str]
Rule = Callable[[str], Iterator[Edit]]


@dataclass(frozen=True, slots=True)
class Mended:
    """The text for the engine; ``repairs`` count offsets in the sentence that was given."""

    text: str
    repairs: tuple[Repair, ...] = ()
    guessed: bool = False


def mend(text: str) -> Mended:
    """Apply every rule in order.

    >>> mend("الســـلام  عليكم").text
    'السلام عليكم'
    """
    spans = [(at, at + 1) for at in range(len(text))]
    current = text
    repairs: list[Repair] = []
    for name, rule in RULES.items():
        edits = list(rule(current))
        if not edits:
            continue
        out: list[str] = []
        moved: list[tuple[int, int]] = []
        at = 0
        for start, end, after in edits:
            out.append(current[at:start] + after)
            moved += spans[at:start]
            first, last = spans[start][0], spans[end - 1][1]
            moved += [(first, last)] * len(after)
            repairs.append(Repair(name, first, last, text[first:last], after))
            at = end
        out.append(current[at:])
        moved += spans[at:]
        current, spans = "".join(out), moved
    return Mended(current, tuple(repairs), any(repair.rule in GUESSES for repair in repairs))


def _tatweel(text: str) -> Iterator[Edit]:
    for match in re.finditer("\N{ARABIC TATWEEL}+", text):
        yield match.start(), match.end(), ""


def _spaces(text: str) -> Iterator[Edit]:
    for match in re.finditer(r"\s+", text):
        if match.group() != " ":
            yield match.start(), match.end(), " "


RULES: dict[str, Rule] = {"tatweel": _tatweel, "white_space": _spaces}
GUESSES = frozenset({"glued_words", "mojibake", "visual_order"})
