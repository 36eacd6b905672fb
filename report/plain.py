"""Plain text: for a terminal, a mail, a pipe."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from mujaz import visible
from summarize import Brief
from translate import Translation

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

WIDTH = 88
"""Columns of wrapped text: what a terminal of 90 and a quoted mail hold."""


def render(brief: Brief) -> str:
    """Headline, cited bullets, what to re-read, the numbered translation; a translation alone: its text."""
    if brief.bullets is None and brief.headline is None:
        return translation(brief)
    blocks = [*_summary(brief), *_reread(brief), *_sentences(brief), *_names(brief), *_footer(brief)]
    return "\n\n".join(blocks) + "\n"


def join(briefs: Iterable[Brief]) -> Iterator[str]:
    """Several articles, each under its name, as ``head`` and ``tail`` show several files."""
    for number, brief in enumerate(briefs):
        yield f"{'' if number == 0 else chr(10)}==> {visible(brief.article.name)} <==\n{render(brief)}"


def translation(brief: Brief) -> str:
    """The article in English, a line a paragraph, an empty line between paragraphs."""
    lines = [" ".join(english(t) for _, t in paragraph) for paragraph in paragraphs(brief)]
    return "\n\n".join(lines) + "\n" if lines else ""


def _summary(brief: Brief) -> Iterator[str]:
    if brief.headline is not None:
        yield _wrap(f"{worded(brief.headline)} {marks(brief.headline.cites)}")
    if wanting := verdict(brief):
        yield _wrap(wanting)
    if brief.bullets:
        yield "\n".join(_wrap(f"{worded(b)} {marks(b.cites)}", "- ") for b in brief.bullets)
    for note in brief.notes:
        yield _wrap(visible(note), "Note: ")


def _reread(brief: Brief) -> Iterator[str]:
    lines = [_suspect(number, t) for number, t in suspects(brief)]
    if unsure := least_sure(brief):
        lines.append(_wrap(f"The model was least sure of {', '.join(f'[{number}]' for number in unsure)}."))
    lines += [_wrap(reading, f"[{number}] ") for number, reading in other_readings(brief)]
    if lines:
        yield "WORTH RE-READING\n" + "\n".join(lines)


def _suspect(number: int, translation: Translation) -> str:
    mark, reading = f"[{number}] ", another_reading(translation)
    line = _wrap(f"{why(translation)}{_score(translation.score)}", mark)
    return f"{line}\n{_wrap(reading, ' ' * len(mark))}" if reading else line


def _score(score: float | None) -> str:
    return "" if score is None else f"; score {score:.2f}"


def _sentences(brief: Brief) -> Iterator[str]:
    if not brief.translations:
        return
    width = len(f"[{len(brief.translations)}] ")
    lines = [
        "\n".join(_wrap(english(t), f"[{number}]".ljust(width)) for number, t in paragraph)
        for paragraph in paragraphs(brief)
    ]
    yield ("THE ARTICLE" if brief.summarized_english else "TRANSLATION") + "\n" + "\n\n".join(lines)


def _names(brief: Brief) -> Iterator[str]:
    if brief.names:  # Arabic last: a number behind it would be drawn as part of it
        lines = [_wrap(f"{visible(n.target)} {marks(n.sentences)} {visible(n.source)}", "- ") for n in brief.names]
        yield "NAMES\n" + "\n".join(lines)


def _footer(brief: Brief) -> Iterator[str]:
    lines = made_with(brief)
    if lines:
        yield "MADE WITH\n" + "\n".join(_wrap(line) for line in lines)


def _wrap(text: str, first: str = "") -> str:
    """``text`` behind ``first``, wrapped, later lines indented under it; long words and URLs stay whole."""
    return textwrap.fill(
        text.strip(),
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
