"""Damaged text made fit for the model, sentence by sentence, with a record of every change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .rules import GUESSES, RULES, Edit
from .translation import Repair


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
    """A text on its way through the rules; ``origins`` are the spans of the source that its characters
    come from.
    """

    text: str
    origins: tuple[tuple[int, int], ...]


def mend(text: str) -> Mended:
    """Apply every rule in order.

    Tashkeel stays: the models met so far know it or drop it themselves.

    >>> mend("نشر الأممالمتحدة الســـلام .").text
    'نشر الأمم المتحدة السلام.'
    """
    draft = Draft(text, tuple((at, at + 1) for at in range(len(text))))
    repairs: list[Repair] = []
    for name, rule in RULES.items():
        edits = list(rule(draft.text))
        if edits:
            draft, made = _edited(draft, edits, name, text)
            repairs += made
    return Mended(draft.text, tuple(repairs), any(repair.rule in GUESSES for repair in repairs))


def _edited(draft: Draft, edits: Sequence[Edit], name: str, source: str) -> tuple[Draft, list[Repair]]:
    texts: list[str] = []
    origins: list[tuple[int, int]] = []
    repairs: list[Repair] = []
    at = 0
    for start, end, after in edits:
        texts += (draft.text[at:start], after)
        origins += draft.origins[at:start]
        touched = draft.origins[start:end]
        first, last = min(span[0] for span in touched), max(span[1] for span in touched)
        same_length = len(after) == end - start
        origins += touched if same_length and name != "visual_order" else [(first, last)] * len(after)
        repairs.append(Repair(name, first, last, source[first:last], after))
        at = end
    return Draft("".join(texts) + draft.text[at:], (*origins, *draft.origins[at:])), repairs
