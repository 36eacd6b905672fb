"""Is this installation able to work? One row a check, with the time that it took."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mujaz import MODEL_FAULT, ModelError, UserError, reason

from .advice import best_to_pull, mending, missing
from .canary import sing
from .catalogue import CATALOGUE
from .checks import damage
from .landing import Note, silent
from .prepare import prepared
from .store import default, find, home, installed, task_of

LIBRARIES = ("ctranslate2", "sentencepiece", "tokenizers", "transformers", "torch", "safetensors", "huggingface_hub")

SCARCE_MEMORY = 1.0
"""GB: a brief takes about this much."""

SCARCE_DISK = 0.5
"""GB: a summariser and its converted form take about this much."""


_WITHOUT = {
    "translate": ("nothing can be translated: install mujaz again", 1),
    "summarize": ("briefs are made of whole sentences until then: mujaz models pull smollm2-135m", 0),
}
"""What it means that no model is installed for a task, and the exit code that it leads to."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of ``mujaz doctor``. ``fault`` is the exit code that it alone would lead to: 0, 1 or 4."""

    name: str
    found: str
    ok: bool
    seconds: float
    fault: int = 0
    advice: str = ""

    def line(self) -> str:
        """The check for a person, with advice where something is wrong."""
        advice = f"\n    {self.advice}" if self.advice and not self.ok else ""
        return f"{'ok' if self.ok else '!!'}  {self.name}: {self.found} ({self.seconds:.1f} s){advice}"


def diagnose(
    model: str | None = None, summarizer: str | None = None, *, canaries: bool = True, note: Note = silent
) -> Iterator[Check]:
    """Every check, as it is done; the cheap ones first.

    ``model`` and ``summarizer`` are what the commands would be given, None for the defaults. No translator at all is
    a fault (exit 1), a damaged model too, and one that is named and missing (exit 4); no summariser is a warning.
    ``canaries`` runs the models too: seconds each.
    """
    yield _timed("versions", _versions)
    yield _timed("processor", _processor)
    yield _timed("memory", _memory)
    yield (store := _timed("model store", _store))
    if not store.ok:
        return  # what follows stands on it
    yield _timed("disk", _disk)
    for task, name in (("translate", model), ("summarize", summarizer)):
        yield _timed(f"a model to {task}", lambda task=task, name=name: _chosen(task, name))  # type: ignore[misc]  # bound now
    for name in installed():
        note(f"checking {name}")
        yield _timed(f"{name}: files", lambda name=name: _files(name))  # type: ignore[misc]  # bound now
        if canaries:
            yield _timed(f"{name}: canary", lambda name=name: _sing(name, note))  # type: ignore[misc]  # bound now


def worst(checks: list[Check]) -> int:
    """The exit code of ``doctor``: 1 if it cannot translate, 4 if a model fails its check, else 0."""
    faults = {check.fault for check in checks if not check.ok}
    return next((code for code in (1, MODEL_FAULT) if code in faults), 0)


def _timed(name: str, act: Callable[[], Check]) -> Check:
    start = time.monotonic()
    try:
        check = act()
    except UserError as error:
        found, *advice = str(error).splitlines()
        check = _bad(found, " ".join(advice).strip(), error.exit_code)
    except OSError as error:  # of a model's file: what else is asked here can always be told
        check = _bad(f"cannot be told: {reason(error)}", "", MODEL_FAULT)
    except ImportError as error:
        check = _bad(f"cannot be told: {error}", "install mujaz again", 1)
    return Check(name, check.found, check.ok, round(time.monotonic() - start, 2), check.fault, check.advice)


def _good(found: str) -> Check:
    return Check("", found, ok=True, seconds=0)


def _bad(found: str, advice: str, fault: int = 0) -> Check:
    return Check("", found, ok=False, seconds=0, fault=fault, advice=advice)


def _versions() -> Check:
    told, lacking = [f"Python {platform.python_version()}"], []
    for library in LIBRARIES:
        version = _version(library)
        told.append(f"{library} {version}")
        if version is None:
            lacking.append(library)
    if lacking:
        return _bad(f"not installed: {', '.join(lacking)}", "install mujaz again: pipx install --force mujaz", 1)
    return _good(", ".join(told))


def _version(library: str) -> str | None:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return None


def _processor() -> Check:
    import ctranslate2

    kinds = sorted(ctranslate2.get_supported_compute_types("cpu"))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    features = ", ".join(_features()) or "unknown vector units"
    found = f"{platform.machine()}, {cores} cores, {features}; number formats: {', '.join(kinds)}"
    return (
        _good(found)
        if any(kind.startswith("int8") for kind in kinds)
        else _bad(found, "int8 is slow on this processor")
    )


def _features() -> list[str]:
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.exists():
        return []
    flags = set(cpuinfo.read_text("utf-8", "replace").split())
    known = {"avx2": "AVX2", "avx512f": "AVX-512", "avx512_vnni": "VNNI", "asimd": "NEON", "sve": "SVE"}
    return [name for flag, name in known.items() if flag in flags]


def _memory() -> Check:
    if not hasattr(os, "sysconf") or "SC_AVPHYS_PAGES" not in os.sysconf_names:
        return _good("unknown on this system")
    page = os.sysconf("SC_PAGE_SIZE")
    free, whole = (os.sysconf(name) * page / 1e9 for name in ("SC_AVPHYS_PAGES", "SC_PHYS_PAGES"))
    found = f"{free:.1f} of {whole:.1f} GB free"
    return _good(found) if whole >= SCARCE_MEMORY else _bad(found, "use --extractive: it needs no summariser")


def _disk() -> Check:
    place = home()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free / 1e9
    found = f"{free:,.1f} GB free for {home()}"
    return _good(found) if free >= SCARCE_DISK else _bad(found, "free some space, or set MUJAZ_HOME to another disk")


def _store() -> Check:
    place = home()
    names = ", ".join(installed())
    if place.exists() and not os.access(place, os.W_OK):
        return _good(f"{place} (shared: it can be read, not written): {names}")
    return _good(f"{place}: {names}")


def _chosen(task: str, name: str | None) -> Check:
    if name is None and default(task) is None:
        return _bad(missing(best_to_pull(task)).splitlines()[0], *_WITHOUT[task])
    found = find(name, task)
    return _good(f"{found.name} ({found.revision})")


def _files(name: str) -> Check:
    wrong = damage(name)
    return _bad("; ".join(wrong[:3]), mending(name), MODEL_FAULT) if wrong else _good("every byte as it came")


def _sing(name: str, note: Note) -> Check:
    found = find(name, task_of(name) or "translate")
    form = prepared(found.folder, adapter=found.adapter, note=note)
    sane = name in CATALOGUE and CATALOGUE[name].sane
    try:
        return _good(f"both engines agree {sing(found.folder, form, 'int8', adapter=found.adapter, sane=sane)}")
    except ModelError as error:
        first = "" if form.is_relative_to(found.folder) else f"remove {form}, it is made again; if that does not help, "
        return _bad(str(error), first + mending(name), MODEL_FAULT)
