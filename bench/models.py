"""The whole way of a model, at the size of the real ones: pull, check, convert, try out, translate, carry.

    python bench/models.py                                  # both shapes, about 5 GB of disk, some minutes
    python bench/models.py --shape opus-mt-ar-en

The weights are random; configuration, file names, formats and sizes are those of the real models, from their
public ``config.json`` and file lists on the Hub (addresses below). A Hub on the loopback serves them. Every step
is a process of its own; time and peak memory (of it and of what it started) are the system's account.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))  # for tests.hub

from machine import machine  # noqa: E402 - found beside this file
from shapes import SHAPES, build  # noqa: E402

from tests.hub import serving  # noqa: E402

# What a step runs, in a process of its own. The sanity of the translations is not asked of random weights.
STEPS = {
    "pull": """
import dataclasses
import weights, time
from weights.catalogue import CATALOGUE
start = time.perf_counter()
shelf = {NAME: dataclasses.replace(CATALOGUE[NAME], sane=False)}
def note(said): print(f"    {time.perf_counter() - start:6.1f} s  {said}", file=sys.stderr)
weights.pull(NAME, catalogue=shelf, endpoint=MORE, note=note)
""",
    "verify": "import weights; assert not weights.damage(NAME)",
    "find and load": """
import weights
from translate import load_engine
load_engine("ctranslate2", weights.find(NAME, "translate").folder, threads=2)
""",
    "translate 12 × 20 words": """
import weights
from translate import FAST, load_engine, split
engine = load_engine("ctranslate2", weights.find(NAME, "translate").folder, threads=2)
text = open("examples/libya.txt", encoding="utf-8").read()
sentences = [(s.start, " ".join(s.text.split()[:20])) for s in split(text)]
assert len(list(engine.translate(sentences, FAST))) == 12
""",
    "export": "import weights; print(weights.export(Path(MORE), [NAME]), file=sys.stderr)",
    "import": "import weights; assert weights.import_models(Path(MORE)) == [NAME]; assert not weights.damage(NAME)",
}


# A process starts with the peak memory of the one that forks it: a small one stands between.
MEASURE = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), time.perf_counter() - start, usage.ru_maxrss / 1024]))
"""


def step(label: str, name: str, home: Path, more: str) -> tuple[float, float]:
    """Run one step; seconds, and peak memory in MB."""
    code = f"import sys; from pathlib import Path; NAME, MORE = sys.argv[1:]\n{STEPS[label]}"
    environment = {**os.environ, "MUJAZ_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", MEASURE, sys.executable, "-c", code, name, more]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    status, seconds, memory = json.loads(done.stdout.splitlines()[-1])
    if status:
        raise SystemExit(f"{label} ended with {status}")
    return seconds, memory


def size(folder: Path) -> float:
    """Megabytes (10⁶ bytes) of the files of a folder, or of a file."""
    paths = folder.rglob("*") if folder.is_dir() else [folder]
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def main() -> None:
    """Build, serve, and run every step; print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shape", choices=SHAPES, action="append")
    chosen = parser.parse_args()
    print(f"{machine()}\n")
    print("| shape | step | seconds | peak MB | MB on disk |\n|---|---|---|---|---|", flush=True)
    for name in chosen.shape or SHAPES:
        place = Path(tempfile.mkdtemp(prefix="mujaz-bench-"))
        try:
            build(SHAPES[name], place / "made")
            with serving() as hub:
                hub.commit(f"Helsinki-NLP/{name}", place / "made")
                tar = place / "models.tar"
                for label in STEPS:
                    home = place / ("far" if label == "import" else "home")
                    seconds, memory = step(label, name, home, hub.url if label == "pull" else str(tar))
                    there = tar if label == "export" else home / "models" / name
                    print(f"| {name} | {label} | {seconds:.1f} | {memory:.0f} | {size(there):.0f} |", flush=True)
        finally:
            shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
