"""The formats: one table, from which the command line, the batch and the messages are made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mujaz import UsageError
from summarize import Brief

from . import json_form, lines, markdown, memory, page, plain, word

ALL = ("translate", "summarize", "brief", "batch", "report")
BILINGUAL = ("translate", "brief", "batch", "report")
"""Formats that pair Arabic with English: a summary of an English text has no Arabic."""
DATA = ("translate", "batch", "report")
"""A sentence a line has no place for headline and bullets: as the only output it would drop them."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a brief. ``endings[0]`` names new files; the others are recognised.

    ``join`` writes several articles to one stream as they come; None where one file holds one article.
    """

    name: str
    endings: tuple[str, ...]
    commands: tuple[str, ...]
    render: Callable[[Brief], str | bytes]
    join: Callable[[Iterable[Brief]], Iterator[str]] | None = None
    binary: bool = False
    """Whether it is bytes that no terminal should see."""
    told_apart: bool = True
    """Whether joined articles of files of one name bear their folders' too; in JSON each stays as it is alone."""


_TABLE = (
    Format("text", (".txt", ".text"), ALL, plain.render, plain.join),
    Format("md", (".md", ".markdown"), ALL, markdown.render, markdown.join),
    Format("html", (".html", ".htm"), ALL, page.render),
    Format("docx", (".docx",), ALL, word.render, binary=True),
    Format("json", (".json",), ALL, json_form.render, json_form.join, told_apart=False),
    Format("jsonl", (".jsonl", ".ndjson"), DATA, lines.render_jsonl, lines.join_jsonl),
    Format("tsv", (".tsv",), DATA, lines.render_tsv, lines.join_tsv),
    Format("tmx", (".tmx",), BILINGUAL, memory.render, memory.join),
)

FORMATS: dict[str, Format] = {form.name: form for form in _TABLE}


def formats_of(command: str) -> tuple[Format, ...]:
    """The formats that ``command`` can make."""
    return tuple(form for form in _TABLE if command in form.commands)


def choose(command: str, name: str | None = None, output: str | Path | None = None, *, default: str = "text") -> Format:
    """The format that was asked for: by ``name``, else by the ending of ``output``, else ``default``.

    >>> choose("brief", output="news.md").name, choose("brief", output="-").name
    ('md', 'text')

    Raises:
        UsageError: there is no such format, or ``command`` cannot make it; the message lists those it can.
    """
    able = ", ".join(form.name for form in formats_of(command))
    ending = "" if output is None or os.path.isdir(output) else Path(output).suffix
    if name is None and output is not None and ending and guess(output) is None:
        raise UsageError(f"the ending {ending} stands for no format; choose one with -f: {able}")
    asked = name or (guess(output) if output is not None else None) or default
    found = FORMATS.get(asked)
    if found is None or command not in found.commands:
        problem = f"there is no format {asked!r}" if found is None else f"{command} cannot make {asked}"
        raise UsageError(f"{problem}; {command} can make: {able}")
    return found


def guess(output: str | Path) -> str | None:
    """The format's name that the ending of ``output`` stands for; None if it says nothing."""
    ending = Path(output).suffix.lower()
    return next((form.name for form in _TABLE if ending in form.endings), None)
