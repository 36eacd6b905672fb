"""A glossary proposed from briefs that are there: every name that they spell in more than one way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mujaz import UserError, reason, visible
from summarize import Brief
from translate import disputed

from .lines import cell
from .loading import load_all

HEAD = "Arabic\tEnglish\tNote\n"


def proposal(places: Iterable[Path]) -> Iterator[str]:
    """The lines of a glossary: a name, its most frequent spelling, and the others with their counts.

    Args:
        places: JSON briefs, and folders with such anywhere inside; hidden folders are passed over.

    Raises:
        UserError: a file is no brief, or cannot be read.
    """
    names = (
        (name.source, name.target, len(name.sentences))
        for place in places
        for path in _files(place)
        for brief in _briefs(path)
        for name in brief.names
    )
    yield HEAD
    for each in disputed(names):
        (first, times), *others = each.english
        also = ", ".join(f"{english} ({count})" for english, count in others)
        yield "\t".join((cell(each.arabic), cell(first), visible(f"{times} sentences; also {also}"))) + "\n"


def _files(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    for path in sorted(place.rglob("*.json")):
        if not any(part.startswith(".") for part in path.relative_to(place).parts):
            yield path


def _briefs(path: Path) -> list[Brief]:
    try:
        return load_all(path.read_bytes())
    except UserError as error:
        raise UserError(f"{path}: {error}") from error
    except OSError as error:
        raise UserError(f"cannot read {path}: {reason(error)}") from error
