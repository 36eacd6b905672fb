"""Are installed models what they should be? Every byte read again; removing; listing what is there."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mujaz import ModelError, UsageError
from mujaz.files import sha256_of

from .catalogue import CATALOGUE, Model
from .landing import Note, locked, silent
from .lock import LOCK, Lock, read_lock
from .safe import check_safetensors
from .store import default, installed, missing, model_folder, names


@dataclass(frozen=True, slots=True)
class Row:
    """A line of ``models list``. ``size`` is in bytes on this machine, or None where it is not installed.

    ``megabytes`` is about what a pull transfers, as far as the catalogue knows.
    """

    name: str
    task: str
    installed: bool
    default: bool
    size: int | None
    licence: str
    languages: tuple[str, ...]
    revision: str | None
    advice: str
    scores: str
    megabytes: int | None

    def shown(self) -> dict[str, object]:
        """The columns for a person; both sizes in MB (10⁶ bytes)."""
        return {
            "name": self.name,
            "task": self.task,
            "installed": "yes" if self.installed else None,
            "default": "yes" if self.default else None,
            "MB here": None if self.size is None else f"{self.size / 1e6:.0f}",
            "MB to pull": self.megabytes,
            "licence": self.licence,
            "advice": self.advice,
        }


def rows(catalogue: Mapping[str, Model] = CATALOGUE) -> list[Row]:
    """Every model that is known or installed, the better ones first."""
    there = installed()
    chosen = {default("translate"), default("summarize")}
    known = [*catalogue, *(name for name in there if name not in catalogue)]
    return [_row(name, catalogue.get(name), name in there, name in chosen) for name in known]


def _row(name: str, model: Model | None, there: bool, chosen: bool) -> Row:
    folder = model_folder(name)
    lock = None
    with contextlib.suppress(ModelError):  # a list names a damaged model too
        lock = read_lock(folder) if there else None
    return Row(
        name=name,
        task=model.task if model else (lock.task if lock else ""),
        installed=there,
        default=chosen,
        size=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if there else None,
        licence=model.licence if model else (lock.licence if lock else ""),
        languages=model.languages if model else (),
        revision=lock.revision if lock else None,
        advice=model.advice if model else "",
        scores=model.scores if model else "",
        megabytes=model.megabytes if model else None,
    )


def damage(name: str, *, progress: Callable[[int, int], None] | None = None) -> list[str]:
    """What is wrong with an installed model, file by file; empty if every byte is as the lock says.

    ``progress`` is told (bytes read, bytes in all).

    Raises:
        ModelError: it is not installed, or its lock cannot be read.
    """
    folder = model_folder(name)
    if not (folder / "config.json").is_file() and not (folder / LOCK).is_file():
        raise ModelError(missing(name) if name in CATALOGUE else f"there is no model {name!r}; there are: {names()}")
    lock = read_lock(folder)
    if lock is None:  # part of the package: whole files are all that can be asked
        return torn(folder)
    return damage_in(folder, lock, progress=progress)


def torn(folder: Path) -> list[str]:
    """The weights of a folder that are not as long as they say."""
    wrong = []
    for path in sorted(folder.glob("*.safetensors")):
        with contextlib.suppress(ModelError):
            check_safetensors(path)
            continue
        wrong.append(f"{path.name} is torn")
    return wrong


def damage_in(folder: Path, lock: Lock, *, progress: Callable[[int, int], None] | None = None) -> list[str]:
    """The same for a folder and the lock that it must match; a file too many is a damage as well."""
    whole = sum(must.size for must in lock.files.values())
    done = 0

    def tell(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(done, whole)

    wrong = []
    for name, must in lock.files.items():
        path = folder / name
        if not path.is_file() or path.is_symlink():
            wrong.append(f"{name} is missing")
        elif path.stat().st_size != must.size:
            wrong.append(f"{name} has {path.stat().st_size} bytes instead of {must.size}")
        elif sha256_of(path, tell) != must.sha256:
            wrong.append(f"{name} has other bytes than it was pulled with")
    stray = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    stray = {name for name in stray if name.rpartition("/")[2] != LOCK}
    return wrong + [f"{name} does not belong to the model" for name in sorted(stray - set(lock.files))]


def remove(name: str, *, note: Note = silent) -> int:
    """Remove an installed model; return the bytes that this freed.

    Raises:
        UsageError: it is part of the package, or no model has that name.
        ModelError: it is not installed.
    """
    model = CATALOGUE.get(name)
    if model and model.sources[0].startswith("package:"):
        raise UsageError(f"{name} is part of the package; it goes when mujaz is uninstalled")
    folder = model_folder(name)
    if not name or folder.name != name or not (folder / LOCK).is_file():
        raise ModelError(f"{name} is not installed; installed are: {', '.join(installed()) or 'none'}")
    with locked(folder, note):
        freed = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        going = folder.with_name(f".{name}.old")
        shutil.rmtree(going, ignore_errors=True)
        folder.rename(going)  # gone at once for every reader, whatever happens to the rest
        shutil.rmtree(going)
        shutil.rmtree(folder.with_name(f".{name}.download"), ignore_errors=True)
    note(f"{name} is removed: {freed / 1e6:,.0f} MB freed")
    return freed
