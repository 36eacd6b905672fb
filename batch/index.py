"""The pages that lead to every brief of an output folder, from the manifest and the ``.json`` files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .manifest import Entry

PAGE = "index.html"
"""The first of them."""


def index(folder: Path, done: Iterable[Entry]) -> dict[str, bytes]:
    """The pages for what is done in ``folder``, in the order of the inputs' names."""
    import report

    ordered = sorted(done, key=lambda entry: (entry.file, entry.article or 0))
    pages = report.index(folder, (entry.outputs for entry in ordered))
    return {name: text.encode("utf-8") for name, text in pages}
