"""English sentences into bullets that cite them; no model library is imported before a model is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mujaz.lazy import exports

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
__getattr__ = exports(__name__, _HOMES)
