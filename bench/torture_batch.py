"""The batch with real models under kills and bad input, at length; `make torture` runs it.

    python bench/torture_batch.py kills --articles DIR --kills 100     # SIGKILL at random moments, then compare
    python bench/torture_batch.py points                               # death wherever something reaches the disk
    python bench/torture_batch.py poison --articles DIR --count 1000   # every kind of bad input beside good ones

Without --articles, articles are made of the sentences of examples/libya.txt. What goes wrong is an AssertionError.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from machine import machine  # noqa: E402 - found beside this file

from batch.manifest import Entry, Ledger  # noqa: E402
from tests.fake_work import tree  # noqa: E402
from tests.test_batch_kills import kill_at_every_point  # noqa: E402
from tests.test_batch_poison import poison  # noqa: E402
from translate import split  # noqa: E402

QUICK = ("--fast", "--extractive")
"""Options of the runs: what is tortured is the batch, not the beam."""


def fill(folder: Path, articles: Path | None, count: int) -> None:
    """``count`` articles, no two alike: those of a folder as long as there are any, then mixtures of sentences."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(articles.glob("*.txt"))] if articles else []
    sentences = [s.text for s in split((ROOT / "examples/libya.txt").read_text(encoding="utf-8"))]
    moments = random.Random(4)
    for number in range(count):
        path = folder / f"part{number % 7}" / f"{number:04d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        mixed = "\n".join([*moments.sample(sentences, 6), f"وهذا هو الخبر رقم {number} من اليوم."])
        path.write_text(texts[number] if number < len(texts) else mixed, encoding="utf-8")


def command(source: Path, target: Path, *more: str) -> list[str]:
    """One call of the batch."""
    return [sys.executable, "-m", "cli", "batch", str(source), str(target), *QUICK, *more]


def run(source: Path, target: Path, *more: str) -> tuple[int, float]:
    """Exit code and seconds of an undisturbed call."""
    began = time.monotonic()
    done = subprocess.run(command(source, target, *more), cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    return done.returncode, time.monotonic() - began


def hashes(folder: Path) -> dict[str, str]:
    """What IN holds, to see that nobody touched it."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in tree(folder).items()}


def finished(target: Path) -> dict[str, Entry]:
    """The articles that the manifest calls done, and when."""
    return {entry.file: entry for entry in Ledger(target / ".mujaz") if entry.status == "done"}


def kills(base: Path, articles: Path | None, count: int, files: int) -> None:
    """Kill runs at random moments until ``count`` were killed; begin a new folder whenever one is complete."""
    source, clean = base / "in", base / "clean"
    fill(source, articles, files)
    before = hashes(source)
    code, seconds = run(source, clean)
    assert code == 0, code
    expected = tree(clean)
    print(f"undisturbed: {files} articles in {seconds:.1f} s", flush=True)
    moments = random.Random(11)
    at: list[int] = []  # finished articles at each kill
    complete = 0
    worst = 0.0
    while len(at) < count or not complete:
        target = base / f"out{complete}"
        done = finished(target)
        process = subprocess.Popen(command(source, target), cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            code = process.wait(moments.uniform(0.2, seconds) if len(at) < count else None)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            at.append(len(finished(target)))
            code = None
        now = finished(target)
        assert all(now[file] == entry for file, entry in done.items()), "a finished article was done again"
        if code is not None:
            assert code == 0, code
            assert tree(target) == expected, "the bytes differ from the undisturbed run's"
            code, again = run(source, target)
            assert code == 0, code
            worst = max(worst, again)
            complete += 1
    assert hashes(source) == before, "the input folder was touched"
    middle = sum(0 < finished < files for finished in at)
    print(f"killed {count} times over {complete} folders, {middle} times with some articles done and some not: every")
    print("folder in the end the same bytes as the undisturbed, no finished article done again; a run over a finished")
    print(f"folder takes {worst:.2f} s at most, {worst / seconds:.1%} of the first")


def points(base: Path, files: int) -> None:
    """Die once at each call that reaches the disk, in a run with the work of the tests; resume, compare."""
    count = kill_at_every_point(base, files)
    print(f"{files} articles, died at each of the {count} calls of write, fsync, rename and mkdir: every folder in the")
    print("end the same bytes as the undisturbed, what was called done was whole, and was not done again")


def spoil(base: Path, articles: Path | None, count: int) -> None:
    """Bad input beside good: every bad file named with a reason, every good one done as without them."""
    source = base / "in"
    fill(source, articles, 100)
    code, seconds = run(source, base / "clean")
    assert code == 0, code
    expected = tree(base / "clean")
    poison(source / "bad", count - 1, marks=False)
    with (source / "bad/letters.txt").open("wb") as letters:
        for _ in range(200):
            letters.write(b"a" * 1_000_000)
    bad = {os.path.relpath(path, source) for path in (source / "bad").rglob("*") if not path.is_dir()}
    report = base / "report.json"
    began = time.monotonic()
    code, _ = run(source, base / "out", "--report", str(report), "--timeout", "60")
    took = time.monotonic() - began
    failed = {entry.file: entry for entry in Ledger(base / "out/.mujaz") if entry.status == "failed"}
    assert code == 3, code
    assert set(failed) == bad, set(failed) ^ bad
    assert all(entry.error for entry in failed.values())
    assert tree(base / "out") == expected, "good articles came out differently beside bad ones"
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{len(bad)} bad files beside 100 good ones: each bad one named with a reason, each good one done, the same")
    print(f"bytes as without them; {took:.0f} s ({seconds:.0f} s without them); peak memory of a process {peak:.0f} MB")


def main() -> None:
    """One of the three, in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["kills", "points", "poison"])
    parser.add_argument("--articles", type=Path, help="folder of .txt files")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--count", type=int, default=1000)
    chosen = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as base:
        if chosen.what == "kills":
            kills(Path(base), chosen.articles, chosen.kills, chosen.files)
        elif chosen.what == "points":
            points(Path(base), chosen.files)
        else:
            spoil(Path(base), chosen.articles, chosen.count)


if __name__ == "__main__":
    main()
