"""A small set of weights that teaches a model something: kept beside it, merged when its converted form is made.

The files are laid out as those of the library peft (``adapter_config.json``, ``adapter_model.safetensors``), with the
sha256 of the base weights beside its keys: a low-rank product added to other weights than those that it was trained
on gives noise that looks like a model.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mujaz import ModelError
from mujaz.files import sha256_of

from .hashes import combined

SETTINGS = "adapter_config.json"
WEIGHTS = "adapter_model.safetensors"
SHIPPED = Path(__file__).parent / "adapters"
"""A folder a model, by the model's name in the catalogue."""

_PREFIX = "base_model.model."


@dataclass(frozen=True, slots=True)
class Adapter:
    """Low-rank products, ``scale * B @ A``, for the matrices of the one model whose weights are ``base_sha256``."""

    folder: Path
    base: str
    base_sha256: str
    scale: float
    sha256: str
    """Of both files."""

    def check(self, weights_sha256: str) -> None:
        """See that weights of this hash are those that the adapter was trained on.

        Raises:
            ModelError: they are others.
        """
        if weights_sha256 != self.base_sha256:
            raise ModelError(
                f"the adapter in {self.folder} is for {self.base} with the weights {self.base_sha256[:12]}…, not for "
                f"{weights_sha256[:12]}…; pull {self.base} from its first source, or use no adapter"
            )

    def merge(self, model: Any) -> int:
        """Add the products to the matrices of a torch ``model``, in float32; return how many there were.

        Raises:
            ModelError: a matrix that the adapter is for is missing, or has another shape.
        """
        import torch

        pairs = self._pairs()
        modules = dict(model.named_modules())
        for name, (down, up) in pairs.items():
            matrix = getattr(modules.get(name), "weight", None)
            if matrix is None or matrix.shape != (up.shape[0], down.shape[1]):
                raise ModelError(f"the adapter in {self.folder} does not fit the model: {name}")
            merged = matrix.detach().float() + self.scale * (up.float() @ down.float())
            modules[name].weight = torch.nn.Parameter(merged, requires_grad=False)
        return len(pairs)

    def _pairs(self) -> dict[str, tuple[Any, Any]]:
        from safetensors.torch import load_file

        found = load_file(self.folder / WEIGHTS)
        names = [name.removeprefix(_PREFIX).removesuffix(".lora_A.weight") for name in found if ".lora_A." in name]
        halves = ("lora_A", "lora_B")
        return {n: tuple(found[f"{_PREFIX}{n}.{half}.weight"] for half in halves) for n in names}


def read(folder: Path) -> Adapter:
    """The adapter in ``folder``.

    Raises:
        ModelError: there is none, or its settings do not say what they must.
    """
    try:
        settings = json.loads((folder / SETTINGS).read_text("utf-8"))
        scale = float(settings["lora_alpha"]) / int(settings["r"])
        digest = combined([(name, sha256_of(folder / name)) for name in (SETTINGS, WEIGHTS)])
        base, base_sha256 = str(settings["base_model_name_or_path"]), str(settings["base_sha256"])
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError) as error:
        raise ModelError(f"{folder} holds no usable adapter: {error!r}") from error
    return Adapter(folder, base, base_sha256, scale, digest)


def write(folder: Path, pairs: Mapping[str, tuple[Any, Any]], settings: Mapping[str, object]) -> Adapter:
    """Save (A, B) a matrix in fp16 with ``settings``, and read back what was written."""
    import torch
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    tensors = {
        f"{_PREFIX}{name}.{half}.weight": tensor.detach().to(torch.float16).contiguous()
        for name, pair in sorted(pairs.items())
        for half, tensor in zip(("lora_A", "lora_B"), pair, strict=True)
    }
    save_file(tensors, folder / WEIGHTS, metadata={"format": "pt"})
    (folder / WEIGHTS).chmod(0o644)
    (folder / SETTINGS).write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return read(folder)


def shipped(name: str, weights_sha256: str) -> Adapter | None:
    """The adapter that comes with this package for the model ``name``; None for other weights under that name."""
    folder = SHIPPED / name
    if not (folder / SETTINGS).is_file():
        return None
    adapter = read(folder)
    return adapter if adapter.base_sha256 == weights_sha256 else None
