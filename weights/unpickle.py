"""``pytorch_model.bin`` → safetensors, in a process of its own with limits: a pickle is a program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mujaz import ModelError

HEADROOM = 2 << 30
"""Bytes of address space beyond the weights that torch's own work may take."""


def work(source: str, target: str) -> str:
    """Read the plain tensors of ``source``/pytorch_model*.bin and write them to the file ``target``.

    ``torch.load(weights_only=True)`` runs no code of the file; what it refuses is refused here.

    Raises:
        ModelError: a file needs real unpickling, is torn, or two files claim one tensor.
    """
    import torch
    from safetensors.torch import save_file

    files = _files(Path(source))
    tensors: dict[str, Any] = {}
    for path in files:
        try:
            state = torch.load(path, map_location="cpu", weights_only=True)
        except Exception as error:  # whatever it is, the file is not plain tensors
            raise ModelError(
                f"{path.name} is refused: it is not plain tensors ({_short(error)}); "
                "look for a safetensors version of this model"
            ) from error
        if not isinstance(state, dict) or not all(isinstance(value, torch.Tensor) for value in state.values()):
            raise ModelError(f"{path.name} is refused: it holds something else than tensors by name")
        if twice := sorted(set(state) & set(tensors)):
            raise ModelError(f"{path.name} is refused: {twice[0]} stands in two files")
        tensors.update(state)
    save_file(_apart(tensors), target, metadata={"format": "pt"})
    return target


def limit(source: str, target: str) -> None:
    """Bind this process to the memory that the weights need three times over, where the system can.

    A pickle can be a bomb: a few bytes that unfold to more than the machine has.
    """
    try:
        import resource
    except ImportError:  # not on Windows
        return
    import torch  # noqa: F401  (its libraries take address space of their own, before the limit)

    taken = Path("/proc/self/statm")
    if taken.exists():
        used = int(taken.read_text("ascii").split()[0]) * resource.getpagesize()
        needed = 3 * sum(path.stat().st_size for path in _files(Path(source)))
        resource.setrlimit(resource.RLIMIT_AS, (used + needed + HEADROOM,) * 2)


def _files(folder: Path) -> list[Path]:
    index = folder / "pytorch_model.bin.index.json"
    if index.is_file():
        named = {str(name) for name in json.loads(index.read_text("utf-8"))["weight_map"].values()}
        if any(Path(name).name != name for name in named):
            raise ModelError(f"{index.name} is refused: it names files outside the model")
        return [folder / name for name in sorted(named)]
    return [folder / "pytorch_model.bin"]


def _apart(tensors: dict[str, Any]) -> dict[str, Any]:
    """Tied tensors once: safetensors stores no two names for one memory, and transformers ties them again."""
    seen: set[tuple[int, tuple[int, ...]]] = set()
    kept = {}
    for name in sorted(tensors, key=lambda name: ("shared" not in name, name)):
        value = tensors[name]
        mark = (value.data_ptr(), tuple(value.shape))
        if value.numel() and mark in seen:
            continue
        seen.add(mark)
        kept[name] = value.contiguous().clone() if not value.is_contiguous() else value
    return kept


def _short(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    wanted = [line for line in lines if "Unsupported" in line or "GLOBAL" in line] or lines or [type(error).__name__]
    return wanted[0][:200]
