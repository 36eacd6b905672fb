"""The byte law: what a sentence becomes never depends on what else is in the run.

    python bench/batch_invariance.py --lines corpus.ar [--limit 5000] [--model NAME|FOLDER]

Every line of ``--lines`` (a sentence each) is translated twice: alone, and in the default batches, in another
order. Texts, tokens and scores are compared, all of the n-best, bit for bit. ``--free`` adds batches sorted by
length and padded, as an engine does by itself, to show what the law costs and what it prevents.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from machine import machine  # noqa: E402 - found beside this file

import weights  # noqa: E402
from mujaz import available_threads  # noqa: E402
from translate import Decoding, Hypothesis  # noqa: E402
from translate.ct2_engine import CTranslate2Engine  # noqa: E402

Found = dict[str, list[Hypothesis]]


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
    """Batches of 1,024 tokens sorted by length and padded: CTranslate2's own batching."""
    results = engine._translator.translate_batch(
        [engine._pieces.model_input(line) for line in lines],
        max_batch_size=1024,
        batch_type="tokens",
        beam_size=decoding.beam_size,
        num_hypotheses=decoding.beam_size,
        length_penalty=decoding.length_penalty,
        max_input_length=0,
        max_decoding_length=1024,
        disable_unk=True,
        return_scores=True,
    )
    return {
        line: [
            engine._hypothesis(tokens, score, None, decoding)
            for tokens, score in zip(result.hypotheses, result.scores, strict=True)
        ]
        for line, result in zip(lines, results, strict=True)
    }


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
    parser.add_argument("--model", default=None)
    parser.add_argument("--beam-size", type=int, default=4)
    parser.add_argument("--free", action="store_true")
    options = parser.parse_args()
    texts = [line.split("\t")[0].strip() for path in options.lines for line in path.open(encoding="utf-8")]
    lines = list(dict.fromkeys(line for line in texts if line and len(line) < 600))[: options.limit]
    threads, decoding = available_threads(), Decoding(beam_size=options.beam_size)
    engine = CTranslate2Engine.load(weights.find(options.model, "translate").folder, threads=threads)
    print(f"{machine()}; {len(lines)} sentences of {', '.join(path.name for path in options.lines)}, int8\n")
    print("| batching | seconds | texts that differ | n-best or scores that differ |\n|---|---|---|---|", flush=True)
    start = time.perf_counter()
    reference = alone(engine, lines, decoding, threads)
    print(f"| one sentence a batch | {time.perf_counter() - start:.1f} | | |", flush=True)
    start = time.perf_counter()
    default = together(engine, lines, decoding)
    broken = differences(reference, default)
    print(f"| equal lengths (default), shuffled | {time.perf_counter() - start:.1f} | {broken[0]} | {broken[1]} |")
    if options.free:
        start = time.perf_counter()
        padded = differences(reference, free(engine, lines, decoding))
        print(f"| padded, sorted by length | {time.perf_counter() - start:.1f} | {padded[0]} | {padded[1]} |")
    sys.exit(1 if broken[1] else 0)


if __name__ == "__main__":
    main()
