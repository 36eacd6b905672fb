"""Glued words: how many are found, and how many good words are split.

    python bench/glue.py --articles DIR [--first 1 --last 20] [--pairs 3000] [--show]

Glues random neighbours (each of three Arabic letters or more, no clitics) out of the articles ``*.txt`` in
DIR and counts how many come apart where they were joined; and runs over the untouched words, whose splits
are printed to be judged by hand. Compares two sources of frequency: wordfreq's Arabic list, and the scores
of a model's SentencePiece (the best segmentation of the word).
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import weights
from translate import frequencies, glue
from translate.glue import Bar, Zipf
from translate.tables import words

WORD = re.compile(r"[ء-غف-ي]+")
SILENT = re.compile("[\u064b-\u0652\u0670\u0640]")
CLITICS = words("affixes.tsv", "prefix", "suffix", "never_left", "never_right")
UNLIMITED = 99.0


def main() -> None:
    """Print a table for each source."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--articles", type=Path, required=True)
    options.add_argument("--first", type=int, default=1, help="the first article, in order of names")
    options.add_argument("--last", type=int, default=None, help="the last article")
    options.add_argument("--pairs", type=int, default=3000)
    options.add_argument("--model", type=Path, default=None, help="a Marian folder for the SentencePiece scores")
    options.add_argument("--show", action="store_true", help="print every split of an untouched word")
    given = options.parse_args()
    files = sorted(given.articles.glob("*.txt"))[given.first - 1 : given.last]
    texts = [WORD.findall(SILENT.sub("", file.read_text(encoding="utf-8"))) for file in files]
    pairs = neighbours(texts, given.pairs)
    untouched = [word for text in texts for word in text]
    print(f"{len(files)} articles, {len(pairs)} pairs glued, {len(untouched)} words untouched")
    folder = given.model or weights.find("embedded-ar-en", "translate").folder
    for name, zipf, bars, shifts in sources(folder / "source.spm"):
        print(f"\n| {name}: bars moved by | recall | wrong place | splits in 2,000 untouched words |")
        print("|---|---|---|---|")
        for shift in shifts:
            moved = bars(shift)
            split = [(left + right, glue.unglue(left + right, zipf, moved), left) for left, right in pairs]
            right = sum(bool(found and found[0] == left) for _, found, left in split)
            wrong = sum(bool(found and found[0] != left) for _, found, left in split)
            false = [(word, found) for word in untouched if (found := glue.unglue(word, zipf, moved))]
            print(
                f"| {shift:+.1f} | {right / len(pairs):.1%} | {wrong / len(pairs):.1%} "
                f"| {2000 * len(false) / len(untouched):.2f} ({len(false)}) |"
            )
            if given.show and false:
                print("   ", ", ".join(f"{word} → {' '.join(found)}" for word, found in sorted(set(false))))


def neighbours(texts: list[list[str]], count: int) -> list[tuple[str, str]]:
    """``count`` random pairs of neighbouring words, the same on every run."""
    pairs = [
        pair
        for text in texts
        for pair in pairwise(text)
        if all(len(word) >= 3 and word not in CLITICS for word in pair)
    ]
    random.Random(1).shuffle(pairs)
    return pairs[:count]


def sources(model: Path) -> list[tuple[str, Zipf, Callable[[float], tuple[Bar, ...]], tuple[float, ...]]]:
    """Name, frequency of a word, bars by a shift, and the shifts to try."""

    def by_list(shift: float) -> tuple[Bar, ...]:
        return tuple(replace(bar, half=bar.half + shift, both=bar.both + 2 * shift) for bar in glue.BARS)

    def by_pieces(shift: float) -> tuple[Bar, ...]:
        # The pieces give every word a score: a word is never unknown, only unlikely.
        return tuple(
            Bar(
                half=3.5 + shift,
                both=8.0 + 2 * shift,
                whole=UNLIMITED,
                worth=bar.worth,
                margin=5.0 - bar.worth / 2 + shift,
            )
            for bar in glue.BARS
        )

    return [
        ("wordfreq", frequencies.zipf, by_list, (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5)),
        ("SentencePiece", pieces(model), by_pieces, (-2.0, -1.0, -0.5, 0.0, 0.5)),
    ]


def pieces(model: Path) -> Zipf:
    """The score of a word's best segmentation, on the Zipf scale."""
    import sentencepiece

    loaded = sentencepiece.SentencePieceProcessor(model_file=str(model))

    @cache
    def zipf(word: str) -> float:
        ids = loaded.encode(word)
        return 9 + sum(loaded.get_score(piece) for piece in ids) / math.log(10)

    return zipf


if __name__ == "__main__":
    main()
