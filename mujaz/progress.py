"""A progress bar: on a standard error that is a terminal, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Told = Callable[[int, int | None], None]
"""Told how much is done, and of how much, if that is known."""


@contextmanager
def bar(label: str, unit: str, *, wanted: bool = True) -> Iterator[Told]:
    """Show a bar while the block runs; the block calls what it is given with (done, of how much or None).

    ``NO_COLOR``, ``FORCE_COLOR`` and ``TERM=dumb`` are honoured. The bar is gone afterwards.

    >>> with bar("pulling", "bytes", wanted=False) as told:
    ...     told(1, 2)
    """
    if not wanted or sys.stderr is None or not sys.stderr.isatty():
        yield lambda done, whole: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(label), BarColumn(), TextColumn("{task.fields[shown]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None, shown="")

        def told(done: int, whole: int | None) -> None:
            shown = f"{_short(done)}/{_short(whole)} {unit}" if whole else f"{_short(done)} {unit}"
            progress.update(task, completed=done, total=whole, shown=shown)

        yield told


def _short(count: int) -> str:
    """A count as a person reads it.

    >>> _short(12), _short(93_400_000)
    ('12', '93.4M')
    """
    for size, letter in ((10**9, "G"), (10**6, "M"), (10**4, "k")):
        if count >= size:
            return f"{count / (1000 if letter == 'k' else size):.1f}{letter}"
    return str(count)
