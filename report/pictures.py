"""Two small pictures for the index: bars as numbers, drawn by the template."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

HEIGHT = 48
"""Pixels of the tallest bar."""

MOST_DAYS = 92
"""Beyond a quarter of a year, bars stand for months."""

SHARES = (("none", 0.0), ("up to 5%", 0.05), ("up to 10%", 0.10), ("up to 20%", 0.20), ("over 20%", 1.0))
"""Classes of the flagged share: a name and its upper bound."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of ``height`` pixels that stands for ``count`` articles."""

    label: str
    count: int
    height: int


def days(dates: Iterable[str]) -> list[Bar]:
    """Articles a day, or a month where the dates span more than a quarter; no date, no bar.

    >>> [(bar.label, bar.count) for bar in days(["2023-09-12", "2023-09-14T08:00", "soon", "2023-09-12"])]
    [('2023-09-12', 2), ('2023-09-13', 0), ('2023-09-14', 1)]
    """
    known = [day for day in map(_day, dates) if day is not None]
    if not known:
        return []
    first, last = min(known), max(known)
    if (last - first).days < MOST_DAYS:
        counts = Counter(day.isoformat() for day in known)
        labels = [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
    else:
        counts = Counter(day.isoformat()[:7] for day in known)
        labels = sorted(counts)
    return _bars([(label, counts[label]) for label in labels])


def shares(articles: Iterable[tuple[int, int]]) -> list[Bar]:
    """Articles by their share of flagged sentences; each is ``(flagged, sentences)``."""
    counts = Counter(_share(flagged / max(sentences, 1)) for flagged, sentences in articles)
    return _bars([(name, counts[name]) for name, _ in SHARES])


def _share(share: float) -> str:
    return next(name for name, bound in SHARES if share <= bound)


def _day(text: str) -> date | None:
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", text, re.ASCII)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _bars(counts: list[tuple[str, int]]) -> list[Bar]:
    highest = max((count for _, count in counts), default=0) or 1
    return [Bar(label, count, max(round(HEIGHT * count / highest), 1 if count else 0)) for label, count in counts]
