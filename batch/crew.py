"""Who works on files: a process on this machine, or a cluster."""

from __future__ import annotations

from typing import Protocol

from .job import Job, News


class Crew(Protocol):
    """A :class:`batch.supervisor.Supervisor`, or a :class:`batch.cluster.Cluster`."""

    restarts: int
    """How often a worker had to be started again."""

    @property
    def room(self) -> bool:
        """Whether another job is welcome."""
        ...

    @property
    def busy(self) -> bool:
        """Whether there is news to wait for."""
        ...

    def submit(self, job: Job) -> None:
        """Have a file worked on."""
        ...

    def news(self, timeout: float) -> list[News]:
        """What has happened; waits for it, at most ``timeout`` seconds."""
        ...

    def close(self, *, at_once: bool = False) -> None:
        """Send the crew home, after its last job or ``at_once``."""
        ...


class Nobody:
    """For a dry run: nothing is ever submitted."""

    restarts = 0
    room = True
    busy = False

    def submit(self, job: Job) -> None:
        """Not called: nothing is worked on."""
        raise AssertionError(job)

    def news(self, timeout: float) -> list[News]:
        """Nothing happens."""
        return []

    def close(self, *, at_once: bool = False) -> None:
        """Nobody is there."""
