"""Files from the Hugging Face Hub: one commit, only what is wanted, each byte checked against what was announced.

The Hub's own client does the asking and the transfer (its rules for redirects, tokens, proxies and retries
hold). What it leaves out is done here: a partial file survives a broken run and is gone on with, every file is
hashed while it arrives, and nothing but the wanted files is ever asked for.
"""

from __future__ import annotations

import contextlib
import errno
import fnmatch
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from mujaz import ModelError, UserError

from .catalogue import Model
from .landing import Note, room, silent
from .lock import File

Progress = Callable[[int, int], None]
"""Told the bytes that have arrived, and the bytes in all."""

Tell = Callable[[int], None]
"""Told the bytes of a block; negative when a transfer starts over."""

HUB = "https://huggingface.co"
TRIES = 4
PATIENCE = 1.0
"""Seconds before the second try; doubled each time. The Hub's own client waits for 429 by itself."""

NEEDED = 2.2
"""Room on the disk, in times of the download: the files, their converted form, and some air."""

SAFE_WEIGHTS = ("model.safetensors", "model-*-of-*.safetensors", "model.safetensors.index.json")
PICKLED_WEIGHTS = ("pytorch_model.bin", "pytorch_model-*-of-*.bin", "pytorch_model.bin.index.json")


@dataclass(frozen=True, slots=True)
class Announced:
    """A file as the Hub announces it: ``sha256`` for large ones, the git blob id (sha1) for the rest."""

    name: str
    size: int
    sha256: str | None
    blob_id: str | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a revision is: the commit, and the files of it that are wanted."""

    commit: str
    files: tuple[Announced, ...]

    @property
    def size(self) -> int:
        """Bytes of all wanted files."""
        return sum(file.size for file in self.files)


def look(model: Model, place: str, revision: str, endpoint: str | None = None) -> Snapshot:
    """Ask the Hub once what ``revision`` of ``place`` (owner/name) is; everything else comes from that commit.

    Raises:
        ModelError: the repository holds no weights that are allowed.
        UserError: no such repository or revision, no right to see it, no connection.
    """
    with _client() as hub:
        api = hub.HfApi(endpoint=_endpoint(endpoint))
        info = _patiently(
            lambda: api.model_info(place, revision=revision or model.revision, files_metadata=True, timeout=30), place
        )
    files = [_announced(each) for each in info.siblings or ()]
    flat = {file.name: file for file in files if file.name == Path(file.name).name and not file.name.startswith(".")}
    weights = _chosen(flat, SAFE_WEIGHTS) or _chosen(flat, PICKLED_WEIGHTS)
    if not any(name.endswith((".safetensors", ".bin")) for name in weights):
        raise ModelError(f"{place} has neither safetensors nor pytorch_model.bin; other weights are never loaded")
    wanted = sorted({*weights, *_chosen(flat, model.files)})
    return Snapshot(str(info.sha), tuple(flat[name] for name in wanted))


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
        _fetch_one(file, place, snapshot.commit, basket, endpoint=_endpoint(endpoint), must=same, tell=tell)


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
    with _client() as hub, partial.open("a+b") as stream:
        sink = Hashing(stream, file.size, tell)
        url = hub.hf_hub_url(place, file.name, revision=commit, endpoint=endpoint)
        headers = hub.utils.build_hf_headers(library_name="mujaz")

        def transfer() -> None:
            if sink.count < file.size or not file.size:
                hub.file_download.http_get(url, sink, resume_size=sink.count, headers=headers, expected_size=file.size)

        _patiently(transfer, f"{place}/{file.name}")
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


def _patiently(act: Callable[[], Any], what: str) -> Any:
    """Do it; try again, later and later, what may be a passing trouble of the net or the server."""
    from huggingface_hub import errors

    for attempt in range(TRIES):
        try:
            return act()
        except errors.OfflineModeIsEnabled as error:
            raise UserError(
                "HF_HUB_OFFLINE is set, so nothing can be pulled; unset it, or import a carried file"
            ) from error
        except errors.HfHubHTTPError as error:
            status = getattr(error.response, "status_code", 0)
            if status < 500 or attempt + 1 == TRIES:
                raise UserError(_refused(status, what)) from error
        except Exception as error:
            if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
                raise UserError(
                    f"no room for {what}: {error.strerror}; free some space and pull again, it goes on where it stopped"
                ) from error
            if not _passing(error):
                raise
            if attempt + 1 == TRIES:
                raise UserError(
                    f"cannot reach the Hub for {what}: {error}; pull again later, it goes on where it stopped"
                ) from error
        time.sleep(PATIENCE * 2**attempt)
    raise AssertionError("the last try returns or raises")


def _passing(error: Exception) -> bool:
    """Whether an error is one of the net: those of the client's transport, whichever it uses, and short answers."""
    transport = type(error).__module__.partition(".")[0] in {"httpx", "httpx2", "httpcore", "httpcore2", "requests"}
    return transport or isinstance(error, ConnectionError) or "Consistency check failed" in str(error)


def _refused(status: int, what: str) -> str:
    reasons = {
        401: "it does not exist, or is private or gated: accept its terms on the Hub, then set HF_TOKEN",
        403: "it is gated: accept its terms on the Hub, then set HF_TOKEN",
        404: "no such model, file or revision",
        429: "too many requests; wait a few minutes",
    }
    return f"the Hub refused {what}: {reasons.get(status, f'answer {status}; try again later')}"


def _announced(sibling: Any) -> Announced:
    lfs = sibling.lfs
    digest = (lfs.get("sha256") if isinstance(lfs, dict) else getattr(lfs, "sha256", None)) if lfs else None
    return Announced(str(sibling.rfilename), int(sibling.size or 0), digest, sibling.blob_id)


def _chosen(names: Mapping[str, Any], patterns: tuple[str, ...]) -> list[str]:
    return [name for name in names if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)]


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _endpoint(endpoint: str | None) -> str:
    return (endpoint or os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")


@contextlib.contextmanager
def _client() -> Iterator[Any]:
    """The Hub's client, told to send no telemetry, draw no bars of its own, and use no other transport."""
    for name in ("HF_HUB_DISABLE_XET", "HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_PROGRESS_BARS"):
        os.environ.setdefault(name, "1")
    import huggingface_hub
    import huggingface_hub.file_download
    import huggingface_hub.utils

    huggingface_hub.utils.logging.set_verbosity_error()
    huggingface_hub.utils.disable_progress_bars()
    yield huggingface_hub
