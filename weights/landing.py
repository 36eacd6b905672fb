"""Folders that appear whole or not at all: built beside their place, made visible by one rename."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from mujaz import UserError, reason
from mujaz.files import sync_folder

Note = Callable[[str], None]
"""Told in words what takes time."""

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""Faults of a disk, a quota or a file system that takes no more."""


def silent(_: str) -> None:
    """A note that nobody reads."""


def room(folder: Path, needed: float) -> None:
    """See that the disk has room for ``needed`` bytes in ``folder`` before anything is begun.

    Raises:
        UserError: it has not.
    """
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise UserError(
            f"not enough room in {folder}: about {needed / 1e6:,.0f} MB are needed, {free / 1e6:,.0f} MB are free"
        )


@contextlib.contextmanager
def locked(target: Path, note: Note = silent) -> Iterator[None]:
    """Hold the right to build ``target``; another process that wants it waits. The kernel frees a dead holder's.

    Raises:
        UserError: the parent folder cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        _open(target.parent)
        lock = FileLock(target.parent / f".{target.name}.lock", mode=0o666)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            note(f"waiting for another process that is making {target.name}")
            lock.acquire()
    except OSError as error:
        raise UserError(
            f"cannot write to {target.parent}: {error.strerror or error}; set MUJAZ_HOME to a folder of your own"
        ) from error
    try:
        _recover(target)
        yield
    finally:
        lock.release()


def _open(folder: Path) -> None:
    """Make ``folder``, and what is missing above it, for every user to look into, whatever the umask says."""
    for each in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        each.mkdir(exist_ok=True)
        each.chmod(0o755)


@contextlib.contextmanager
def landing(target: Path) -> Iterator[Path]:
    """A fresh folder that becomes ``target`` when the block ends well; call it inside :func:`locked`.

    A ``target`` that stands already is replaced. What a killed attempt left is cleared first.

    Raises:
        UserError: the system refused (full disk, no right), here or in the block; nothing is left of the attempt.
    """
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir()
        yield part
        _settle(part)
        _swap(part, target)
    except BaseException as error:
        shutil.rmtree(part, ignore_errors=True)
        if isinstance(error, OSError):
            raise UserError(f"cannot make {target}: {reason(error)}{_more(error)}") from error
        raise


def _more(error: OSError) -> str:
    if error.errno in FULL:
        return "; free some space, or set MUJAZ_HOME to another disk"
    return f" ({error.filename})" if error.filename else ""


def _settle(folder: Path) -> None:
    """Everything on disk, and readable by other users of the machine."""
    for place, _, files in os.walk(folder):
        for name in files:
            path = Path(place, name)
            path.chmod(0o644)
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        Path(place).chmod(0o755)
        sync_folder(Path(place))


def _swap(part: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.old")
    if target.exists():
        shutil.rmtree(old, ignore_errors=True)
        os.rename(target, old)
    os.rename(part, target)
    sync_folder(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def _recover(target: Path) -> None:
    """Undo a replacement that died between its two renames."""
    old = target.with_name(f".{target.name}.old")
    if old.exists():
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            os.rename(old, target)
