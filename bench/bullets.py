"""Briefs against the highlights of editors: ROUGE, how much was written, how true, how fast.

    python -m bench.bullets --data cnndm_val_500.jsonl [--from 250 --to 500] [--limit 60] [--summarizer NAME]

Lead and the article's own sentences stand beside the summariser, cut to the same number of words as its bullets, and
lead-3 as it is. "Violations" are bullets with a fault of the support check against their cites; "new three-word runs"
are those of written bullets that their article does not have. ``--limit`` takes articles at equal steps. The data is
not part of this project. Intervals are 95 % bootstraps over articles, of shares Wilson's.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rouge_score import rouge_scorer

from bench.support import wilson
from summarize import BriefOptions, Bullet, Summarizer, english
from summarize.support import support
from summarize.words import words

METRICS = ("rouge1", "rouge2", "rougeLsum")
REASONS = (
    "number",
    "name",
    "only",
    "moved",
    "support",
    "no verb",
    "longer",
    "leans",
    "repeats",
    "breaks off",
    "speaks",
)
"""How those reasons start that quote nothing behind a colon."""


@dataclass
class Row:
    """What is known of one way of making bullets."""

    texts: list[list[str]] = field(default_factory=list)
    bullets: list[Bullet] = field(default_factory=list)
    seconds: float = 0.0
    violations: int = 0
    verbatim: int = 0
    novel: list[float] = field(default_factory=list)
    quarters: list[int] = field(default_factory=lambda: [0, 0, 0, 0])


class Tally(logging.Handler):
    """Counts what the writer's log says: drafts turned down, by reason and by their only reason, and drafts mended."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.refused = 0
        self.reasons: Counter[str] = Counter()
        self.alone: Counter[str] = Counter()
        self.mended: set[str] = set()

    def listen(self) -> None:
        """From now on, and nothing is shown."""
        log = logging.getLogger("mujaz")
        log.setLevel(logging.DEBUG)
        log.addHandler(self)
        log.propagate = False

    def deafen(self) -> None:
        """No longer."""
        logging.getLogger("mujaz").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Take one line; a draft counts once for each of its reasons."""
        if record.msg.startswith("mended") and record.args:
            self.mended.add(str(record.args[0]))
        elif record.msg.startswith("turned down") and isinstance(record.args, tuple):
            reasons = str(record.args[1]).split("; ")
            kinds = {reason.split(":")[0] if ":" in reason else _kind(reason) for reason in reasons}
            self.refused += 1
            self.reasons.update(kinds)
            self.alone.update(kinds if len(kinds) == 1 else ())


def _kind(reason: str) -> str:
    """A reason without the words that it quotes; what is left of "of Tripoli" is that words are joined."""
    return next((word for word in REASONS if reason.startswith(word)), "joined otherwise")


def grams(text: str, size: int) -> set[tuple[str, ...]]:
    """The runs of ``size`` words."""
    keys = [w.key for w in words(text)]
    return {tuple(keys[i : i + size]) for i in range(len(keys) - size + 1)}


def clipped(sentences: Sequence[str], room: int) -> list[str]:
    """The first ``room`` words, sentence borders kept."""
    taken: list[str] = []
    for sentence in sentences:
        own = sentence.split()[: max(0, room)]
        if own:
            taken.append(" ".join(own))
        room -= len(own)
    return taken


def measure(row: Row, summarizer: Summarizer, document: str) -> None:
    """Make the bullets of one article and look at them."""
    page = english.sentences(document)
    began = time.perf_counter()
    bullets = summarizer.summarize(page)
    row.seconds += time.perf_counter() - began
    row.texts.append([b.text for b in bullets])
    row.bullets += bullets
    sentences = [t.text for t in page]
    for bullet in bullets:
        row.violations += not support(bullet.text, [sentences[c - 1] for c in bullet.cites], sentences)
        for cite in bullet.cites:
            row.quarters[min(3, 4 * (cite - 1) // len(page))] += 1
        if bullet.kind == "abstractive":
            plain = " ".join(w.key for w in words(bullet.text))
            row.verbatim += any(plain in " ".join(w.key for w in words(s)) for s in sentences)
            mine = grams(bullet.text, 3)
            row.novel.append(len(mine - grams(document, 3)) / len(mine) if mine else 0.0)


def key(text: str) -> str:
    """Tells a text without repeating it."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def judged(number: int, bullets: Sequence[Bullet], document: str) -> list[str]:
    """Lines of the sheet: article, bullet, a key that tells the text without repeating it, text, cited sentences."""
    sentences = [t.text for t in english.sentences(document)]
    lines = []
    for at, b in enumerate(bullets, start=1):
        if b.kind == "abstractive":
            cited = " / ".join(" ".join(sentences[c - 1].split()) for c in b.cites)
            lines.append(f"{number}\t{at}\t{key(b.text)}\t{b.text}\t{cited}\n")
    return lines


def interval(values: Sequence[float]) -> str:
    """Mean and 95 % bootstrap interval, in points."""
    points = 100 * np.array(values)
    means = points[np.random.default_rng(1).integers(0, len(points), (1000, len(points)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return f"{points.mean():.1f} ({low:.1f}–{high:.1f})"


def report(articles: Sequence[dict[str, str]], rows: dict[str, Row], tally: Tally, count: int) -> None:
    """Print the tables."""
    print(f"\n{len(articles)} articles, {count} bullets each\n")
    scorer = rouge_scorer.RougeScorer(list(METRICS), use_stemmer=True)
    print(f"| way | {' | '.join(METRICS)} | words |\n|---|---|---|---|---|")
    for label, row in rows.items():
        scores = [scorer.score(a["summary"], "\n".join(texts)) for a, texts in zip(articles, row.texts, strict=True)]
        cells = [interval([s[metric].fmeasure for s in scores]) for metric in METRICS]
        size = np.mean([sum(len(t.split()) for t in texts) for texts in row.texts])
        print(f"| {label} | {' | '.join(cells)} | {size:.0f} |")
    for name, row in rows.items():
        if not row.bullets:
            continue
        written = [b.text for b in row.bullets if b.kind == "abstractive"]
        low, high = wilson(len(written), len(row.bullets))
        share = 100 * len(written) / len(row.bullets)
        print(f"\n| of {name} | |\n|---|---|")
        print(f"| bullets | {len(row.bullets)} |")
        print(f"| written by the model | {share:.0f} % ({low:.0f}–{high:.0f}) |")
        print(f"| of these, mended | {np.mean([text in tally.mended for text in written] or [0]):.0%} |")
        print(f"| of these, a run of the article's words | {row.verbatim / max(1, len(row.novel)):.0%} |")
        print(f"| their new three-word runs | {np.mean(row.novel or [0]):.0%} |")
        print(f"| support violations | {row.violations} |")
        print(f"| words a bullet | {np.mean([len(b.text.split()) for b in row.bullets]):.1f} |")
        print(f"| cites by quarter of the article | {' / '.join(str(q) for q in row.quarters)} |")
        print(f"| seconds an article | {row.seconds / len(articles):.1f} |")
    print(f"\n| why {tally.refused} drafts were turned down | drafts | alone |\n|---|---|---|")
    for reason, times in tally.reasons.most_common(12):
        print(f"| {reason} | {times} | {tally.alone[reason]} |", flush=True)


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--from", dest="first", type=int, default=250)
    parser.add_argument("--to", dest="last", type=int, default=500)
    parser.add_argument("--limit", type=int, help="so many articles, at equal steps")
    parser.add_argument("--summarizer")
    parser.add_argument("--bullets", type=int, default=3)
    parser.add_argument("--beam-size", type=int, default=BriefOptions().beam_size)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="start no article after so long")
    parser.add_argument("--sheet", type=Path, help="also write the bullets with their cited sentences, to be judged")
    return parser.parse_args()


def spread(first: int, last: int, limit: int | None) -> list[int]:
    """Article numbers at equal steps, in four rounds, so that a run that is cut short is spread as well.

    >>> spread(0, 80, 8)
    [0, 40, 10, 50, 20, 60, 30, 70]
    """
    count = min(limit or last - first, last - first)
    numbers = [first + at * (last - first) // count for at in range(count)]
    return [number for turn in range(4) for number in numbers[turn::4]]


def main() -> None:
    """Print the tables, after every tenth article what is known by then."""
    given = options()
    lines = given.data.read_text(encoding="utf-8").splitlines()
    numbers = spread(given.first, given.last, given.limit)
    asked = BriefOptions(bullets=given.bullets, beam_size=given.beam_size)
    written = Summarizer.load(given.summarizer, threads=given.threads, options=asked)
    model = written.made_with()
    name = str(model["name"]) if model else "no summariser"
    quoted = Summarizer(options=asked)
    rows = {name: Row(), "own sentences": Row(), "lead": Row(), "lead-3": Row()}
    tally = Tally()
    tally.listen()
    began = time.monotonic()
    done: list[dict[str, str]] = []
    for number in numbers:
        if time.monotonic() - began > 60 * given.minutes:
            break
        article = json.loads(lines[number])
        sentences = [t.text for t in english.sentences(article["document"])]
        measure(rows[name], written, article["document"])
        if given.sheet:
            with given.sheet.open("a", encoding="utf-8") as out:
                out.writelines(judged(number, rows[name].bullets[-len(rows[name].texts[-1]) :], article["document"]))
        room = sum(len(text.split()) for text in rows[name].texts[-1])
        measure(rows["own sentences"], quoted, article["document"])
        rows["own sentences"].texts[-1] = clipped(rows["own sentences"].texts[-1], room)
        rows["lead"].texts.append(clipped(sentences, room))
        rows["lead-3"].texts.append(sentences[:3])
        done.append(article)
        if len(done) % 10 == 0:
            report(done, rows, tally, given.bullets)
    report(done, rows, tally, given.bullets)


if __name__ == "__main__":
    main()
