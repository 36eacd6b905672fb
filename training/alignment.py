"""IBM model 1 over word pairs: which word of one side stands for which of the other, and how surely."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_WORD = re.compile(r"[\w][\w'’\-]*|[^\w\s]")
Floats = npt.NDArray[np.float64]


def words(text: str) -> list[str]:
    """Words and punctuation marks.

    >>> words("It's 12.5%.")
    ["It's", '12', '.', '5', '%', '.']
    """
    return _WORD.findall(text)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """t(target | source) for the word pairs that were seen together, sorted by key `source * targets + target`."""

    sources: dict[str, int]
    targets: dict[str, int]
    keys: npt.NDArray[np.int64]
    probability: Floats
    count: Floats

    def look_up(self, sources: Sequence[str], targets: Sequence[str]) -> Floats:
        """Probabilities of all pairs, (len(sources), len(targets)); 0 where a pair was never seen."""
        size = len(self.targets)
        a = np.array([self.sources.get(word, -1) for word in sources])[:, None]
        b = np.array([self.targets.get(word, -1) for word in targets])[None]
        wanted = a * size + b
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where((self.keys[at] == wanted) & (a >= 0) & (b >= 0), self.probability[at], 0.0)


def fit(
    source: Sequence[Sequence[str]], target: Sequence[Sequence[str]], weight: Sequence[float], rounds: int = 5
) -> Lexicon:
    """EM with a null source word (row 0); sentences as lists of words."""
    known_source: dict[str, int] = {"": 0}
    known_target: dict[str, int] = {}
    lines = [
        (
            np.array([0, *(known_source.setdefault(w, len(known_source)) for w in a)], np.int64),
            np.array([known_target.setdefault(w, len(known_target)) for w in b], np.int64),
        )
        for a, b in zip(source, target, strict=True)
    ]
    size = len(known_target)
    pairs = np.concatenate([(a[None, :] * size + b[:, None]).ravel() for a, b in lines])
    owner = np.repeat(
        np.arange(sum(len(b) for _, b in lines)), np.concatenate([np.full(len(b), len(a)) for a, b in lines])
    )
    share = np.repeat(np.asarray(weight, np.float64), [len(a) * len(b) for a, b in lines])
    keys, of_key = np.unique(pairs, return_inverse=True)
    probability: Floats = np.ones(len(keys))
    count: Floats = np.zeros(len(keys))
    for _ in range(rounds):
        value = probability[of_key]
        expected = value / np.bincount(owner, value)[owner] * share
        count = np.bincount(of_key, expected, len(keys)).astype(np.float64)
        probability = count / np.bincount(keys // size, count)[keys // size]
    return Lexicon(known_source, known_target, keys, probability, count)


def dictionary(forward: Lexicon, backward: Lexicon, keep: int = 6) -> dict[str, list[tuple[str, float]]]:
    """Source word → its translations with t(b|a)·t(a|b), where both directions believe in the pair."""
    size, sources, targets = len(forward.targets), list(forward.sources), list(forward.targets)
    back_size = len(backward.targets)
    to_back_source = np.array([backward.sources.get(word, -1) for word in targets])
    to_back_target = np.array([backward.targets.get(word, -1) for word in sources])
    a, b = forward.keys // size, forward.keys % size
    wanted = to_back_source[b] * back_size + to_back_target[a]
    at = np.minimum(np.searchsorted(backward.keys, wanted), len(backward.keys) - 1)
    back = np.where(backward.keys[at] == wanted, backward.probability[at], 0.0)
    good = (np.sqrt(forward.probability * back) > 0.08) & (a > 0) & (forward.count > 0.15)
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for j in np.flatnonzero(good):
        found[sources[a[j]]].append((targets[b[j]], float(forward.probability[j] * back[j])))
    return {word: sorted(entries, key=lambda e: -e[1])[:keep] for word, entries in found.items()}
