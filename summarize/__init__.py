"""English sentences into bullets that cite them; no model library is imported before a model is loaded."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .brief import Brief as Brief
    from .brief import Name as Name
    from .bullet import Bullet as Bullet
    from .options import BriefOptions as BriefOptions
    from .summarizer import Summarizer as Summarizer

_HOMES = {
    "Brief": "brief",
    "BriefOptions": "options",
    "Bullet": "bullet",
    "Name": "brief",
    "Summarizer": "summarizer",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - a list of strings, made from the table


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: who only reads options waits for nothing else."""
    if name not in _HOMES:
        raise AttributeError(f"module 'summarize' has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
