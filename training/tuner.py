"""The adapter's training loop: one pack a step, a checkpoint every few minutes, a JSON line of log every few steps."""

from __future__ import annotations

import json
import math
import signal
import time
from pathlib import Path
from statistics import fmean
from typing import Any

import torch

from . import checkpoint, lora, precision
from .checkpoint import Checkpoint
from .examples import read
from .packs import Pack, Packer
from .targets import Example
from .tuning import Config, Schedule


def rate(schedule: Schedule, step: int, steps: int) -> float:
    """A linear warm-up, then half a cosine down to zero at the last of ``steps``.

    >>> [round(rate(Schedule(rate=1.0, warmup=2), step, 102), 2) for step in (0, 1, 52, 102)]
    [0.5, 1.0, 0.5, 0.0]
    """
    if step < schedule.warmup:
        return schedule.rate * (step + 1) / schedule.warmup
    done = (step - schedule.warmup) / max(1, steps - schedule.warmup)
    return schedule.rate * 0.5 * (1 + math.cos(math.pi * min(1.0, done)))


def load_base(folder: Path) -> tuple[Any, Any]:
    """The base model in the faster precision of this machine, and its tokenizer."""
    from tokenizers import Tokenizer
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(folder, dtype=precision.native(), local_files_only=True)
    return model, Tokenizer.from_file(str(folder / "tokenizer.json"))


def loss(model: Any, pack: Pack) -> torch.Tensor:
    """Mean cross-entropy, in nats, of the pieces of the bullets and of their ends."""
    hidden = model.model(
        input_ids=torch.from_numpy(pack.ids)[None],
        position_ids=torch.from_numpy(pack.positions)[None],
        attention_mask=pack.mask(model.dtype),
        use_cache=False,
    ).last_hidden_state[0]
    places = torch.from_numpy(pack.learnt.nonzero()[0])
    logits = model.lm_head(hidden[places]).float()
    return torch.nn.functional.cross_entropy(logits, torch.from_numpy(pack.ids)[places + 1])


def train(config: Config, *, until: int | None = None) -> Checkpoint:
    """Go on from the newest checkpoint, or start, until step ``until`` or the end of the last round.

    SIGTERM saves and stops; kill -9 loses at most the minutes since the last checkpoint.
    """
    torch.set_num_threads(config.threads)
    run = _Run(config)
    stopped: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
    saved = time.monotonic()
    try:
        for pack in run.packer.in_order(run.state.place):
            if stopped or (until is not None and run.state.step >= until):
                break
            run.step(pack)
            if time.monotonic() - saved > config.schedule.checkpoint_seconds:
                run.save()
                saved = time.monotonic()
    finally:
        signal.signal(signal.SIGTERM, before)
    run.save()
    return run.state


class _Run:
    """A model with its adapters and their optimiser, at work on one checkpoint's state."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.model, tokenizer = load_base(config.base)
        self.packer = Packer(list(read(config.examples, Example)), tokenizer, config.schedule)
        self.steps = len(self.packer)
        self.adapted = lora.adapt(self.model, config.shape, config.schedule.seed)
        if checkpoint.checkpoints(config.checkpoints):
            self.state = checkpoint.load(config.checkpoints)
            lora.restore(self.adapted, self.state.weights)
        else:
            self.state = checkpoint.start(lora.weights(self.adapted))
        self.parameters = [p for p in self.model.parameters() if p.requires_grad]
        self.optimiser = torch.optim.AdamW(self.parameters, lr=config.schedule.rate, weight_decay=0.0)
        if self.state.optimiser:
            self.optimiser.load_state_dict(self.state.optimiser)
        self.losses: list[float] = []
        self.clock = time.monotonic()

    def step(self, pack: Pack) -> None:
        """One update."""
        state, schedule = self.state, self.config.schedule
        for group in self.optimiser.param_groups:
            group["lr"] = rate(schedule, state.step, self.steps)
        found = loss(self.model, pack)
        found.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, schedule.clip)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        state.step += 1
        state.pairs += pack.examples
        state.place = pack.after
        self.losses.append(float(found.detach()))
        if state.step % schedule.log_steps == 0:
            self._log()

    def save(self) -> Path:
        """A checkpoint; the average is the weights themselves, since the rate ends at zero."""
        now = time.monotonic()
        self.state.seconds += now - self.clock
        self.clock = now
        self.state.weights = self.state.average = lora.weights(self.adapted)
        self.state.optimiser = self.optimiser.state_dict()
        return checkpoint.save(self.config.checkpoints, self.state)

    def _log(self) -> None:
        state = self.state
        seconds = round(state.seconds + time.monotonic() - self.clock, 1)
        line = {"step": state.step, "of": self.steps, "pairs": state.pairs, "seconds": seconds,
                "loss": round(fmean(self.losses), 4)}  # fmt: skip
        self.losses.clear()
        with self.config.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def export(config: Config, folder: Path) -> Path:
    """The newest checkpoint as an adapter in ``folder``, with the hash of the base that it is for."""
    from importlib.metadata import version

    from weights import adapter
    from weights.store import weights_sha256

    kept = checkpoint.load(config.checkpoints).weights
    names = sorted({name.rpartition(".")[0] for name in kept})
    lock = config.base / ".lock.json"
    revision = json.loads(lock.read_text("utf-8"))["revision"] if lock.is_file() else "local"
    settings = {
        "peft_type": "LORA", "task_type": "CAUSAL_LM", "inference_mode": True, "bias": "none", "fan_in_fan_out": False,
        "r": config.shape.rank, "lora_alpha": config.shape.alpha, "lora_dropout": 0.0,
        "target_modules": sorted(config.shape.targets), "base_model_name_or_path": config.base.name,
        "revision": revision, "base_sha256": weights_sha256(config.base), "recipe": config.digest(),
        "made_with": {"torch": version("torch"), "transformers": version("transformers")},
    }  # fmt: skip
    adapter.write(folder, {name: (kept[f"{name}.down"], kept[f"{name}.up"]) for name in names}, settings)
    return folder
