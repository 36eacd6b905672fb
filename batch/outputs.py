"""Files that a run writes: their names, whose they are, and how they appear whole."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from mujaz import UserError, reason
from mujaz.files import sha256_of, sync_folder, write_all

from .shard import digest, folded
from .walk import GoneError

LONGEST_NAME = 255
"""Bytes of a file name that the usual file systems hold."""

_RESERVED = re.compile(r'(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?|.*[<>:"|?*\\\x00-\x1f].*|.*[. ]', re.DOTALL)


class DiskFullError(UserError):
    """No room for the next output: the run stops, and what is finished stays valid."""


def name(file: str, article: int | None, ending: str) -> str:
    """Where the output of an article lies inside OUT.

    >>> name("a/b.txt", None, ".md"), name("x.jsonl", 12, ".json")
    ('a/b.txt.md', 'x.jsonl/000012.json')
    """
    return f"{file}{ending}" if article is None else f"{file}/{article:06d}{ending}"


def unportable(file: str) -> bool:
    """Whether Windows cannot hold this name.

    >>> [unportable(file) for file in ("a/b.txt", "aux.txt", "a/what?.txt", "a./b.txt")]
    [False, True, True, True]
    """
    return any(_RESERVED.fullmatch(part) for part in file.split("/"))


class Outputs:
    """The folder OUT. What lies in it and is not known to be ours is never written over."""

    def __init__(self, folder: Path, scratch: Path, *, source: Path, force: bool = False) -> None:
        self._folder = folder
        self._scratch = scratch
        self._source = os.path.realpath(source)
        self._force = force
        self._claimed: dict[int, int] = {}
        self._ready: set[str] = set()

    def tidy(self) -> None:
        """Make the scratch folder, and empty it of what a killed run left there."""
        self._scratch.mkdir(parents=True, exist_ok=True)
        for left in self._scratch.iterdir():
            left.unlink()

    def claim(self, file: str) -> str | None:
        """Take the names of ``file``'s outputs; a reason if another file of this run has them already."""
        mine = digest(file)
        if self._claimed.setdefault(digest(folded(file)), mine) != mine:
            return "its name differs from another file's by case or Unicode form only; rename one of them"
        return None

    def refusal(self, outputs: Iterable[str], owned: Mapping[str, Collection[str]]) -> str | None:
        """Why ``outputs`` cannot be written; None if they can.

        ``owned`` says which contents (sha256) of a path are our own.
        """
        for output in outputs:
            longest = max(len(os.fsencode(part)) for part in output.split("/"))
            if longest > LONGEST_NAME:
                return f"its output's name would be {longest} bytes long; give it a shorter name"
            try:
                refused = self._foreign(output, owned.get(output, ()))
            except OSError as error:
                refused = f"cannot look at {output} in the output folder: {reason(error)}"
            if refused:
                return refused
        return None

    def _foreign(self, output: str, owned: Collection[str]) -> str | None:
        path = self._folder / output
        try:
            state = os.lstat(path)
        except FileNotFoundError:
            return None
        except NotADirectoryError:
            return f"{output} cannot be made: a part of its path is a file in the output folder"
        if not stat.S_ISREG(state.st_mode):
            return f"{output} is there already, and is no plain file; move it away"
        if self._force or sha256_of(path) in owned:
            return None
        whose = "was changed since it was written" if owned else "is there already and not from this batch"
        return f"{output} {whose}; move it away, or use --force to write over it"

    def stage(self, outputs: Mapping[str, bytes]) -> dict[str, Path]:
        """Put the bytes on the disk, out of sight; gives where each waits.

        Raises:
            DiskFullError: there is no room.
            GoneError: OUT is no longer there.
            UserError: the system refuses otherwise.
        """
        waiting = {}
        for number, (output, data) in enumerate(outputs.items()):
            path = self._scratch / f"{number}"
            with self._there(), _explained(output), path.open("wb", buffering=0) as file:
                write_all(file.fileno(), data)
                os.fsync(file)
            waiting[output] = path
        return waiting

    def show(self, waiting: Mapping[str, Path]) -> None:
        """Let what was staged appear, each file whole; on the disk for good when this returns.

        Raises:
            DiskFullError: there is no room for a folder's entry.
            UserError: the system refuses otherwise.
        """
        folders = []
        for output, path in waiting.items():
            target = self._folder / output
            with _explained(output):
                self._prepare(target.parent)
                with contextlib.suppress(FileNotFoundError):
                    path.chmod(stat.S_IMODE(os.lstat(target).st_mode))
                os.replace(path, target)
            folders.append(target.parent)
        for folder in dict.fromkeys(folders):
            sync_folder(folder)

    @contextlib.contextmanager
    def _there(self) -> Iterator[None]:
        try:
            yield
        except UserError as error:
            if self._scratch.is_dir():
                raise
            raise GoneError(f"the folder {self._scratch} is no longer there; check the disk") from error

    def _prepare(self, folder: Path) -> None:
        """Make ``folder`` with the ones above it, durably; refuse one that a link leads into IN."""
        if str(folder) in self._ready:
            return
        missing = []
        above = folder
        while not above.is_dir():
            missing.append(above)
            above = above.parent
        real = os.path.realpath(above)
        if os.path.commonpath([real, self._source]) == self._source and not self._inside(real):
            raise UserError(f"{folder} leads into the input folder, which is never written to; remove the link")
        for each in reversed(missing):
            each.mkdir(exist_ok=True)
            sync_folder(each.parent)
        self._ready.add(str(folder))

    def _inside(self, real: str) -> bool:
        """Whether a real path lies in OUT, which itself may lie in IN."""
        out = os.path.realpath(self._folder)
        return os.path.commonpath([real, out]) == out


@contextlib.contextmanager
def _explained(output: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(
                f"the disk is full: {output} could not be written; free some space and run it again"
            ) from error
        raise UserError(f"cannot write {output}: {reason(error)}") from error
