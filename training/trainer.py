"""The training loop: steps by the schedule, a checkpoint every few minutes, one JSON line of log every few steps."""

from __future__ import annotations

import json
import signal
import time
from collections import defaultdict
from pathlib import Path
from statistics import fmean

import torch

from . import batches, checkpoint, sets
from .checkpoint import Checkpoint
from .config import Config, Schedule, Stage
from .network import Network, pooled_dropout


def rate_factor(schedule: Schedule, step: int, cooldown_from: int | None) -> float:
    """What the peak rates are multiplied with: a linear warm-up, then 1, then linearly down to the floor.

    >>> [rate_factor(Schedule(warmup=2, cooldown=10, floor=0.1), step, 100) for step in (0, 50, 105, 200)]
    [0.5, 1.0, 0.5, 0.1]
    """
    warm = min(1.0, (step + 1) / schedule.warmup)
    if cooldown_from is None or step < cooldown_from:
        return warm
    return warm * max(schedule.floor, 1 - (step - cooldown_from) / schedule.cooldown)


def train(config: Config, *, until: int | None = None, cooldown: bool = False) -> Checkpoint:
    """Go on from the newest checkpoint until step `until`, or to the end of a cool-down that begins now.

    SIGTERM saves and stops; kill -9 loses at most the minutes since the last checkpoint.
    """
    schedule = config.schedule
    state = checkpoint.load(config.checkpoints)
    if cooldown and (state.cooldown_from is None or state.step >= state.cooldown_from + schedule.cooldown):
        state.cooldown_from = state.step
    if state.cooldown_from is not None:
        until = min(until or 10**9, state.cooldown_from + schedule.cooldown)
    torch.set_num_threads(config.threads)
    run = _Run(config, state)
    stopped: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
    saved = time.monotonic()
    try:
        with pooled_dropout(schedule.dropout, run.generator):
            for batch in batches.in_order(run.sets, schedule, state.place, state.step):
                if stopped or (until is not None and state.step >= until):
                    break
                run.step(batch)
                if time.monotonic() - saved > schedule.checkpoint_seconds:
                    run.save()
                    saved = time.monotonic()
    finally:
        signal.signal(signal.SIGTERM, before)
    run.save()
    return state


class _Run:
    """A network, its optimiser and its averages, at work on one checkpoint's state."""

    def __init__(self, config: Config, state: Checkpoint) -> None:
        self.config, self.state = config, state
        schedule = config.schedule
        self.network = Network(config.shape, state.weights, schedule.dropout).train()
        self.stage: Stage | None = None
        self.optimiser = torch.optim.AdamW(
            self.network.groups(batches.stage_at(schedule, state.step).rates),
            betas=(0.9, 0.98), eps=1e-8, weight_decay=0.0, fused=True,
        )  # fmt: skip
        if state.optimiser:
            self.optimiser.load_state_dict(state.optimiser)
        self.generator = torch.Generator().manual_seed(schedule.seed)
        if state.generator is not None:
            self.generator.set_state(state.generator)
        self.sets = {name: sets.load(config.sets, name) for name in schedule.drawn()}
        self.losses: defaultdict[str, list[float]] = defaultdict(list)
        self.clock = time.monotonic()

    def step(self, batch: batches.Batch) -> None:
        """One update. Time stopped by a signal counts as time; nothing depends on the clock but saving and logging."""
        state, schedule, network = self.state, self.config.schedule, self.network
        self._enter(batches.stage_at(schedule, state.step))
        factor = rate_factor(schedule, state.step, state.cooldown_from)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * factor
        loss = network(torch.from_numpy(batch.source), torch.from_numpy(batch.target))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), schedule.clip)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        network.tie_end()
        state.step += 1
        state.pairs += len(batch.source)
        state.place = batch.after
        self.losses[batch.name].append(float(loss.detach()))
        if state.step % 4 == 0:
            self._average()
        if state.step % schedule.log_steps == 0:
            self._log(factor)

    def _enter(self, stage: Stage) -> None:
        if stage is not self.stage:
            self.stage = stage
            for group, new in zip(self.optimiser.param_groups, self.network.groups(stage.rates), strict=True):
                group["peak"] = new["peak"]

    @torch.no_grad()
    def _average(self) -> None:
        keep = min(self.config.schedule.average**4, 1 - 4 / (self.state.step + 10))
        named = self.network.learnt()
        torch._foreach_lerp_([self.state.average[name] for name in named], list(named.values()), 1 - keep)

    def save(self) -> Path:
        now = time.monotonic()
        self.state.seconds += now - self.clock
        self.clock = now
        self.state.weights = {name: p.detach() for name, p in self.network.learnt().items()}
        self.state.optimiser = self.optimiser.state_dict()
        self.state.generator = self.generator.get_state()
        return checkpoint.save(self.config.checkpoints, self.state)

    def _log(self, factor: float) -> None:
        state = self.state
        seconds = round(state.seconds + time.monotonic() - self.clock, 1)
        losses = {name: round(fmean(kept), 3) for name, kept in sorted(self.losses.items())}
        line = {"step": state.step, "pairs": state.pairs, "seconds": seconds, "rate": round(factor, 3), "loss": losses}
        self.losses.clear()
        self.config.log.parent.mkdir(parents=True, exist_ok=True)
        with self.config.log.open("a") as file:
            file.write(json.dumps(line) + "\n")
