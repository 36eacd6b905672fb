"""Hashes of model files, remembered by path, size, time and inode so that a start does not read every byte."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from mujaz import UserError, write_whole
from mujaz.files import sha256_of

MADE_FROM = ("config.json", "generation_config.json", "*.safetensors", "*.safetensors.index.json", "*.spm",
             "vocab.json", "target_vocab.json", "tokenizer.json", "tokenizer_config.json", "merges.txt")  # fmt: skip
"""What a converted model is made from: a change in any of these is another model."""


def remembered(paths: Iterable[Path], memory: Path) -> dict[Path, str]:
    """The sha256 of each file, read only where size, mtime or inode differ from those in ``memory``.

    ``memory`` is a JSON file; where it cannot be read or written the files are hashed anew.
    """
    known: dict[str, list[object]] = {}
    with contextlib.suppress(OSError, ValueError):
        loaded = json.loads(memory.read_text("utf-8"))
        known = loaded if isinstance(loaded, dict) else {}
    found, changed = {}, False
    for path in paths:
        place, seen = str(path.resolve()), path.stat()
        stamp = [seen.st_size, seen.st_mtime_ns, seen.st_ino]
        entry = known.get(place)
        if not (isinstance(entry, list) and len(entry) == 4 and entry[:3] == stamp):
            entry = known[place] = [*stamp, sha256_of(path)]
            changed = True
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


def combined(named: Iterable[tuple[str, str]]) -> str:
    """One hash for several files, each given as (name, sha256): that of their ``sha256sum`` listing.

    >>> combined([("b", "2"), ("a", "1")]) == combined([("a", "1"), ("b", "2")])
    True
    """
    listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(named))
    return hashlib.sha256(listing.encode()).hexdigest()
