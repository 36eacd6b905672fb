"""A folder of articles into a folder of briefs: ``run`` does it, ``status`` looks, ``merge`` joins shards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mujaz.lazy import exports

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
__getattr__ = exports(__name__, _HOMES)
