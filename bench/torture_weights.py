"""Pulls that are killed at many moments: never half a model that loads; `make torture` runs it.

python bench/torture_weights.py --kills 50
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)
sys.path.append(str(ROOT / "bench"))

import pytest  # noqa: E402
from machine import machine  # noqa: E402 - found beside this file

from tests import tiny  # noqa: E402
from tests.hub import serving  # noqa: E402
from tests.test_hub import kill_pulls  # noqa: E402


def main() -> None:
    """Time a pull, kill as many as were asked for before it could end, look each time; then let one through."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    draw = random.Random(chosen.seed)
    place = Path(tempfile.mkdtemp(prefix="mujaz-torture-"))
    with pytest.MonkeyPatch.context() as patch, serving() as hub:
        patch.setenv("MUJAZ_HOME", str(place / "home"))
        hub.commit("house/tiny", tiny.marian(place / "tiny"))
        begun = time.monotonic()
        kill_pulls(hub, place / "home", [0.0])
        ready = time.monotonic()
        assert kill_pulls(hub, place / "home", [120.0]) == (1, 0)
        whole = (time.monotonic() - ready) - (ready - begun)
        moments = [draw.uniform(0.0, whole) for _ in range(chosen.kills)]
        stood, halfway = kill_pulls(hub, place / "home", [*moments, 120.0])
    print(machine())
    print(f"{chosen.kills} kills, {halfway} in the middle of a pull, {stood - 1} after its end: none left half a model")


if __name__ == "__main__":
    main()
