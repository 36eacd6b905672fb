"""The CTranslate2 form of a model: built once, kept under a name made of what it was made from."""

from __future__ import annotations

import importlib.metadata
import json
import os
from collections.abc import Iterator
from pathlib import Path

from mujaz import ModelError, UserError

from . import child, processor
from .adapter import Adapter
from .convert import CONVERTER
from .hashes import combined
from .landing import Note, landing, locked, silent
from .lock import Lock, listing, read_lock, write_lock
from .safe import safe_folder
from .store import fingerprint, home, spare_home, weights_sha256

PREPARED = "prepared"
"""Folder of converted forms, in the store and inside a pulled model."""

COMPUTE_TYPES = ("int8", "float32", "float16", "bfloat16", "int8_float32", "int16")


def prepared(folder: Path, *, compute_type: str = "int8", adapter: Adapter | None = None, note: Note = silent) -> Path:
    """The CTranslate2 form of the Hugging Face model in ``folder``, converted now if it never was.

    With ``adapter`` it is merged into the weights first.

    It is looked for beside the weights (pulled models carry theirs), then in the store, then in the user's
    cache, and built in the first of the latter two that can be written: the folder itself is never written
    to. Two processes that want the same form wait for each other. The name holds the hash of the weights and
    of the adapter, the number format and the converter's version, so that no change goes unseen.

    Raises:
        ModelError: the weights are missing, unsafe, damaged, or of a kind that cannot be converted; the adapter
            is for others.
        UserError: unknown compute type, or nowhere to write.
    """
    if compute_type not in COMPUTE_TYPES:
        raise UserError(f"unknown compute type {compute_type!r}; there are: {', '.join(COMPUTE_TYPES)}")
    folder = safe_folder(folder, note=note)
    key = form_key(folder, compute_type, adapter)
    for shelf in _shelves(folder):
        if whole(shelf / key):
            return shelf / key
    target = next((shelf for shelf in _own_shelves() if _writable(shelf)), home() / PREPARED) / key
    with locked(target, note):
        if whole(target):  # another process made it while this one waited
            return target
        note(f"preparing {folder.name} for CTranslate2 ({compute_type}); this happens once")
        with landing(target) as part:
            build(folder, part, compute_type, adapter)
    return target


def build(folder: Path, target: Path, compute_type: str, adapter: Adapter | None = None) -> None:
    """Convert ``folder`` into the existing empty folder ``target``, and write down what it is."""
    if adapter:
        adapter.check(weights_sha256(folder))
    asked = {"source": str(folder), "target": str(target), "compute_type": compute_type}
    if adapter:
        asked["adapter"] = str(adapter.folder)
    child.apart("convert", asked | _narrowed(compute_type))
    made = {"ctranslate2": importlib.metadata.version("ctranslate2"), "converter": str(CONVERTER)}
    made |= _narrowed(compute_type)
    if adapter:
        made["adapter"] = adapter.sha256
    lock = Lock(
        name=folder.name,
        task="prepared",
        source=f"weights:{fingerprint(folder)}",
        revision=compute_type,
        licence="as the weights",
        made=made,
        files=listing(target),
    )
    write_lock(target, lock)


def form_key(folder: Path, compute_type: str, adapter: Adapter | None = None) -> str:
    """The name of a converted form: what it was made from, and by what.

    The version is asked of the installed distribution: importing ctranslate2 would cost a start its speed.
    """
    version = importlib.metadata.version("ctranslate2")
    made_from = [("weights", fingerprint(folder)), ("converter", str(CONVERTER))]
    if adapter:
        made_from.append(("adapter", adapter.sha256))
    made_from += _narrowed(compute_type).items()
    digest = combined(made_from)
    return f"{digest[:20]}-{compute_type}-ct2-{version}"


def _narrowed(compute_type: str) -> dict[str, str]:
    """What a form is called by, and made with, where the processor cannot add the products of whole 8-bit weights."""
    most = processor.largest_weight()
    return {"largest_weight": str(most)} if compute_type.startswith("int8") and most < processor.WHOLE else {}


def whole(form: Path) -> bool:
    """Whether a converted form is there with every file at its size."""
    try:
        sizes = json.loads((form / ".lock.json").read_text("utf-8"))["files"]
        return all(os.stat(form / name).st_size == must["size"] for name, must in sizes.items())
    except (OSError, ValueError, KeyError, ModelError):
        return False


def _shelves(folder: Path) -> Iterator[Path]:
    # A form that lies in a folder without a lock could be anyone's: its name says what it claims to be.
    if read_lock(folder):
        yield folder / PREPARED
    yield from _own_shelves()


def _own_shelves() -> Iterator[Path]:
    yield home() / PREPARED
    yield spare_home() / PREPARED


def _writable(shelf: Path) -> bool:
    try:
        shelf.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(shelf, os.W_OK)
