"""Pulls that are killed at many moments: never half a model that loads; `make torture` runs it.

python bench/torture_weights.py --kills 50
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
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
    """Kill, look, kill again; then let one pull through."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    draw = random.Random(chosen.seed)
    moments = [draw.uniform(0.0, 2.0) for _ in range(chosen.kills)]
    place = Path(tempfile.mkdtemp(prefix="mujaz-torture-"))
    with pytest.MonkeyPatch.context() as patch, serving() as hub:
        patch.setenv("MUJAZ_HOME", str(place / "home"))
        hub.commit("house/tiny", tiny.marian(place / "tiny"))
        stood = kill_pulls(hub, place / "home", [*moments, 120.0])
    print(machine())
    print(f"{chosen.kills} kills, {stood} pulls done before theirs, none left half a model")


if __name__ == "__main__":
    main()
