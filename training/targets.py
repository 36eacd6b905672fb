"""Evidence becomes examples: the bullet that the adapter shall learn to write from it.

What a reader can spare (:mod:`summarize.spare`) is left out by rule, but for figures. A target has passed the product's
own bar: no fault, no doubt, whole, standing alone, no mere copy. The base model's own drafts that pass are not taken:
one in ten of them is untrue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarize import rewriter, spare, style
from summarize.page import Page
from summarize.quantities import is_number_word
from summarize.rewrite import BULLET, HEADLINE, plain
from summarize.rewriter import TRUSTED
from summarize.words import count, words

from .evidence import Evidence
from .tuning import Bar

WHOLE = "whole"

_TALK = re.compile(r"\b[Yy]ou\b|\(\s|\[")
"""Somebody speaks to somebody, or a page's mark-up is left."""


@dataclass(frozen=True, slots=True)
class Example:
    """What the model is shown and shall write; ``by`` says who proposed it."""

    source: str
    task: str
    text: str
    bullet: str
    by: str
    held: bool = False


def shown(sentences: Sequence[str]) -> str:
    """The evidence as the product shows it to its model.

    >>> shown(["However, the port is open."])
    'the port is open.'
    """
    return plain(rewriter.shown(sentences))


def passes(text: str, sentences: Sequence[str], max_words: int = 28) -> bool:
    """Whether the product would take ``text`` as a written bullet of ``sentences``.

    >>> evidence = ["The port of Sirte, which burned in May, is closed on Monday."]
    >>> [passes(text, evidence) for text in ("The port of Sirte is closed.", "It is open.", evidence[0])]
    [True, False, False]
    """
    page = Page(tuple(sentences), tuple(range(len(sentences))))
    if style.leans(text) or page.is_copy(text, page.usable):
        return False
    checked = page.judge(text, page.usable, max_words)
    return bool(checked) and checked.score >= TRUSTED


def sees(shown_text: str, candidate: str) -> bool:
    """Whether all words of ``candidate`` stand in what the model is shown, in order.

    >>> sees("the port is open, officials", "The port is open."), sees("the port is open", "The port is open, he said.")
    (True, False)
    """
    there = iter([w.key for w in words(shown_text)])
    return all(w.key in there for w in words(candidate))


def figures(text: str) -> list[str]:
    """The numbers of ``text``, in order.

    >>> figures("Two of 12 men left.")
    ['two', '12']
    """
    return [w.key for w in words(text) if w.key[0].isdigit() or is_number_word(w.key)]


def examples(evidence: Evidence, bar: Bar) -> Iterator[Example]:
    """The examples of one group: its bullet, and its headline where the article's own is true to it.

    A short sentence that can spare nothing is an example of restraint, by :data:`WHOLE`: its bullet is the sentence.
    """
    text = shown(evidence.sentences)
    if (found := _bullet(evidence, text, bar)) is not None:
        yield Example(evidence.source, BULLET, text, *found, evidence.held)
    elif len(evidence.sentences) == 1 and _is_whole(text, bar):
        yield Example(evidence.source, BULLET, text, text, WHOLE, evidence.held)
    title = (evidence.title or "").strip().rstrip(".") + "."
    if len(title) > 1 and passes(title, evidence.sentences, bar.headline):
        yield Example(evidence.source, HEADLINE, text, title, "editor", evidence.held)


def _is_whole(text: str, bar: Bar) -> bool:
    """Whether a sentence is a bullet as it is."""
    fits = bar.shortest <= count(text) <= bar.longest and text[0].isupper() and text[-1] in ".!?"
    return fits and not _TALK.search(text) and not style.faults(text, max_words=bar.longest)


def _bullet(evidence: Evidence, text: str, bar: Bar) -> tuple[str, str] | None:
    """The mildest shortening that passes; of rough English a person's own sentence, where that passes."""
    room = min(bar.longest, int(bar.share * count(text)))

    def good(candidate: str) -> bool:
        fits = bar.shortest <= count(candidate) <= room and not _TALK.search(candidate)
        return fits and passes(candidate, evidence.sentences)

    for sentence in dict.fromkeys((*evidence.plain, *evidence.sentences)):
        own = sentence in evidence.sentences
        if not own and good(sentence):
            return sentence, "person"
        for made in spare.shorter(style.unopened(sentence), room):
            if (not own or sees(text, made)) and good(made) and figures(made) == figures(sentence):
                return made, "rule"
    return None
