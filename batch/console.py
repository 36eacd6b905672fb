"""What ``mujaz batch`` does with its options: which of the room's doors it knocks at, and what it says."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mujaz import UsageError, UserError, write_whole
from mujaz.options import DECODING

from .folder import run
from .merge import merge
from .options import BatchOptions
from .progress import Line
from .recipe import Recipe
from .shard import Shard
from .status import status
from .summary import as_json, as_text, rendering

if TYPE_CHECKING:
    from translate import Decoding


def batch(
    in_folder: Path,
    out_folder: Path,
    chosen: Mapping[str, Any],
    *,
    echo: Callable[[str], None],
    note: Callable[[str], None],
) -> int:
    """Carry out one call of the command; gives the exit code.

    Args:
        in_folder: the articles.
        out_folder: the briefs.
        chosen: the options by name, as the command line has them.
        echo: takes the result, line end included.
        note: takes lines about how it goes.

    Raises:
        UserError: it cannot be carried out.
    """
    options = options_of(chosen)
    which = {"include": options.include, "exclude": options.exclude}
    if chosen["status"]:
        found = status(in_folder, out_folder, shard=options.shard, **which)
        echo(found.as_json() if chosen["as_json"] else found.as_text())
        return 0
    if chosen["merge"]:
        merge(in_folder, out_folder, break_lock=options.break_lock, note=note, **which)
        return 0
    report: Path | None = chosen["report"]
    written = rendering(report) if report else None
    if report and not report.absolute().parent.is_dir():
        raise UserError(f"the folder {report.parent} does not exist; create it, or choose another place for the report")
    talkative = logging.getLogger("mujaz").isEnabledFor(logging.INFO)
    line = Line(sys.stderr if talkative else None, note)
    try:
        summary = run(in_folder, out_folder, options, note=note, progress=line)
    finally:
        line.clear()
    echo(as_json(summary) if chosen["as_json"] else as_text(summary))
    if report and written:
        write_whole(report, written(summary).encode("utf-8", "backslashreplace"))
    return summary.exit_code


def options_of(chosen: Mapping[str, Any]) -> BatchOptions:
    """The options of the room from those of the command line.

    Raises:
        UsageError: two of them exclude each other.
    """
    from summarize import BriefOptions

    _check(chosen)
    own = [name for name in BatchOptions.__slots__ if name not in ("recipe", "formats", "shard", "include", "exclude")]
    return BatchOptions(
        recipe=Recipe.chosen(chosen, _decoding(chosen), BriefOptions.given(chosen)),
        formats=tuple(chosen["formats"]),
        shard=Shard.parse(chosen["shard"]) if chosen["shard"] else Shard(),
        include=tuple(chosen["include"]),
        exclude=tuple(chosen["exclude"]),
        **{name: chosen[name] for name in own},
    )


EXCLUSIVE = (
    ("ray", "watch"),
    ("status", "merge", "dry_run", "watch"),
    ("status", "merge", "dry_run", "ray"),
    ("status", "merge", "report"),
)
"""Options of which a call takes one."""


def _check(chosen: Mapping[str, Any]) -> None:
    for names in EXCLUSIVE:
        given = [f"--{name.replace('_', '-')}" for name in names if chosen.get(name)]
        if len(given) > 1:
            raise UsageError(f"{' and '.join(given)} exclude each other; give one")


def _decoding(chosen: Mapping[str, Any]) -> Decoding | None:
    ends = {name: chosen[name] for name in DECODING}
    if not any(ends.values()):
        return None
    from translate import Decoding

    return Decoding.chosen(**ends)
