"""The group that every command of mujaz hangs on: errors are translated here, once, and every end has its code."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from types import FrameType
from typing import Any, NoReturn

import click

from .errors import UserError
from .files import reason
from .talk import complain

STREAM_FAULTS = (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EBADF, errno.EIO)
"""Faults of standard output: those of files are told where they are written."""

REMIND_AFTER = 3.0
"""Seconds in which a run that was asked to end does so, or is asked again."""

_CAN_REMIND = hasattr(signal, "setitimer")


class Commands(click.Group):
    """The commands, with every error that a user can mend translated once, here."""

    asked_to_end: int | None = None
    """The signal that ended this run; another in the same process starts without it."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader that has gone away is no error, whatever click makes of it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            _leave(error)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; the exit codes are those of the documentation."""
        kwargs["standalone_mode"] = False
        self.asked_to_end = None
        try:
            code = super().main(*args, **kwargs) or 0
            if sys.stdout is not None:
                sys.stdout.flush()
            sys.exit(code)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except UserError as error:
            complain(str(error))
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            self._end()
        except OSError as error:
            if error.errno not in STREAM_FAULTS or self.asked_to_end is not None:
                raise
            if error.filename is not None:  # standard output has no name
                complain(f"cannot use {error.filename}: {reason(error)}")
                sys.exit(1)
            _leave(error)
        except Exception:
            # What a signal raises in the middle of an import comes out as the import's own error.
            if self.asked_to_end is None:
                raise
            self._end()

    def end_on_signals(self) -> None:
        """Let SIGINT and SIGTERM end the run in order, with a line and the code that shells expect."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self._note)
            if _CAN_REMIND:
                signal.signal(signal.SIGALRM, self._remind)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_end = number
        self._remind(number, frame)

    def _remind(self, number: int, _: FrameType | None) -> None:
        """Raise, and again in a while: what is raised in a clean-up of Python's own (imports have such) is lost."""
        if _CAN_REMIND:
            signal.setitimer(signal.ITIMER_REAL, REMIND_AFTER)
        raise KeyboardInterrupt

    def _end(self) -> None:
        heard()
        complain("interrupted")
        sys.exit(128 + (self.asked_to_end or signal.SIGINT))


def heard() -> None:
    """The end that was asked for is coming, however long it takes: no more reminders."""
    if _CAN_REMIND:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _leave(error: OSError) -> NoReturn:
    """End when standard output takes no more: silently if its reader has gone away, as it may."""
    # Python flushes once more at exit; into nowhere, so that it has nothing to complain about.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if error.errno != errno.EPIPE:
        complain(f"cannot write to standard output: {reason(error)}")
    sys.exit(0 if error.errno == errno.EPIPE else 1)
