"""Which files of a folder are articles: recursive, sorted, one name at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from mujaz import UserError, reason

from .manifest import STATE
from .others import Made

PASSED_BY = {
    "hidden": "hidden files and folders",
    "temporary": "temporary files of editors and downloads",
    "link": "links, which are not followed",
    "excluded": "left out by --include or --exclude",
    "made": "briefs of other batches",
    "gone": "gone before it was their turn",
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


class GoneError(UserError):
    """A folder of the run is no longer there: the run stops, and what is finished stays valid."""


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


OURS = PassedBy("", "ours")
"""The folder that is left out of the walk, which nobody is told of."""


@dataclass(frozen=True, slots=True)
class Level:
    """A folder on the way: its path inside IN, the names in it that are still to come, and whose outputs lie there."""

    inside: str
    names: Iterator[str]
    made: Made | None


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
            GoneError: the folder itself is missing, or vanishes on the way.
            UserError: it is no folder, or unreadable.
        """
        try:
            state = self.folder.stat()
            names = os.listdir(self.folder)
        except FileNotFoundError:
            raise GoneError(f"there is no folder {self.folder}; check the path or the disk") from None
        except OSError as error:
            raise UserError(f"cannot read the folder {self.folder}: {reason(error)}; check the path") from None
        for item in self._tree(names):
            if isinstance(item, PassedBy) and item.why == "gone" and not _is_still(self.folder, state):
                raise GoneError(f"the folder {self.folder} is no longer there; check the path or the disk")
            yield item

    def _tree(self, names: list[str]) -> Iterator[Found | PassedBy | Unreadable]:
        levels = [self._level("", names, None)]  # no recursion: folders may lie deeper than Python's stack
        while levels:
            level = levels[-1]
            name = next(level.names, None)
            if name is None:
                levels.pop()
                continue
            file = f"{level.inside}{name}"
            try:
                item = self._item(file, name, level.made)
                if item is None:
                    levels.append(self._level(f"{file}/", os.listdir(self.folder / file), level.made))
            except FileNotFoundError:
                item = PassedBy(file, "gone")  # since the folder was listed: somebody else tidies up
            except OSError as error:
                item = Unreadable(file, reason(error))
            if item is not None and item is not OURS:
                yield item

    def _level(self, inside: str, names: list[str], made: Made | None) -> Level:
        if STATE in names:
            made = Made.by(self.folder / inside, inside)
        return Level(inside, iter(sorted(names, key=os.fsencode)), made)

    def _item(self, file: str, name: str, made: Made | None) -> Found | PassedBy | Unreadable | None:
        """What a name stands for; None for a folder to look into."""
        path = self.folder / file
        state = os.lstat(path)
        kind = stat.S_IFMT(state.st_mode)
        why = self._why_not(file, name, kind)
        if why is None and kind == stat.S_IFREG and made and made.holds(file):
            why = "made"
        if why:
            return PassedBy(file, why)
        if kind == stat.S_IFDIR:
            return OURS if self.leave_out is not None and _is_still(self.leave_out, state) else None
        if kind != stat.S_IFREG:
            return Unreadable(file, f"it is {_SPECIAL.get(kind, 'something special')}, not a file")
        return Found(file, path, state.st_size, state.st_mtime_ns)

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


def _is_still(folder: Path, state: os.stat_result) -> bool:
    """Whether a folder is the one that it was; the place where a disk was is another."""
    try:
        return os.path.samestat(folder.stat(), state)
    except OSError:
        return False


def _matches(pattern: str, file: str) -> bool:
    if "/" in pattern:
        return fnmatchcase(file, pattern.removeprefix("/"))
    return any(fnmatchcase(part, pattern) for part in PurePosixPath(file).parts)
