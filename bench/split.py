"""Sentence splitting: mujaz and its peers on the same golden cases.

    python bench/split.py [CASES.json ...] [--show NAME]

A case is right only if it is wholly right: every sentence, and nothing else; white space around sentences does
not count. Peers get the text line by line, which spares them the layout; those that are not installed are left
out (pip install pysbd sentencex arabic-sentencizer). ``easynmt`` is the rule that EasyNMT uses for Arabic.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from machine import machine  # noqa: E402 - found beside this file

from translate import split  # noqa: E402

CASES = (ROOT / "tests/cases/split.json", ROOT / "tests/cases/split-blind.json")

Splitter = Callable[[str], list[str]]


def main() -> None:
    """Print a table a file of cases."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("cases", nargs="*", type=Path, default=CASES)
    options.add_argument("--show", help="print the cases that this splitter gets wrong")
    given = options.parse_args()
    print(machine())
    for path in given.cases:
        cases = json.loads(path.read_text(encoding="utf-8"))
        groups = list(dict.fromkeys(case["group"] for case in cases))
        print(f"\n{path.name}: {len(cases)} cases\n")
        print(f"| | all | {' | '.join(groups)} | seconds |")
        print("|---" * (len(groups) + 3) + "|")
        for name, splitter in splitters().items():
            right, seconds = score(cases, splitter, show=name == given.show)
            sizes = Counter(case["group"] for case in cases)
            cells = [f"{right[group]}/{sizes[group]}" for group in groups]
            print(f"| {name} | {right.total() / len(cases):.1%} | {' | '.join(cells)} | {seconds:.2f} |")


def score(cases: list[dict[str, str]], splitter: Splitter, *, show: bool) -> tuple[Counter[str], float]:
    """Cases that are wholly right, by group, and the seconds that it took."""
    right: Counter[str] = Counter()
    started = time.perf_counter()
    for case in cases:
        found = [sentence.strip() for sentence in splitter(case["text"]) if sentence.strip()]
        if found == [*case["sentences"]]:
            right[case["group"]] += 1
        elif show:
            print(f"{case['why']}:\n  {case['sentences']}\n  {found}", file=sys.stderr)
    return right, time.perf_counter() - started


def splitters() -> dict[str, Splitter]:
    """mujaz, and the peers that are installed."""
    found: dict[str, Splitter] = {"mujaz": lambda text: [sentence.text for sentence in split(text)]}
    if find_spec("pysbd"):
        import pysbd

        segmenter = pysbd.Segmenter(language="ar", clean=False)
        found["pySBD"] = by_line(segmenter.segment)
    if find_spec("sentencex"):
        import sentencex

        found["sentencex"] = by_line(lambda line: list(sentencex.segment("ar", line)))
    if find_spec("arabic_sentencizer"):
        import arabic_sentencizer

        # Its training corpus is a download of NLTK's; without it the same rules run untrained.
        sentencizer = arabic_sentencizer.ArabicSentencizer(train_on_reuters=False)
        found["arabic-sentencizer"] = by_line(sentencizer.split_sentences)
    found["EasyNMT's rule"] = by_line(lambda line: re.findall(r"[^!?。.]+[!?。.]*", line))
    return found


def by_line(splitter: Splitter) -> Splitter:
    """A splitter that is given one line at a time."""
    return lambda text: [found for line in text.splitlines() if line.strip() for found in splitter(line)]


if __name__ == "__main__":
    main()
