"""A folder of articles into a folder of briefs: ``run`` does it, ``status`` looks, ``merge`` joins shards."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .folder import run as run
    from .options import BatchOptions as BatchOptions
    from .progress import Progress as Progress
    from .recipe import Recipe as Recipe
    from .shard import Shard as Shard
    from .summary import Summary as Summary

_HOMES = {
    "BatchOptions": "options",
    "Progress": "progress",
    "Recipe": "recipe",
    "Shard": "shard",
    "Summary": "summary",
    "run": "folder",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - a list of strings, made from the table


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: the command line starts light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'batch' has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
