"""Long documents: which quarter of them the bullets cite, and what time and memory they take as they grow.

    python -m bench.long_reports --data FILE.jsonl [--sentences 300] [--documents 20] [--whole] [--summarizer NAME]
    python -m bench.long_reports --data FILE.jsonl --growth [--summarizer NAME]

The data is a JSON line an article with ``document``; it is not part of this project. A long document is made of whole
articles, one after the other, the last one cut, so that what matters is spread evenly; with ``--whole`` it is an
article that has so many sentences by itself. Without ``--summarizer`` the bullets are the document's own sentences.
With ``--growth`` each size is a process of its own; times are the processor's.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.machine import machine
from bench.peak import peak
from summarize import BriefOptions, Summarizer, english
from translate import Translation

SIZES = (75, 150, 300, 600)


def documents(path: Path, sentences: int, *, whole: bool) -> Iterator[list[Translation]]:
    """Documents of ``sentences`` sentences, no article in two of them."""
    texts: list[str] = []
    size = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["document"]
            own = len(english.sentences(text))
            if whole:
                texts, size = ([text], own) if own >= sentences else ([], 0)
            else:
                texts, size = [*texts, text], size + own
            if size >= sentences:
                page = english.sentences("\n\n".join(texts))
                yield page if whole else page[:sentences]
                texts, size = [], 0


def summarizer(name: str | None, bullets: int | None) -> Summarizer:
    """The one that was asked for."""
    options = BriefOptions(bullets=bullets, extractive=name is None)
    return Summarizer.load(name, threads=1, options=options)


def quarters(pages: Sequence[Sequence[Translation]], author: Summarizer) -> str:
    """Cites by quarter of the document, and the documents that have none of the last half."""
    found = [0, 0, 0, 0]
    without = written = count = 0
    for page in pages:
        bullets = author.summarize(page)
        cites = [min(3, 4 * (cite - 1) // len(page)) for bullet in bullets for cite in bullet.cites]
        for cite in cites:
            found[cite] += 1
        without += not {2, 3} & set(cites)
        written += sum(bullet.kind == "abstractive" for bullet in bullets)
        count += len(bullets)
    shares = [f"{100 * part / max(1, sum(found)):.0f} %" for part in found]
    return f"| {' | '.join(shares)} | {count} | {written} | {without} of {len(pages)} |"


def growth(given: argparse.Namespace) -> None:
    """Print a row a size."""
    print(f"{machine()}\n\n| sentences | s of processor time | times the first | peak MB |\n|---|---|---|---|")
    first = 0.0
    for size in SIZES:
        command = [sys.executable, "-m", "bench.long_reports", "--data", str(given.data), "--one", str(size)]
        command += ["--summarizer", given.summarizer] if given.summarizer else []
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        first = first or found["seconds"]
        print(f"| {size} | {found['seconds']:.2f} | {found['seconds'] / first:.1f} | {found['peak']:.0f} |", flush=True)


def one(given: argparse.Namespace) -> None:
    """Bullets of a document of so many sentences, after one that loads all tables; what it took as JSON."""
    author = summarizer(given.summarizer, given.bullets)
    small, page = (next(documents(given.data, size, whole=False)) for size in (10, given.one))
    author.summarize(small)
    began = time.process_time()
    author.summarize(page)
    print(json.dumps({"seconds": time.process_time() - began, "peak": peak()}))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=300)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--bullets", type=int)
    parser.add_argument("--whole", action="store_true", help="articles that are so long by themselves")
    parser.add_argument("--summarizer", help="without one, the document's own sentences")
    parser.add_argument("--growth", action="store_true", help="time and memory instead")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(given)
    elif given.growth:
        growth(given)
    else:
        found = documents(given.data, given.sentences, whole=given.whole)
        pages = list(itertools.islice(found, given.documents))
        print(f"{machine()}; {len(pages)} documents of {'at least ' * given.whole}{given.sentences} sentences\n")
        print("| quarter 1 | 2 | 3 | 4 | bullets | written | documents without a cite in their second half |")
        print("|---|---|---|---|---|---|---|")
        print(quarters(pages, summarizer(given.summarizer, given.bullets)), flush=True)


if __name__ == "__main__":
    main()
