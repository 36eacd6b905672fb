"""Which files of a folder are articles: recursive, sorted, one name at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from mujaz import UserError

PASSED_BY = {
    "hidden": "hidden files and folders",
    "temporary": "temporary files of editors and downloads",
    "link": "links, which are not followed",
    "excluded": "left out by --include or --exclude",
}
"""Why a name is passed by without being a failure, with a line of help each."""

TEMPORARY = ("*~", "~$*", "#*#", "*.tmp", "*.temp", "*.part", "*.partial", "*.crdownload", "*.download", "*.swp")
"""Names of files that are still being written, or are left over from it; compared in lower case."""

_SPECIAL = {
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file. ``file`` is its path inside the folder, with ``/``, bytes that are no UTF-8 escaped."""

    file: str
    path: Path
    size: int
    changed: int
    """Time of the last change in nanoseconds; with ``size``, whether it is still being written."""


@dataclass(frozen=True, slots=True)
class PassedBy:
    """A name that is no article, and why: a key of :data:`PASSED_BY`."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A name that could not be looked into: a failure, named with its reason."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Walk:
    """A folder and what of it counts.

    A pattern without ``/`` is compared with the name of a file and of each folder that it lies in, one with ``/``
    with the whole path inside the folder; ``*`` also matches ``/``. ``leave_out`` is a folder inside that is no input.
    """

    folder: Path
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    leave_out: Path | None = None

    def __iter__(self) -> Iterator[Found | PassedBy | Unreadable]:
        """Everything in the folder, sorted by the bytes of the names, folder by folder.

        The names of the folders that lead to the current file are held, not those of the whole tree.

        Raises:
            UserError: the folder itself is missing, no folder, or unreadable.
        """
        try:
            names = sorted(os.listdir(self.folder), key=os.fsencode)
        except OSError as error:
            raise UserError(f"cannot read the folder {self.folder}: {_reason(error)}; check the path") from None
        yield from self._names("", names)

    def _names(self, inside: str, names: list[str]) -> Iterator[Found | PassedBy | Unreadable]:
        for name in names:
            file = f"{inside}{name}"
            path = self.folder / file
            try:
                state = os.lstat(path)
                yield from self._one(file, name, path, state)
            except FileNotFoundError:
                continue  # gone since the folder was listed: somebody else tidies up
            except OSError as error:
                yield Unreadable(file, _reason(error))

    def _one(self, file: str, name: str, path: Path, state: os.stat_result) -> Iterator[Found | PassedBy | Unreadable]:
        kind = stat.S_IFMT(state.st_mode)
        why = self._why_not(file, name, kind)
        if why:
            yield PassedBy(file, why)
        elif kind == stat.S_IFDIR:
            if self.leave_out is not None and os.path.samestat(state, self.leave_out.stat()):
                return
            yield from self._names(f"{file}/", sorted(os.listdir(path), key=os.fsencode))
        elif kind != stat.S_IFREG:
            yield Unreadable(file, f"it is {_SPECIAL.get(kind, 'something special')}, not a file")
        else:
            yield Found(file, path, state.st_size, state.st_mtime_ns)

    def _why_not(self, file: str, name: str, kind: int) -> str | None:
        if name.startswith("."):
            return "hidden"
        if kind == stat.S_IFLNK:
            return "link"
        if kind == stat.S_IFREG and any(fnmatchcase(name.lower(), pattern) for pattern in TEMPORARY):
            return "temporary"
        if any(_matches(pattern, file) for pattern in self.exclude):
            return "excluded"
        if kind != stat.S_IFDIR and self.include and not any(_matches(pattern, file) for pattern in self.include):
            return "excluded"
        return None


def _matches(pattern: str, file: str) -> bool:
    if "/" in pattern:
        return fnmatchcase(file, pattern.removeprefix("/"))
    return any(fnmatchcase(part, pattern) for part in PurePosixPath(file).parts)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
