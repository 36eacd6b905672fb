"""Every choice of the summariser's adapter, in frozen dataclasses: its shape, its examples, its schedule."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Shape:
    """Which matrices get an adapter, its rank, and what its product is multiplied with (``alpha / rank``)."""

    rank: int = 8
    alpha: float = 16.0
    targets: tuple[str, ...] = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


@dataclass(frozen=True, slots=True)
class Bar:
    """What a target must be.

    Words that it may have, and the share of its evidence's words that it may be long; which share of all targets may be
    sentences that can spare nothing.
    """

    shortest: int = 7
    longest: int = 26
    share: float = 0.9
    whole: float = 0.3
    headline: int = 14


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the run goes: packs of examples behind one prompt, a linear warm-up, then a cosine down to zero."""

    pack_tokens: int = 420
    rounds: int = 1
    rate: float = 1e-3
    warmup: int = 12
    clip: float = 1.0
    seed: int = 11
    checkpoint_seconds: float = 180.0
    log_steps: int = 10


@dataclass(frozen=True, slots=True)
class Config:
    """All of it. None of the folders is ever in the repository.

    ``work`` holds what is made, ``data`` the collected pairs, ``repositories`` bare clones of the English sources.
    ``base`` is the folder of the model that is adapted, as `mujaz models pull smollm2-135m` leaves it.
    """

    work: Path = Path("work/summarize")
    data: Path = Path("data")
    repositories: Path = Path("repositories")
    base: Path = Path("base")
    most: int = 1600
    """Examples after which no further evidence is read."""
    pages: int = 400
    """Pages of twelve pairs that are read of a source in a person's English."""
    rough: int = 8
    """Pages of a source that the embedded translator puts into its own: three hundred times slower."""
    shape: Shape = field(default_factory=Shape)
    bar: Bar = field(default_factory=Bar)
    schedule: Schedule = field(default_factory=Schedule)
    threads: int = 1

    @property
    def examples(self) -> Path:
        """What is learnt, a JSON line an example."""
        return self.work / "examples.jsonl"

    @property
    def held(self) -> Path:
        """Evidence of held-out pages, a JSON line a group."""
        return self.work / "held.jsonl"

    @property
    def checkpoints(self) -> Path:
        """The newest two."""
        return self.work / "checkpoints"

    @property
    def log(self) -> Path:
        """JSON lines: losses every few steps, figures of every evaluation."""
        return self.work / "log.jsonl"

    def digest(self) -> str:
        """A name for the choices that decide the weights.

        >>> Config().digest() == Config(threads=2).digest()
        True
        """
        counts = [self.most, self.pages, self.rough]
        text = json.dumps([asdict(self.shape), asdict(self.bar), asdict(self.schedule), counts])
        return sha256(text.encode()).hexdigest()[:12]
