"""Damaged text made fit for the model, sentence by sentence, with a record of every change."""

from __future__ import annotations

import logging
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from .rules import GUESSES, RULES, Edit
from .translation import Repair

SHOWN = 60
"""Characters of a text that the log shows."""

_log = logging.getLogger("mujaz")


@dataclass(frozen=True, slots=True)
class Mended:
    """The text for the engine.

    ``repairs`` name the rule, and the span of the sentence that was given (not of a text in between);
    ``guessed`` says that one of them may be wrong.
    """

    text: str
    repairs: tuple[Repair, ...] = ()
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way through the rules; ``starts`` and ``ends`` say which span of the source each of
    its characters comes from.
    """

    text: str
    starts: array[int]
    ends: array[int]


def mend(text: str) -> Mended:
    """Apply every rule in order.

    Tashkeel stays: the models met so far know it or drop it themselves.

    >>> mend("نشر الأممالمتحدة الســـلام .").text
    'نشر الأمم المتحدة السلام.'
    """
    draft = Draft(text, array("l", range(len(text))), array("l", range(1, len(text) + 1)))
    repairs: list[Repair] = []
    for name, rule in RULES.items():
        edits = list(rule(draft.text))
        if edits:
            draft, made = _edited(draft, edits, name, text)
            repairs += made
    guesses = [repair for repair in repairs if repair.rule in GUESSES]
    for guess in guesses:
        _log.debug("mended (%s): %s → %s", guess.rule, _printable(guess.before), _printable(guess.after))
    return Mended(draft.text, tuple(repairs), bool(guesses))


def _printable(text: str) -> str:
    """The beginning of ``text`` without control characters, for a log that may be a terminal."""
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:SHOWN])
    return shown + "…" * (len(text) > SHOWN)


def _edited(draft: Draft, edits: Sequence[Edit], name: str, source: str) -> tuple[Draft, list[Repair]]:
    texts: list[str] = []
    starts, ends = array("l"), array("l")
    repairs: list[Repair] = []
    at = 0
    for start, end, after in edits:
        first, last = min(draft.starts[start:end]), max(draft.ends[start:end])
        in_place = len(after) == end - start and name != "visual_order"
        texts += (draft.text[at:start], after)
        starts += draft.starts[at:start]
        starts += draft.starts[start:end] if in_place else array("l", [first]) * len(after)
        ends += draft.ends[at:start]
        ends += draft.ends[start:end] if in_place else array("l", [last]) * len(after)
        repairs.append(Repair(name, first, last, source[first:last], after))
        at = end
    texts.append(draft.text[at:])
    return Draft("".join(texts), starts + draft.starts[at:], ends + draft.ends[at:]), repairs
