"""What became of every article: lines of JSON that only grow, each with a checksum, each on the disk before the next.

A line is one of three things that happened to an article: its outputs are about to appear (``writing``), have
appeared (``done``), or will not (``failed``). A run that is killed leaves a torn line at most, which no reader
takes; ``writing`` tells the next run that the files it finds there are its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mujaz import UserError, reason
from mujaz.files import sync_folder

STATE = ".mujaz"
"""The folder inside OUT that holds manifests, locks and ``run.json``."""

STATUSES = ("writing", "done", "failed")

INDEX = ""
"""The ``file`` of the line about the page that leads to all briefs: no input is called that."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``file`` is the input inside IN; ``article`` its number in a file of many, from 1, else None."""

    file: str
    article: int | None
    input_sha256: str | None
    options_sha256: str
    status: str
    outputs: Mapping[str, str] = field(default_factory=dict)
    """Path inside OUT → sha256 of the bytes."""
    sentences: int = 0
    flagged: int = 0
    kind: str | None = None
    """Of a failure: a key of :data:`batch.job.FAILURES`."""
    error: str | None = None
    seconds: float = 0.0
    finished: float = 0.0
    """Seconds since 1970."""
    sketch: str | None = None
    """What the text resembles; see :mod:`batch.near`."""
    articles: int | None = None
    """Of the line of a file of many: how many there are in it. Such a line has no outputs of its own."""

    @property
    def key(self) -> bytes:
        """What this line is about."""
        return key(self.file, self.article)


def key(file: str, article: int | None) -> bytes:
    """16 bytes that stand for an article: a million of them fit into memory."""
    name = f"{file}\0{article or 0}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(name, digest_size=16).digest()


def called(file: str, article: int | None) -> str:
    """What people are told that an article is called.

    >>> called("a.txt", None), called("x.jsonl", 12)
    ('a.txt', 'x.jsonl (article 12)')
    """
    return file if article is None else f"{file} (article {article})"


def spell(entry: Entry) -> bytes:
    """The line for ``entry``, line end included."""
    record = {name: value for name, value in asdict(entry).items() if value is not None}
    body = _dump(record)
    return _dump(record | {"crc": f"{zlib.crc32(body):08x}"}) + b"\n"


def parse(line: bytes) -> Entry | None:
    """The entry of a line; None if the line is torn or damaged."""
    try:
        record = json.loads(line)
        crc = record.pop("crc")
        if crc != f"{zlib.crc32(_dump(record)):08x}" or record["status"] not in STATUSES:
            return None
        known = {name: record[name] for name in Entry.__dataclass_fields__ if name in record}
        return Entry(**{"article": None, "input_sha256": None, **known})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _dump(record: Mapping[str, object]) -> bytes:
    # Lone surrogates (names that are no UTF-8) become \udcxx, which is what JSON calls them.
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


class Manifest:
    """The manifest that a run writes to: appended, synced, never rewritten."""

    def __init__(self, path: Path) -> None:
        new = not path.exists()
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        if new:
            sync_folder(path.parent)
        size = os.fstat(self._handle).st_size
        if size and os.pread(self._handle, 1, size - 1) != b"\n":
            self._write(b"\n")  # a torn line stays torn; the next one starts clean

    def append(self, entry: Entry) -> None:
        """Put a line on the disk; it is there when this returns.

        Raises:
            OSError: the disk is full or gone.
        """
        self._write(spell(entry))

    def _write(self, line: bytes) -> None:
        while line:
            line = line[os.write(self._handle, line) :]
        os.fsync(self._handle)

    def close(self) -> None:
        """Nothing is left to flush; this frees the file."""
        os.close(self._handle)


def manifests(folder: Path) -> list[Path]:
    """All manifests of the folder ``OUT/.mujaz``, the whole run's first."""
    return sorted(folder.glob("manifest*.jsonl"), key=lambda path: (len(path.name), path.name))


class Ledger:
    """What all manifests of OUT say, looked up line by line.

    Only places of lines are held: some 200 bytes an article. For an article these are its last ``done`` line and
    what came after it.
    """

    def __init__(self, folder: Path) -> None:
        self._paths = manifests(folder)
        self._lines: dict[bytes, tuple[tuple[int, int], ...]] = {}
        self.damaged = 0
        """Torn or damaged lines that were dropped."""
        finished: dict[bytes, float] = {}
        for number, path in enumerate(self._paths):
            for place, entry in self._scan(path):
                done = entry.status == "done" and entry.finished >= finished.get(entry.key, 0.0)
                if done:
                    finished[entry.key] = entry.finished
                kept = () if done else self._lines.get(entry.key, ())
                late = not done and entry.status == "done"  # an older line of another shard's manifest
                at = (number, place)
                self._lines[entry.key] = (at, *kept) if late else (*kept, at)

    def _scan(self, path: Path) -> Iterator[tuple[int, Entry]]:
        place = 0
        try:
            with path.open("rb") as lines:
                for line in lines:
                    entry = parse(line)
                    if entry is not None:
                        yield place, entry
                    elif line.strip():
                        self.damaged += 1
                    place += len(line)
        except OSError as error:
            raise UserError(f"cannot read {path}: {reason(error)}; check the permissions of OUT") from error

    def __len__(self) -> int:
        return len(self._lines)

    def history(self, file: str, article: int | None = None) -> list[Entry]:
        """The last ``done`` line of an article and those after it, oldest first."""
        return self._read(self._lines.get(key(file, article), ()))

    def last(self, file: str, article: int | None = None) -> Entry | None:
        """How the article ended: its last line that is not ``writing``."""
        return _ending(self.history(file, article))

    def histories(self) -> Iterator[list[Entry]]:
        """The :meth:`history` of everything, in the order in which it came up."""
        return map(self._read, self._lines.values())

    def __iter__(self) -> Iterator[Entry]:
        """How everything ended, in the same order."""
        return filter(None, map(_ending, self.histories()))

    def articles(self) -> Iterator[Entry]:
        """How every article ended; the lines about files of many that went well, and the index, are none."""
        for entry in self:
            if entry.file != INDEX and (entry.articles is None or entry.status == "failed"):
                yield entry

    def _read(self, places: tuple[tuple[int, int], ...]) -> list[Entry]:
        found = []
        for number, place in places:
            with self._paths[number].open("rb") as lines:
                lines.seek(place)
                entry = parse(lines.readline())
            if entry is not None:
                found.append(entry)
        return found


def _ending(history: list[Entry]) -> Entry | None:
    return next((entry for entry in reversed(history) if entry.status != "writing"), None)
