"""A Hub on the loopback: the part of the Hugging Face Hub's protocol that a pull speaks, with its accidents.

It serves folders as repositories with commits, branches and LFS files, answers with the headers that the real
one sends (``ETag``, ``X-Repo-Commit``, ``X-Linked-Etag``, ``X-Linked-Size``, a redirect for LFS files, ranges),
keeps a list of every request, and has one accident ready for each file that a test asks for.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

LFS = (".safetensors", ".bin", ".h5", ".ot", ".msgpack")


@dataclass(slots=True)
class Accident:
    """What goes wrong with a file, the next ``times`` times that it is asked for.

    ``status`` answers with it; ``cut`` ends the connection after so many bytes; ``swap`` sends other bytes of the
    same length; ``short`` sends a whole answer that is so many bytes shorter; ``slow`` waits so many seconds
    between blocks of ``block`` bytes; ``deaf`` ignores a range.
    """

    times: int = 1
    status: int = 0
    cut: int | None = None
    swap: bool = False
    short: int = 0
    slow: float = 0.0
    block: int = 1 << 16
    deaf: bool = False


@dataclass(slots=True)
class Hub:
    """The served repositories: name → branch → commit, and commit → files."""

    url: str = ""
    branches: dict[str, dict[str, str]] = field(default_factory=dict)
    commits: dict[str, dict[str, bytes]] = field(default_factory=dict)
    gated: set[str] = field(default_factory=set)
    accidents: dict[str, Accident] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    on_request: Callable[[str], None] | None = None

    def commit(self, repo: str, folder: Path, branch: str = "main") -> str:
        """Serve the files of ``folder`` as the new head of a branch; return the commit."""
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
        return self.commit_files(repo, files, branch)

    def commit_files(self, repo: str, files: dict[str, bytes], branch: str = "main") -> str:
        """Serve ``files`` as the new head of a branch; return the commit."""
        listing = repr((repo, sorted((name, _sha256(data)) for name, data in files.items())))
        commit = hashlib.sha1(listing.encode()).hexdigest()
        self.commits[commit] = files
        self.branches.setdefault(repo, {})[branch] = commit
        return commit

    def files(self, repo: str, revision: str) -> tuple[str, dict[str, bytes]] | None:
        """The commit that a revision is, and its files."""
        commit = self.branches.get(repo, {}).get(revision, revision)
        return (commit, self.commits[commit]) if repo in self.branches and commit in self.commits else None

    def asked(self, name: str) -> list[str]:
        """The requests for a file."""
        return [each for each in self.requests if each.split("?")[0].endswith("/" + name)]


@contextmanager
def serving() -> Iterator[Hub]:
    """A running Hub; its thread ends with the block."""
    hub = Hub()
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = _Server(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Silence: a client that hangs up, or is killed, is what many tests are about."""


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Silence: the list of requests is the log."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.hub.requests.append(f"{self.command} {self.path}")
        if asked := self.headers.get("Range"):
            self.hub.ranges.append(asked)
        if self.hub.on_request:
            self.hub.on_request(self.path)
        parts = [unquote(part) for part in urlparse(self.path).path.strip("/").split("/")]
        if parts[:2] == ["api", "models"]:
            self._info("/".join(parts[2:4]), parts[5] if parts[4:5] == ["revision"] else "main")
        elif parts[2:3] == ["resolve"]:
            self._resolve("/".join(parts[:2]), parts[3], "/".join(parts[4:]))
        elif parts[0] == "cdn":
            self._content(parts[1], parts[2], lfs=True)
        else:
            self._answer(404)

    def _info(self, repo: str, revision: str) -> None:
        if accident := self._accident("info"):
            self._answer(accident.status)
            return
        found = self.hub.files(repo, revision)
        if found is None:
            known = repo in self.hub.branches
            self._answer(404 if known else 401, {"X-Error-Code": "RevisionNotFound" if known else "RepoNotFound"})
            return
        commit, files = found
        blobs = "blobs" in parse_qs(urlparse(self.path).query)
        info = {"id": repo, "modelId": repo, "sha": commit, "private": False, "gated": repo in self.hub.gated}
        info["siblings"] = [_sibling(name, data, blobs) for name, data in files.items()]
        self._answer(200, {"Content-Type": "application/json"}, json.dumps(info).encode())

    def _resolve(self, repo: str, revision: str, name: str) -> None:
        found = self.hub.files(repo, revision)
        if repo in self.hub.gated and "Authorization" not in self.headers:
            self._answer(401, {"X-Error-Code": "GatedRepo"})
        elif found is None or name not in found[1]:
            self._answer(404, {"X-Error-Code": "EntryNotFound"})
        elif name.endswith(LFS):
            commit, files = found
            linked = {"X-Linked-Etag": f'"{_sha256(files[name])}"', "X-Linked-Size": str(len(files[name]))}
            where = f"{self.hub.url}/cdn/{commit}/{name}"
            self._answer(302, {"X-Repo-Commit": commit, "Location": where, **linked})
        else:
            self._content(found[0], name, lfs=False)

    def _content(self, commit: str, name: str, *, lfs: bool) -> None:
        data = self.hub.commits[commit][name]
        accident = self._accident(name) or Accident()
        if accident.status:
            self._answer(accident.status)
            return
        if accident.swap:
            data = bytes(byte ^ 0xFF for byte in data)
        data = data[: len(data) - accident.short] if accident.short else data
        headers = {"ETag": f'"{_sha256(data) if lfs else _blob(data)}"', "X-Repo-Commit": commit}
        start, status = 0, 200
        if (asked := self.headers.get("Range")) and not accident.deaf:
            start, status = int(asked.removeprefix("bytes=").split("-")[0]), 206
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        body = data[start:]
        if not lfs and "gzip" in self.headers.get("Accept-Encoding", "") and status == 200 and accident.cut is None:
            headers["Content-Encoding"] = "gzip"  # as the real one does with text: no Content-Length then
            self._chunked(headers, gzip.compress(body))
            return
        self.send_response(status)
        for key, value in {**headers, "Accept-Ranges": "bytes", "Content-Length": str(len(body))}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        for at in range(0, len(body), accident.block):
            if accident.cut is not None and start + at + accident.block > accident.cut:
                self.wfile.write(body[at : max(at, accident.cut - start)])
                self.wfile.flush()
                self.close_connection = True
                self.connection.close()
                return
            self.wfile.write(body[at : at + accident.block])
            time.sleep(accident.slow)

    def _chunked(self, headers: dict[str, str], body: bytes) -> None:
        self.send_response(200)
        for key, value in {**headers, "Transfer-Encoding": "chunked"}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))

    def _answer(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        self.send_response(status)
        for key, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _accident(self, name: str) -> Accident | None:
        accident = self.hub.accidents.get(name)
        if accident is None or accident.times <= 0:
            return None
        accident.times -= 1
        return accident


def _sibling(name: str, data: bytes, blobs: bool) -> dict[str, object]:
    told: dict[str, object] = {"rfilename": name}
    if blobs:
        told |= {"size": len(data), "blobId": _blob(data)}
        if name.endswith(LFS):
            told["lfs"] = {"sha256": _sha256(data), "size": len(data), "pointerSize": 134}
    return told


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _blob(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
