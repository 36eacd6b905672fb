"""The process that does the model work, so that what ends it does not end the run.

It speaks with its supervisor through the pipes that were its standard input and output; whatever native code
prints goes to standard error.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection

from mujaz import UserError

from .job import Job, News, Work

START = "import sys; sys.path[:] = sys.argv[1:]; from batch.worker import main; main()"
"""What the interpreter runs in the worker: the modules are found where the supervisor finds them."""

Load = Callable[[], Work]
"""Loads the models, in the worker; it is pickled, so it stands at the top of a module."""


class Ready:
    """The worker has loaded its models."""


def main() -> None:
    """Load what the supervisor sends, then work on its jobs until it says None or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the supervisor's to answer
    inbox = Connection(os.dup(0), writable=False)
    outbox = Connection(os.dup(1), readable=False)
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    load: Load = inbox.recv()
    jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(inbox, jobs), daemon=True).start()
    sending = threading.Lock()

    def send(news: News | Ready | Exception) -> None:
        with sending:
            outbox.send(news)

    try:
        work = load()
    except Exception as error:  # whatever it is, the supervisor raises it again
        if not isinstance(error, UserError) and hasattr(error, "add_note"):  # Python 3.10 has none
            error.add_note(f"in the worker:\n{traceback.format_exc()}")
        send(error)
        return
    send(Ready())
    work(jobs.get, send)


def _listen(inbox: Connection, jobs: queue.SimpleQueue[Job | None]) -> None:
    job: Job | None
    try:
        while (job := inbox.recv()) is not None:
            jobs.put(job)
    except (EOFError, OSError):
        os._exit(1)  # the supervisor is gone: nobody wants the rest, and native code may not be kept waiting for
    jobs.put(None)
