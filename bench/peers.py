"""Translation speed side by side with peers: same machine, same weights, same sentences, one run.

    python bench/peers.py --articles DIR [--sentences 400] [--rounds 3] [--argos PYTHON]

Every way is loaded once in a process of its own and then timed in turn, A B C A B C …, so that a change of the
machine's speed meets all alike; medians, ranges, and each way's peak memory are printed.

``--argos`` is the Python of a venv with argostranslate. It is given the embedded weights in its own package form;
its one SentencePiece model and its sentence splitter, which would have to be fetched, are stubbed: the pieces are
ours, and so are the sentences. ``--opus`` times a random-weight model of opus-mt-ar-en's public shape, whose output
is exactly as long as its source; without argos, and without our guards, which would try such noise again.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not bench/: files there would hide packages of their name
sys.path.append(str(ROOT / "bench"))

from machine import machine  # noqa: E402

import weights  # noqa: E402
from translate import read, split  # noqa: E402

WAYS = ("mujaz", "engine", "raw, same law", "raw, padded", "transformers, one by one", "transformers, by 32", "argos")
"""``mujaz`` is everything from text to checked translation; ``engine`` is our decoding alone; ``raw`` is CTranslate2
itself, the limit; ``transformers, one by one`` is ``model.generate`` as its documentation shows it."""


def sentences(folder: Path, limit: int) -> list[str]:
    """The first ``limit`` Arabic sentences of the articles in ``folder``."""
    found: list[str] = []
    for path in sorted(folder.rglob("*.txt")):
        for article in read(path):
            found += [sentence.text for sentence in split(article.text)]
    return list(dict.fromkeys(found))[:limit]


@contextmanager
def way(name: str, python: str, settings: dict[str, object]) -> Iterator[subprocess.Popen[str]]:
    """A way in a process of its own, loaded and waiting for the word."""
    command = [python, str(ROOT / "bench" / "peer.py"), name, json.dumps(settings)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        assert process.stdout is not None
        ready = process.stdout.readline().strip()
        if ready != "ready":
            raise SystemExit(f"{name} did not start")
        yield process


def turn(process: subprocess.Popen[str]) -> dict[str, float]:
    """One timed round: seconds, target tokens, peak MB, and a hash of the texts."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    return dict(json.loads(process.stdout.readline()))


def table(lines: list[str], folder: Path, options: argparse.Namespace, ways: list[str], *, forced: bool) -> None:
    """Time the ways on ``lines`` with the Marian model in ``folder``."""
    form = str(weights.prepared(folder))
    settings = {"folder": str(folder), "form": form, "lines": lines, "beam": options.beam_size, "forced": forced}
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    with ExitStack() as stack:
        running = {
            name: stack.enter_context(way(name, options.argos if name == "argos" else sys.executable, settings))
            for name in ways
        }
        for _ in range(options.rounds):
            for name, process in running.items():
                rounds[name].append(turn(process))
                print(f"  {name}: {rounds[name][-1]['seconds']:.1f} s", file=sys.stderr, flush=True)
    base = statistics.median(each["seconds"] for each in rounds[ways[0]])
    print(f"| way | seconds, median (range) | tokens a second | times {ways[0]} | same text | peak MB |")
    print("|---|---|---|---|---|---|")
    texts = rounds[ways[0]][0]["texts"]
    for name, found in rounds.items():
        seconds = [each["seconds"] for each in found]
        middle = statistics.median(seconds)
        print(
            f"| {name} | {middle:.1f} ({min(seconds):.1f}–{max(seconds):.1f}) | {found[0]['tokens'] / middle:.0f} "
            f"| {middle / base:.2f} | {same(texts, found[0]['texts'])} | {found[-1]['peak']:.0f} |",
            flush=True,
        )


def same(ours: object, theirs: object) -> str:
    """How many texts are alike."""
    assert isinstance(ours, list) and isinstance(theirs, list)
    if len(ours) != len(theirs):
        return "–"
    return f"{sum(mine == other for mine, other in zip(ours, theirs, strict=True))}/{len(ours)}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--beam-size", type=int, default=4)
    parser.add_argument("--argos", metavar="PYTHON", help="the Python of a venv with argostranslate")
    parser.add_argument("--opus", type=int, default=0, metavar="N", help="also N sentences at opus-mt-ar-en's size")
    options = parser.parse_args()
    lines = sentences(options.articles, options.sentences)
    ways = [name for name in WAYS if name != "argos" or options.argos]
    print(f"{machine()}; {len(lines)} sentences of {options.articles.name}, beam {options.beam_size}\n")
    print("Embedded model\n")
    table(lines, weights.find("embedded-ar-en", "translate").folder, options, ways, forced=False)
    if options.opus:
        from shapes import SHAPES, build

        with tempfile.TemporaryDirectory() as folder:
            model = Path(folder) / "opus"
            build(SHAPES["opus-mt-ar-en"], model, endless=True)
            print("\nRandom weights of opus-mt-ar-en's shape, outputs as long as their sources\n")
            table(
                lines[: options.opus],
                model,
                options,
                [name for name in ways if name not in ("mujaz", "argos")],
                forced=True,
            )


if __name__ == "__main__":
    main()
