"""A glossary proposed from briefs that are there: every name that they spell in more than one way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from mujaz import UserError, reason, visible
from summarize import Brief
from translate import disputed

from .lines import inert
from .loading import load_all

HEAD = "Arabic\tEnglish\tNote\n"


def proposal(places: Iterable[Path], *, note: Callable[[str], None] = lambda line: None) -> Iterator[str]:
    """The lines of a glossary: a name, its most frequent spelling, and the others with their counts.

    Args:
        places: JSON briefs, and folders with such anywhere inside; hidden folders are passed over.
        note: told about the files of a folder that are no briefs, and are passed over too.

    Raises:
        UserError: a file that was named is no brief, or one cannot be read.
    """
    names = (
        (name.source, name.target, len(name.sentences))
        for place in places
        for path in _files(place)
        for brief in _briefs(path, note if path != place else None)
        for name in brief.names
    )
    yield HEAD
    for each in disputed(names):
        (first, times), *others = each.english
        also = ", ".join(f"{english} ({count})" for english, count in others)
        # Not as cells of quoted TSV: a glossary is read with its quotation marks as they stand.
        yield "\t".join((inert(each.arabic), inert(first), visible(f"{times} sentences; also {also}"))) + "\n"


def _files(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    for path in sorted(place.rglob("*.json")):
        if not any(part.startswith(".") for part in path.relative_to(place).parts):
            yield path


def _briefs(path: Path, note: Callable[[str], None] | None) -> list[Brief]:
    """The briefs of a file; one that holds none is an error, unless there is somebody to ``note`` it."""
    try:
        return load_all(path.read_bytes())
    except UserError as error:
        if note is None:
            raise UserError(f"{path}: {error}") from error
        note(f"passed over {path}: {error}")
        return []
    except OSError as error:
        raise UserError(f"cannot read {path}: {reason(error)}") from error
