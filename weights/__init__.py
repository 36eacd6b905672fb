"""Where model files come from: catalogue, store, pull, verify, export, import. Light: nothing heavy at import."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .arrival import pull as pull
    from .catalogue import CATALOGUE as CATALOGUE
    from .catalogue import Model as Model
    from .prepare import prepared as prepared
    from .store import Found as Found
    from .store import default as default
    from .store import find as find
    from .store import home as home
    from .store import installed as installed
    from .store import model_folder as model_folder

_HOMES = {
    "CATALOGUE": "catalogue",
    "Model": "catalogue",
    "with_own": "catalogue",
    "Found": "store",
    "home": "store",
    "find": "store",
    "installed": "store",
    "default": "store",
    "model_folder": "store",
    "prepared": "prepare",
    "pull": "arrival",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'weights' has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value
