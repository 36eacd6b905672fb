"""The same work on a Ray cluster: models loaded once an actor, outputs and manifest written here.

Every machine must see IN under the same path and have the models in its store. An actor keeps a worker process
under a supervisor of its own, so that bad input costs an article there as it does here; an actor that is lost is
started again by Ray, and its files are given to another.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from typing import Any

from mujaz import UserError

from .job import Job, News
from .supervisor import Supervisor
from .worker import Load

HELD = 4096
"""Jobs that are gathered before the cluster gets them; the next are gathered when these are done."""

TOGETHER = 8
"""Jobs that an actor works on at once: enough to fill its batches, few enough to lose."""


class Actor:
    """What Ray Data keeps alive on a machine of the cluster: a worker with its models."""

    def __init__(self, load: Load, timeout: float | None) -> None:
        self._supervisor = Supervisor(load, timeout=timeout)

    def __call__(self, rows: dict[str, Any]) -> dict[str, list[bytes]]:
        """Work on the jobs of a batch; the news of all of them is one row."""
        for job in rows["job"]:
            self._supervisor.submit(pickle.loads(job))  # noqa: S301 - from the driver
        heard: list[News] = []
        while self._supervisor.busy:
            heard += self._supervisor.news(60)
        return {"news": [pickle.dumps(heard)]}


class Cluster:
    """A crew of Ray actors; see :class:`batch.crew.Crew`."""

    restarts = 0

    def __init__(self, load: Load, *, address: str, timeout: float | None = None, threads: int | None = None) -> None:
        """Connect to the cluster at ``address``, or start one on this machine when it is ``local``.

        Raises:
            UserError: Ray is not installed, or no cluster answers.
        """
        os.environ.setdefault("RAY_DATA_LOG_LEVEL", "ERROR")
        try:
            import ray.data
        except ImportError:
            raise UserError("Ray is not installed; install it with: pip install 'mujaz[ray]'") from None
        self._ray: Any = ray
        self._load = load
        self._timeout = timeout
        self._threads = threads or 1
        self._gathered: list[Job] = []
        self._stream: Iterator[dict[str, bytes]] | None = None
        quiet = {"include_dashboard": False, "log_to_driver": False, "logging_level": "ERROR"}
        where = quiet if address == "local" else {"address": address, "log_to_driver": False, "logging_level": "ERROR"}
        try:
            ray.init(runtime_env={"env_vars": _environment()}, **where)
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise UserError(f"there is no Ray cluster at {address}: {error}") from error
        ray.data.DataContext.get_current().enable_progress_bars = False

    @property
    def room(self) -> bool:
        """Whether another job is welcome."""
        return self._stream is None and len(self._gathered) < HELD

    @property
    def busy(self) -> bool:
        """Whether there is news to wait for."""
        return self._stream is not None or bool(self._gathered)

    def submit(self, job: Job) -> None:
        """Gather a job for the cluster."""
        self._gathered.append(job)

    def news(self, timeout: float) -> list[News]:
        """The news of the next few jobs; begins to work when somebody is ready to wait."""
        if self._stream is None:
            if not timeout or not self._gathered:
                return []
            self._stream = self._begin()
        row = next(self._stream, None)
        if row is None:
            self._stream = None
            return []
        found: list[News] = pickle.loads(row["news"])  # noqa: S301 - from our own actors
        return found

    def _begin(self) -> Iterator[dict[str, bytes]]:
        jobs, self._gathered = self._gathered, []
        rows = [{"job": pickle.dumps(job)} for job in jobs]
        processors = int(self._ray.cluster_resources().get("CPU", 1))
        actors = max(1, min(processors // self._threads, -(-len(jobs) // TOGETHER)))
        data = self._ray.data.from_items(rows, override_num_blocks=-(-len(jobs) // TOGETHER)).map_batches(
            Actor,
            fn_constructor_args=(self._load, self._timeout),
            batch_size=TOGETHER,
            batch_format="numpy",
            num_cpus=self._threads,
            concurrency=actors,
        )
        found: Iterator[dict[str, bytes]] = iter(data.iter_rows())
        return found

    def close(self, *, at_once: bool = False) -> None:
        """Leave the cluster; one that was started here ends."""
        self._stream = None
        self._ray.shutdown()


def _environment() -> dict[str, str]:
    """What an actor must know: where the modules are, and where the models."""
    import sys

    kept = {name: value for name, value in os.environ.items() if name.startswith("MUJAZ_")}
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **kept}
