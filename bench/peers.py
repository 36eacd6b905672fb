"""Speed side by side with peers: same machine, same weights, same sentences, one run.

    python bench/peers.py --articles DIR [--sentences 400] [--rounds 3] [--argos PYTHON] [--opus 100] [--bart 4]

The sentences are such as the embedded model takes in one piece, so that all ways do the same work: a longer one goes
in in the pieces that ours would cut it into. Every way is loaded once in a process of its own and then timed in turn,
A B C A B C …, so that a change of the machine's speed meets all alike; medians, ranges, and each way's peak memory
are printed, and on stderr every turn as it ends. Rates are source tokens a second, since the sources are the same for
all: ways that are too slow for all sentences (:data:`SLOW`) are given a sample of them, the same in every round, and
the table says how many.

``--argos`` is the Python of a venv with argostranslate. It is given the embedded weights in its own package form;
its one SentencePiece model and its sentence splitter, which would have to be fetched, are stubbed: the pieces are
ours, and so are the sentences.

``--opus N`` adds N sentences with a random-weight model of opus-mt-ar-en's public shape (and the embedded model's
pieces), whose output is exactly as long as its source; without second tries, which such noise would always get, and
without argos. ``--bart N`` adds N English texts and a random-weight model of distilbart-cnn-12-6's shape.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not bench/: files there would hide packages of their name
sys.path.append(str(ROOT / "bench"))

from machine import machine  # noqa: E402

import weights  # noqa: E402
from tests import tiny  # noqa: E402
from translate import Translator, read, split  # noqa: E402
from translate.pieces import Pieces  # noqa: E402
from translate.windows import windows  # noqa: E402

WAYS = (
    "raw, same law",
    "engine",
    "engine, n-best and attention",
    "mujaz, no second tries",
    "mujaz",
    "raw, padded",
    "argos",
    "transformers, by 32",
    "transformers, one by one",
)
"""``raw`` is CTranslate2 itself, the limit; ``engine`` is our decoding alone, of one hypothesis or of all
that the guards are to see; ``mujaz`` is everything from text to
checked translation; ``transformers, one by one`` is ``model.generate`` as its documentation shows it."""

SLOW = {"transformers, by 32": 0.16, "transformers, one by one": 0.1}
"""The share of the sentences that a slow way is given."""

SUMMARY_WAYS = ("summaries, mujaz", "summaries, transformers")


@dataclass(frozen=True, slots=True)
class Task:
    """A model folder (Hugging Face form), what it is to read, and the source tokens of each line."""

    folder: Path
    lines: list[str]
    tokens: list[int]
    forced: bool

    def part(self, way: str) -> list[int]:
        """The lines for ``way``: all, or for a slow one a sample."""
        count = math.ceil(SLOW.get(way, 1) * len(self.lines))
        return sorted(random.Random(1).sample(range(len(self.lines)), count))


def sentences(folder: Path, tokens: Callable[[str], list[str]], longest: int, limit: int) -> list[str]:
    """The first ``limit`` sentences of the articles in ``folder``; a long one in the pieces that ours goes in."""
    found: list[str] = []
    for path in sorted(folder.rglob("*.txt")):
        for article in read(path):
            for sentence in split(article.text):
                found += windows(sentence.text, lambda text: len(tokens(text)), longest)
    return list(dict.fromkeys(found))[:limit]


@contextmanager
def started(way: str, python: str, settings: dict[str, object]) -> Iterator[subprocess.Popen[str]]:
    """A way in a process of its own, loaded and waiting for the word."""
    command = [python, str(ROOT / "bench" / "peer.py"), way]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps(settings) + "\n")
        if process.stdout.readline().strip() != "ready":
            raise SystemExit(f"{way} did not start")
        yield process
        process.stdin.close()


def turn(process: subprocess.Popen[str]) -> dict[str, object]:
    """One timed round: seconds, peak MB, and the texts."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("go\n")
    return dict(json.loads(process.stdout.readline()))


def table(task: Task, ways: list[str], options: argparse.Namespace) -> None:
    """Time the ways in turn and print the table; the first is what the others are compared with."""
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    peaks: dict[str, float] = {}
    texts: dict[str, dict[int, str]] = {}
    with ExitStack() as stack:
        running = {}
        for way in ways:
            settings = {"folder": str(task.folder), "form": str(weights.prepared(task.folder)), "forced": task.forced}
            settings |= {"beam": options.beam_size, "lines": [task.lines[at] for at in task.part(way)]}
            python = options.argos if way == "argos" else sys.executable
            running[way] = stack.enter_context(started(way, python, settings))
        for _ in range(options.rounds):
            for way, process in running.items():
                found = turn(process)
                seconds[way].append(float(str(found["seconds"])))
                peaks[way] = float(str(found["peak"]))
                texts[way] = dict(zip(task.part(way), list(found["texts"]), strict=True))  # type: ignore[call-overload]
                print(f"  {way}: {seconds[way][-1]:.2f} s, peak {peaks[way]:.0f} MB", file=sys.stderr, flush=True)
    rates = {
        way: sum(task.tokens[at] for at in task.part(way)) / statistics.median(spent) for way, spent in seconds.items()
    }
    print(f"| way | lines | seconds, median (range) | source tokens a second | {ways[0]} = 1 | same text | peak MB |")
    print("|---|---|---|---|---|---|---|")
    for way, spent in seconds.items():
        alike = sum(text == texts[ways[0]][at] for at, text in texts[way].items())
        print(
            f"| {way} | {len(texts[way])} | {statistics.median(spent):.1f} ({min(spent):.1f}–{max(spent):.1f}) "
            f"| {rates[way]:.0f} | {rates[way] / rates[ways[0]]:.2f} | {alike}/{len(texts[way])} | {peaks[way]:.0f} |",
            flush=True,
        )


@contextmanager
def own_store() -> Iterator[Path]:
    """A folder for a model that is made for the bench alone, and for its converted form."""
    before = os.environ.get("MUJAZ_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MUJAZ_HOME"] = f"{folder}/store"
        try:
            yield Path(folder)
        finally:
            del os.environ["MUJAZ_HOME"]
            if before is not None:
                os.environ["MUJAZ_HOME"] = before


def opus(base: Path, lines: list[str], options: argparse.Namespace) -> None:
    """The table at the size of opus-mt-ar-en."""
    from shapes import SHAPES, build

    with own_store() as folder:
        model = folder / "opus"
        build(SHAPES["opus-mt-ar-en"], model, endless=True, pieces=base)
        pieces = Pieces.load(model)
        task = Task(model, lines, [len(pieces.model_input(line)) for line in lines], forced=True)
        table(task, [way for way in WAYS if way not in ("mujaz", "argos")], options)


def bart(options: argparse.Namespace) -> None:
    """Summaries by a model of distilbart-cnn-12-6's size."""
    from shapes import build_bart

    with own_store() as folder:
        model = folder / "bart"
        tokenizer = build_bart(model)
        chance = random.Random(1)
        texts = []
        for _ in range(options.bart):
            english = tiny.ENGLISH.splitlines()
            text = ""
            while len(tokenizer.encode(text).tokens) < 640:
                text += " " + chance.choice(english)
            texts.append(text.strip())
        task = Task(model, texts, [len(tokenizer.encode(text).tokens) for text in texts], forced=True)
        table(task, list(SUMMARY_WAYS), options)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--beam-size", type=int, default=4)
    parser.add_argument("--argos", metavar="PYTHON", help="the Python of a venv with argostranslate")
    parser.add_argument("--opus", type=int, default=0, metavar="N", help="also N sentences at opus-mt-ar-en's size")
    parser.add_argument("--bart", type=int, default=0, metavar="N", help="also N summaries at distilbart's size")
    options = parser.parse_args()
    embedded = weights.find("embedded-ar-en", "translate").folder
    pieces, longest = Pieces.load(embedded), Translator.load("embedded-ar-en").limit
    lines = sentences(options.articles, pieces.encode, longest, max(options.sentences, options.opus))
    print(f"{machine()}; sentences of {options.articles.name}, beam {options.beam_size}, {options.rounds} rounds")
    if options.sentences:
        some = lines[: options.sentences]
        task = Task(embedded, some, [len(pieces.model_input(line)) for line in some], forced=False)
        print("\nEmbedded model\n")
        table(task, [way for way in WAYS if way != "argos" or options.argos], options)
    if options.opus:
        print("\nRandom weights of opus-mt-ar-en's shape, outputs as long as their sources\n")
        opus(embedded, lines[: options.opus], options)
    if options.bart:
        print("\nSummaries: random weights of distilbart-cnn-12-6's shape\n")
        bart(options)


if __name__ == "__main__":
    main()
