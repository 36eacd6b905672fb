"""The model store: one folder a model, found by name, by default or by path."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from mujaz import ModelError, UserError, reason

from .adapter import Adapter, shipped
from .advice import best_to_pull, mending, missing
from .catalogue import CATALOGUE, TASKS
from .hashes import SAFETENSORS, combined, parts, read_sums, remembered
from .lock import Lock, missized, read_lock

MODELS = "models"
"""Folder of the store that holds the pulled models."""


@dataclass(frozen=True, slots=True)
class Found:
    """A model that is there. ``sha256`` stands for all its weights; ``revision`` is the commit or version.

    ``adapter`` is what this package has taught it, where it goes by its name; a folder is taken as it is.
    """

    name: str
    revision: str
    sha256: str
    folder: Path
    adapter: Adapter | None = None


def home() -> Path:
    """The store: ``MUJAZ_HOME``, else the user's data folder for mujaz. Nothing is created.

    Raises:
        UserError: it is there and no folder, or may not be looked into.
    """
    chosen = os.environ.get("MUJAZ_HOME")
    if chosen:
        place = Path(chosen).expanduser().absolute()
    else:
        from platformdirs import user_data_path

        place = user_data_path("mujaz", appauthor=False)
    try:
        os.scandir(place).close()
    except FileNotFoundError:  # the first pull makes it
        pass
    except OSError as error:
        raise UserError(
            f"the model store {place} cannot be read: {reason(error)}; set MUJAZ_HOME to a folder of your own"
        ) from error
    return place


def spare_home() -> Path:
    """Where converted forms go when the store is shared and cannot be written."""
    from platformdirs import user_cache_path

    return user_cache_path("mujaz", appauthor=False)


def memory() -> Path:
    """Where hashes are remembered: in the store, or in the user's cache if that is shared and cannot be written."""
    place = home()
    return (spare_home() if place.exists() and not os.access(place, os.W_OK) else place) / "hashes.json"


def model_folder(name: str) -> Path:
    """Where the model ``name`` lives, or would live."""
    if name in CATALOGUE and CATALOGUE[name].embedded:
        return Path(__file__).parent / CATALOGUE[name].source("package").removeprefix("package:")
    return home() / MODELS / name


def place(name: str) -> Path:
    """The folder of an installed model.

    Raises:
        ModelError: it is not installed, or there is no such model.
    """
    if name in installed():
        return model_folder(name)
    raise ModelError(missing(name) if name in CATALOGUE else f"there is no model {name!r}; there are: {names()}")


def installed(task: str | None = None) -> list[str]:
    """The names of the installed models, the better ones of the catalogue first, then the user's own."""
    shelf = home() / MODELS
    there = {path.parent.name for path in shelf.glob("[!.]*/.lock.json")} if shelf.is_dir() else set()
    listed = [name for name in CATALOGUE if name in there or (model_folder(name) / "config.json").is_file()]
    names = listed + sorted(there - set(listed))
    return [name for name in names if task is None or task_of(name) == task]


def task_of(name: str) -> str | None:
    """The task of a model of the catalogue, or of an installed one by its lock."""
    if name in CATALOGUE:
        return CATALOGUE[name].task
    with contextlib.suppress(ModelError):  # a damaged lock is said when its own model is asked for
        lock = read_lock(model_folder(name))
        return lock.task if lock else None
    return None


def default(task: str) -> str | None:
    """The model that is used when none is named: the best installed one."""
    assert task in TASKS
    return next(iter(installed(task)), None)


def find(name: str | Path | None, task: str) -> Found:
    """The model called ``name``, or in the folder ``name``; None is the default for ``task``.

    An installed name wins over a folder of the same name; write ``./name`` for the folder. What is found is
    checked for completeness (every size), not read through: ``verify`` does that.

    Raises:
        ModelError: it is not installed (the message has the command that installs it), incomplete,
            or not for this task.
    """
    if name is None:
        name = default(task)
        if name is None:
            raise ModelError(missing(best_to_pull(task)))
    if isinstance(name, str) and (name in CATALOGUE or name in installed()):
        return _installed(name, task)
    folder = Path(os.path.expanduser(name))  # as the settings file names it; a shell has done so already
    if folder.is_dir():
        return _folder(folder, task)
    if os.sep in str(name) or isinstance(name, Path):
        raise ModelError(
            f"there is no folder {name}; name a folder with config.json and *.safetensors, or one of: {names(task)}"
        )
    raise ModelError(f"there is no model {str(name)!r}; there are: {names(task)}, or a folder")


def names(task: str | None = None) -> str:
    """Every name that exists for a task, for messages."""
    known = [model.name for model in CATALOGUE.values() if task in (None, model.task)]
    return ", ".join(dict.fromkeys([*known, *installed(task)]))


def _installed(name: str, task: str) -> Found:
    folder = model_folder(name)
    lock = read_lock(folder)
    if lock is None and not (folder / "config.json").is_file():
        raise ModelError(missing(name))
    if task_of(name) not in (task, None):
        raise ModelError(f"{name} is for {task_of(name)}, not for {task}; there are: {names(task)}")
    if wrong := unlike(folder, lock):
        raise ModelError(f"the model {name} is damaged: {wrong[0]}; {mending(name)}")
    if lock is None:
        return Found(name, "package", weights_sha256(folder), folder)
    digest = weights_sha256(folder)
    return Found(name, lock.revision, digest, folder, shipped(name, digest))


def _folder(folder: Path, task: str) -> Found:
    from .safe import safe_folder

    absolute = folder.absolute()
    if not (absolute / "config.json").is_file():
        raise ModelError(f"{folder} is no model: it has no config.json")
    kind = kind_of(absolute)
    if (kind == "marian") != (task == "translate"):
        wanted = "a Marian model" if task == "translate" else "a summariser (BART, Pegasus, Llama, …)"
        raise ModelError(f"{folder} holds a {kind} model; to {task}, name {wanted}")
    lock = read_lock(absolute)
    if lock and (wrong := unlike(absolute, lock)):
        raise ModelError(f"the model in {folder} is damaged: {wrong[0]}; pull it again")
    safe = safe_folder(absolute)
    return Found(lock.name if lock else absolute.name, lock.revision if lock else "local", weights_sha256(safe), safe)


def unlike(folder: Path, lock: Lock | None) -> list[str]:
    """What every load looks for: missing files, sizes, and the hashes of weights and vocabularies.

    What ships with this package has no lock, but sums. A hash is remembered by path, size, time and inode, so that
    only what changed is read again.
    """
    if lock:
        wrong, must = missized(folder, lock), {name: file.sha256 for name, file in lock.files.items()}
    else:
        must = read_sums(folder)
        wrong = [f"{name} is missing" for name in must if not (folder / name).is_file()]
    if wrong:
        return wrong
    found = remembered(parts(folder), memory())
    return [
        f"{path.name} has other bytes than it came with"
        for path, digest in found.items()
        if digest != must.get(path.name, digest)
    ]


def kind_of(folder: Path) -> str:
    """The ``model_type`` of a Hugging Face folder.

    Raises:
        ModelError: its config.json cannot be read, or names none.
    """
    try:
        kind = json.loads((folder / "config.json").read_text("utf-8"))["model_type"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder / 'config.json'} is no model configuration: {error!r}") from error
    return str(kind)


def fingerprint(folder: Path) -> str:
    """One hash over everything that a converted form depends on."""
    found = remembered(parts(folder), memory())
    return combined([(path.name, digest) for path, digest in found.items()])


def weights_sha256(folder: Path) -> str:
    """The sha256 of the weights: of the one safetensors file, or of the listing of several."""
    found = remembered(sorted(folder.glob(SAFETENSORS)), memory())
    if len(found) == 1:
        return next(iter(found.values()))
    return combined([(path.name, digest) for path, digest in found.items()])
