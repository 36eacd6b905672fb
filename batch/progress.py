"""One line that says how far a batch is: repainted on a terminal, now and then a log line elsewhere."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from .summary import Summary, counted, took

REPAINT = 0.2
"""Seconds between two paintings on a terminal."""

RELOG = 30.0
"""Seconds between two log lines."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. ``files`` of ``total`` were dealt with; the total is None when it is not known.

    ``waiting`` is what for, if nothing is left to do for now.
    """

    files: int
    total: int | None
    summary: Summary
    waiting: str | None = None


class Line:
    """Takes progress and shows it on ``stream`` if that is a terminal, else gives ``log`` a line now and then."""

    def __init__(
        self, stream: TextIO | None, log: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        terminal = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
        self._stream = stream if terminal else None
        self._log = log
        self._clock = clock
        self._began = clock()
        self._last = float("-inf") if self._stream else self._began
        self._painted = False
        self._waiting_since: float | None = None
        self._said = ""

    def __call__(self, progress: Progress) -> None:
        """Show how far the run is, unless it was shown a moment ago."""
        now = self._clock()
        if self._waiting_since is not None:  # that time says nothing about the speed
            self._began += now - self._waiting_since
        self._waiting_since = now if progress.waiting else None
        if not progress.waiting and now - self._last < (REPAINT if self._stream else RELOG):
            return
        self._last = now
        text = words(progress, now - self._began)
        if text == self._said:
            return
        self._said = text
        if self._stream:
            width = shutil.get_terminal_size().columns
            self._stream.write(f"\r{text[: width - 1]}\x1b[K")
            self._stream.flush()
            self._painted = True
        else:
            self._log(text)

    def clear(self) -> None:
        """Take the line off the terminal, for what comes next."""
        if self._stream and self._painted:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._painted = False


def words(progress: Progress, seconds: float) -> str:
    """Files, speed, what wants a look, and the time that is left, as far as one can tell."""
    summary = progress.summary
    parts = [f"{progress.files} of {counted(progress.total)}" if progress.total else counted(progress.files)]
    if summary.sentences and seconds > 0 and progress.waiting is None:
        parts.append(f"{summary.sentences / seconds:.1f} sentences/s")
    if summary.flagged:
        parts.append(f"{summary.flagged} flagged")
    if summary.failures:
        parts.append(f"{len(summary.failures)} failed")
    if progress.waiting:
        parts.append(progress.waiting)
    left = (progress.total or 0) - progress.files
    if left > 0 and summary.done >= 10:  # the first ones come in a bunch, and say little
        parts.append(f"{took(seconds / summary.done * left)} left")
    return ", ".join(parts)
