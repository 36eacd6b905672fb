"""Scores of the newest checkpoint, as `bench/translation_quality.py` counts them, one line in the log each time."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from . import checkpoint
from .config import Config
from .export import export


def evaluate(config: Config, *, lines: int = 997, against: Path | None = None) -> dict[str, Any]:
    """Export the averaged weights into a temporary folder, translate, score; appended to the log."""
    state = checkpoint.load(config.checkpoints)
    with tempfile.TemporaryDirectory() as folder:
        scores = evaluate_folder(config, export(config, state.average, Path(folder)), lines=lines, against=against)
    line = {"step": state.step, "pairs": state.pairs, "seconds": round(state.seconds, 1)} | scores
    with config.log.open("a") as file:
        file.write(json.dumps(line) + "\n")
    return line


def evaluate_folder(config: Config, model: Path, *, lines: int = 997, against: Path | None = None) -> dict[str, Any]:
    """Scores of weights that were exported, the shipped ones for instance; a paired bootstrap against others."""
    bench = _bench()
    source, reference = bench.read_flores(config.scoring, lines)
    output, speed = bench.translate(model, source, threads=config.threads)
    found = bench.score(model, source, reference, output, speed)
    names = ("lines", "bleu", "chrf", "numbers", "long_numbers", "bleu_signature", "chrf_signature")
    scores = {name: getattr(found, name) for name in names}
    if against is not None:
        theirs, _ = bench.translate(against, source, threads=config.threads)
        scores["bootstrap"] = bench.bootstrap(output, theirs, reference)
    return scores


def _bench() -> ModuleType:
    """The bench is a script, not a package."""
    path = Path(__file__).parents[1] / "bench" / "translation_quality.py"
    spec = importlib.util.spec_from_file_location("translation_quality", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
