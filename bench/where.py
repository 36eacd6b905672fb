"""Where the time of a translation goes: the engine's own threads, and what Python does beside them.

    python bench/where.py --articles DIR [--sentences 400] [--second-tries]

Processor time is the kernel's account: what the Python thread did not use, the engine's threads did. A sampling
profiler (``pip install py-spy``) tells Python's share apart, by the file of ours that was at work. Waiting is no work.
A line of its own says what Python does while no batch is with the engine.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not bench/: files there would hide packages of their name
sys.path.append(str(ROOT / "bench"))

from machine import machine  # noqa: E402 - found in bench/
from peers import sentences  # noqa: E402

from translate import Article, Translator, trust  # noqa: E402

OURS = re.compile(r"\((?:.*/)?translate/(\w+)\.py:\d+\)")
"""A frame of ours in py-spy's ``raw`` format."""

RATE = 200
"""Samples a second."""


class Idle:
    """Python's processor time while no batch is with the engine: the most that working side by side could save."""

    def __init__(self, engine: Any) -> None:
        self.seconds = 0.0
        self._since, self._in_flight = time.thread_time(), 0
        submit, collect = engine._submit, engine._collect

        def submitted(*asked: Any) -> Any:
            found = submit(*asked)
            self.turn(1)
            return found

        def collected(*asked: Any) -> Iterator[Any]:
            for at, result in enumerate(collect(*asked)):
                if at == 0:  # all of a batch come together
                    self.turn(-1)
                yield result

        engine._submit, engine._collect = submitted, collected

    def turn(self, batches: int) -> None:
        """So many batches more, or less, are with the engine from now on."""
        now = time.thread_time()
        self.seconds += 0.0 if self._in_flight else now - self._since
        self._since, self._in_flight = now, self._in_flight + batches


def counted(translator: Translator, lines: list[str]) -> None:
    """The work that counts; the profiler knows it by its name."""
    list(translator.translate_all([Article("news", "\n".join(lines))]))


def one(options: argparse.Namespace) -> None:
    """Translate, and print the processor time as JSON."""
    if not options.second_tries:
        trust.SECOND_TRIES = ()  # type: ignore[assignment] # a tuple of none
    translator = Translator.load("embedded-ar-en", force_arabic=True)
    lines = sentences(options.articles, translator.engine.tokens, translator.limit, 10**6)
    translator.translate(Article("so that all tables are read", "\n".join(lines[-20:])))
    lines = lines[: options.sentences]
    whole, python = time.process_time(), time.thread_time()
    idle = Idle(translator.engine)
    counted(translator, lines)
    idle.turn(0)
    print(json.dumps([len(lines), time.process_time() - whole, time.thread_time() - python, idle.seconds]))


def by_file(samples: str) -> Counter[str]:
    """Samples of Python at work within the counted call, by the innermost file of ours."""
    found: Counter[str] = Counter()
    for line in samples.splitlines():
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        if any(frame.startswith("counted (") for frame in frames):
            ours = [match.group(1) for frame in frames if (match := OURS.search(frame))]
            found[ours[-1] if ours else "elsewhere"] += int(count)
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=400)
    parser.add_argument("--second-tries", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options)
        return
    child = [sys.executable, __file__, *sys.argv[1:], "--one"]
    plain = subprocess.run(child, capture_output=True, check=True, text=True).stdout
    count, whole, python, idle = json.loads(plain)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "samples"
        profiler = [str(Path(sys.executable).with_name("py-spy")), "record", "--nonblocking", "-r", str(RATE)]
        subprocess.run([*profiler, "-f", "raw", "-o", str(raw), "--", *child], capture_output=True, check=True)
        samples = by_file(raw.read_text(encoding="utf-8"))
    print(f"{machine()}; {count} sentences of {options.articles.name}, beam 4\n")
    print("| at work | processor ms a sentence | share |\n|---|---|---|")
    print(f"| the engine's threads | {1000 * (whole - python) / count:.1f} | {1 - python / whole:.1%} |")
    print(f"| Python, all | {1000 * python / count:.2f} | {python / whole:.1%} |")
    print(f"| – while the engine has nothing to do | {1000 * idle / count:.2f} | {idle / whole:.1%} |")
    for name, seen in samples.most_common(8):
        part = python * seen / samples.total()
        print(f"| – {name}.py | {1000 * part / count:.2f} | {part / whole:.1%} |")


if __name__ == "__main__":
    main()
