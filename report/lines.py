"""A sentence a line: ``jsonl`` for programs, ``tsv`` for spreadsheets and ``cut``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mujaz import visible
from summarize import Brief

from .json_form import dump, sentence_record

FORMULA = ("=", "+", "-", "@")
"""What makes a spreadsheet take a cell for a formula."""


def render_jsonl(brief: Brief) -> str:
    """A sentence record of the JSON a line."""
    return "".join(_jsonl(brief, {}))


def join_jsonl(briefs: Iterable[Brief]) -> Iterator[str]:
    """The same for several articles; each record says first which ``article`` it belongs to."""
    for brief in briefs:
        yield from _jsonl(brief, {"article": brief.article.name})


def _jsonl(brief: Brief, prefix: dict[str, object]) -> Iterator[str]:
    for number, translation in enumerate(brief.translations, 1):
        yield (dump(prefix | sentence_record(number, translation, brief.summarized_english), indent=None) + "\n")


def render_tsv(brief: Brief) -> str:
    """Id, status, Arabic, English: a line a sentence, no heading."""
    return "".join(_tsv(brief, []))


def join_tsv(briefs: Iterable[Brief]) -> Iterator[str]:
    """The same for several articles, behind a first column that names the article."""
    for brief in briefs:
        yield from _tsv(brief, [cell(brief.article.name)])


def _tsv(brief: Brief, prefix: list[str]) -> Iterator[str]:
    for number, translation in enumerate(brief.translations, 1):
        row = [
            *prefix,
            str(number),
            translation.status,
            cell(translation.source.text),
            cell(translation.text),
        ]
        yield "\t".join(row) + "\n"


def cell(text: str) -> str:
    """``text`` as an :func:`inert` cell that a reader of quoted TSV gives back as it is.

    One that opens with a quotation mark would be taken for a quoted one, up to the next mark, rows and all.

    >>> cell('"No," he said.').count('"'), cell('He said: "No."')
    (6, 'He said: "No."')
    """
    shown = inert(text)
    return '"' + shown.replace('"', '""') + '"' if shown.startswith('"') else shown


def inert(text: str) -> str:
    """``text`` on one line, without a tab, with nothing that a terminal obeys or a spreadsheet computes.

    >>> inert("=cmd|' /C calc'!A0"), inert("two\\n\\tlines")
    ("'=cmd|' /C calc'!A0", 'two lines')
    """
    shown = visible(text)
    return f"'{shown}" if shown.startswith(FORMULA) else shown
