"""TMX 1.4b, the translation memories that translators' tools exchange: a pair of segments a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from mujaz import UserError, __version__, harmless
from summarize import Brief
from translate import Translation

from .shown import reasons

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even as a reference."""

_OPENING = f"""<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
  <header creationtool="mujaz" creationtoolversion="{__version__}" segtype="sentence" o-tmf="mujaz" adminlang="en" \
srclang="ar" datatype="plaintext"/>
  <body>
"""

_UNPAIRED = ("failed", "kept")
"""A sentence that was not translated is no pair: a memory would offer it as one."""


def render(brief: Brief) -> str:
    """The memory of one article."""
    return "".join(join([brief]))


def join(briefs: Iterable[Brief]) -> Iterator[str]:
    """The memory of several articles; each unit names its article and sentence.

    Raises:
        UserError: an article was English to begin with: there is no Arabic to pair it with.
    """
    yield _OPENING
    for brief in briefs:
        if brief.summarized_english:
            raise UserError(f"{brief.article.called} has no Arabic: a translation memory needs both languages")
        for number, translation in enumerate(brief.translations, 1):
            if translation.status not in _UNPAIRED:
                yield _unit(brief, number, translation)
    yield "  </body>\n</tmx>\n"


def _unit(brief: Brief, number: int, translation: Translation) -> str:
    properties = {
        "article": brief.article.name,
        "sentence": str(number),
        "status": translation.status,
        "flags": " ".join(translation.flags),
        "score": "" if translation.score is None else f"{translation.score:.3f}",
    }
    lines = [f"      <note>{_text('; '.join(why))}</note>"] if (why := reasons(translation)) else []
    lines += [f'      <prop type="x-{key}">{_text(value)}</prop>' for key, value in properties.items() if value]
    pairs = {"ar": translation.source.text, "en": translation.text}
    lines += [f'      <tuv xml:lang="{key}"><seg>{_text(value)}</seg></tuv>' for key, value in pairs.items()]
    return "    <tu>\n" + "\n".join(lines) + "\n    </tu>\n"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", harmless(text)))
