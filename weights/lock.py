"""The note beside a model (``.lock.json``): where it came from, and what each of its files must be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mujaz import ModelError
from mujaz.files import sha256_of

LOCK = ".lock.json"


@dataclass(frozen=True, slots=True)
class File:
    """What a file must be: its size in bytes and its sha256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Lock:
    """A model as it was pulled. ``canary`` is what it found, as JSON, or ``skipped`` (``--no-canary``)."""

    name: str
    task: str
    source: str
    revision: str
    licence: str
    canary: str = "none"
    made: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, File] = field(default_factory=dict)


def listing(folder: Path) -> dict[str, File]:
    """Every file of ``folder`` but the lock itself, by its path inside, with size and sha256."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != LOCK)
    return {path.relative_to(folder).as_posix(): File(path.stat().st_size, sha256_of(path)) for path in paths}


def write_lock(folder: Path, lock: Lock) -> None:
    """Write the lock into a folder that is still being built (its rename makes it visible)."""
    (folder / LOCK).write_text(json.dumps({"lock": 1, **asdict(lock)}, indent=2, ensure_ascii=False) + "\n", "utf-8")


def read_lock(folder: Path) -> Lock | None:
    """The lock of a model folder; None if it has none (a folder that was not pulled).

    Raises:
        ModelError: there is one, and it cannot be read.
    """
    try:
        text = (folder / LOCK).read_text("utf-8", "replace")  # a bad byte is a damage like others
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ModelError(f"cannot read {folder / LOCK}: {error.strerror or error}") from error
    return parse_lock(text, folder / LOCK)


def parse_lock(text: str, where: Path) -> Lock:
    """The lock that ``text`` spells.

    Raises:
        ModelError: it is no lock of this version.
    """
    try:
        known = json.loads(text)
        if known.pop("lock") != 1:
            raise ValueError("written by a newer mujaz")
        files = {
            str(name): File(int(entry["size"]), str(entry["sha256"])) for name, entry in known.pop("files").items()
        }
        return Lock(**known, files=files)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelError(f"{where} is damaged ({error}); pull the model again, or import it") from error


def missized(folder: Path, lock: Lock) -> list[str]:
    """The files that are missing or of another size than the lock says: the cheap check of every load."""
    wrong = []
    for name, must in lock.files.items():
        path = folder / name
        if not path.is_file():
            wrong.append(f"{name} is missing")
        elif path.stat().st_size != must.size:
            wrong.append(f"{name} has {path.stat().st_size} bytes instead of {must.size}")
    return wrong
