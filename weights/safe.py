"""Only safe weights are ever loaded: safetensors, whole, and nothing that needs code of its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from mujaz import ModelError

from .hashes import SAFETENSORS, combined, remembered
from .landing import Note, landing, locked, silent

SAFE = "safe"
"""Folder of the store with safetensors twins of models that came with ``pytorch_model.bin`` only."""


def safe_folder(folder: Path, *, note: Note = silent) -> Path:
    """The folder to load instead of ``folder``: itself if its weights are safetensors, else its converted twin.

    Raises:
        ModelError: no weights, a torn file, or a pickle that needs more than plain tensors.
    """
    weights = sorted(folder.glob(SAFETENSORS))
    if weights:
        for path in weights:
            check_safetensors(path)
        return folder
    from .store import home, memory

    bins = sorted(folder.glob("pytorch_model*.bin"))
    if not bins:
        raise ModelError(f"{folder} has no weights: expected *.safetensors (or pytorch_model.bin, which is converted)")
    found = remembered([*bins, folder / "config.json"], memory())
    target = home() / SAFE / combined([(path.name, digest) for path, digest in found.items()])[:20] / folder.name
    if (target / "config.json").is_file():
        return target
    with locked(target, note):
        if not (target / "config.json").is_file():
            with landing(target) as part:
                for path in folder.iterdir():
                    if path.is_file() and path.suffix in {".json", ".spm", ".txt", ".md", ".jinja"}:
                        shutil.copyfile(path, part / path.name)
                replace_bins(folder, part, note)
    return target


def replace_bins(folder: Path, target: Path, note: Note = silent) -> None:
    """Write the tensors of ``folder``'s ``pytorch_model*.bin`` into ``target`` as ``model.safetensors``.

    Raises:
        ModelError: a file needs real unpickling (code!), and is refused.
    """
    from . import child

    note("converting pytorch_model.bin to safetensors, in a process of its own")
    child.apart("unpickle", {"source": str(folder), "target": str(target / "model.safetensors")})
    (target / "pytorch_model.bin.index.json").unlink(missing_ok=True)


def check_safetensors(path: Path) -> None:
    """A safetensors file says how long it must be: see that it is.

    Raises:
        ModelError: the file is torn, or no safetensors at all.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            if not 2 <= length <= min(size, 100_000_000):
                raise ValueError("no safetensors header")
            header = json.loads(stream.read(length))
        end = max((entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"), default=0)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ModelError(f"{path} is no safetensors file ({error}); fetch it again") from error
    if size != 8 + length + end:
        raise ModelError(f"{path} is incomplete: {size} bytes instead of {8 + length + end}; fetch it again")
