"""The byte law: what a sentence becomes never depends on what else is in the run.

    python bench/batch_invariance.py --lines corpus.ar more.tsv [--limit 5000] [--free] [--model NAME|FOLDER]

A seeded sample of the sentences of ``--lines`` (of a table, the first column) is translated alone and in the default
batches, in another order. Texts, tokens and scores are compared, all of the n-best, bit for bit. ``--free`` adds
batches sorted by length and padded, as an engine does by itself, to show what the law costs and what it prevents.
The ways take turns, :data:`SLICE` sentences at a time; where it stands after each is told on stderr.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from machine import machine  # noqa: E402 - found beside this file

import weights  # noqa: E402
from mujaz import available_threads  # noqa: E402
from translate import Decoding, Hypothesis, split  # noqa: E402
from translate.ct2_engine import BATCH_TOKENS, CTranslate2Engine  # noqa: E402

Found = dict[str, list[Hypothesis]]

SLICE = 2048
"""As many sentences as a translator holds at a time."""


def sample(paths: list[Path], fits: Callable[[str], bool], limit: int) -> list[str]:
    """At most ``limit`` different sentences of the lines of ``paths`` that the model takes in one piece, shuffled."""
    lines = [line.split("\t")[0] for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    sentences = sorted({sentence.text for line in lines for sentence in split(line)})
    shuffled = random.Random(1).sample(sentences, len(sentences))
    return list(itertools.islice(filter(fits, shuffled), limit))


def alone(engine: CTranslate2Engine, lines: list[str], decoding: Decoding, threads: int) -> Found:
    """Each line in a call of its own."""

    def one(line: str) -> tuple[str, list[Hypothesis]]:
        return next(iter(engine.translate([(line, line)], decoding, nbest=decoding.beam_size)))

    with ThreadPoolExecutor(threads) as pool:
        return dict(pool.map(one, lines))


def together(engine: CTranslate2Engine, lines: list[str], decoding: Decoding) -> Found:
    """All lines in one stream, shuffled."""
    shuffled = random.Random(1).sample(lines, len(lines))
    return dict(engine.translate(((line, line) for line in shuffled), decoding, nbest=decoding.beam_size))


def free(engine: CTranslate2Engine, lines: list[str], decoding: Decoding) -> Found:
    """Sorted by length, in batches of as many tokens as ours, padded to the longest: an engine's own batching."""
    ordered = sorted(((line, engine._pieces.model_input(line)) for line in lines), key=lambda item: -len(item[1]))
    batches = []
    while ordered:
        size = max(1, BATCH_TOKENS // len(ordered[0][1]))
        batches.append(ordered[:size])
        ordered = ordered[size:]
    return dict(engine._window(batches, decoding, decoding.beam_size, False))


def differences(one: Found, other: Found) -> tuple[int, int]:
    """Lines whose best text differs, and lines where anything in the n-best differs."""
    texts = sum(one[line][0].text != other[line][0].text for line in one)
    anything = sum(
        [(each.tokens, each.score) for each in one[line]] != [(each.tokens, each.score) for each in other[line]]
        for line in one
    )
    return texts, anything


def main() -> None:
    """Print the table; exit 1 if the law is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=Path, nargs="+", required=True)
    parser.add_argument("--limit", type=int, default=5000)
    parser.add_argument("--skip", type=int, default=0, help="sentences of the sample that an earlier run has done")
    parser.add_argument("--model", default=None)
    parser.add_argument("--beam-size", type=int, default=4)
    parser.add_argument("--free", action="store_true")
    options = parser.parse_args()
    threads, decoding = available_threads(), Decoding(beam_size=options.beam_size)
    engine = CTranslate2Engine.load(weights.find(options.model, "translate").folder, threads=threads)
    longest = decoding.window(engine.positions)
    lines = sample(options.lines, lambda text: len(engine.tokens(text)) <= longest, options.limit)
    print(f"{machine()}; {len(lines) - options.skip} sentences of {len(options.lines)} files, int8\n", flush=True)
    ways: dict[str, Callable[[list[str]], Found]] = {
        "one sentence a batch": partial(alone, engine, decoding=decoding, threads=threads),
        "equal lengths (default), shuffled": partial(together, engine, decoding=decoding),
    }
    if options.free:
        ways["padded, sorted by length"] = partial(free, engine, decoding=decoding)
    totals = dict.fromkeys(ways, (0.0, 0, 0))
    for at in range(options.skip, len(lines), SLICE):
        found: dict[str, Found] = {}
        for name, way in ways.items():
            start = time.perf_counter()
            found[name] = way(lines[at : at + SLICE])
            spent = time.perf_counter() - start
            texts, anything = differences(found["one sentence a batch"], found[name])
            before = totals[name]
            totals[name] = (before[0] + spent, before[1] + texts, before[2] + anything)
        print(f"after {min(at + SLICE, len(lines))}: {totals}", file=sys.stderr, flush=True)
    print("| batching | seconds | texts that differ | n-best or scores that differ |\n|---|---|---|---|")
    for name, (seconds, texts, anything) in totals.items():
        print(f"| {name} | {seconds:.0f} | {texts} | {anything} |")
    sys.exit(1 if totals["equal lengths (default), shuffled"][2] else 0)


if __name__ == "__main__":
    main()
