"""What a fixed, smaller target vocabulary would save: two models of one shape, the second with fewer rows.

    python bench/shortlist.py --articles DIR [--lines 40] [--rounds 3] [--keep 0.5]

opus-mt models have one vocabulary for both languages, so that half of the rows that every step computes are Arabic,
which an English translation never takes. The weights are random and the lengths forced; only the time is real.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not bench/: files there would hide packages of their name
sys.path.append(str(ROOT / "bench"))

from machine import machine  # noqa: E402 - found in bench/
from peers import own_store, sentences  # noqa: E402
from shapes import SHAPES, build  # noqa: E402

import weights  # noqa: E402
from mujaz import available_threads  # noqa: E402
from translate import Decoding  # noqa: E402
from translate.ct2_engine import CTranslate2Engine  # noqa: E402
from translate.pieces import Pieces  # noqa: E402


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=float, default=0.5, help="share of the rows that stay")
    options = parser.parse_args()
    embedded = weights.find("embedded-ar-en", "translate").folder
    lines = sentences(options.articles, Pieces.load(embedded).encode, 64, options.lines)
    whole = SHAPES["opus-mt-ar-en"]
    forced = Decoding(max_ratio=1.0, max_extra=0)
    print(f"{machine()}; {len(lines)} sentences of {options.articles.name}, beam 4, {options.rounds} rounds\n")
    with own_store() as base:
        engines = {}
        for rows in (whole.vocabulary, int(options.keep * whole.vocabulary)):
            build(replace(whole, vocabulary=rows), base / str(rows), endless=True, pieces=embedded)
            engines[rows] = CTranslate2Engine.load(base / str(rows), threads=available_threads())
        spent: dict[int, list[float]] = {rows: [] for rows in engines}
        for _ in range(options.rounds):
            for rows, engine in engines.items():
                start = time.perf_counter()
                assert len(list(engine.translate(enumerate(lines), forced, nbest=4))) == len(lines)
                spent[rows].append(time.perf_counter() - start)
    print("| rows of the vocabulary | seconds, median (range) | against all rows |\n|---|---|---|")
    for rows, seconds in spent.items():
        middle, most = statistics.median(seconds), statistics.median(spent[whole.vocabulary])
        print(f"| {rows:,} | {middle:.1f} ({min(seconds):.1f}–{max(seconds):.1f}) | {middle / most:.2f} |")


if __name__ == "__main__":
    main()
