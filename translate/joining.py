"""Windows back into one sentence: their English run on, their choices as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .engine import Hypothesis
from .guard import BROKEN
from .judgement import Choice, Context, Source, judge
from .translation import Alternative, shared


def join(text: str, parts: Sequence[tuple[Choice, int]], context: Context, *, pieces: Sequence[str] = ()) -> Choice:
    """One choice for a sentence that went through in windows, judged as a whole.

    Args:
        text: the sentence.
        parts: the choice of each window, and the tokens that its score is the mean of.
        context: what the run knows.
        pieces: the windows; where one ends no sentence, neither does its English.
    """
    choices = [choice for choice, _ in parts]
    scored = [(choice.score, tokens) for choice, tokens in parts if choice.score is not None]
    total = sum(tokens for _, tokens in scored)
    score = sum(score * tokens for score, tokens in scored) / total if total else None
    said = _run_on([choice.text for choice in choices], pieces)
    whole = judge(Source.read(text, context), Hypothesis(said, (), score or 0.0), context)
    repaired = any(choice.repaired for choice in choices)
    of_parts = BROKEN | {"unknown_characters"} | ({"name_lost"} if repaired else set())
    flags = (*whole.flags, *(flag for choice in choices for flag in choice.flags if flag in of_parts))
    restored = (name for choice in choices for name in choice.lost_names if name.restored)
    return replace(
        whole,
        score=score,
        flags=shared(tuple(dict.fromkeys(flags))),
        index=max(choice.index for choice in choices),
        tries=tuple(each for choice in choices for each in choice.tries),
        lost_names=(
            *whole.lost_names,
            *(name for name in restored if replace(name, restored=False) not in whole.lost_names),
        ),
        alternative=_other_part(parts, pieces),
        repaired=repaired,
    )


def _other_part(parts: Sequence[tuple[Choice, int]], pieces: Sequence[str]) -> Alternative | None:
    """The whole with the first window that has an alternative put otherwise."""
    texts = [choice.text for choice, _ in parts]
    for at, (choice, _) in enumerate(parts):
        if choice.alternative is not None:
            said = _run_on([*texts[:at], choice.alternative.text, *texts[at + 1 :]], pieces)
            return replace(choice.alternative, text=said, score=None)
    return None


OPENERS = frozenset(
    "the a an this that these those it its he his she her they their there which who whose where when while and but or "
    "nor both either as in on at of to by for with without from into after before during since until through between "
    "among against under over about although because if unless so than then especially including according".split()
)
"""Words that are no names, though a window that begins with one gives it a capital."""


def _run_on(texts: Sequence[str], pieces: Sequence[str]) -> str:
    """The windows' English as one sentence: no full stop and no capital that only the cut has made."""
    said = ""
    for at, text in enumerate(texts):
        ended = at == 0 or len(pieces) != len(texts) or pieces[at - 1].rstrip().endswith((".", "؟", "!", ":"))
        if not ended:
            said = said.removesuffix(".")
            first = text.split(" ", 1)[0]
            text = first.casefold() + text[len(first) :] if first.casefold() in OPENERS else text  # noqa: PLW2901
        said = f"{said} {text}" if said and text else said + text
    return said
