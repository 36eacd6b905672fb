"""What was translated on this machine before: n-best lists on disk, for those who ask for it (``--cache``).

Off by default, since texts may be confidential. What is found is believed only if its checksum fits; a file that is
no database is made anew. Several processes may use it at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

from mujaz import UserError, reason

from .engine import Hypothesis

LIMIT = 512 * 2**20
"""Bytes of payload after which the oldest rows go; a long sentence with its n-best takes about 8 kB."""

PATIENCE = 60.0
"""Seconds to wait for another process that writes."""

_TABLE = """CREATE TABLE IF NOT EXISTS nbest (
    key BLOB PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL, crc INTEGER NOT NULL, payload BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS by_use ON nbest (used, size);"""


def default_path() -> Path:
    """The file in the user's cache folder."""
    from platformdirs import user_cache_path

    return user_cache_path("mujaz", appauthor=False) / "translations.sqlite"


def surroundings() -> dict[str, str]:
    """What an engine's arithmetic depends on beside the model: versions, and the kind of processor."""
    libraries = ("mujaz", "ctranslate2", "sentencepiece", "torch", "transformers")
    flags = Path("/proc/cpuinfo")
    words = set(flags.read_text(encoding="ascii", errors="replace").split()) if flags.exists() else set()
    vectors = sorted(word for word in words if word.startswith(("avx", "amx", "sse4", "asimd", "sve")))
    return {name: metadata.version(name) for name in libraries} | {
        "processor": platform.machine(),
        "vectors": " ".join(vectors),
    }


class Cache:
    """N-best lists by sentence. ``scope`` is all that they depend on beside the sentence and the decoding."""

    def __init__(
        self, path: Path, scope: Mapping[str, object], *, limit: int = LIMIT, patience: float = PATIENCE
    ) -> None:
        self._path = path
        self._scope = json.dumps(scope, sort_keys=True, default=str)
        self._limit = limit
        self._patience = patience

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
            now = _next_use(connection)
            connection.executemany(
                "UPDATE nbest SET used = ? WHERE key = ?", [(now, self._key(text, settings)) for text in found]
            )
        return found

    def put_many(self, nbest: Mapping[str, list[Hypothesis]], settings: str) -> None:
        """Keep ``nbest``; the least recently used rows go when there is no more room."""
        rows = [(self._key(text, settings), _packed(hypotheses)) for text, hypotheses in nbest.items()]
        with self._open() as connection:
            now = _next_use(connection)
            connection.executemany(
                "INSERT OR REPLACE INTO nbest VALUES (?, ?, ?, ?, ?)",
                [(key, now, len(payload), zlib.crc32(payload), payload) for key, payload in rows],
            )
            # The sum is taken over the index alone; payloads are not read for it.
            (size,) = connection.execute("SELECT coalesce(sum(size), 0) FROM nbest INDEXED BY by_use").fetchone()
            while size > self._limit:
                oldest = connection.execute("SELECT key, size FROM nbest ORDER BY used LIMIT 256").fetchall()
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
        except sqlite3.OperationalError:  # locked, full, not writable: nobody's data is touched
            raise
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
        connection = sqlite3.connect(self._path, timeout=self._patience)
        try:
            connection.executescript(_TABLE)
        except sqlite3.Error:
            connection.close()
            raise
        return connection


def _next_use(connection: sqlite3.Connection) -> int:
    """A count that grows with every use; the row with the smallest is the one to go first."""
    return int(connection.execute("SELECT coalesce(max(used), 0) + 1 FROM nbest").fetchone()[0])


def clear(path: Path | None = None) -> bool:
    """Forget everything; whether there was anything to forget.

    Raises:
        UserError: the file cannot be removed.
    """
    chosen = path or default_path()
    there = chosen.exists()
    try:
        for ending in ("", "-journal", "-wal", "-shm"):
            chosen.with_name(chosen.name + ending).unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"cannot remove {chosen}: {reason(error)}") from None
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
