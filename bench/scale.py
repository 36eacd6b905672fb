"""Does it grow? Articles by the thousand and one article of many sentences: speed, memory, time to the first result.

    python bench/scale.py [--largest 10000] [--sentences 10] [--model NAME|FOLDER]

The articles are generated: every sentence is one of a kind, so that nothing is remembered. Without ``--model`` a tiny
one with random weights translates, so that what is measured is everything but the engine. Each row is a process of
its own.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not bench/: files there would hide packages of their name
sys.path.append(str(ROOT / "bench"))

from machine import machine  # noqa: E402 - found in bench/
from peak import peak  # noqa: E402

from tests import tiny  # noqa: E402
from translate import Article, Decoding, Translator  # noqa: E402


def articles(count: int, sentences: int) -> Iterator[Article]:
    """``count`` articles of ``sentences`` sentences, none twice."""
    cases = json.loads((ROOT / "tests" / "cases" / "sentences.json").read_text(encoding="utf-8"))
    words = sorted({word for case in cases for word in case["arabic"].split() if word.isalpha()})
    chance = random.Random(1)
    for number in range(count):
        text = "\n".join(" ".join(chance.sample(words, 12)) + f" {number} {line}." for line in range(sentences))
        yield Article(f"{number}.txt", text)


def one(count: int, sentences: int, model: str) -> None:
    """A row: translate, and print what it took as JSON."""
    translator = Translator.load(model, decoding=Decoding(beam_size=1, max_ratio=0.5, max_extra=4))
    start = time.perf_counter()
    stream = translator.translate_all(articles(count, sentences))
    done = len(next(stream)[1])
    first = time.perf_counter() - start
    done += sum(len(found) for _, found in stream)
    spent = time.perf_counter() - start
    print(json.dumps({"sentences": done, "seconds": spent, "first": first, "peak": peak()}))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=1000)
    parser.add_argument("--smallest", type=int, default=10)
    parser.add_argument("--sentences", type=int, default=10, help="sentences an article")
    parser.add_argument("--model")
    parser.add_argument("--one", nargs=2, type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(*options.one, options.model)
        return
    with tempfile.TemporaryDirectory() as folder:
        model = options.model or str(tiny.marian(Path(folder) / "tiny"))
        print(f"{machine()}; {'a tiny model' if not options.model else options.model}\n")
        print("| articles | sentences each | sentences a second | first result, s | peak MB |\n|---|---|---|---|---|")
        tens = [10**power for power in range(1, 6) if options.smallest <= 10**power <= options.largest]
        for count, sentences in itertools.chain(((n, options.sentences) for n in tens), ((1, n) for n in tens)):
            command = [sys.executable, __file__, "--model", model, "--one", str(count), str(sentences)]
            found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
            rate = found["sentences"] / found["seconds"]
            print(f"| {count} | {sentences} | {rate:.0f} | {found['first']:.2f} | {found['peak']:.0f} |", flush=True)


if __name__ == "__main__":
    main()
