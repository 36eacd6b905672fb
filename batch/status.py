"""How far a batch is, from its manifests alone: no lock, no model, while a run is at work or after it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from mujaz import UserError

from .job import FAILURES
from .manifest import STATE, Ledger
from .shard import Shard
from .summary import took
from .walk import Found, Walk

RECENT = 50
"""Articles from whose times the rate is taken."""


@dataclass(frozen=True, slots=True)
class Status:
    """Counts of articles; ``files`` and ``left`` count files of IN. ``rate`` is articles a minute."""

    files: int
    left: int
    done: int
    failed: int
    sentences: int
    flagged: int
    rate: float | None
    kinds: dict[str, int]

    @property
    def seconds_left(self) -> float | None:
        """What is left takes so long at that rate, if a file holds one article."""
        return round(self.left / self.rate * 60, 1) if self.rate and self.left else None

    def as_text(self) -> str:
        """For a terminal."""
        share = f" ({self.flagged / self.sentences:.1%})" if self.sentences else ""
        wait = f", about {took(self.seconds_left)} left" if self.seconds_left else ""
        rate = f", {self.rate:.1f} articles a minute of late{wait}" if self.rate else ""
        lines = [
            f"files: {self.files}, of which not looked at yet: {self.left}",
            f"articles done: {self.done}, failed: {self.failed}{rate}",
            f"sentences: {self.sentences}, of which want a look: {self.flagged}{share}",
        ]
        return "\n".join([*lines, *(f"  {FAILURES[kind]}: {count}" for kind, count in self.kinds.items())]) + "\n"

    def as_json(self) -> str:
        """For a program."""
        record = {name: getattr(self, name) for name in self.__slots__ if name != "kinds"}
        more = {"schema": 1, "seconds_left": self.seconds_left, "failures_by_kind": self.kinds}
        return json.dumps(record | more, indent=2) + "\n"


def status(
    in_folder: Path,
    out_folder: Path,
    *,
    shard: Shard = Shard(),  # noqa: B008 - frozen
    include: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
) -> Status:
    """Read how far the batch in ``out_folder`` is; files count as they are named, their contents are not compared.

    Raises:
        UserError: one of the folders is not there, or the output folder is none of a batch.
    """
    if not (out_folder / STATE).is_dir():
        raise UserError(f"{out_folder} holds no batch yet; start one with: mujaz batch {in_folder} {out_folder}")
    ledger = Ledger(out_folder / STATE)
    found = [
        item.file
        for item in Walk(in_folder, include, exclude, out_folder)
        if isinstance(item, Found) and shard.holds(item.file)
    ]
    done = failed = sentences = flagged = 0
    kinds: Counter[str] = Counter()
    times: list[float] = []
    for entry in ledger.articles():
        if not shard.holds(entry.file):
            continue
        if entry.status == "failed":
            failed += 1
            kinds[entry.kind or "bug"] += 1
        else:
            done += 1
            sentences += entry.sentences
            flagged += entry.flagged
            times.append(entry.finished)
    left = sum(1 for file in found if ledger.last(file) is None and ledger.last(file, 1) is None)
    ordered = {kind: kinds[kind] for kind in FAILURES if kind in kinds}
    return Status(len(found), left, done, failed, sentences, flagged, _rate(sorted(times)[-RECENT:]), ordered)


def _rate(times: list[float]) -> float | None:
    """Articles a minute, from when each was finished.

    >>> _rate([0.0, 30.0, 60.0])
    2.0
    """
    if len(times) < 2 or times[-1] <= times[0]:
        return None
    return round((len(times) - 1) / (times[-1] - times[0]) * 60, 2)
