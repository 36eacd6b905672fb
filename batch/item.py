"""An article on its way through the worker, and the job that it belongs to."""

from __future__ import annotations

import re
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mujaz import UserError

from .job import Began, Ended, Job, Made, News, Parked

if TYPE_CHECKING:
    from .reading import Numbered

_NO_MEMORY = re.compile(r"bad_alloc|(?i:(cannot|can't|unable to) allocate memory|out of memory)")
"""How native code says that there is no memory."""


class Ticket:
    """A job on its way: it has ended when its last article has."""

    def __init__(self, job: Job, send: Callable[[News], None]) -> None:
        self.job = job
        self.send = send
        self._lock = threading.Lock()
        self._open = 1
        self._articles: int | None = None
        self._untouched: list[int] = []

    def take(self) -> None:
        """One more thing to wait for."""
        with self._lock:
            self._open += 1

    def untouched(self, number: int) -> None:
        """An article that needs no work."""
        self._untouched.append(number)

    def read(self, articles: int | None) -> None:
        """The file has been read to its end; ``articles`` are in it, if it is one of many."""
        self._articles = articles
        self.give()

    def give(self) -> None:
        """One thing less; after the last, the job has ended."""
        with self._lock:
            self._open -= 1
            ended = self._open == 0
        if ended:
            self.send(Ended(self.job.number, self._articles, tuple(self._untouched)))


@dataclass(slots=True)
class Item:
    """An article on its way. ``seconds`` is its share of the work."""

    ticket: Ticket
    numbered: Numbered
    translation: Any = None
    seconds: float = 0.0
    ready: threading.Event = field(default_factory=threading.Event)

    @property
    def size(self) -> int:
        """Characters."""
        return len(self.numbered.article.text)

    def begin(self) -> None:
        """A step takes this article in hand."""
        self.ticket.send(Began(self.ticket.job.number, self.numbered.number, self.numbered.sha256))

    def park(self) -> None:
        """It waits for the next step."""
        self.ticket.send(Parked(self.ticket.job.number, self.numbered.number))

    def fail(self, error: BaseException, kind: str) -> None:
        """This article has no brief."""
        job, numbered = self.ticket.job, self.numbered
        self.deliver(failure(job, numbered.number, numbered.sha256, error, kind, seconds=self.seconds))

    def deliver(self, made: Made) -> None:
        """Send the result on its way."""
        self.ticket.send(made)
        self.ticket.give()
        self.ready.set()


def failure(
    job: Job, number: int | None, sha256: str | None, error: BaseException, kind: str, *, seconds: float = 0.0
) -> Made:
    """The news that an article failed: ``kind`` says at which step, unless the error itself says more."""
    # The reason stands behind the file's name: it need not name it again.
    said = re.sub(rf"^{re.escape(job.file)}(#\d+)?", "it", str(error).replace(job.path, "it")).removeprefix("it: ")
    trace = None
    if isinstance(error, MemoryError) or _NO_MEMORY.search(said):
        kind, said = "memory", said or "out of memory"
    elif not isinstance(error, UserError):
        kind, said = "bug", f"{type(error).__name__}: {said}"
        trace = "".join(traceback.format_exception(error))
    return Made(job.number, number, sha256, kind=kind, error=said, trace=trace, seconds=seconds)
