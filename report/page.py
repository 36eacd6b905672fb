"""One self-contained HTML page: the brief beside the Arabic and English that it rests on."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mujaz import harmless
from summarize import Brief
from translate import Translation

from . import shown

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")

SURE, FAIR = math.log(0.6), math.log(0.4)
"""Scores above which a sentence is drawn as sure, and as fair; below it is unsure. Chosen by eye on the example,
whose scores lie between -0.7 and -0.3; they rank sentences, they are no probability of being right."""


def render(brief: Brief) -> str:
    """The page. Everything that it shows, does and looks like stands in it; its own policy forbids all else."""
    return fill("brief.html", _view(brief), styles=("base.css", "brief.css"), scripts=("brief.js",))


def fill(template: str, view: Mapping[str, object], *, styles: Iterable[str], scripts: Iterable[str]) -> str:
    """``template`` filled with ``view``, its styles and scripts inlined and named by hash in its policy."""
    from markupsafe import Markup

    style = "".join((TEMPLATES / name).read_text("utf-8") for name in styles)
    script = "".join((TEMPLATES / name).read_text("utf-8") for name in scripts)
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    # The two are files of ours, not article text.
    own = {"style": Markup(style), "script": Markup(script), "policy": policy}  # noqa: S704
    return _environment().get_template(template).render(**view, **own)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Templates in which whatever is shown is first made harmless, then escaped: neither can be forgotten."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def shown_safely(value: object) -> object:
        return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=shown_safely,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(
        reasons=shown.reasons, why=shown.why, notes=shown.notes, sureness=sureness, reading=shown.another_reading
    )
    return environment


def sureness(translation: Translation) -> str:
    """How a sentence is coloured: by what is wrong with it, else by how sure the model was.

    One of ``failed``, ``flagged``, ``kept``, ``sure``, ``fair``, ``unsure``.
    """
    if translation.status in ("failed", "flagged", "kept") or translation.score is None:
        return translation.status if translation.status in ("failed", "flagged") else "kept"
    return "sure" if translation.score >= SURE else "fair" if translation.score >= FAIR else "unsure"


MOST_SHOWN = 12
"""Sentences to re-read that the page lists at once; the others unfold, or on a phone the article would be far below."""

LEGEND = (
    ("sure", "sure"),
    ("fair", "fair"),
    ("unsure", "unsure"),
    ("flagged", "flagged"),
    ("failed", "not translated"),
    ("kept", "kept as it is"),
    ("plain cited", "cited"),
)
"""The strip's colours by their class, in words."""


def _view(brief: Brief) -> dict[str, object]:
    numbered = list(enumerate(brief.translations, 1))
    return {
        "brief": brief,
        "legend": LEGEND,
        "title": brief.headline.text if brief.headline else _title(brief),
        "link": web_address(brief.article.url),
        "paragraphs": shown.paragraphs(brief),
        "suspects": shown.suspects(brief),
        "most_shown": MOST_SHOWN,
        "verdict": shown.verdict(brief),
        "least_sure": shown.least_sure(brief),
        "other_readings": shown.other_readings(brief),
        "cited_by": _cited_by(brief),
        "numbers": [(i, pair) for i, t in numbered for pair in t.numbers],
        "repairs": [(i, repair) for i, t in numbered for repair in t.repairs],
        "glossary": [(i, hit) for i, t in numbered for hit in t.glossary],
        "made_with": shown.made_with(brief),
        "copied": "\n".join(_cited(brief)),
    }


def _cited(brief: Brief) -> Iterable[str]:
    """The brief as it is copied into a mail: a line a sentence, citations behind it."""
    if brief.headline:
        yield f"{shown.worded(brief.headline)} {shown.marks(brief.headline.cites)}"
    for bullet in brief.bullets or ():
        yield f"- {shown.worded(bullet)} {shown.marks(bullet.cites)}"


def _title(brief: Brief) -> str:
    first = brief.translations[0] if brief.translations else None
    if first and first.text and brief.article.title and first.source.text == brief.article.title.strip():
        return first.text
    return brief.article.name


def web_address(url: str | None) -> str | None:
    """``url`` if a reader may be sent there: http and https, nothing else."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _cited_by(brief: Brief) -> dict[int, list[int]]:
    """Sentence id → the bullets that cite it, by number; 0 is the headline."""
    found: dict[int, list[int]] = {}
    cited = [brief.headline.cites if brief.headline else (), *(bullet.cites for bullet in brief.bullets or ())]
    for bullet, cites in enumerate(cited):
        for sentence in cites:
            found.setdefault(sentence, []).append(bullet)
    return found
