"""The steps of the work overlap: reading, translating, summarising, each in a thread of its own.

Models run native code, which lets other threads run meanwhile. Short articles share batches. Long ones take a lane
of their own, so that a file of ten thousand sentences does not hold up the small ones behind it: while there are
small ones it goes slowly, sentence by sentence.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from .item import Item, Ticket, failure
from .job import Began, Job, Made, News, Parked

if TYPE_CHECKING:
    from translate import Article

    from .reading import Numbered

PACE = 15.0
"""Seconds that a group of short articles shall take: what a kill costs at most, and how long results wait."""

LEAST, MOST = 8_000, 80_000
"""Characters of a group, at the least and at the most. Large groups fill batches: 40,000 characters instead of
6,000 save 15 % of the processor time (``docs/batch.md``)."""

LONG = 60_000
"""Characters from which an article goes into the lane of the long ones."""


COURTESY = 0.1
"""Seconds that a long article waits after each sentence while short ones are at work: the engine takes batches as they
come, and its full ones would leave the small batches of the others little time."""

Told = Callable[[int], None]
"""Told of sentences that have come out of the engine."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an article that went well."""

    outputs: Mapping[str, bytes]
    sentences: int
    flagged: int
    sketch: str | None = None


class Craft(Protocol):
    """The steps, each for itself; see :class:`batch.briefer.Briefer`."""

    def read(self, job: Job) -> Iterator[Numbered]:
        """The articles of a file."""
        ...

    def fits(self, article: Article) -> None:
        """Raise if the article is too long to be one."""
        ...

    def check(self, article: Article) -> None:
        """Raise if the article is not Arabic."""
        ...

    def translate(self, articles: Sequence[Article], told: Told) -> list[Any]:
        """One translation an article, in order; ``told`` is called on the way, and may take its time."""
        ...

    def finish(self, article: Article, translation: Any) -> Outcome:
        """The outputs of an article."""
        ...


Lane = queue.Queue["Item | None"]


class Pipeline:
    """A :class:`batch.job.Work` made of the steps of a craft."""

    def __init__(self, craft: Craft) -> None:
        self._craft = craft
        self._short, self._long, self._translated = Lane(64), Lane(4), Lane(64)
        self._no_short = threading.Event()
        self._no_short.set()

    def __call__(self, receive: Callable[[], Job | None], send: Callable[[News], None]) -> None:
        """Work until ``receive`` gives None."""
        short, long, last = (
            threading.Thread(target=step, args=args, daemon=True)
            for step, args in (
                (self._translate, (self._short, LEAST, self._go_first)),
                (self._translate, (self._long, 1, self._give_way)),
                (self._finish, ()),
            )
        )
        for thread in (short, long, last):
            thread.start()
        while (job := receive()) is not None:
            self._read(Ticket(job, send))
        for lane, thread in ((self._short, short), (self._long, long), (self._translated, last)):
            lane.put(None)
            thread.join()

    def _read(self, ticket: Ticket) -> None:
        job = ticket.job
        ticket.send(Began(job.number, reading=True))
        many = None
        try:
            for numbered in self._craft.read(job):
                number = numbered.number
                many = number if number is not None else many
                if number is not None and (job.finished.get(number) == numbered.sha256 or number in job.avoid):
                    ticket.untouched(number)
                    continue
                self._take(Item(ticket, numbered))
        except Exception as error:
            ticket.send(replace(failure(job, None, None, error, "input"), articles=many))
            many = None  # the file is not done, however many of its articles are
        ticket.send(Parked(job.number, reading=True))
        ticket.read(many)

    def _take(self, item: Item) -> None:
        item.ticket.take()
        kind = "input"
        try:
            self._craft.fits(item.numbered.article)
            kind = "not_arabic"
            self._craft.check(item.numbered.article)
        except Exception as error:
            item.fail(error, kind)
            return
        (self._short if item.size < LONG else self._long).put(item)
        if item.ticket.job.alone:
            item.ready.wait()

    def _go_first(self, _: int) -> None:
        self._no_short.clear()

    def _give_way(self, _: int) -> None:
        self._no_short.wait(COURTESY)

    def _translate(self, lane: Lane, most: int, told: Told) -> None:
        """Translate what comes through ``lane``, in groups of up to ``most`` characters, or as many as time allows."""
        while (first := lane.get()) is not None:
            group, size = [first], first.size
            while size < most:
                try:
                    item = lane.get_nowait()
                except queue.Empty:
                    break
                if item is None:
                    lane.put(None)
                    break
                group.append(item)
                size += item.size
            began = time.monotonic()
            told(0)
            self._together(group, told)
            if most > 1:
                self._no_short.set()
                most = int(min(MOST, max(LEAST, PACE * size / max(time.monotonic() - began, 0.001))))

    def _together(self, group: Sequence[Item], told: Told) -> None:
        """Translate articles together; what goes wrong is tried again in halves, down to the article at fault."""
        began = time.monotonic()
        for item in group:
            item.begin()
        translations = None
        try:
            translations = self._craft.translate([item.numbered.article for item in group], told)
        except Exception as error:
            if len(group) == 1:
                group[0].fail(error, "engine")
                return
        if translations is None:  # not inside except: the error's frames hold what the failed call had taken
            middle = len(group) // 2
            self._together(group[:middle], told)
            self._together(group[middle:], told)
            return
        spent = time.monotonic() - began
        whole = sum(item.size for item in group)
        for item, translation in zip(group, translations, strict=True):
            item.translation = translation
            item.seconds = spent * item.size / whole
            item.park()
            self._translated.put(item)

    def _finish(self) -> None:
        while (item := self._translated.get()) is not None:
            began = time.monotonic()
            numbered = item.numbered
            item.begin()
            try:
                made = self._craft.finish(numbered.article, item.translation)
            except Exception as error:
                item.fail(error, "engine")
                continue
            finally:
                item.seconds += time.monotonic() - began
            item.deliver(
                Made(
                    item.ticket.job.number,
                    numbered.number,
                    numbered.sha256,
                    made.outputs,
                    made.sentences,
                    made.flagged,
                    seconds=item.seconds,
                    sketch=made.sketch,
                )
            )
