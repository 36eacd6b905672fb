"""Which sentences carry an article: groups of one to three that a bullet can rest on.

A sentence weighs what it has in common with the whole article (cosine to the centroid of TF-IDF vectors), times
how early it stands, times how concrete it is (names, numbers). Groups are taken greedily, each as far as possible
from what was taken before (maximal marginal relevance, Carbonell and Goldstein 1998). In a long document its parts take
turns, so that the end has its say. All of it is linear in the length of the article, but for the taken groups.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from . import style
from .names import spans
from .quantities import quantities
from .support import loops
from .tfidf import Rows, Vector, unit
from .words import count

SHORTEST = 5
"""Words that a sentence must have to stand alone."""

LONGEST_GROUP = 60
"""Words that the sentences of a group may have together."""

PARTS = 4
"""Parts of a long document that take turns."""

STRETCH = 40
"""Sentences a part: two parts from 60 sentences on, four from 140. Shorter parts choose worse from news."""

WORTH = 0.2
"""What a sentence must weigh, of the weightiest, to be taken because it is its part's turn."""

_SPOKEN = re.compile(r"\b(?:I|you|your|we|our|my|click here)\b")
"""A sentence that talks to its reader, or a quotation that goes on from the sentence before."""

_FURNITURE = re.compile(
    r"^(?:see|read|watch|click|photos?|related)\b[^.]{0,20}:|\bcontributed to th(?:is|e) (?:report|story)\b",
    re.IGNORECASE,
)
"""What a page says about itself."""


@dataclass(frozen=True, slots=True)
class Group:
    """Indices of neighbouring sentences that one bullet is made of, and the weight of its best one (``seed``)."""

    members: tuple[int, ...]
    seed: int
    weight: float


def centroid(sentences: Sequence[str]) -> Vector:
    """Cosine of every sentence to the mean of all, 0 to 1."""
    rows = Rows.of(sentences)
    return rows @ unit(rows.sum(range(len(sentences))))


def position(total: int, *, half: float = 6.0) -> Vector:
    """How much a place weighs: 1 for the first sentence, down towards 0.35; halfway after ``half`` sentences."""
    return np.asarray(0.35 + 0.65 / (1.0 + np.arange(total) / half))


def concreteness(sentence: str) -> float:
    """1 for a sentence without names and numbers, up to 1.5 for one that is full of them."""
    found = len(spans(sentence)) + len(quantities(sentence))
    return 1.0 + min(0.5, 2.0 * found / max(8, count(sentence)))


def weigh(sentences: Sequence[str]) -> Vector:
    """The weight of every sentence; short, looping and endless ones weigh less."""
    if not sentences:
        return np.zeros(0)
    weights = centroid(sentences) * position(len(sentences))
    for at, sentence in enumerate(sentences):
        weights[at] *= concreteness(sentence)
        if count(sentence) < SHORTEST or sentence.rstrip().endswith("?"):
            weights[at] *= 0.2
        if _SPOKEN.search(style.told(sentence)):
            weights[at] *= 0.4
        if _FURNITURE.search(sentence):
            weights[at] *= 0.1
        if loops(sentence, ""):
            weights[at] *= 0.3
        if count(sentence) > style.ENDLESS:
            weights[at] *= 0.1
    return weights


def choose(
    sentences: Sequence[str],
    *,
    usable: Collection[int],
    doubtful: Collection[int] = (),
    focus: str | None = None,
    weigh: Callable[[Sequence[str]], Vector] = weigh,
    redundancy: float = 0.6,
    limit: int = 40,
    parts: int = PARTS,
    grow: bool = True,
) -> list[Group]:
    """Groups of neighbouring sentences, the weightiest first (of each part in turn), no sentence in two of them.

    Args:
        sentences: the whole article; weights come from all of it.
        usable: indices that may be cited.
        doubtful: usable ones that are better left alone (an uncertain translation).
        focus: words that every group must have something of.
        weigh: gives a weight a sentence.
        redundancy: how much likeness to what was taken before costs.
        limit: groups at most.
        parts: how many parts of a long document take turns at most; one if there is a focus.
        grow: take in the sentences that a group leans on.
    """
    places = sorted(set(usable))
    rows = Rows.of([*sentences, focus or ""])
    weights = weigh(sentences).copy()
    if focus:
        weights = (rows @ rows.sum([len(sentences)]))[:-1] * (0.5 + weights)
    weights[list(doubtful)] *= 0.4
    likeness = np.zeros(len(sentences))
    untaken = set(places)
    free = [at for at in places if weights[at] > 0]
    part = _parts(places, 1 if focus else parts)
    least = WORTH * weights[free].max(initial=0.0)
    waiting: set[int] = set()
    taken: list[Group] = []
    while free and len(taken) < limit:
        worth = [at for at in free if weights[at] >= least] or free
        if waiting.isdisjoint(part[at] for at in worth):
            waiting = set(part.values())
        turn = (at for at in worth if part[at] in waiting)
        seed = max(turn, key=lambda at: (weights[at] * (1.0 - redundancy * likeness[at]), -at))
        waiting.discard(part[seed])
        members = _grow(sentences, seed, untaken, set(doubtful)) if grow else (seed,)
        taken.append(Group(members, seed, float(weights[seed])))
        untaken -= set(members)
        free = [at for at in free if at in untaken]
        likeness = np.maximum(likeness, (rows @ rows.sum(members).clip(max=1.0))[:-1])
    return taken


def _parts(places: Sequence[int], most: int) -> dict[int, int]:
    """The part that each place stands in; places that must not be cited count for nothing.

    >>> [max(_parts(range(size), 4).values()) for size in (59, 60, 139, 140, 600)]
    [0, 1, 2, 3, 3]
    """
    count = min(most, max(1, int(len(places) / STRETCH + 0.5)))
    return {at: number * count // len(places) for number, at in enumerate(places)}


def _grow(sentences: Sequence[str], seed: int, free: set[int], doubtful: set[int]) -> tuple[int, ...]:
    """The seed with the sentence that it leans on, and the one that that leans on."""
    members = [seed]
    room = LONGEST_GROUP - count(sentences[seed])
    while len(members) < 3 and style.leans(sentences[members[0]]):
        before = members[0] - 1
        if before not in free or before in doubtful or count(sentences[before]) > room:
            break
        room -= count(sentences[before])
        members.insert(0, before)
    return tuple(members)
