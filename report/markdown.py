"""Markdown that GitHub renders: a citation links to its sentence, article text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mujaz import visible
from summarize import Brief, Bullet
from translate import Translation

from .shown import (
    another_reading,
    english,
    least_sure,
    made_with,
    other_readings,
    paragraphs,
    suspects,
    verdict,
    why,
    worded,
)

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~$]|(?<=http)s?:(?=//)|(?<=www)\.|@|^(?:[#+=-]|\d+[.)])")
"""Characters that CommonMark or GitHub gives a meaning anywhere, what starts a bare link or a mention, and
what starts a block at the beginning of a line."""


def escape(text: str) -> str:
    r"""``text`` as Markdown that shows it literally.

    >>> print(escape("*a* <b> 1_000"), escape("# 5"), escape("12. x"))
    \*a\* \<b\> 1\_000 \# 5 12\. x
    """
    return _SPECIAL.sub(lambda match: f"{match.group()[:-1]}\\{match.group()[-1]}", visible(text))


def render(brief: Brief, anchor: str = "") -> str:
    """Headline, bullets, what to re-read, the numbered translation; a bare translation: its paragraphs.

    ``anchor`` is what the sentences' anchors begin with, where other articles stand in the same file.
    """
    if brief.bullets is None and brief.headline is None:
        blocks = [" ".join(escape(english(t)) for _, t in paragraph) for paragraph in paragraphs(brief)]
    else:
        blocks = [*_summary(brief, anchor), *_reread(brief, anchor), *_sentences(brief, anchor), *_names(brief, anchor)]
        blocks += _footer(brief)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def join(briefs: Iterable[Brief]) -> Iterator[str]:
    """Several articles, each under its name, each with anchors of its own."""
    for number, brief in enumerate(briefs):
        gap, anchor = ("\n", f"a{number + 1}-") if number else ("", "")
        yield f"{gap}==> {escape(brief.article.name)} <==\n\n{render(brief, anchor)}"


def _summary(brief: Brief, anchor: str) -> Iterator[str]:
    if brief.headline is not None:
        yield f"# {_cited(brief.headline, anchor)}"
    if wanting := verdict(brief):
        yield f"*{escape(wanting)}*"
    if brief.bullets:
        yield "\n".join(f"- {_cited(bullet, anchor)}" for bullet in brief.bullets)
    for note in brief.notes:
        yield f"*Note: {escape(note)}*"


def _cited(bullet: Bullet, anchor: str) -> str:
    return f"{escape(worded(bullet))} {_links(bullet.cites, anchor)}".rstrip()


def _links(ids: Iterable[int], anchor: str) -> str:
    links = ",".join(f"[{number}](#{anchor}s{number})" for number in ids)
    return f"\\[{links}\\]" if links else ""


def _reread(brief: Brief, anchor: str) -> Iterator[str]:
    blocks = [_suspect(number, translation, brief, anchor) for number, translation in suspects(brief)]
    if unsure := least_sure(brief):
        blocks.append(f"- The model was least sure of {_links(unsure, anchor)}.")
    blocks += [f"- {_links([number], anchor)} {escape(reading)}" for number, reading in other_readings(brief)]
    if blocks:
        yield "## Worth re-reading\n\n" + "\n".join(blocks)


def _suspect(number: int, translation: Translation, brief: Brief, anchor: str) -> str:
    score = "" if translation.score is None else f" (score {translation.score:.2f})"
    arabic = "" if brief.summarized_english else f"<br>{_arabic(translation.source.text)}"
    reading = another_reading(translation)
    other = f"<br>{escape(reading)}" if reading else ""
    return f"- {_links([number], anchor)} {escape(why(translation))}{score}{arabic}{other}"


def _arabic(text: str) -> str:
    """Arabic that leaves the order of what stands around it alone; GitHub keeps ``dir``."""
    return f'<span dir="rtl">{escape(text)}</span>'


def _sentences(brief: Brief, anchor: str) -> Iterator[str]:
    if not brief.translations:
        return
    yield "## The article" if brief.summarized_english else "## Translation"
    for paragraph in paragraphs(brief):
        # A hard number, not a list item's: GitHub would count on by itself and lose it between paragraphs.
        yield "\n\n".join(f'<a id="{anchor}s{number}"></a>**{number}** {escape(english(t))}' for number, t in paragraph)


def _names(brief: Brief, anchor: str) -> Iterator[str]:
    if brief.names:
        lines = [f"- {escape(n.target)} ({_arabic(n.source)}) {_links(n.sentences, anchor)}" for n in brief.names]
        yield "## Names\n\n" + "\n".join(lines)


def _footer(brief: Brief) -> Iterator[str]:
    lines = made_with(brief)
    if lines:
        yield "## Made with\n\n" + "\n".join(f"- {escape(line)}" for line in lines)
