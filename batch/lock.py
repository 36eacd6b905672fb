"""One writer a manifest: a lock of the operating system's, which frees it when its holder dies."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

from mujaz import UserError, reason

from .shard import Shard

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment] # Windows

_NAME = re.compile(r"manifest(?:-\d+-of-(?P<of>\d+))?\.lock")


@contextlib.contextmanager
def lock(folder: Path, shard: Shard, *, break_lock: bool = False) -> Iterator[None]:
    """Hold ``shard``'s manifest in ``folder`` (``OUT/.mujaz``) while the block runs.

    A whole run excludes every other; a shard excludes a whole run and shards of another division. The kernel
    frees the lock of a process that dies, however it dies: no clock is consulted, so that a laptop may sleep.
    A file system may hide locks from other hosts; therefore the holder's host is written beside the lock, and
    a lock that another host has not given back counts as held.

    Raises:
        UserError: another run holds it; the message says where.
    """
    with gate(folder):
        for other in sorted(folder.glob("manifest*.lock")):
            match = _NAME.fullmatch(other.name)
            if match and other.name != f"{shard.name}.lock" and _excludes(shard, int(match["of"] or 1)):
                with _held(other, break_lock):
                    pass
        mine = contextlib.ExitStack()
        mine.enter_context(_held(folder / f"{shard.name}.lock", break_lock))
    with mine:
        yield


def _excludes(shard: Shard, of: int) -> bool:
    return shard.of == 1 or of != shard.of


@contextlib.contextmanager
def gate(folder: Path) -> Iterator[None]:
    """Nobody else looks at the locks, or at ``run.json``, at this moment.

    Raises:
        UserError: this is Windows, whose locks hold only while everybody is polite.
    """
    if fcntl is None:
        raise UserError("a batch needs the locks of Linux or macOS; on Windows, run mujaz inside WSL")
    with _explained(folder / "gate"):
        handle = os.open(folder / "gate", os.O_RDWR | os.O_CREAT, 0o666)
    with os.fdopen(handle) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _held(path: Path, break_lock: bool) -> Iterator[None]:
    """Hold the lock ``path``, its holder's name inside while it lasts."""
    # A new handle, inherited by no child: a worker that outlives its run must not hold the run's lock.
    with _explained(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    with os.fdopen(handle, "r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UserError(
                f"another run is at work on this folder ({_holder(file.read())} holds {path}); wait until it ends"
            ) from None
        holder = file.read()
        if holder and not break_lock and _host(holder) != socket.gethostname():
            raise UserError(
                f"{path} was taken by {_holder(holder)} and not given back; if no run is at work there any more, "
                f"use --break-lock"
            )
        with _explained(path):
            _write(file.fileno(), json.dumps({"host": socket.gethostname(), "pid": os.getpid()}))
        try:
            yield
        finally:
            _write(file.fileno(), "")


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(f"cannot write {path}: {reason(error)}; check the disk") from error


def _write(handle: int, text: str) -> None:
    os.ftruncate(handle, 0)
    os.pwrite(handle, text.encode("utf-8"), 0)


def _host(holder: str) -> str | None:
    try:
        return str(json.loads(holder)["host"])
    except (ValueError, KeyError, TypeError):
        return socket.gethostname()  # torn: its writer died in the act


def _holder(holder: str) -> str:
    try:
        found = json.loads(holder)
        return f"process {found['pid']} on {found['host']}"
    except (ValueError, KeyError, TypeError):
        return "a process"
