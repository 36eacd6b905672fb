"""Examples packed behind one prompt: the product's instruction is read once for all the examples of a step.

A pack is one row: the prompt of a task, then example after example. Each example sees the prompt and itself, at the
positions that it would have alone, so that a pack teaches what its examples would teach one by one.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from summarize.rewrite import BULLET, END, HEAD, HEADLINE, SECOND, SYSTEM, TAIL

from .batches import Place
from .targets import Example
from .tuning import Schedule

Ids = list[int]


@dataclass(frozen=True, slots=True)
class Pack:
    """One step: ``ids`` (T), ``positions`` (T), ``owner`` (T; 0 for the prompt), ``learnt`` (T), all one row.

    ``learnt`` is true where the next token is one of a bullet, or its end. ``after`` is where to go on.
    """

    ids: npt.NDArray[np.int64]
    positions: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int64]
    learnt: npt.NDArray[np.bool_]
    examples: int
    after: Place

    def mask(self, dtype: torch.dtype) -> Tensor:
        """(1, 1, T, T) to be added to attention scores: 0 where a token may look, the format's lowest elsewhere."""
        row, column = self.owner[:, None], self.owner[None, :]
        sees = np.tril((row == column) | (column == 0))
        mask = torch.zeros(sees.shape, dtype=dtype)
        return mask.masked_fill_(~torch.from_numpy(sees), torch.finfo(dtype).min)[None, None]


class Packer:
    """The examples as pieces, and packs of them in an order that seed and round alone decide."""

    def __init__(self, examples: Sequence[Example], tokenizer: Any, schedule: Schedule) -> None:
        self.schedule = schedule

        def encode(text: str) -> Ids:
            return list(tokenizer.encode(text, add_special_tokens=False).ids)

        tokenizer.encode_special_tokens = False
        self.prompts = {task: encode(HEAD.format(system=SYSTEM, task=task)) for task in (BULLET, SECOND, HEADLINE)}
        tail, end = encode(TAIL), encode(END)
        tokenizer.encode_special_tokens = True  # as the product reads an article: "<|im_end|>" is letters there
        self.rows: defaultdict[str, list[tuple[Ids, Ids]]] = defaultdict(list)
        for example in examples:
            self.rows[example.task].append((encode(example.text) + tail, encode(example.bullet) + end))

    def in_order(self, place: Place) -> Iterator[Pack]:
        """Packs from ``place`` to the end of the last round."""
        for number in range(place.round, self.schedule.rounds):
            plan = self.plan(number)
            for at in range(place.batch if number == place.round else 0, len(plan)):
                after = Place(number, at + 1) if at + 1 < len(plan) else Place(number + 1)
                yield self._pack(*plan[at], after)

    def plan(self, number: int) -> list[tuple[str, list[int]]]:
        """A round: (task, which examples) a pack, every example once."""
        rng = random.Random(f"{self.schedule.seed} {number}")
        plan: list[tuple[str, list[int]]] = []
        for task, rows in sorted(self.rows.items()):
            order = list(range(len(rows)))
            rng.shuffle(order)
            room = 0
            for at in order:
                size = sum(map(len, rows[at]))
                if size > room or not plan or plan[-1][0] != task:
                    plan.append((task, []))
                    room = self.schedule.pack_tokens - len(self.prompts[task])
                plan[-1][1].append(at)
                room -= size
        rng.shuffle(plan)
        return plan

    def __len__(self) -> int:
        """Packs in all rounds together."""
        return sum(len(self.plan(number)) for number in range(self.schedule.rounds))

    def _pack(self, task: str, chosen: Sequence[int], after: Place) -> Pack:
        prompt = self.prompts[task]
        ids, positions, owner = list(prompt), list(range(len(prompt))), [0] * len(prompt)
        learnt = [False] * len(prompt)
        for number, at in enumerate(chosen, start=1):
            source, target = self.rows[task][at]
            size = len(source) + len(target)
            ids += source + target
            positions += range(len(prompt), len(prompt) + size)
            owner += [number] * size
            learnt += [False] * (len(source) - 1) + [True] * len(target) + [False]
        return Pack(np.array(ids), np.array(positions), np.array(owner), np.array(learnt), len(chosen), after)
