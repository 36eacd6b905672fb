"""Low-rank adapters on the matrices of a frozen model: the few numbers that learn."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from .tuning import Shape


class Adapted(nn.Module):
    """A frozen linear layer with ``scale * B @ A`` beside it; B starts at zero, so nothing changes at first."""

    def __init__(self, frozen: nn.Linear, rank: int, scale: float, generator: torch.Generator) -> None:
        super().__init__()
        self.frozen, self.scale = frozen, scale
        self.down = nn.Parameter(torch.empty(rank, frozen.in_features))
        self.up = nn.Parameter(torch.zeros(frozen.out_features, rank))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5), generator=generator)

    def forward(self, x: Tensor) -> Tensor:
        """(…, in) to (…, out), in the number format of ``x``."""
        low = nn.functional.linear(x, self.down.to(x.dtype))
        return self.frozen(x) + self.scale * nn.functional.linear(low, self.up.to(x.dtype))


def adapt(model: Any, shape: Shape, seed: int) -> dict[str, Adapted]:
    """Freeze ``model``, and set an adapter beside every matrix of the shape's targets; returns them by name."""
    model.requires_grad_(False)
    generator = torch.Generator().manual_seed(seed)
    found = {
        name: module
        for name, module in model.named_modules()
        if isinstance(module, nn.Linear) and name.rpartition(".")[2] in shape.targets
    }
    adapted = {}
    for name, module in found.items():
        parent, _, own = name.rpartition(".")
        adapted[name] = Adapted(module, shape.rank, shape.alpha / shape.rank, generator)
        setattr(model.get_submodule(parent), own, adapted[name])
    return adapted


def weights(adapted: Mapping[str, Adapted]) -> dict[str, Tensor]:
    """What a checkpoint keeps."""
    return {
        f"{name}.{half}": getattr(module, half).detach() for name, module in adapted.items() for half in ("down", "up")
    }


@torch.no_grad()
def restore(adapted: Mapping[str, Adapted], kept: Mapping[str, Tensor]) -> None:
    """Put back what :func:`weights` gave."""
    for name, module in adapted.items():
        module.down.copy_(kept[f"{name}.down"])
        module.up.copy_(kept[f"{name}.up"])
