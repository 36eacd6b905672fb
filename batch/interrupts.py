"""Ctrl-C and the polite request to end: noted, and answered between two articles."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class Interrupted(Exception):  # noqa: N818 - no error: somebody asked for it
    """The run was asked to end; ``exit_code`` is what a shell expects then."""

    def __init__(self, number: int) -> None:
        super().__init__("interrupted" if number == signal.SIGINT else "terminated")
        self.exit_code = 128 + number


class Interrupts:
    """What has been asked for. ``wake`` can be read as soon as something has."""

    def __init__(self) -> None:
        self.wake, self._ring = os.pipe()
        self._number = 0

    def check(self) -> None:
        """Raise :class:`Interrupted` if the run was asked to end."""
        if self._number:
            raise Interrupted(self._number)

    def wait(self, seconds: float) -> None:
        """Let time pass, and raise :class:`Interrupted` as soon as the run is asked to end."""
        select.select([self.wake], [], [], seconds)
        self.check()

    def note(self, number: int, _: FrameType | None = None) -> None:
        """Somebody asks; a second time means at once."""
        if self._number:
            raise KeyboardInterrupt
        self._number = number
        os.write(self._ring, b"!")

    def close(self) -> None:
        """Free the pipe."""
        os.close(self.wake)
        os.close(self._ring)


@contextlib.contextmanager
def listening() -> Iterator[Interrupts]:
    """Note SIGINT and SIGTERM while the block runs, if this is the thread that gets them."""
    interrupts = Interrupts()
    numbers = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
    before = {number: signal.signal(number, interrupts.note) for number in numbers}
    try:
        yield interrupts
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        interrupts.close()
