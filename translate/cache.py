"""What was translated on this machine before: n-best lists on disk, for those who ask for it (``--cache``).

Off by default, since texts may be confidential. What is found is believed only if its checksum fits; a file that is
no database is made anew. Several processes may use it at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from .engine import Hypothesis

LIMIT = 512 * 2**20
"""Bytes of payload after which the oldest rows go; a long sentence with its n-best takes about 8 kB."""

_TABLE = """CREATE TABLE IF NOT EXISTS nbest (
    key BLOB PRIMARY KEY, payload BLOB NOT NULL, crc INTEGER NOT NULL, used INTEGER NOT NULL)"""


def default_path() -> Path:
    """The file in the user's cache folder."""
    from platformdirs import user_cache_path

    return user_cache_path("mujaz", appauthor=False) / "translations.sqlite"


class Cache:
    """N-best lists by sentence. ``scope`` is all that they depend on beside the sentence and the decoding."""

    def __init__(self, path: Path, scope: Mapping[str, object], *, limit: int = LIMIT) -> None:
        self._path = path
        self._scope = json.dumps(scope, sort_keys=True, default=str)
        self._limit = limit

    def get_many(self, texts: list[str], settings: str) -> dict[str, list[Hypothesis]]:
        """What is known of ``texts`` under ``settings``; what cannot be believed is forgotten."""
        found: dict[str, list[Hypothesis]] = {}
        with self._open() as connection:
            for text in texts:
                key = self._key(text, settings)
                row = connection.execute("SELECT payload, crc FROM nbest WHERE key = ?", (key,)).fetchone()
                if row is None:
                    continue
                if zlib.crc32(row[0]) != row[1]:
                    connection.execute("DELETE FROM nbest WHERE key = ?", (key,))
                    continue
                found[text] = _unpacked(row[0])
            connection.executemany(
                "UPDATE nbest SET used = (SELECT max(used) + 1 FROM nbest) WHERE key = ?",
                [(self._key(text, settings),) for text in found],
            )
        return found

    def put_many(self, nbest: Mapping[str, list[Hypothesis]], settings: str) -> None:
        """Keep ``nbest``; the least recently used rows go when there is no more room."""
        with self._open() as connection:
            for text, hypotheses in nbest.items():
                payload = _packed(hypotheses)
                connection.execute(
                    "INSERT OR REPLACE INTO nbest VALUES (?, ?, ?, (SELECT coalesce(max(used), 0) + 1 FROM nbest))",
                    (self._key(text, settings), payload, zlib.crc32(payload)),
                )
            (size,) = connection.execute("SELECT coalesce(sum(length(payload)), 0) FROM nbest").fetchone()
            while size > self._limit:
                oldest = connection.execute("SELECT key, length(payload) FROM nbest ORDER BY used LIMIT 256").fetchall()
                connection.executemany("DELETE FROM nbest WHERE key = ?", [(key,) for key, _ in oldest])
                size -= sum(length for _, length in oldest)

    def _key(self, text: str, settings: str) -> bytes:
        whole = "\0".join((self._scope, settings, text))
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection with the table in it, one transaction long; a file that is no database is made anew."""
        try:
            connection = self._connected()
        except sqlite3.DatabaseError:
            clear(self._path)
            connection = self._connected()
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def _connected(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(self._path, timeout=60)
        try:
            connection.execute(_TABLE)
            connection.execute("SELECT count(*) FROM nbest").fetchone()
        except sqlite3.OperationalError:  # locked or not writable: the caller's to know
            connection.close()
            raise
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection


def clear(path: Path | None = None) -> bool:
    """Forget everything; whether there was anything to forget."""
    chosen = path or default_path()
    there = chosen.exists()
    for ending in ("", "-journal", "-wal", "-shm"):
        chosen.with_name(chosen.name + ending).unlink(missing_ok=True)
    return there


def _packed(hypotheses: list[Hypothesis]) -> bytes:
    rows = [
        {
            "text": each.text,
            "tokens": each.tokens,
            "score": each.score,
            "attention": None if each.attention is None else [row.hex() for row in each.attention],
        }
        for each in hypotheses
    ]
    return zlib.compress(json.dumps(rows).encode("ascii"), 1)


def _unpacked(payload: bytes) -> list[Hypothesis]:
    return [
        Hypothesis(
            row["text"],
            tuple(row["tokens"]),
            row["score"],
            None if row["attention"] is None else tuple(bytes.fromhex(each) for each in row["attention"]),
        )
        for row in json.loads(zlib.decompress(payload))
    ]
