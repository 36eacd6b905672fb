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


def evaluate(config: Config, *, lines: int = 997) -> dict[str, Any]:
    """Export the averaged weights into a temporary folder, translate, score; appended to the log."""
    bench = _bench()
    state = checkpoint.load(config.checkpoints)
    source, reference = bench.read_flores(config.scoring, lines)
    with tempfile.TemporaryDirectory() as folder:
        model = export(config, state.average, Path(folder))
        output, speed = bench.translate(model, source, threads=config.threads)
        found = bench.score(model, source, reference, output, speed)
    line = {
        "step": state.step, "pairs": state.pairs, "seconds": round(state.seconds, 1), "lines": lines,
        "bleu": found.bleu, "chrf": found.chrf, "numbers": found.numbers, "long_numbers": found.long_numbers,
    }  # fmt: skip
    with config.log.open("a") as file:
        file.write(json.dumps(line) + "\n")
    return line


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
