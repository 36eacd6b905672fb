"""Tokenised pairs on disk: one .npz a set, flat arrays and lengths, so that a set of a million pairs opens at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

END = 0
UNKNOWN = 1
Ids = npt.NDArray[np.int32]
ARRAYS = ("source", "source_at", "target", "target_at", "weight")


@dataclass(frozen=True, slots=True)
class TokenSet:
    """Pairs as piece ids: `source[source_at[i]:source_at[i + 1]]`, each ended by END, and a weight to draw by."""

    name: str
    source: Ids
    source_at: npt.NDArray[np.int64]
    target: Ids
    target_at: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def source_lengths(self) -> npt.NDArray[np.int64]:
        """Pieces a source, END counted."""
        return np.diff(self.source_at)

    @property
    def target_lengths(self) -> npt.NDArray[np.int64]:
        """Pieces a target, END counted."""
        return np.diff(self.target_at)


def save(path: Path, source: Sequence[Sequence[int]], target: Sequence[Sequence[int]], weight: Sequence[float]) -> int:
    """Write one set; pairs whose English has an unknown piece are left out. Returns how many were kept."""
    kept = [i for i, ids in enumerate(target) if UNKNOWN not in ids and ids and source[i]]
    arrays = {"weight": np.array([weight[i] for i in kept], np.float32)}
    for side, rows in (("source", source), ("target", target)):
        ended = [np.array([*rows[i], END], np.int32) for i in kept]
        arrays[side] = np.concatenate(ended) if ended else np.zeros(0, np.int32)
        arrays[side + "_at"] = np.concatenate([[0], np.cumsum([len(row) for row in ended])]).astype(np.int64)
    write(path, TokenSet(path.stem, **arrays))
    return len(kept)


def turned(tokens: TokenSet) -> TokenSet:
    """The same pairs, their sides exchanged."""
    return TokenSet(tokens.name, tokens.target, tokens.target_at, tokens.source, tokens.source_at, tokens.weight)


def write(path: Path, tokens: TokenSet) -> None:
    """Write a set as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **{name: getattr(tokens, name) for name in ARRAYS})


def load(folder: Path, name: str) -> TokenSet:
    """Open one set; an error lists those that are there."""
    path = folder / f"{name}.npz"
    if not path.is_file():
        have = ", ".join(sorted(p.stem for p in folder.glob("*.npz"))) or "none"
        raise FileNotFoundError(f"no set {name!r} in {folder}: run `prepare` first (sets there: {have})")
    with np.load(path) as arrays:
        return TokenSet(name, *(arrays[k] for k in ARRAYS))
