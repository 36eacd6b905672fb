"""The pages that lead to every brief of an output folder, from the manifest and the ``.json`` files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .delivery import Delivery
from .manifest import Entry, Ledger
from .rounds import Place
from .summary import Summary

PAGE = "index.html"
"""The first of them."""


def write_index(place: Place, summary: Summary) -> None:
    """Write the pages anew; ``summary`` is told if they cannot lie where they should.

    Raises:
        DiskFullError: there is no room.
        GoneError: the output folder is no longer there.
    """
    ledger = Ledger(place.state)
    pages = index(place.folder, (entry for entry in ledger.articles() if entry.status == "done"))
    written = Delivery(place.outputs, place.manifest, ledger, place.options_sha256).index(pages)
    if written.status == "failed":
        summary.fail(PAGE, None, "output", written.error or "")


def index(folder: Path, done: Iterable[Entry]) -> dict[str, bytes]:
    """The pages for what is done in ``folder``, in the order of the inputs' names."""
    import report

    ordered = sorted(done, key=lambda entry: (entry.file, entry.article or 0))
    pages = report.index(folder, (entry.outputs for entry in ordered))
    return {name: text.encode("utf-8") for name, text in pages}
