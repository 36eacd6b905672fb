"""Where model files come from: catalogue, store, pull, verify, export, import. Light: nothing heavy at import."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .arrival import pull as pull
    from .carry import export as export
    from .carry import import_models as import_models
    from .catalogue import CATALOGUE as CATALOGUE
    from .catalogue import Model as Model
    from .catalogue import with_own as with_own
    from .checks import Row as Row
    from .checks import damage as damage
    from .checks import remove as remove
    from .checks import rows as rows
    from .doctor import Check as Check
    from .doctor import diagnose as diagnose
    from .doctor import worst as worst
    from .prepare import prepared as prepared
    from .store import Found as Found
    from .store import default as default
    from .store import find as find
    from .store import home as home
    from .store import installed as installed
    from .store import model_folder as model_folder
    from .store import place as place

_HOMES = {
    "CATALOGUE": "catalogue",
    "Check": "doctor",
    "Found": "store",
    "Model": "catalogue",
    "Row": "checks",
    "damage": "checks",
    "default": "store",
    "diagnose": "doctor",
    "export": "carry",
    "find": "store",
    "home": "store",
    "import_models": "carry",
    "installed": "store",
    "model_folder": "store",
    "place": "store",
    "prepared": "prepare",
    "pull": "arrival",
    "remove": "checks",
    "rows": "checks",
    "with_own": "catalogue",
    "worst": "doctor",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'weights' has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value
