"""Does a sentence of English rest on its evidence? Every way of making bullets asks here.

The check knows nothing of models. It compares a sentence with the cited sentences, word by word: numbers, names,
negation, modality, direction, quotations, content words, loops and length. What it finds is named, so that a
person can see why a sentence was turned down.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from . import cuts, determiners, names, quantities, relations, roles, stance, style
from .words import content, count, quotations, related_stem, stem, words

MIN_SHARE = 0.33
"""Least share of a text's content words that must stand in the evidence (by stem)."""

DOUBT = 0.75
"""What is left of the score after a doubt."""

_GAP = re.compile(r"\.{3,}|\N{HORIZONTAL ELLIPSIS}|\[[^\]]*\]|(?<=[.!?])\s")
"""What an editor leaves out of a quotation, or puts in, and says so."""


@dataclass(frozen=True, slots=True)
class Support:
    """``score`` is 0 to 1; ``faults`` are reasons in plain words. A text with a fault is never shown as a bullet."""

    score: float
    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    """What a paraphrase may do and an invention does: words joined as the source does not join them."""

    def __bool__(self) -> bool:
        """Whether the evidence carries the text."""
        return not self.faults


def support(text: str, evidence: Sequence[str], article: Sequence[str] = ()) -> Support:
    """How well ``evidence`` (the cited sentences) carries ``text``; ``article`` lends aliases of names.

    >>> support("Two men died in Tripoli.", ["Two men have died in Tripoli, officials said."]).faults
    ()
    >>> support("Three men died in Benghazi.", ["Two men have died in Tripoli, officials said."]).faults
    ('number Three', 'name Benghazi')
    """
    text = style.undated(text)
    evidence = [style.undated(sentence) for sentence in evidence]
    joined = "\n".join(evidence)
    faults = [f"number {text[q.start : q.end]}" for q in quantities.unsupported(text, joined)]
    faults += [f"name {name}" for name in names.unsupported(text, joined, article)]
    if not any(fault.startswith("name") for fault in faults):
        faults += [f"name {name} in another's place" for name in roles.misplaced(text, evidence, article)]
    for fault, find in stance.FAULTS.items():
        faults += [f"{fault}: {what}" for what in find(text, evidence)]
    faults += [f"quotation not verbatim: {quote}" for quote in _misquoted(text, joined)]
    faults += [f"loop: {what}" for what in loops(text, joined)]
    share = content_share(text, joined)
    if share < MIN_SHARE:
        faults.append(f"only {share:.0%} of its words are in the source")
    if count(text) > 4 + 1.2 * count(joined):
        faults.append("longer than its source")
    doubts = relations.doubts(text, evidence)
    doubts += [f"name {name} in another's place" for name in relations.usurped(text, evidence)]
    doubts += cuts.doubts(text, evidence) if share == 1.0 else []
    doubts += [f"out of its brackets: {what}" for what in cuts.unbracketed(text, evidence)]
    doubts += [f"article of its own: {what}" for what in determiners.added(text, evidence)]
    for doubt, find in stance.DOUBTS.items():
        doubts += [f"{doubt}: {what}" for what in find(text, evidence)]
    score = share * 0.5 ** len(faults) * DOUBT ** len(doubts)
    return Support(round(score, 3), tuple(faults), tuple(doubts))


def content_share(text: str, evidence: str) -> float:
    """The share of content words of ``text`` whose stem stands in ``evidence``; 1 for a text without any."""
    stems = [w.stem for w in content(text)]
    if not stems:
        return 1.0 if words(text) else 0.0
    known = {w.stem for w in words(evidence)}
    return sum(s in known or related_stem(s, known) for s in stems) / len(stems)


def loops(text: str, evidence: str) -> list[str]:
    """What ``text`` says again and again, more often than the evidence does.

    >>> loops("The United Arab Republics, the United Arab Republics, met", "The United Arab Republics met")
    ['united arab republics']
    >>> loops("The port is is open.", "The port is open.")
    ['is is']
    """
    keys = [w.key for w in words(text)]
    source = [w.key for w in words(evidence)]
    stammered = set(pairwise(keys)) - set(pairwise(source))
    found = [f"{one} {other}" for one, other in sorted(stammered) if one == other]
    for size, least in ((3, 2), (1, 3)):
        runs = Counter(zip(*(keys[i:] for i in range(size)), strict=False))
        known = Counter(zip(*(source[i:] for i in range(size)), strict=False))
        for run, times in runs.items():
            if times >= least and times > known[run] and len(_solid(run)) == size:
                found.append(" ".join(run))
    return found[:1]


def _solid(run: tuple[str, ...]) -> list[str]:
    return [w.key for w in content(" ".join(run))]


def _misquoted(text: str, evidence: str) -> list[str]:
    told = _spaced(evidence)
    return [quote for quote in quoted(text) if _spaced(quote) not in told]


def _spaced(text: str) -> str:
    """The words of ``text``, a space before and behind each, so that a part of one is not found."""
    return "".join(f" {word.key} " for word in words(text))


def quoted(text: str) -> list[str]:
    """What stands in quotation marks, parted where an editor says that he left something out.

    >>> quoted('He said "the port ... is open" and "we left. It rained."')
    ['the port ', 'is open', 'we left.', 'It rained.']
    """
    return [part for quote in quotations(text) for part in _GAP.split(quote) if words(part)]


def stems(text: str) -> frozenset[str]:
    """The stems of the content words of ``text``."""
    return frozenset(stem(w.key) for w in content(text))


def overlap(one: str, other: str) -> float:
    """The share of content stems that the shorter of two texts has in common with the other.

    >>> overlap("The army took the port.", "The port was taken; the army shelled it")
    1.0
    """
    a, b = stems(one), stems(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
