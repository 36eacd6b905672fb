"""The brief on a terminal: bold headline, wrapped bullets, dim citations, Arabic kept from reordering the line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING, TextIO

from mujaz import UsageError, visible
from summarize import Brief
from translate import Translation

from .format import Format
from .shown import (
    another_reading,
    english,
    least_sure,
    made_with,
    marks,
    other_readings,
    paragraphs,
    suspects,
    verdict,
    why,
    worded,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

WIDEST = 100
"""Columns beyond which lines grow hard to read."""

_FSI, _PDI = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_STRETCH = re.compile(f"[{_RTL}](?:[^\\nA-Za-z\x1b\\[\\]()]*[{_RTL}])?")
"""Arabic on one line, with the numbers and punctuation between its words."""

_TRAILING = re.compile(" +(?=(?:\x1b\\[[0-9;]*m)*$)", re.MULTILINE)
"""Spaces that fill a table's last column, with a colour's end behind them."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the stream can show."""

    columns: int = 80
    color: bool = True
    isolate: bool = True


def look(stream: TextIO | None, environ: Mapping[str, str]) -> Look | None:
    """How to write to ``stream``; None: plainly, for it is a pipe, a file or a dumb terminal.

    ``NO_COLOR`` leaves bold and dim, ``FORCE_COLOR`` colours a pipe; isolates are for terminals only.
    """
    terminal = stream is not None and stream.isatty()
    forced = bool(environ.get("FORCE_COLOR"))
    if environ.get("TERM") == "dumb" or not (terminal or forced):
        return None
    columns = min(shutil.get_terminal_size().columns, WIDEST)
    return Look(columns, not environ.get("NO_COLOR"), terminal)


def suited(form: Format, stream: TextIO | None, environ: Mapping[str, str]) -> Format:
    """``form`` as ``stream`` shows it best: ``text`` on a terminal is rendered for it, all else is left alone.

    Raises:
        UsageError: the format is binary and the stream a terminal.
    """
    if form.binary and stream is not None and stream.isatty():
        raise UsageError(f"{form.name} is no text to look at; name a file with -o, or pipe it on")
    found = look(stream, environ) if form.name == "text" else None
    if found is None:
        return form

    def join(briefs: Iterable[Brief]) -> Iterator[str]:
        for brief in briefs:
            yield f"==> {visible(brief.article.name)} <==\n{render(brief, found)}\n"

    return replace(form, render=lambda brief: render(brief, found), join=join)


def render(brief: Brief, look: Look) -> str:
    """The brief with the terminal's own escapes; those of the article are shown, never sent."""
    from rich.console import Console

    console = Console(
        file=StringIO(),
        width=look.columns,
        force_terminal=True,
        color_system="standard" if look.color else None,
        no_color=not look.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        if brief.bullets is None and brief.headline is None:
            _translation(console, brief)
        else:
            _brief(console, brief)
    text = _TRAILING.sub("", capture.get()).rstrip("\n") + "\n"
    return isolated(text) if look.isolate else text


def isolated(text: str) -> str:
    """``text`` with every stretch of Arabic isolated, so that a line's numbers and marks keep their places."""
    return _STRETCH.sub(lambda match: f"{_FSI}{match.group()}{_PDI}", text)


def _brief(console: Console, brief: Brief) -> None:
    from rich.text import Text

    if brief.headline is not None:
        console.print(_cited(worded(brief.headline), brief.headline.cites, "bold"), end="\n\n")
    if wanting := verdict(brief):
        console.print(wanting, style="yellow", end="\n\n")
    if brief.bullets:
        _list(console, (("•", _cited(worded(b), b.cites)) for b in brief.bullets))
    for note in brief.notes:
        console.print(visible(note), style="dim", end="\n\n")
    rows = [(f"[{number}]", _why(t)) for number, t in suspects(brief)]
    if unsure := least_sure(brief):
        rows.append(("•", Text(f"The model was least sure of {', '.join(f'[{number}]' for number in unsure)}.")))
    rows += [(f"[{number}]", Text(reading)) for number, reading in other_readings(brief)]
    if rows:
        console.print("Worth re-reading", style="bold")
        _list(console, rows)
    if brief.translations:
        console.print("The article" if brief.summarized_english else "Translation", style="bold")
    for paragraph in paragraphs(brief):
        _list(console, ((f"[{number}]", _english(t)) for number, t in paragraph))
    if brief.names:
        console.print("Names", style="bold")
        named = (_cited(f"{visible(name.target)} ({visible(name.source)})", name.sentences) for name in brief.names)
        _list(console, (("•", text) for text in named))
    for line in made_with(brief):
        console.print(line, style="dim")


def _translation(console: Console, brief: Brief) -> None:
    from rich.text import Text

    for paragraph in paragraphs(brief):
        console.print(Text(" ").join(_english(t) for _, t in paragraph), end="\n\n")


def _cited(text: str, cites: Iterable[int], style: str = "") -> Text:
    from rich.text import Text

    return Text.assemble((visible(text), style), " ", (marks(tuple(cites)), "dim"))


def _english(translation: Translation) -> Text:
    from rich.text import Text

    style = {"failed": "red", "flagged": "yellow"}.get(translation.status, "")
    return Text(english(translation), style)


def _why(translation: Translation) -> Text:
    from rich.text import Text

    score = "" if translation.score is None else f"; score {translation.score:.2f}"
    reading = another_reading(translation)
    return Text(f"{why(translation)}{score}" + (f"\n{reading}" if reading else ""))


def _list(console: Console, rows: Iterable[tuple[str, Text]]) -> None:
    """Rows behind a dim mark, their later lines indented under the text, then an empty line."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for mark, text in rows:
        table.add_row(Text(mark, "dim"), text)
    console.print(table)
    console.print()
