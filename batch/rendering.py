"""Briefs to the bytes of their outputs, now or from the JSON of an earlier run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mujaz import UsageError

if TYPE_CHECKING:
    from summarize import Brief

JSON = "json"
"""Always written: every other format can be made from it."""


def formats(names: Iterable[str]) -> tuple[str, ...]:
    """The formats to write, JSON first, each once.

    >>> formats(["md", "json", "md"])
    ('json', 'md')

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
    return tuple(dict.fromkeys([JSON, *(format_.name for format_ in chosen)]))


def ending(name: str) -> str:
    """The ending of new files of a format."""
    from report import FORMATS

    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r}; there are: {', '.join(FORMATS)}")
    return FORMATS[name].endings[0]


def render(brief: Brief, names: Sequence[str]) -> dict[str, bytes]:
    """The outputs of a brief, by ending."""
    from report import FORMATS

    return {ending(name): _bytes(FORMATS[name].render(brief)) for name in names}


def again(json: bytes, names: Sequence[str]) -> dict[str, bytes]:
    """Further outputs of a brief that lies there as JSON; no model is needed."""
    import report

    return render(report.load(json), names)


def _bytes(rendered: str | bytes) -> bytes:
    return rendered if isinstance(rendered, bytes) else rendered.encode("utf-8")
