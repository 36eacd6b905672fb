"""Keeps a worker at work: starts it again when it dies or hangs, and finds out which article was to blame."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait

from mujaz import UserError

from .job import Began, Ended, Job, Made, News, Parked
from .worker import START, Load, Ready

FLYING = 64
FLYING_BYTES = 300_000
"""Jobs that a worker has in hand at once, and their size: enough to fill its batches, few enough to try again."""

FUTILE = 3
"""Deaths in a row without a word about any job, after which the worker itself must be the fault."""


def patience(job: Job) -> float:
    """Seconds without news of a file before it counts as hanging: a quarter of an hour, up to six hours for large ones.

    A slow laptop translates some 100 bytes a second; nothing takes ten times as long.
    """
    return min(900 + job.size / 10, 6 * 3600)


@dataclass(slots=True)
class Flight:
    """A job in the worker's hands."""

    job: Job
    hands_on: dict[int | None, Began] = field(default_factory=dict)
    """Articles of it that the worker has in hand."""
    reading: bool = False
    starved: bool = False
    """An article of it found no memory beside the others: it is tried again alone."""
    made: dict[int, str] = field(default_factory=dict)
    delivered: bool = False
    """The brief of its one article has come out; only its end has not."""

    @property
    def suspect(self) -> bool:
        """Whether it may be at fault when the worker ends now."""
        return self.reading or bool(self.hands_on)


class Supervisor:
    """A worker process and what it has in hand.

    Jobs that the worker had its hands on when it died, or fell silent for longer than any of them may take, are
    suspects: each is given to a new worker alone, and one that ends that one too, or takes too long, is failed.
    """

    def __init__(self, load: Load, *, timeout: float | None = None, wake: int | None = None) -> None:
        """``timeout`` is how long there may be no news, in seconds; ``wake``, when it can be read, ends a wait."""
        self._load = load
        self._patience: Callable[[Job], float] = patience if timeout is None else lambda job: timeout
        self._wake = wake
        self._flights: dict[int, Flight] = {}
        self._suspects: deque[Job] = deque()
        self._innocent: deque[Job] = deque()
        """Jobs that were waiting when the worker ended."""
        self._process: subprocess.Popen[bytes] | None = None
        self._futile = 0
        self._heard_at: float | None = None
        """When there last was news, by the monotonic clock, which stands still while a laptop sleeps."""
        self.restarts = 0

    @property
    def room(self) -> bool:
        """Whether another job is welcome."""
        if self._suspects or self._innocent or self._alone:
            return False
        # A large file alone does not fill a worker: small ones go by.
        size = sum(min(flight.job.size, FLYING_BYTES // 4) for flight in self._flights.values())
        return len(self._flights) < 4 or (len(self._flights) < FLYING and size < FLYING_BYTES)

    @property
    def busy(self) -> bool:
        """Whether there is news to wait for."""
        return bool(self._flights or self._suspects or self._innocent)

    @property
    def _alone(self) -> bool:
        return any(flight.job.alone for flight in self._flights.values())

    def submit(self, job: Job) -> None:
        """Give the worker a job; it is started when there is none."""
        if self._process is None:
            self._start()
        if self._heard_at is not None and not self._flights:
            self._heard_at = time.monotonic()
        self._flights[job.number] = Flight(job)
        with contextlib.suppress(OSError):  # dead already: the next wait sees it
            self._inbox.send(job)

    def news(self, timeout: float) -> list[News]:
        """Wait for news, at most ``timeout`` seconds; may be empty.

        Raises:
            UserError: the worker cannot be started, or what it raised while it loaded.
        """
        if not self._flights and self._suspects:
            self.submit(self._suspects.popleft())
        while self._innocent and not self._suspects and not self._alone:
            self.submit(self._innocent.popleft())
        if not self._flights:
            return []
        sources: list[Connection | int] = [self._outbox] + ([self._wake] if self._wake is not None else [])
        if self._outbox not in wait(sources, min(timeout, max(0.0, self._next_deadline()))):
            return self._hanging()
        found: list[News] = []
        try:
            while self._outbox.poll():
                found += self._heard(self._outbox.recv())
        except (EOFError, OSError):
            found += self._died()
        return found

    def close(self, *, at_once: bool = False) -> None:
        """End the worker: after its last job, or ``at_once``."""
        if self._process is None:
            return
        if not at_once:
            with contextlib.suppress(OSError):
                self._inbox.send(None)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
        self._stop()

    def _start(self) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._heard_at = None
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,  # Ctrl-C at the terminal reaches the supervisor alone
        )
        assert self._process.stdin and self._process.stdout
        self._inbox = Connection(os.dup(self._process.stdin.fileno()), readable=False)
        self._outbox = Connection(os.dup(self._process.stdout.fileno()), writable=False)
        self._process.stdin.close()
        self._process.stdout.close()
        with contextlib.suppress(OSError):
            self._inbox.send(self._load)

    def _stop(self) -> int:
        assert self._process
        self._process.kill()
        code = self._process.wait()
        self._inbox.close()
        self._outbox.close()
        self._errors.close()
        self._process = None
        return code

    def _heard(self, message: News | Ready | Exception) -> list[News]:
        if isinstance(message, Exception):
            self.close(at_once=True)
            raise message
        self._heard_at = time.monotonic()
        if isinstance(message, Ready):
            return []
        self._futile = 0
        flight = self._flights[message.number]
        if isinstance(message, Began | Parked):
            _follow(flight, message)
        elif isinstance(message, Made) and message.kind == "memory" and not flight.job.alone:
            flight.starved = True
            flight.hands_on.pop(message.article, None)
            return []
        elif isinstance(message, Made):
            if message.article is not None:
                flight.made[message.article] = message.input_sha256 or ""
            flight.delivered = message.article is None and message.kind is None
            flight.hands_on.pop(message.article, None)
        else:
            del self._flights[message.number]
            if flight.starved:
                self._suspects.append(_again(flight, alone=True))
                return []
            new = tuple(each for each in message.untouched if each not in flight.made)
            message = replace(message, untouched=new)
        return [message]

    def _next_deadline(self) -> float:
        """Seconds until the worker has been silent for too long; models may take as long as they want to load."""
        if self._heard_at is None:
            return 3600.0
        return self._heard_at + self._longest_patience() - time.monotonic()

    def _longest_patience(self) -> float:
        return max(self._patience(flight.job) for flight in self._flights.values())

    def _hanging(self) -> list[News]:
        if self._next_deadline() > 0:
            return []
        return self._died(
            "timeout", f"there was no news of it for {self._longest_patience():g} s; --timeout gives it longer"
        )

    def _died(self, kind: str | None = None, reason: str = "") -> list[News]:
        self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - 4096))
        said = self._errors.read().decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
        code = self._stop()
        self.restarts += 1
        if kind is None:
            kind, reason = _cause(code, said)
        flights = sorted(self._flights.values(), key=lambda flight: flight.job.number)
        self._flights = {}
        ended: list[News] = [Ended(flight.job.number) for flight in flights if flight.delivered]
        flights = [flight for flight in flights if not flight.delivered]
        if not any(flight.suspect for flight in flights):
            self._futile += 1
            if self._futile >= FUTILE:
                raise UserError(f"the worker process ends before it starts to work: {reason}")
        if len(flights) == 1 and flights[0].job.alone and flights[0].suspect:
            return ended + self._convict(flights[0], kind, reason)
        self._suspects.extend(_again(flight, alone=True) for flight in flights if flight.suspect)
        self._innocent.extend(_again(flight, alone=flight.job.alone) for flight in flights if not flight.suspect)
        return ended

    def _convict(self, flight: Flight, kind: str, reason: str) -> list[News]:
        """The article that was alone in the worker when it ended has failed; what else is in its file goes on."""
        job = flight.job
        at_fault = next((began for article, began in flight.hands_on.items() if article is not None), None)
        if at_fault is None or at_fault.article is None:
            return [Made(job.number, None, None, kind=kind, error=reason), Ended(job.number)]
        self._suspects.appendleft(replace(_again(flight, alone=True), avoid=job.avoid | {at_fault.article}))
        return [Made(job.number, at_fault.article, at_fault.input_sha256, kind=kind, error=reason)]


def _follow(flight: Flight, message: Began | Parked) -> None:
    """Keep track of what the worker has its hands on."""
    if message.reading:
        flight.reading = isinstance(message, Began)
    elif isinstance(message, Began):
        flight.hands_on[message.article] = message
    else:
        flight.hands_on.pop(message.article, None)


def _again(flight: Flight, *, alone: bool) -> Job:
    return replace(flight.job, alone=alone, finished={**flight.job.finished, **flight.made})


def _cause(code: int, said: str) -> tuple[str, str]:
    """Kind of failure and reason, from how the worker ended and its last words."""
    words = f": {said}" if said else ""
    if code == -signal.SIGKILL:
        return "memory", "the worker process was killed, most likely because the machine ran out of memory"
    if code < 0:
        return "crash", f"the worker process crashed ({signal.Signals(-code).name}){words}"
    return "crash", f"the worker process ended with code {code}{words}"
