"""A folder at once, in parts, and file by file: seconds, bytes, and how long small files wait for a large one.

    python bench/folder.py                          # 40 articles made of examples/libya.txt
    python bench/folder.py --articles DIR --long 10000

Every figure is of whole commands, processes and loading of models included.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from machine import machine  # noqa: E402 - found beside this file
from torture_batch import command, fill  # noqa: E402

from batch.manifest import Ledger  # noqa: E402
from tests.fake_work import tree  # noqa: E402
from translate import split  # noqa: E402


def timed(work: Callable[[], None]) -> float:
    """Seconds that ``work`` takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def call(arguments: list[str]) -> None:
    """One command, from the checkout."""
    subprocess.run(arguments, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def file_by_file(source: Path, target: Path) -> None:
    """A process a file, as a shell loop would."""
    target.mkdir()
    for path in sorted(source.rglob("*.txt")):
        call(
            [
                sys.executable,
                "-m",
                "cli",
                "brief",
                str(path),
                "--fast",
                "--extractive",
                "-o",
                f"{target}/{path.stem}.json",
            ]
        )


def in_parts(source: Path, target: Path, parts: int) -> None:
    """Shards side by side, then a merge."""
    running = [
        subprocess.Popen(
            command(source, target, "--shard", f"{part}/{parts}", "--threads", "1"),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for part in range(1, parts + 1)
    ]
    codes = [process.wait() for process in running]
    assert codes == [0] * parts, codes
    call(command(source, target, "--merge"))


def beside_a_long_one(source: Path, target: Path, sentences: int) -> tuple[float, float]:
    """Seconds until the last small file is done, and until a file of so many sentences is, which comes first."""
    texts = [s.text for s in split((ROOT / "examples/libya.txt").read_text(encoding="utf-8"))]
    long = source / "aaa.txt"
    long.write_text("\n".join(f"{texts[n % len(texts)]} رقم {n}." for n in range(sentences)), encoding="utf-8")
    began = time.time()
    call(command(source, target))
    ends = {entry.file: entry.finished - began for entry in Ledger(target / ".mujaz")}
    long.unlink()
    return max(end for file, end in ends.items() if file != "aaa.txt"), ends["aaa.txt"]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, help="folder of .txt files")
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--long", type=int, default=3000, help="sentences of the long file")
    chosen = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        source = base / "in"
        fill(source, chosen.articles, chosen.files)
        first = timed(lambda: call(command(source, base / "out")))
        again = timed(lambda: call(command(source, base / "out")))
        loop = timed(lambda: file_by_file(source, base / "loop"))
        parts = timed(lambda: in_parts(source, base / "parts", 4))
        assert tree(base / "parts") == tree(base / "out"), "four shards and a merge are not one run"
        small, long = beside_a_long_one(source, base / "long", chosen.long)
        print(f"| {chosen.files} articles, --fast --extractive | seconds |\n|---|---|")
        print(f"| mujaz batch | {first:.1f} |\n| the same again, nothing to do | {again:.2f} ({again / first:.1%}) |")
        print(f"| a loop of mujaz brief | {loop:.1f} |")
        print(f"| 4 shards side by side, and --merge: the same bytes | {parts:.1f} |")
        print(f"| behind a file of {chosen.long:,} sentences: the last small one done | {small:.1f} |")
        print(f"| … and the long one | {long:.1f} |")


if __name__ == "__main__":
    main()
