"""One thread or all, alone on the machine and beside other work: which way of using them never loses?

    python bench/threads.py --flores DIR [--lines 100] [--rounds 3] [--model NAME|FOLDER]

``DIR`` holds ``src.ar``. The other work is a process that counts as fast as it can. Every way is timed in turn, round
after round, in one process, first without and then with it.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not bench/: files there would hide packages of their name
sys.path.append(str(ROOT / "bench"))

from machine import machine  # noqa: E402 - found in bench/

import weights  # noqa: E402
from mujaz import available_threads  # noqa: E402
from translate import Decoding  # noqa: E402
from translate.ct2_engine import CTranslate2Engine  # noqa: E402


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """So many processes that want a processor each."""
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flores", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--model")
    options = parser.parse_args()
    lines = (options.flores / "src.ar").read_text(encoding="utf-8").splitlines()[: options.lines]
    folder, threads = weights.find(options.model, "translate").folder, available_threads()
    ways = {
        f"{threads} batches at once, a thread each (the default)": {"threads": threads},
        f"one batch at a time, {threads} threads": {"threads": 1, "threads_a_batch": threads},
        "one thread": {"threads": 1},
    }
    engines = {name: CTranslate2Engine.load(folder, **loading) for name, loading in ways.items()}
    print(f"{machine()}; first {len(lines)} lines of {options.flores.name}, beam 4, {options.rounds} rounds\n")
    print("| threads | other work | seconds, median (range) | against the default |\n|---|---|---|---|")
    for processes in (0, 1, threads):
        spent: dict[str, list[float]] = {name: [] for name in engines}
        with busy(processes):
            for _ in range(options.rounds):
                for name, engine in engines.items():
                    start = time.perf_counter()
                    assert len(list(engine.translate(enumerate(lines), Decoding(), nbest=4))) == len(lines)
                    spent[name].append(time.perf_counter() - start)
        base = statistics.median(next(iter(spent.values())))
        for name, seconds in spent.items():
            middle = statistics.median(seconds)
            print(
                f"| {name} | {processes or 'none'} | {middle:.1f} ({min(seconds):.1f}–{max(seconds):.1f}) "
                f"| {middle / base:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
