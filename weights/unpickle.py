"""``pytorch_model.bin`` → safetensors, in a process of its own with limits: a pickle is a program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mujaz import ModelError


def work(source: str, target: str) -> str:
    """Read the plain tensors of ``source``/pytorch_model*.bin and write them to the file ``target``.

    ``torch.load(weights_only=True)`` runs no code of the file; what it refuses is refused here. The process
    may use memory for the weights three times over, and start no other process.

    Raises:
        ModelError: a file needs real unpickling, is torn, or two files claim one tensor.
    """
    import torch
    from safetensors.torch import save_file

    files = _files(Path(source))
    _limit(3 * sum(path.stat().st_size for path in files))
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


def _limit(extra: int) -> None:
    """No more memory than the work needs, and no new processes, where the system has such limits."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    used = (
        int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        if Path("/proc/self/statm").exists()
        else 8 << 30
    )
    resource.setrlimit(resource.RLIMIT_AS, (used + extra + (2 << 30),) * 2)


def _short(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    wanted = [line for line in lines if "Unsupported" in line or "GLOBAL" in line] or lines or [type(error).__name__]
    return wanted[0][:200]
