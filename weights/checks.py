"""Are installed models what they should be? Every byte read again; removing; listing what is there."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from mujaz import ModelError, UsageError, reason
from mujaz.files import sha256_of

from .advice import missing
from .catalogue import CATALOGUE, Model
from .hashes import SAFETENSORS, read_sums
from .landing import Note, locked, silent
from .lock import LOCK, Lock, read_lock
from .safe import check_safetensors
from .store import default, installed, model_folder, names

LITTER = (".*", "Thumbs.db", "desktop.ini")
"""What file managers and sync tools leave in a folder: no part of a model, and no harm to it."""


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
    """What is wrong with an installed model, file by file; empty if every byte is as it came.

    ``progress`` is told (bytes read, bytes in all).

    Raises:
        ModelError: it is not installed.
    """
    folder = model_folder(name)
    if not (folder / "config.json").is_file() and not (folder / LOCK).is_file():
        raise ModelError(missing(name) if name in CATALOGUE else f"there is no model {name!r}; there are: {names()}")
    try:
        lock = read_lock(folder)
        if lock is None:  # part of the package
            return torn(folder) or altered(folder)
    except ModelError as error:
        return [str(error)]
    return damage_in(folder, lock, progress=progress)


def torn(folder: Path) -> list[str]:
    """The weights of a folder that are not as long as they say."""
    wrong = []
    for path in sorted(folder.glob(SAFETENSORS)):
        with contextlib.suppress(ModelError):
            check_safetensors(path)
            continue
        wrong.append(f"{path.name} is torn")
    return wrong


def altered(folder: Path) -> list[str]:
    """The files of a model that ships which are not what its sums say."""
    found = ((name, _fault(folder / name, sha256)) for name, sha256 in read_sums(folder).items())
    return [f"{name} {fault}" for name, fault in found if fault]


def _fault(path: Path, sha256: str, tell: Callable[[int], None] | None = None) -> str | None:
    """What is wrong with a file that must have this hash; every byte is read."""
    try:
        return None if sha256_of(path, tell) == sha256 else "has other bytes than it came with"
    except OSError as error:
        return f"cannot be read: {reason(error)}"


def damage_in(folder: Path, lock: Lock, *, progress: Callable[[int, int], None] | None = None) -> list[str]:
    """The same for a folder and the lock that it must match; a file too many is a damage as well."""
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    stray = [each for each in sorted(there - set(lock.files)) if not _is_litter(each)]
    wrong = broken(folder, lock, progress=progress)
    return wrong + [f"{name} does not belong to the model (remove that file)" for name in stray]


def _is_litter(name: str) -> bool:
    return any(fnmatch(name.rpartition("/")[2], pattern) for pattern in LITTER)


def broken(folder: Path, lock: Lock, *, progress: Callable[[int, int], None] | None = None) -> list[str]:
    """The files of the lock that are missing or not what it says."""
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
        elif fault := _fault(path, must.sha256, tell):
            wrong.append(f"{name} {fault}")
    return wrong


def remove(name: str, *, note: Note = silent) -> int:
    """Remove an installed model; return the bytes that this freed.

    Raises:
        UsageError: it is part of the package, or no model has that name.
        ModelError: it is not installed.
    """
    if name in CATALOGUE and CATALOGUE[name].embedded:
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
