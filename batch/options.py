"""How a batch is run: what changes no byte of a brief. What does is the :mod:`batch.recipe`."""

from __future__ import annotations

from dataclasses import dataclass

from .recipe import Recipe
from .shard import Shard


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """The options of ``mujaz batch`` under their own names; the defaults live here."""

    recipe: Recipe = Recipe()  # noqa: RUF009 - frozen
    formats: tuple[str, ...] = ()
    """Beside JSON; none given means those that the folder has already, or Markdown."""
    threads: int | None = None
    cache: bool = False
    """Whether translations are kept on this machine."""
    shard: Shard = Shard()  # noqa: RUF009 - frozen
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limit: int | None = None
    """Files that are worked on at most."""
    force: bool = False
    redo: bool = False
    retry_failed: bool = False
    fail_fast: bool = False
    max_failures: int | None = None
    timeout: float | None = None
    """Seconds without news of any article after which the worker counts as hanging."""
    strict: bool = False
    dry_run: bool = False
    index: bool = False
    watch: float | None = None
    """Seconds between two looks at the folder."""
    ray: str | None = None
    """Address of a Ray cluster; ``local`` for one on this machine."""
    break_lock: bool = False

    @property
    def failures_allowed(self) -> int | None:
        """Failed articles after which the run stops; None for any number."""
        return 1 if self.fail_fast else self.max_failures

    @property
    def stops_at(self) -> str:
        """The option that limits failures, as it was given."""
        return "--fail-fast" if self.fail_fast else f"--max-failures {self.max_failures}"
