"""Briefs to the bytes of their outputs, now or from the JSON of an earlier run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarize import Brief

JSON = "json"
"""Always written: every other format can be made from it."""


def formats(names: Iterable[str]) -> dict[str, str]:
    """The formats to write, JSON first, each once, with the ending of its files.

    >>> formats(["md", "json", "md"])
    {'json': '.json', 'md': '.md'}

    Raises:
        UsageError: there is no such format, or a batch cannot make it; the message lists those it can.
        UserError: a package that a format needs is missing; better now than after the first article.
    """
    import report
    from summarize import Brief
    from translate import Article

    chosen = [report.choose("batch", name) for name in names]
    for format_ in chosen:
        format_.render(Brief(Article("", ""), ()))
    chosen.insert(0, report.FORMATS[JSON])
    return {format_.name: format_.endings[0] for format_ in chosen}


def render(brief: Brief, names: Sequence[str]) -> dict[str, bytes]:
    """The outputs of a brief, by ending."""
    from report import FORMATS

    return {FORMATS[name].endings[0]: encoded(FORMATS[name].render(brief)) for name in names}


def again(json: bytes, names: Sequence[str]) -> dict[str, bytes]:
    """Further outputs of a brief that lies there as JSON; no model is needed."""
    import report

    return render(report.load(json), names)


def encoded(rendered: str | bytes) -> bytes:
    """What a format has made, as it stands in a file."""
    return rendered if isinstance(rendered, bytes) else rendered.encode("utf-8")
