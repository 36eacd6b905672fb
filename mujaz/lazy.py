"""A package whose exports are imported when they are asked for (PEP 562): who asks for one waits for no other."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any


def exports(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """The ``__getattr__`` of ``package``; ``homes`` says which module each name lives in.

    Not for a name that is also a module's: once imported, the module would stand in its place.

    >>> exports("mujaz", {"UserError": "errors"})("UserError").__name__
    'UserError'
    """

    def found(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f".{homes[name]}", package), name)

    return found
