"""The log as a picture: losses by set, and BLEU and chrF, over pairs seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .config import Config


def plot(config: Config) -> Path:
    """Write `log.png` beside the log."""
    import matplotlib  # type: ignore[import-not-found]  # an extra of its own, untyped here

    matplotlib.use("Agg")
    from matplotlib import pyplot

    lines: list[dict[str, Any]] = [json.loads(line) for line in config.log.read_text().splitlines()]
    losses, scores = [x for x in lines if "loss" in x], [x for x in lines if "bleu" in x]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4))
    for name in sorted({name for x in losses for name in x["loss"]}):
        points = [(x["pairs"] / 1000, x["loss"][name]) for x in losses if name in x["loss"]]
        left.plot(*zip(*points, strict=True), label=name, linewidth=0.8)
    left.set(xlabel="thousand pairs", ylabel="loss a piece (nats)")
    left.legend(fontsize=7)
    for key in ("bleu", "chrf"):
        right.plot([x["pairs"] / 1000 for x in scores], [x[key] for x in scores], marker="o", label=key)
    right.set(xlabel="thousand pairs", ylabel="flores_dev")
    right.legend()
    path = config.work / "log.png"
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
    return path
