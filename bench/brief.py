"""The main job, timed: wall, processor time and peak memory of whole commands; tokens a second of both engines.

    python bench/brief.py                    # five runs of each command on the example article
    python bench/brief.py --runs 1 --article my.txt

Every command is a fresh process, run one after the other; medians and ranges are printed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from machine import machine  # noqa: E402 - found beside this file

import weights  # noqa: E402
from translate import Decoding, load_engine, read, split  # noqa: E402


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds of wall and processor time, peak memory in MB."""

    wall: float
    cpu: float
    memory: float


def timed(arguments: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run ``mujaz`` with ``arguments`` and take the system's own account of it."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"mujaz {' '.join(arguments)} ended with {process.returncode}")
    return Run(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def row(label: str, runs: Sequence[Run]) -> str:
    """A line of the table: median, and the range of the wall time."""
    wall, cpu, memory = (statistics.median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory"))
    low, high = min(run.wall for run in runs), max(run.wall for run in runs)
    return f"| {label} | {wall:.2f} ({low:.2f}–{high:.2f}) | {cpu:.2f} | {memory:.0f} |"


def cold(arguments: Sequence[str]) -> Run:
    """The first run on a machine: the model's CTranslate2 form is not there yet; pulled models are."""
    with tempfile.TemporaryDirectory() as home:
        shelf = weights.home() / "models"
        if shelf.is_dir():
            (Path(home) / "models").symlink_to(shelf)
        return timed(arguments, {"MUJAZ_HOME": home, "XDG_CACHE_HOME": home})


def tokens_a_second(name: str, article: Path, threads: int) -> float:
    """Target tokens a second, end tokens included, for the sentences of ``article`` at the default beam."""
    sentences = [(number, sentence.text) for number, sentence in enumerate(split(next(read(article)).text))]
    engine = load_engine(name, weights.find(None, "translate").folder, threads=threads)
    list(engine.translate(sentences[:1], Decoding()))
    start = time.perf_counter()
    found = [hypotheses[0] for _, hypotheses in engine.translate(sentences, Decoding())]
    return sum(len(each.tokens) + 1 for each in found) / (time.perf_counter() - start)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--article", type=Path, default=ROOT / "examples" / "libya.txt")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    article = str(options.article)
    commands = {
        "mujaz --help": ["--help"],
        "mujaz translate": ["translate", article],
        "mujaz translate --fast": ["translate", "--fast", article],
        "mujaz brief --extractive": ["brief", "--extractive", article],
        "mujaz brief": ["brief", article],
    }
    print(f"{machine()}; {options.article.name}, {options.runs} runs\n")
    print("| command | wall s, median (range) | CPU s | peak MB |\n|---|---|---|---|")
    print(row("mujaz translate, cold (model converted)", [cold(["translate", article])]))
    for label, arguments in commands.items():
        timed(arguments, {})
        print(row(label, [timed(arguments, {}) for _ in range(options.runs)]), flush=True)
    print("\n| engine | tokens a second, beam 4 |\n|---|---|")
    for name in ("ctranslate2", "transformers"):
        print(f"| {name} | {tokens_a_second(name, options.article, options.threads):.0f} |")


if __name__ == "__main__":
    main()
