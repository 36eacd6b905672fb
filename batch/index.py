"""A page that leads to every brief of an output folder: headline, file, and what wants a look."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from .manifest import Entry
from .outputs import name

PAGE = "index.html"

_HEAD = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Briefs</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
td { padding: .3rem .8rem .3rem 0; vertical-align: top; border-top: 1px solid #ccc }
</style>
<h1>Briefs</h1>
<table>
"""


def index(folder: Path, done: Iterable[Entry], endings: Sequence[str]) -> bytes:
    """The page for what is done in ``folder``; it links to the best of ``endings`` for reading."""
    shown = next((ending for ending in (".html", *endings) if ending in endings and ending != ".json"), ".json")
    rows = "".join(_rows(folder, done, shown))
    return f"{_HEAD}{rows}</table>\n</html>\n".encode("utf-8", "backslashreplace")


def _rows(folder: Path, done: Iterable[Entry], shown: str) -> Iterator[str]:
    for entry in sorted(done, key=lambda entry: (entry.file, entry.article or 0)):
        target = urllib.parse.quote(name(entry.file, entry.article, shown), errors="surrogateescape")
        title = _headline(folder / name(entry.file, entry.article, ".json")) or entry.file
        look = f"{entry.flagged} of {entry.sentences} want a look" if entry.flagged else f"{entry.sentences} sentences"
        link = f'<a href="{target}">{escape(title)}</a>'
        yield f"<tr><td>{link}<td>{escape(entry.file)}<td>{look}\n"


def _headline(path: Path) -> str | None:
    try:
        headline = json.loads(path.read_bytes()).get("headline")
        return str(headline["text"]) if headline else None
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return None
