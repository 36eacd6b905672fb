"""What the Portuguese and the glossed set contribute: short runs from the same first weights, each lacking one.

`python -m training.ablation [--pairs 4000 8000]`, behind `prepare` and `build`. Every arm draws as many pairs; what it
has learnt is the mean loss a piece of flores_dev's references, since so early BLEU says little. One arm more lacks
nothing and sees another order: what parts it from the first is chance.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from . import batches, checkpoint, evaluate, sets, trainer
from .batches import Place
from .config import FROZEN_ENCODER, STAGES, Config, Schedule, Stage
from .network import Network
from .sets import END, TokenSet
from .translate import chosen, parser

SHORT = Schedule(
    stages=(Stage(60, STAGES[0].shares, FROZEN_ENCODER), Stage(10**9, STAGES[2].shares)),
    batch_tokens=1400, draws=700, warmup=30, average=0.97,
)  # fmt: skip
ARMS = {
    "all": SHORT,
    "without portuguese": SHORT.without("portuguese"),
    "without glossed": SHORT.without("glossed"),
    "all, another order": replace(SHORT, seed=8),
}
Losses = npt.NDArray[np.float64]
"""Nats and pieces a line, (N, 2)."""


def steps(found: Mapping[str, TokenSet], schedule: Schedule, pairs: int) -> tuple[int, int]:
    """After how many steps a run has drawn so many pairs, and how many pieces they hold, both sides together."""
    drawn = pieces = 0
    for step, batch in enumerate(batches.in_order(found, schedule, Place(), 0), start=1):
        drawn += len(batch.source)
        pieces += int((batch.source >= 0).sum() + (batch.target >= 0).sum())
        if drawn >= pairs:
            return step, pieces
    raise AssertionError("batches never end")


def losses(config: Config, weights: Mapping[str, Tensor], lines: int) -> Losses:
    """What the references cost the model, told what stands before each piece; each line by itself, unpadded."""
    import sentencepiece

    network = Network(config.shape, weights, 0.0).eval()
    sides = []
    for name, model in (("src.ar", "source.spm"), ("ref.en", "target.spm")):
        spm = sentencepiece.SentencePieceProcessor(model_file=str(config.pieces / model))
        text = (config.scoring / name).read_text(encoding="utf-8").splitlines()[:lines]
        sides.append([torch.tensor([[*ids, END]]) for ids in spm.encode(text)])
    with torch.no_grad():
        return np.array([(float(network(s, t)) * t.shape[1], t.shape[1]) for s, t in zip(*sides, strict=True)])


def difference(ours: Losses, theirs: Losses, samples: int = 1000) -> tuple[float, float, float]:
    """Mean loss a piece, ours less theirs, with the bounds of 95 % of paired samples of lines.

    >>> line = np.array([[20.0, 10.0]] * 9)
    >>> difference(line, line * [0.5, 1.0])
    (1.0, 1.0, 1.0)
    """
    rng = np.random.default_rng(0)
    rows = np.vstack([np.arange(len(ours)), rng.integers(0, len(ours), (samples, len(ours)))])
    means = [side[rows].sum(1) for side in (ours, theirs)]
    deltas = np.subtract(*(mean[:, 0] / mean[:, 1] for mean in means))
    low, high = np.quantile(deltas[1:], (0.025, 0.975))
    return float(deltas[0]), float(low), float(high)


def arm(config: Config, name: str) -> Config:
    """A work folder of its own beside the sets and pieces of all; begun with the checkpoint of step 0."""
    folder = config.work / "ablation" / name.replace(",", "").replace(" ", "-")
    ours = replace(config, work=folder, schedule=ARMS[name])
    if not checkpoint.checkpoints(ours.checkpoints):
        ours.checkpoints.mkdir(parents=True, exist_ok=True)
        shutil.copy(config.checkpoints / "step-00000000.pt", ours.checkpoints)
    for shared in ("sets", "pieces"):
        if not (folder / shared).exists():
            (folder / shared).symlink_to((config.work / shared).resolve())
    return ours


def measure(config: Config, pairs: int, lines: int) -> tuple[dict[str, object], Losses]:
    """Train an arm until it has drawn so many pairs, and score it; what was measured once is read again."""
    scores, kept = config.work / f"scores-{pairs}.json", config.work / f"losses-{pairs}.npy"
    if not scores.is_file():
        found = {name: sets.load(config.sets, name) for name in config.schedule.drawn()}
        until, pieces = steps(found, config.schedule, pairs)
        state = trainer.train(config, until=until)
        np.save(kept, losses(config, state.average, lines))
        scores.write_text(json.dumps({"pieces": pieces} | evaluate.evaluate(config, lines=lines)))
    return json.loads(scores.read_text()), np.load(kept)


def table(config: Config, stops: list[int], lines: int) -> Iterator[str]:
    """A row of Markdown an arm and a number of pairs, beside the arm that lacks nothing."""
    yield "| pairs drawn | arm | steps | pieces | nats a piece | less those of all (95 %) | BLEU | chrF |"
    yield "|---|---|---|---|---|---|---|---|"
    for pairs, name in product(stops, ARMS):
        scores, ours = measure(arm(config, name), pairs, lines)
        _, whole = measure(arm(config, "all"), pairs, lines)
        delta = "{:+.3f} ({:+.3f} to {:+.3f})".format(*difference(ours, whole))
        mean = ours[:, 0].sum() / ours[:, 1].sum()
        row = [scores["pairs"], name, scores["step"], scores["pieces"], f"{mean:.3f}", delta]
        yield f"| {' | '.join(map(str, [*row, scores['bleu'], scores['chrf']]))} |"


def main() -> None:
    """Print the table as it grows; started again, it goes on where it stopped."""
    options = parser("ablation", __doc__)
    options.add_argument("--pairs", type=int, nargs="+", default=[4000, 8000])
    options.add_argument("--lines", type=int, default=300, help="of flores_dev")
    given = options.parse_args()
    for line in table(chosen(given), given.pairs, given.lines):
        print(line, flush=True)


if __name__ == "__main__":
    main()
