"""Hashes of model files, remembered by path, size, time and inode so that a start does not read every byte."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from mujaz import ModelError, UserError, reason, write_whole
from mujaz.files import sha256_of

SAFETENSORS = "[!.]*.safetensors"
"""Weights; what macOS puts beside a file on a foreign disk (``._model.safetensors``) is none."""

MADE_FROM = ("config.json", "generation_config.json", SAFETENSORS, "[!.]*.safetensors.index.json", "[!.]*.spm",
             "vocab.json", "target_vocab.json", "tokenizer.json", "tokenizer_config.json", "merges.txt")  # fmt: skip
"""What a converted model is made from: a change in any of these is another model."""

SUMS = "SHA256SUMS"
"""Beside a model that ships with this package: what its files must be, as ``sha256sum -c`` reads it too."""


def remembered(paths: Iterable[Path], memory: Path) -> dict[Path, str]:
    """The sha256 of each file, read only where size, mtime or inode differ from those in ``memory``.

    ``memory`` is a JSON file; where it cannot be read or written the files are hashed anew.

    Raises:
        ModelError: a file cannot be read.
    """
    known: dict[str, list[object]] = {}
    with contextlib.suppress(OSError, ValueError):
        loaded = json.loads(memory.read_text("utf-8"))
        known = loaded if isinstance(loaded, dict) else {}
    found, changed = {}, False
    for path in paths:
        try:
            place, seen = str(path.resolve()), path.stat()
            stamp = [seen.st_size, seen.st_mtime_ns, seen.st_ino]
            entry = known.get(place)
            if not (isinstance(entry, list) and len(entry) == 4 and entry[:3] == stamp):
                entry = known[place] = [*stamp, sha256_of(path)]
                changed = True
        except OSError as error:
            raise ModelError(f"cannot read {path}: {reason(error)}") from error
        found[path] = str(entry[3])
    if changed:
        with contextlib.suppress(UserError, OSError):
            memory.parent.mkdir(parents=True, exist_ok=True)
            there = {place: entry for place, entry in known.items() if Path(place).exists()}
            write_whole(memory, json.dumps(there, indent=1).encode())
    return found


def parts(folder: Path) -> list[Path]:
    """The files of a Hugging Face folder that its converted forms depend on, by name."""
    return sorted({path for pattern in MADE_FROM for path in folder.glob(pattern) if path.is_file()})


def write_sums(folder: Path) -> None:
    """Write down what a model must be that is to ship, for :func:`read_sums`."""
    (folder / SUMS).write_text(_listing((path.name, sha256_of(path)) for path in parts(folder)), "utf-8")


def read_sums(folder: Path) -> dict[str, str]:
    """What the files of a model that ships must be, name → sha256; empty where nothing says so.

    Raises:
        ModelError: it is said, and cannot be read.
    """
    try:
        text = (folder / SUMS).read_text("utf-8", "replace")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ModelError(f"cannot read {folder / SUMS}: {reason(error)}") from error
    return {name: digest for digest, _, name in (line.partition("  ") for line in text.splitlines())}


def combined(named: Iterable[tuple[str, str]]) -> str:
    """One hash for several files, each given as (name, sha256): that of their ``sha256sum`` listing.

    >>> combined([("b", "2"), ("a", "1")]) == combined([("a", "1"), ("b", "2")])
    True
    """
    return hashlib.sha256(_listing(named).encode()).hexdigest()


def _listing(named: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(named))
