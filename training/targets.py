"""Evidence becomes examples: the bullet that the adapter shall learn to write from it.

Two proposers: the base model itself, under the product's own prompt and cut vocabulary (self-training), and the
rules of :mod:`training.shorten`. Whoever proposed it, a target has passed the product's own bar: no fault, no doubt,
nine words in ten from the source, whole, standing alone, no mere copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from summarize import style
from summarize.page import Page
from summarize.rewrite import BULLET, HEADLINE, Writer
from summarize.rewriter import READ, TRUSTED
from summarize.words import count

from .evidence import Evidence
from .shorten import Shortening, shortenings
from .tuning import Bar

_BOUNDED = re.compile(
    r"\b(?:not|no|never|nor|neither|cannot|without|only|none|few|all|every|each|any|first|last|most|least|until|if|"
    r"unless|largest|biggest|highest|lowest|oldest|youngest|worst|best|longest|smallest|latest|more|less|than)\b|n't\b",
    re.IGNORECASE,
)


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
    cut = " ".join(style.cut(sentence, READ, mark="") for sentence in sentences)
    return style.unopened(" ".join(cut.split()))


def passes(text: str, sentences: Sequence[str], max_words: int = 28) -> bool:
    """Whether the product would take ``text`` as a written bullet of ``sentences``.

    >>> evidence = ["The port (of Ras Lanuf), which burned, is closed on Monday."]
    >>> [passes(text, evidence) for text in ("The port is closed.", "The port is open.", evidence[0])]
    [True, False, False]
    """
    page = Page(tuple(sentences), tuple(range(len(sentences))))
    if style.leans(text) or page.is_copy(text, page.usable):
        return False
    checked = page.judge(text, page.usable, max_words)
    return bool(checked) and checked.score >= TRUSTED


def hangs(text: str, sentences: Sequence[str]) -> bool:
    """Whether ``text`` is cut in front of what a "not", an "only" or a "first" of its own may speak about.

    >>> hangs("It is not expected to land.", ["It is not expected to land in Florida."])
    True
    >>> hangs("It is not expected to land.", ["It is not expected to land, which surprised Florida."])
    False
    """
    end = " ".join(text.rstrip(".!?").split()[-3:])
    goes_on = any(re.search(rf"{re.escape(end)}\s\w", sentence, re.IGNORECASE) for sentence in sentences)
    return goes_on and bool(_BOUNDED.search(text))


class Reader:
    """The base model reading a sentence: how likely every piece is, and what would stand behind a cut."""

    def __init__(self, writer: Writer, sentence: str) -> None:
        encoded = writer.tokenizer.encode(sentence, add_special_tokens=False)
        self._starts = [start for start, _ in encoded.offsets]
        self._ends = [end for _, end in encoded.offsets]
        self._ids = encoded.ids
        self._stop = writer.tokenizer.token_to_id(".")
        start = "<|endoftext|>"
        found: Any = writer.generator.forward_batch([[start, *encoded.tokens]], return_log_probs=True)
        self._logs = np.asarray(found)[0]
        self.mean = float(np.mean([self._logs[at, piece] for at, piece in enumerate(self._ids)]))

    def joint(self, shortening: Shortening) -> float:
        """The least likely of the joints at the cuts; a cut at the very start leaves none."""
        return min((self._at(start, end) for start, end in shortening.cuts if start), default=0.0)

    def _at(self, start: int, end: int) -> float:
        before = sum(place <= start for place in self._ends)
        behind = [piece for piece, place in zip(self._ids, self._ends, strict=True) if place > end]
        return float(self._logs[before, behind[0] if len(behind) > 1 else self._stop])


def examples(evidence: Evidence, writer: Writer, bar: Bar, *, ask: bool = False) -> Iterator[Example]:
    """The examples of one group: its bullet, and its headline where the article's own is true to it.

    With ``ask`` the model proposes first; else only the rules do.
    """
    text = shown(evidence.sentences)
    if (found := _bullet(evidence, text, writer, bar, ask)) is not None:
        yield Example(evidence.source, BULLET, text, *found, evidence.held)
    title = (evidence.title or "").strip().rstrip(".") + "."
    if len(title) > 1 and passes(title, evidence.sentences, bar.headline):
        yield Example(evidence.source, HEADLINE, text, title, "editor", evidence.held)


def _bullet(evidence: Evidence, text: str, writer: Writer, bar: Bar, ask: bool) -> tuple[str, str] | None:
    """The likeliest draft of the model that passes, else the mildest shortening that passes and reads well."""
    room = min(bar.longest, int(bar.share * count(text)))
    if room < bar.shortest:
        return None

    def good(candidate: str) -> bool:
        fits = bar.shortest <= count(candidate) <= room and not hangs(candidate, evidence.sentences)
        return fits and passes(candidate, evidence.sentences)

    if ask and (drafts := [d.text for d in writer.start(text, max_words=bar.longest)() if good(d.text)]):
        return drafts[0], "model"
    rough = evidence.plain != evidence.sentences
    for plain in dict.fromkeys((*evidence.plain, *evidence.sentences)):
        sentence = style.unopened(plain)
        if rough and plain not in evidence.sentences and good(plain):
            return plain, "person"
        proposed = [shortening for shortening in shortenings(sentence) if good(shortening.text)]
        reader = Reader(writer, sentence) if proposed else None
        for shortening in proposed:
            if reader and (not rough or reader.mean >= bar.rough) and reader.joint(shortening) >= bar.joint:
                return shortening.text, "rule"
    return None
