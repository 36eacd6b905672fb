"""The order of examples: fixed by seed, round and stage, so that a resumed run sees what an unbroken one would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .config import Schedule, Stage
from .sets import Ids, TokenSet


@dataclass(frozen=True, slots=True)
class Place:
    """Where the order stands: the round of draws, and the batch within it."""

    round: int = 0
    batch: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded ids of one step; `source` (B, S) and `target` (B, T) are padded with -1; `after` is where to go on."""

    name: str
    source: npt.NDArray[np.int64]
    target: npt.NDArray[np.int64]
    after: Place


def stage_at(schedule: Schedule, step: int) -> Stage:
    """The stage that a step belongs to."""
    return next(stage for stage in schedule.stages if step < stage.until)


def in_order(sets: Mapping[str, TokenSet], schedule: Schedule, place: Place, step: int) -> Iterator[Batch]:
    """Batches from `place` on, for ever. A stage's shares hold from the first round that begins inside it."""
    while True:
        plan = _round(sets, stage_at(schedule, step), schedule, place.round)
        for number in range(place.batch, len(plan)):
            name, rows = plan[number]
            last = number + 1 == len(plan)
            after = Place(place.round + 1) if last else Place(place.round, number + 1)
            yield Batch(name, *_padded(sets[name], rows), after)
            step += 1
        place = Place(place.round + 1)


def _round(sets: Mapping[str, TokenSet], stage: Stage, schedule: Schedule, number: int) -> list[tuple[str, list[int]]]:
    """One round: draw from each set by its share, sort by length, cut into batches, shuffle the batches."""
    rng = np.random.default_rng([schedule.seed, number])
    plan: list[tuple[str, list[int]]] = []
    for name, share in stage.shares:
        tokens = sets[name]
        source, target = tokens.source_lengths, tokens.target_lengths
        weight = np.where(np.maximum(source, target) <= schedule.longest, tokens.weight, 0).astype(np.float64)
        if share <= 0 or weight.sum() == 0:
            continue
        drawn = rng.choice(len(tokens), round(schedule.draws * share), p=weight / weight.sum())
        key = np.maximum(source[drawn], target[drawn]) * 1000 + source[drawn] + rng.random(len(drawn))
        ordered = drawn[np.argsort(key)].tolist()
        plan += [(name, rows) for rows in _cut(ordered, source, target, schedule.batch_tokens)]
    rng.shuffle(plan)
    return plan


def _cut(
    rows: Sequence[int], source: npt.NDArray[np.int64], target: npt.NDArray[np.int64], limit: int
) -> Iterator[list[int]]:
    """Runs of rows whose padded ids, both sides together, stay within `limit`."""
    batch: list[int] = []
    longest_source = longest_target = 0
    for row in rows:
        s, t = max(longest_source, int(source[row])), max(longest_target, int(target[row]))
        if batch and (s + t) * (len(batch) + 1) > limit:
            yield batch
            batch, s, t = [], int(source[row]), int(target[row])
        batch.append(row)
        longest_source, longest_target = s, t
    if batch:
        yield batch


def _padded(tokens: TokenSet, rows: Sequence[int]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    return _pad(tokens.source, tokens.source_at, rows), _pad(tokens.target, tokens.target_at, rows)


def _pad(flat: Ids, at: npt.NDArray[np.int64], rows: Sequence[int]) -> npt.NDArray[np.int64]:
    parts = [flat[at[row] : at[row + 1]] for row in rows]
    padded = np.full((len(rows), max(map(len, parts))), -1, np.int64)
    for i, part in enumerate(parts):
        padded[i, : len(part)] = part
    return padded
