"""Checkpoints that survive kill -9: written aside, flushed to disk, renamed; the two newest are kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .batches import Place


@dataclass(slots=True)
class Checkpoint:
    """All that a run needs to go on: weights, their running average, the optimiser, and where the order stands."""

    weights: dict[str, Tensor]
    average: dict[str, Tensor]
    optimiser: dict[str, Any] | None = None
    generator: Tensor | None = None
    place: Place = field(default_factory=Place)
    step: int = 0
    pairs: int = 0
    seconds: float = 0.0
    cooldown_from: int | None = None


def start(weights: Mapping[str, Tensor]) -> Checkpoint:
    """A checkpoint at step 0."""
    return Checkpoint({k: v.clone() for k, v in weights.items()}, {k: v.clone() for k, v in weights.items()})


def save(folder: Path, checkpoint: Checkpoint, keep: int = 2) -> Path:
    """Write `step-….pt` durably, then drop all but the `keep` newest."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"step-{checkpoint.step:08d}.pt"
    aside = path.with_suffix(".tmp")
    fields = {name: getattr(checkpoint, name) for name in checkpoint.__dataclass_fields__ if name != "place"}
    with aside.open("wb") as file:
        torch.save(fields | {"place": (checkpoint.place.round, checkpoint.place.batch)}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)
    for old in checkpoints(folder)[:-keep]:
        old.unlink()
    return path


def checkpoints(folder: Path) -> list[Path]:
    """Whole checkpoints, oldest first."""
    return sorted(folder.glob("step-*.pt"))


def load(path: Path) -> Checkpoint:
    """One checkpoint, or the newest of a folder."""
    if path.is_dir():
        found = checkpoints(path)
        if not found:
            raise FileNotFoundError(f"no checkpoint in {path}: run `build` first")
        path = found[-1]
    fields = torch.load(path, weights_only=True)
    return Checkpoint(**fields | {"place": Place(*fields["place"])})
