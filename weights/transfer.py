"""Bringing files of a commit of the Hub here, each byte checked against what was announced.

The Hub's own client does the transfer (its rules for redirects, tokens, proxies and retries hold). What it leaves
out is done here: a partial file survives a broken run and is gone on with, every file is hashed while it
arrives, and nothing but the wanted files is ever asked for.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from mujaz import ModelError

from .client import address, client, patiently
from .hub import Announced, Snapshot
from .landing import Note, room, silent
from .lock import File

Progress = Callable[[int, int], None]
"""Told the bytes that have arrived, and the bytes in all."""

Tell = Callable[[int], None]
"""Told the bytes of a block; negative when a transfer starts over."""

NEEDED = 2.2
"""Room on the disk, in times of the download: the files, their converted form, and some air."""


def fetch(
    snapshot: Snapshot,
    place: str,
    basket: Path,
    *,
    endpoint: str | None = None,
    must: Mapping[str, File] | None = None,
    note: Note = silent,
    progress: Progress | None = None,
) -> None:
    """Bring the files of ``snapshot`` into ``basket``, going on where an earlier run stopped.

    ``must`` are hashes from a lock of the same commit: the same bytes must come again.

    Raises:
        ModelError: a file is not what was announced, or not what the lock says.
        UserError: no connection, no room, no right.
    """
    basket.mkdir(parents=True, exist_ok=True)
    there = sum(_size(basket / file.name) or _size(basket / f"{file.name}.incomplete") for file in snapshot.files)
    room(basket, snapshot.size * NEEDED - there)
    arrived = 0

    def tell(count: int) -> None:
        nonlocal arrived
        arrived += count
        if progress:
            progress(arrived, snapshot.size)

    for file in snapshot.files:
        note(f"fetching {file.name} ({file.size / 1e6:,.1f} MB)")
        same = (must or {}).get(file.name)
        _fetch_one(file, place, snapshot.commit, basket, endpoint=address(endpoint), must=same, tell=tell)


class Hashing:
    """A file for the Hub's client to write into, that hashes what it is given.

    A client that starts over truncates the file; the hashes then start over too.
    """

    def __init__(self, stream: BinaryIO, size: int, tell: Tell) -> None:
        self._stream, self._size, self._tell = stream, size, tell
        self._start()
        stream.seek(0)
        while block := stream.read(1 << 20):
            self._take(block)

    def _start(self) -> None:
        self.sha256 = hashlib.sha256()
        self.blob = hashlib.sha1(b"blob %d\0" % self._size, usedforsecurity=False)
        self.count = 0

    def _take(self, block: bytes) -> None:
        self.sha256.update(block)
        self.blob.update(block)
        self.count += len(block)
        self._tell(len(block))

    def write(self, block: bytes) -> int:
        """Write and hash a block."""
        done = self._stream.write(block)
        self._take(block)
        return done

    def truncate(self, size: int | None = None) -> int:
        """Start over: the client got the whole file where it asked for the rest."""
        kept = self._stream.truncate(size)
        self._tell(-self.count)
        self._start()
        return kept

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _fetch_one(
    file: Announced,
    place: str,
    commit: str,
    basket: Path,
    *,
    endpoint: str,
    must: File | None,
    tell: Callable[[int], None],
) -> None:
    target, partial = basket / file.name, basket / f"{file.name}.incomplete"
    if target.is_file():  # an earlier run brought it; it is hashed again, a crash may have torn it since
        os.replace(target, partial)
    if _size(partial) > file.size:
        partial.unlink()
    with client() as hub, partial.open("a+b") as stream:
        sink = Hashing(stream, file.size, tell)
        url = hub.hf_hub_url(place, file.name, revision=commit, endpoint=endpoint)
        headers = hub.utils.build_hf_headers(library_name="mujaz")

        def transfer() -> None:
            if sink.count < file.size or not file.size:
                hub.file_download.http_get(url, sink, resume_size=sink.count, headers=headers, expected_size=file.size)

        patiently(transfer, f"{place}/{file.name}")
    wrong = _difference(file, sink, must)
    if wrong:
        partial.unlink()
        raise ModelError(f"{place}/{file.name} is not what it should be: {wrong}; nothing was installed")
    os.replace(partial, target)


def _difference(file: Announced, sink: Hashing, must: File | None) -> str | None:
    sha256, blob = sink.sha256.hexdigest(), sink.blob.hexdigest()
    if sink.count != file.size:
        return f"{sink.count} bytes instead of {file.size}"
    if file.sha256 and sha256 != file.sha256:
        return f"sha256 {sha256} instead of the announced {file.sha256}"
    if not file.sha256 and file.blob_id and blob != file.blob_id:
        return f"git blob {blob} instead of the announced {file.blob_id}"
    if must and sha256 != must.sha256:
        return f"sha256 {sha256} instead of {must.sha256}, which this commit had when it was pulled before"
    return None


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
