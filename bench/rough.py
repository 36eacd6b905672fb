"""Bullets from a machine's English beside bullets from a person's English of the same texts.

    python -m bench.rough --source FILE.ar --reference FILE.en [--lines 12] [--limit 40] [--extractive]

The files are a parallel corpus, a sentence a line; they are not part of this project. Every ``--lines`` neighbouring
lines are an article: once in the English of the corpus, once translated from the Arabic with the default weights. A row
a figure: how many bullets a model wrote (Wilson), why its drafts were turned down, what share of the lines that the
bullets cite are cited on the other side too, and how many bullets hold a number or a name that the person's English of
the cited lines does not hold (faults of translation, and honest spellings that differ).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bench.bullets import Tally
from bench.machine import machine
from bench.support import wilson
from summarize import BriefOptions, Bullet, Summarizer, english
from summarize.names import unsupported as lost_names
from summarize.page import ABSTRACTIVE, UNCERTAIN
from summarize.quantities import unsupported as lost_numbers
from translate import Article, Translation, Translator


@dataclass
class Side:
    """What is known of one kind of English; ``cited`` are the lines that an article's bullets rest on."""

    tally: Tally = field(default_factory=Tally)
    sentences: list[Translation] = field(default_factory=list)
    bullets: list[Bullet] = field(default_factory=list)
    written: list[float] = field(default_factory=list)
    cited: list[set[int]] = field(default_factory=list)
    strange_sentences: int = 0
    strange_numbers: int = 0
    strange_names: int = 0
    seconds: float = 0.0

    def add(self, summarizer: Summarizer, page: Sequence[Translation], reference: Sequence[str]) -> None:
        """Make the bullets of one article and look at them; a line is a paragraph."""
        self.tally.listen()
        began = time.perf_counter()
        bullets = summarizer.summarize(page)
        self.seconds += time.perf_counter() - began
        self.tally.deafen()
        self.sentences += page
        self.strange_sentences += sum(
            bool(lost_names(t.text, reference[t.source.paragraph - 1], reference)) for t in page
        )
        self.bullets += bullets
        self.written.append(sum(b.kind == ABSTRACTIVE for b in bullets) / max(1, len(bullets)))
        self.cited.append(set())
        for bullet in bullets:
            lines = {page[cite - 1].source.paragraph - 1 for cite in bullet.cites}
            self.cited[-1] |= lines
            person = "\n".join(reference[line] for line in sorted(lines))
            text = bullet.text.removesuffix(UNCERTAIN)
            self.strange_numbers += bool(lost_numbers(text, person))
            self.strange_names += bool(lost_names(text, person, reference))

    def figures(self) -> dict[str, str]:
        """The rows of the table."""
        count = len(self.bullets)
        made = sum(b.kind == ABSTRACTIVE for b in self.bullets)
        mended = sum(b.text in self.tally.mended for b in self.bullets)
        doubtful = sum(not t.certain for t in self.sentences)
        return {
            "sentences": str(len(self.sentences)),
            "of these, flagged or failed": share(doubtful, len(self.sentences)),
            "with a name that the person's line lacks": share(self.strange_sentences, len(self.sentences)),
            "bullets": str(count),
            "written by the model": share(made, count),
            "of these, mended": share(mended, made),
            "bullets that say they are uncertain": share(sum(b.text.endswith(UNCERTAIN) for b in self.bullets), count),
            "bullets with a number that the person's lines lack": share(self.strange_numbers, count),
            "bullets with a name that they lack": share(self.strange_names, count),
            "words a bullet": f"{np.mean([len(b.text.split()) for b in self.bullets]):.1f}",
            "seconds an article": f"{self.seconds / len(self.cited):.1f}",
            "drafts turned down": str(self.tally.refused),
        }


def share(part: int, whole: int) -> str:
    """Percent, with Wilson's interval."""
    low, high = wilson(part, max(1, whole))
    return f"{100 * part / max(1, whole):.0f} % ({max(0.0, low):.0f}–{high:.0f})"


def report(sides: dict[str, Side]) -> None:
    """Print the tables."""
    person, rough = sides.values()
    print(f"\n{machine()}; {len(person.cited)} articles\n")
    print(f"| | {' | '.join(sides)} |\n|---|---|---|")
    columns = [side.figures() for side in sides.values()]
    for label in columns[0]:
        print(f"| {label} | {' | '.join(column[label] for column in columns)} |")
    less = 100 * (np.array(rough.written) - np.array(person.written))
    means = less[np.random.default_rng(1).integers(0, len(less), (1000, len(less)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    print(f"\nwritten, rough less person's: {less.mean():+.1f} points ({low:+.1f} to {high:+.1f})")
    both = sum(len(a & b) for a, b in zip(person.cited, rough.cited, strict=True))
    print(f"lines cited on both sides: {share(both, sum(map(len, rough.cited)))} of those cited from the rough English")
    print("\n| of 100 drafts turned down | person's | rough | person's, alone | rough, alone |\n|---|---|---|---|---|")
    for reason, _ in (person.tally.reasons + rough.tally.reasons).most_common(16):
        cells = [100 * t.reasons[reason] / max(1, t.refused) for t in (person.tally, rough.tally)]
        cells += [100 * t.alone[reason] / max(1, t.refused) for t in (person.tally, rough.tally)]
        print(f"| {reason} | {' | '.join(f'{cell:.1f}' for cell in cells)} |", flush=True)


def main() -> None:
    """Print the tables, after every tenth article what is known by then."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=12)
    parser.add_argument("--limit", type=int, default=40)
    parser.add_argument("--summarizer")
    parser.add_argument("--extractive", action="store_true", help="no model writes: what the translation alone does")
    parser.add_argument("--threads", type=int)
    given = parser.parse_args()
    source, reference = (path.read_text(encoding="utf-8").splitlines() for path in (given.source, given.reference))
    translator = Translator.load(threads=given.threads)
    options = BriefOptions(extractive=given.extractive)
    summarizer = Summarizer.load(given.summarizer, threads=given.threads, options=options)
    sides = {"a person's English": Side(), "the machine's English": Side()}
    for number in range(min(given.limit, len(source) // given.lines)):
        lines = slice(number * given.lines, (number + 1) * given.lines)
        article = Article(f"{number}.txt", "\n\n".join(source[lines]))
        pages = english.sentences("\n\n".join(reference[lines])), translator.translate(article)
        for side, page in zip(sides.values(), pages, strict=True):
            side.add(summarizer, page, reference[lines])
        if number % 10 == 9:
            report(sides)
    report(sides)


if __name__ == "__main__":
    main()
