"""Output files: whole or not at all, and never at the cost of an input."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from .errors import UserError

BLOCK = 1 << 20
"""Bytes read at a time: large enough that hashing, not reading, takes the time."""


def sha256_of(path: Path, progress: Callable[[int], None] | None = None) -> str:
    """The sha256 of a file's bytes, read in blocks; ``progress`` is told the bytes of each.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
            if progress:
                progress(len(block))
    return digest.hexdigest()


def write_all(handle: int, data: bytes) -> None:
    """Write all of ``data`` to an open file, however little the system takes at a time.

    Raises:
        OSError: it takes no more.
    """
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def write_whole(path: Path, data: bytes, *, inputs: Iterable[Path] = ()) -> None:
    """Write ``data`` to ``path`` so that a reader sees the old file or the new one, never a part.

    A link is followed; a target that is no regular file (device, FIFO) is written straight. The mode
    is the old file's, or follows the umask.

    Raises:
        UserError: the parent folder is missing, the target is a folder or one of ``inputs`` (hard links
            count), or the system refuses (permission, full disk); the old file is untouched.
    """
    try:
        refuse_input(path, inputs)
        mode = _mode(path)
        if mode is not None and stat.S_ISDIR(mode):
            raise UserError(f"{path} is a folder; name a file to write to")
        if mode is not None and not stat.S_ISREG(mode):
            # As it was named: what /dev/stdout leads to has no path when it is a pipe.
            with open(path, "wb", buffering=0) as device:
                write_all(device.fileno(), data)
            return
        target = Path(os.path.realpath(path))
        if not target.parent.is_dir():
            raise UserError(f"the folder {target.parent} does not exist; create it, or choose another output")
        _replace(target, data, 0o666 & ~_umask() if mode is None else stat.S_IMODE(mode))
    except OSError as error:
        raise UserError(f"cannot write {path}: {reason(error)}{_advice(error)}") from error


def _mode(path: Path) -> int | None:
    """What ``path`` leads to; None if there is nothing yet."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def refuse_input(path: Path, inputs: Iterable[Path]) -> None:
    """Raise :class:`UserError` if ``path`` is the same file as one of ``inputs``."""
    for source in inputs:
        with contextlib.suppress(OSError):
            if os.path.samefile(source, path):
                raise UserError(f"{path} is the input {source} itself; choose another output")


def _replace(target: Path, data: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:80]}.", suffix=".tmp")
    try:
        try:
            write_all(handle, data)
            if hasattr(os, "fchmod"):  # Windows has it from Python 3.13 on
                os.fchmod(handle, mode)
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` durable, where the system lets a folder be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def reason(error: OSError) -> str:
    """Why the system refused, as it stands in the midst of a message.

    >>> reason(FileNotFoundError(errno.ENOENT, "No such file or directory", "a.txt"))
    'no such file or directory'
    """
    return (error.strerror or str(error)).lower()


def _advice(error: OSError) -> str:
    advice = {
        errno.ENOSPC: "; free some space and run it again",
        errno.EACCES: "; choose a folder that you may write to",
    }
    return advice.get(error.errno or 0, "")
