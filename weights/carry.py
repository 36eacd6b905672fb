"""Models over an air gap: one plain tar with their locks; nothing lands before every hash is checked."""

from __future__ import annotations

import contextlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from mujaz import ModelError, UserError, reason
from mujaz.files import sha256_of

from .checks import damage_in
from .landing import Note, landing, locked, room, silent
from .lock import LOCK, Lock, parse_lock, read_lock
from .store import MODELS, home, installed, model_folder

Progress = Callable[[int, int], None]

LARGEST_LOCK = 1 << 20
"""Bytes of a lock file: far above any real one, far below what could fill a memory."""


def export(target: Path, names: Iterable[str] = (), *, note: Note = silent, progress: Progress | None = None) -> str:
    """Write the models ``names`` (all pulled ones if none is named) into one tar; return its sha256.

    The tar holds, a folder a model, its lock first and then the files that the lock lists, by name: the same
    models give the same bytes. It appears whole or not at all.

    Raises:
        ModelError: one is not installed, or is damaged.
        UserError: there is nothing to export, or the file cannot be written.
    """
    chosen = list(names) or _pulled()
    if not chosen:
        raise UserError("there is no pulled model to export; mujaz models list shows what there is")
    locks = {name: _exportable(name, progress) for name in chosen}
    try:
        handle, part = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name}.", suffix=".part")
    except OSError as error:
        raise UserError(f"cannot write {target}: {error.strerror or error}") from error
    try:
        with (
            os.fdopen(handle, "wb") as stream,
            tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar,
        ):
            for name, lock in locks.items():
                note(f"packing {name}")
                for member in (LOCK, *sorted(lock.files)):
                    tar.add(model_folder(name) / member, f"{name}/{member}", recursive=False, filter=_plain)
                for form in sorted(model_folder(name).glob(f"*/*/{LOCK}")):
                    inner = form.relative_to(model_folder(name)).as_posix()
                    tar.add(form, f"{name}/{inner}", recursive=False, filter=_plain)
        Path(part).chmod(0o644)
        os.replace(part, target)
    except OSError as error:
        raise UserError(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(part)
    return sha256_of(target)


def _pulled() -> list[str]:
    return [name for name in installed() if (model_folder(name) / LOCK).is_file()]


def _exportable(name: str, progress: Progress | None) -> Lock:
    lock = read_lock(model_folder(name)) if name in installed() else None
    if lock is None:
        raise ModelError(f"{name} is not a pulled model; those are: {', '.join(_pulled()) or 'none'}")
    if wrong := damage_in(model_folder(name), lock, progress=progress):
        raise ModelError(f"{name} is damaged: {wrong[0]}; it is not exported")
    return lock


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """No owner, no time, one mode: the same models give the same tar."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime, member.mode = 0, 0o644
    return member


def import_models(
    source: Path, *, expect: str | None = None, note: Note = silent, progress: Progress | None = None
) -> list[str]:
    """Install the models of a tar made by :func:`export`; return their names.

    ``note`` is told the tar's sha256 before anything is unpacked. Nothing lands before every member is known
    to be a plain file that a lock lists, of the listed size and hash.

    Raises:
        ModelError: the tar's hash is not ``expect``, or it holds anything that it should not.
        UserError: it cannot be read, or there is no room.
    """
    if not source.is_file():
        raise UserError(f"there is no file {source}")
    try:
        real = sha256_of(source)
    except OSError as error:
        raise UserError(f"cannot read {source}: {reason(error)}") from error
    note(f"sha256 of {source.name}: {real}")
    if expect is not None and real != expect.strip().lower():
        raise ModelError(
            f"{source.name} is not the file that was expected: sha256 {real} instead of {expect}; nothing was installed"
        )
    shelf = home() / MODELS
    try:
        with tarfile.open(source, mode="r:") as tar:
            members = tar.getmembers()
            locks = _contents(source, tar, members)
            room(shelf, 1.1 * sum(member.size for member in members))
            with contextlib.ExitStack() as stack:
                parts = {}
                for name in locks:
                    stack.enter_context(locked(shelf / name, note))
                    parts[name] = stack.enter_context(landing(shelf / name))
                _unpack(tar, members, parts, locks, progress)
    except tarfile.TarError as error:
        raise ModelError(
            f"{source.name} is no tar of models, or is cut short: {error}; nothing was installed"
        ) from error
    except OSError as error:
        raise UserError(f"cannot unpack {source.name}: {error.strerror or error}; nothing was installed") from error
    for name in locks:
        note(f"{name} is installed: {shelf / name}")
    return list(locks)


def _contents(source: Path, tar: tarfile.TarFile, members: list[tarfile.TarInfo]) -> dict[str, Lock]:
    """The locks of the models in a tar, with every other member found to be what one of them lists."""
    locks: dict[str, Lock] = {}
    for member in members:
        name, _, inner = member.name.partition("/")
        if inner == LOCK and name not in locks and _is_plain(member) and member.size <= LARGEST_LOCK:
            stream = tar.extractfile(member)
            assert stream is not None, "a plain file has bytes"
            locks[name] = parse_lock(stream.read().decode("utf-8", "replace"), source / member.name)
            if locks[name].name != name:
                _refuse(source, member, f"its lock is of {locks[name].name!r}")
    seen: set[str] = set()
    for member in members:
        if why := _fault(member, locks, seen):
            _refuse(source, member, why)
        seen.add(member.name)
    for name, lock in locks.items():
        if lacking := [inner for inner in lock.files if f"{name}/{inner}" not in seen]:
            raise ModelError(f"{source.name} lacks {name}/{lacking[0]}; nothing was installed")
    if not locks:
        raise ModelError(f"{source.name} holds no model")
    return locks


def _fault(member: tarfile.TarInfo, locks: dict[str, Lock], seen: set[str]) -> str | None:
    """Why a member is not taken; None if it is what a lock lists."""
    name, _, inner = member.name.partition("/")
    if not _is_plain(member):
        return "only plain files below a model's folder are taken"
    if name not in locks:
        return "no lock lists it"
    if member.name in seen:
        return "it stands there twice"
    must = locks[name].files.get(inner)
    if must is None:
        # The lock of a model, and of a converted form in it, are listed nowhere: they are what lists.
        form = f"{inner.removesuffix(LOCK)}model.bin" in locks[name].files
        is_lock = inner == LOCK or (inner.endswith(f"/{LOCK}") and form)
        return None if is_lock and member.size <= LARGEST_LOCK else "no lock lists it"
    return None if must.size == member.size else f"it has {member.size} bytes instead of {must.size}"


def _is_plain(member: tarfile.TarInfo) -> bool:
    """A regular file with a relative name of ordinary parts, at least one folder deep."""
    path = PurePosixPath(member.name)
    parts = member.name.split("/")
    ordinary = all(part not in {"", ".", ".."} and "\\" not in part and ":" not in part for part in parts)
    return member.isreg() and not path.is_absolute() and ordinary and len(parts) > 1 and not parts[0].startswith(".")


def _refuse(source: Path, member: tarfile.TarInfo, why: str) -> None:
    raise ModelError(f"{source.name} is refused: {member.name!r}: {why}; nothing was installed")


def _unpack(
    tar: tarfile.TarFile,
    members: list[tarfile.TarInfo],
    parts: dict[str, Path],
    locks: dict[str, Lock],
    progress: Progress | None,
) -> None:
    whole, done = sum(member.size for member in members), 0
    judge = getattr(tarfile, "data_filter", None)  # since Python 3.10.12 and 3.11.4
    for member in members:
        name, _, inner = member.name.partition("/")
        if judge:
            judge(member, str(parts[name]))  # the standard library's own judgement beside ours
        target = parts[name] / inner
        target.parent.mkdir(parents=True, exist_ok=True)
        stream = tar.extractfile(member)
        assert stream is not None, "only plain files passed"
        with target.open("wb") as sink:
            shutil.copyfileobj(stream, sink, 1 << 20)
        done += member.size
        if progress:
            progress(done, whole)
    for name, lock in locks.items():
        if wrong := damage_in(parts[name], lock):
            raise ModelError(f"{name} in the file is damaged: {wrong[0]}; nothing was installed")
