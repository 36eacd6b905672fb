"""What passes between the run and its worker: jobs one way, news of them the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

FAILURES = {
    "unreadable": "could not be read",
    "input": "without an article that can be read",
    "not_arabic": "not Arabic",
    "engine": "could not be translated",
    "memory": "needed more memory than there is",
    "timeout": "took too long",
    "crash": "ended the worker process",
    "output": "could not be written",
    "bug": "met a bug in mujaz",
}
"""Kinds of failure, and how the summary says it of one article as of many."""

LOOKED_AT_AGAIN = ("unreadable", "output")
"""Failures that another look may cure and that cost no model work: tried again in every run."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be worked on. ``number`` tells the jobs of a run apart.

    ``finished`` are the articles of a file of many that need no work: number → sha256 of its content; an article
    that has changed since is worked on. ``avoid`` are articles that ended a worker before. ``alone``: one article
    at a time, so that what ends the worker is known.
    """

    number: int
    file: str
    path: str
    size: int = 0
    finished: Mapping[int, str] = field(default_factory=dict)
    avoid: frozenset[int] = frozenset()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Began:
    """The worker has its hands on an article of job ``number``, or is ``reading`` the file."""

    number: int
    article: int | None = None
    input_sha256: str | None = None
    reading: bool = False


@dataclass(frozen=True, slots=True)
class Parked:
    """What had begun waits for the next step, and cannot be at fault meanwhile; or the file has been read."""

    number: int
    article: int | None = None
    reading: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """An article's result: ``outputs`` (ending → bytes), or a failure's ``kind`` and ``error``.

    ``article`` is its number in a file of many, from 1; None for the one article of a file, or the file as such.
    """

    number: int
    article: int | None
    input_sha256: str | None
    outputs: Mapping[str, bytes] = field(default_factory=dict)
    sentences: int = 0
    flagged: int = 0
    kind: str | None = None
    error: str | None = None
    trace: str | None = None
    """Of a bug: the traceback."""
    seconds: float = 0.0
    sketch: str | None = None
    articles: int | None = None
    """Of a file of many that failed as such: how many were read before."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Everything of job ``number`` has been sent. Of a file of many: how many, and which needed no work."""

    number: int
    articles: int | None = None
    untouched: tuple[int, ...] = ()


News = Began | Parked | Made | Ended


class Work(Protocol):
    """What a worker process does, loaded once a process: jobs in, news out."""

    def __call__(self, receive: Callable[[], Job | None], send: Callable[[News], None]) -> None:
        """Work until ``receive`` gives None. Every job is answered by an :class:`Ended`, in any order.

        ``receive`` waits for a job; ``send`` may be called from any thread.
        """
        ...
