"""Through the folder, once or again and again: look, decide, have it worked on, deliver; until nothing is left."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mujaz import UserError

from .crew import Crew
from .delivery import Delivery
from .interrupts import Interrupts
from .job import Ended, Job, Made
from .manifest import Entry, Ledger, Manifest, called, key
from .options import BatchOptions
from .outputs import Outputs, name, unportable
from .plan import Planner
from .progress import Progress
from .rendering import JSON, again
from .summary import Summary
from .walk import Found, PassedBy, Unreadable, Walk

_log = logging.getLogger("mujaz")

SETTLES = 60.0
"""Seconds after its last change from which on a file counts as written, on the first look of a watch."""


@dataclass(frozen=True, slots=True)
class Place:
    """The output folder, made ready: locked, tidied, opened."""

    folder: Path
    state: Path
    outputs: Outputs
    manifest: Manifest
    options_sha256: str
    formats: Mapping[str, str]
    """Name → ending."""


class Enough(Exception):  # noqa: N818 - no error: the options say so
    """As many articles have failed as may."""


class Rounds:
    """One run over one folder."""

    def __init__(
        self,
        place: Place,
        options: BatchOptions,
        crew: Crew,
        interrupts: Interrupts,
        *,
        progress: Callable[[Progress], None],
        total: int | None = None,
    ) -> None:
        self.summary = Summary()
        self.place = place
        self._options = options
        self._crew = crew
        self._interrupts = interrupts
        self._progress = progress
        self._total = total
        self._files = 0
        self._failed = 0
        self._given = 0
        self._jobs: dict[int, tuple[Job, str | None]] = {}
        self._settled: dict[bytes, tuple[int, int]] = {}
        """Of files that a watch has dealt with: size and time of change."""
        self._seen: dict[bytes, tuple[int, int]] = {}
        """The same of files that may still be growing."""

    def once(self, walk: Walk) -> None:
        """Deal with every file that is there.

        Raises:
            Interrupted: somebody asked for the end.
            Enough: too many articles failed.
            DiskFullError: an output found no room.
            GoneError: one of the folders is no longer there.
        """
        self._open()
        self.summary.passed_by = Counter()
        self.summary.unportable = 0
        for item in walk:
            self._interrupts.check()
            if not self._options.shard.holds(item.file):
                continue
            if isinstance(item, PassedBy):
                self.summary.passed_by[item.why] += 1
            elif isinstance(item, Unreadable):
                self._unreadable(item)
            elif self._given == self._options.limit:
                self.summary.left = True
                break
            elif not self._wait_for(item):
                while not self._crew.room:
                    self._hear(60)
                self._consider(item)
                self._hear(0)
        while self._crew.busy:
            self._hear(60)
        if self._options.dry_run:
            self.summary.todo = self._given

    def look_up(self, waiting: str) -> None:
        """Say what a watch is ``waiting`` for, all that is there being dealt with."""
        self._tell(waiting)

    def _tell(self, waiting: str | None = None) -> None:
        self._progress(Progress(self._files, self._total, self.summary, waiting))

    def _open(self) -> None:
        place, options = self.place, self._options
        ledger = Ledger(place.state)
        self.summary.damaged = ledger.damaged
        self._ledger = ledger
        self._delivery = Delivery(place.outputs, place.manifest, ledger, place.options_sha256)
        self._planner = Planner(
            ledger,
            place.outputs,
            place.folder,
            place.options_sha256,
            tuple(place.formats.values()),
            force=options.force,
            retry_failed=options.retry_failed,
        )

    def _wait_for(self, found: Found) -> bool:
        """Whether a watch leaves a file alone in this look: dealt with already, or perhaps still growing."""
        if self._options.watch is None:
            return False
        mark, about = (found.size, found.changed), key(found.file, None)
        if self._settled.get(about) == mark:
            return True
        if time.time() - found.changed / 1e9 > SETTLES or self._seen.pop(about, None) == mark:
            self._settled[about] = mark
            return False
        self._seen[about] = mark
        return True

    def _unreadable(self, item: Unreadable) -> None:
        about = key(item.file, None)
        if self._options.watch is None or self._settled.get(about) != (-1, -1):
            self._settled[about] = (-1, -1)
            self._refuse(item.file, None, "unreadable", item.reason)

    def _consider(self, found: Found) -> None:
        self.summary.unportable += unportable(found.file)
        decision = self._planner.decide(self._given, found)
        if decision.kind:
            self._refuse(found.file, decision.input_sha256, decision.kind, decision.reason or "")
        elif decision.job is None:
            for entry in decision.entries:
                self._already(entry)
            self._file_done()
        else:
            self._given += 1
            if not self._options.dry_run:
                self._jobs[decision.job.number] = (decision.job, decision.input_sha256)
                self._crew.submit(decision.job)
                self._tell()

    def _refuse(self, file: str, input_sha256: str | None, kind: str, reason: str) -> None:
        """A file that cannot be worked on."""
        made = Made(0, None, input_sha256, kind=kind, error=reason)
        if self._options.dry_run:
            self.summary.fail(file, None, kind, reason)
        else:
            self._made(file, input_sha256, made)
        self._file_done()

    def _hear(self, timeout: float) -> None:
        """Take what the crew has to say, then look whether to go on."""
        for news in self._crew.news(timeout):
            if isinstance(news, Made):
                job, input_sha256 = self._jobs[news.number]
                self._made(job.file, input_sha256, news)
            elif isinstance(news, Ended):
                self._ended(news)
        self._interrupts.check()
        allowed = self._options.failures_allowed
        if allowed is not None and self._failed >= allowed:
            raise Enough(f"{self._options.stops_at}, and {self._failed} failed")

    def _made(self, file: str, input_sha256: str | None, made: Made) -> None:
        if made.trace:
            _log.warning("%s met a bug; please report it:\n%s", file, made.trace)
        entry = self._delivery.article(file, input_sha256, made)
        self.summary.count(entry)
        self._failed += entry.status == "failed"
        self._tell()

    def _ended(self, news: Ended) -> None:
        job, input_sha256 = self._jobs.pop(news.number)
        for number in news.untouched:
            entry = self._ledger.last(job.file, number)
            if entry is not None:
                self._already(entry)
        if news.articles is not None:
            self._delivery.whole_file(job.file, input_sha256, news.articles)
            beyond = news.articles + 1
            while (left := self._ledger.last(job.file, beyond)) is not None:
                self.summary.gone += [called(job.file, beyond)] if left.status == "done" else []
                beyond += 1
        self._file_done()

    def _already(self, entry: Entry) -> None:
        """An article that an earlier run has dealt with; it may want writing in a further format."""
        self.summary.count_earlier(entry)
        if entry.status == "failed":
            return
        formats = self.place.formats
        missing = [each for each in formats if name(entry.file, entry.article, formats[each]) not in entry.outputs]
        if missing and not self._options.dry_run:
            json = self.place.folder / name(entry.file, entry.article, formats[JSON])
            try:
                made = again(json.read_bytes(), missing)
            except (OSError, UserError) as error:
                reason = f"{', '.join(missing)} could not be made from {json}: {error}"
                self.summary.fail(entry.file, entry.article, "output", reason)
                return
            outputs = {name(entry.file, entry.article, end): data for end, data in made.items()}
            written = self._delivery.rendered(entry, outputs)
            self.summary.rendered += written.status == "done"
            if written.status == "failed":
                self.summary.count(written)

    def _file_done(self) -> None:
        self._files += 1
        self._tell()
