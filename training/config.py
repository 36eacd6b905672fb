"""Every choice of the recipe, in frozen dataclasses: shape of the network, sets, stages, rates, where files go."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Shape:
    """The network that ships; the encoder is as wide as its parent, the decoder is its parent's, widened."""

    width: int = 384
    heads: int = 12
    feed_forward: int = 1536
    encoder_layers: int = 8
    decoder_layers: int = 2
    target_pieces: int = 13000
    positions: int = 512


@dataclass(frozen=True, slots=True)
class Rates:
    """Peak learning rates by part. The rows of both tables move slower than the decoder, the encoder slowest of all."""

    decoder: float = 6e-4
    target_rows: float = 3e-4
    encoder: float = 3e-4
    source_rows: float = 4e-4


@dataclass(frozen=True, slots=True)
class Stage:
    """Up to which step, with which share of the drawn pairs from which set, and which parts learn."""

    until: int
    shares: tuple[tuple[str, float], ...]
    rates: Rates = Rates()


FROZEN_ENCODER = Rates(encoder=0.0, source_rows=0.0)
STAGES = (
    Stage(120, (("portuguese", 0.6), ("pairs", 0.4)), FROZEN_ENCODER),
    Stage(300, (("portuguese", 0.2), ("glossed", 0.25), ("sentences", 0.35), ("pairs", 0.2)), Rates(encoder=2e-4)),
    Stage(
        10**9,
        (("portuguese", 0.06), ("glossed", 0.28), ("sentences", 0.46), ("pairs", 0.08), ("entries", 0.3),
         ("numbers", 0.08), ("places", 0.06), ("frames", 0.08), ("latin", 0.01)),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the run goes: constant rate after a warm-up, then a linear cool-down that may be started at any step."""

    stages: tuple[Stage, ...] = STAGES
    batch_tokens: int = 2800
    longest: int = 110
    warmup: int = 60
    cooldown: int = 4500
    floor: float = 0.02
    dropout: float = 0.06
    average: float = 0.99
    clip: float = 1.0
    seed: int = 7
    draws: int = 8000
    checkpoint_seconds: float = 300.0
    log_steps: int = 25

    def drawn(self) -> list[str]:
        """The names of the sets that some stage draws from.

        >>> Schedule((Stage(9, (("b", 1.0), ("a", 0.5))), Stage(10, (("c", 0.0),)))).drawn()
        ['a', 'b']
        """
        return sorted({name for stage in self.stages for name, share in stage.shares if share > 0})

    def without(self, *names: str) -> Schedule:
        """The same run lacking some sets, to measure what each contributes.

        >>> any("glossed" in dict(stage.shares) for stage in Schedule().without("glossed").stages)
        False
        """
        kept = [tuple(share for share in stage.shares if share[0] not in names) for stage in self.stages]
        stages = tuple(replace(stage, shares=shares) for stage, shares in zip(self.stages, kept, strict=True))
        return replace(self, stages=stages)


ON = Schedule(
    stages=(
        Stage(
            10**9,
            (("turned", 0.30), ("glossed", 0.18), ("sentences", 0.58), ("pairs", 0.05), ("entries", 0.10),
             ("numbers", 0.08), ("places", 0.06), ("frames", 0.08), ("latin", 0.02)),
            Rates(decoder=3.3e-4, target_rows=1.7e-4, encoder=1.7e-4, source_rows=2.2e-4),
        ),
    ),
    cooldown=900, average=0.998,
)  # fmt: skip
"""On from weights that were adopted."""

TURNED = Schedule(
    stages=(
        Stage(100, (("sentences", 0.7), ("pairs", 0.1), ("entries", 0.2)), FROZEN_ENCODER),
        Stage(10**9, (("sentences", 0.74), ("pairs", 0.08), ("entries", 0.16), ("numbers", 0.06), ("frames", 0.06))),
    ),
    warmup=40, cooldown=600,
)  # fmt: skip
"""The run that translates English back, for the examples that it makes: short, and never shipped."""

SCHEDULES = {"first": Schedule(), "on": ON, "turned": TURNED}


@dataclass(frozen=True, slots=True)
class Config:
    """All of it. None of the folders is ever in the repository.

    `work` holds what is made; `data` the collected pairs; `packages` the unpacked wheels of the two parents;
    `repositories` bare clones of the English sources, as `OWNER+NAME`; `scoring` has `src.ar` and `ref.en`.
    """

    work: Path = Path("work")
    data: Path = Path("data")
    packages: Path = Path("packages")
    repositories: Path = Path("repositories")
    scoring: Path = Path("data/flores_dev")
    portuguese: int = 45_000
    shape: Shape = field(default_factory=Shape)
    schedule: Schedule = field(default_factory=Schedule)
    threads: int = 2

    @property
    def sets(self) -> Path:
        """Tokenised pairs."""
        return self.work / "sets"

    @property
    def pieces(self) -> Path:
        """Both vocabularies."""
        return self.work / "pieces"

    @property
    def checkpoints(self) -> Path:
        """The newest two."""
        return self.work / "checkpoints"

    @property
    def log(self) -> Path:
        """JSON lines: losses every few steps, scores of every evaluation."""
        return self.work / "log.jsonl"
