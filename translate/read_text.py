"""Plain text, Markdown and subtitles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .encoding import decode
from .extract import Extract, Source
from .lines import title_of

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FACT = re.compile(r"^(title|date|url|outlet)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_CUE = re.compile(r"[ \t]*(-?\d[\d:.,]*)[ \t]*-->[ \t]*(-?\d[\d:.,]*)")
_UNSAID = re.compile(r"NOTE(?:\s|$)|(?:STYLE|REGION)\s*$")
_STYLE = re.compile(r"</?[a-zA-Z][^<>]*>|\{\\[^{}]*\}")
PAUSE = 3.0
"""Seconds between two subtitles from which a new paragraph begins."""


def read_text(source: Source) -> Iterator[Extract]:
    """The text as it was decoded, nothing cleaned."""
    decoded = decode(source.data, source.encoding, name=source.name)
    yield Extract(decoded.text, title_of(decoded.text), encoding=decoded.encoding, mended=decoded.mended)


def read_markdown(source: Source) -> Iterator[Extract]:
    """Markdown as text; its front matter gives title, date, url and outlet and is left out."""
    decoded = decode(source.data, source.encoding, name=source.name)
    front = _FRONT_MATTER.match(decoded.text)
    facts = dict(_FACT.findall(front.group(1))) if front else {}
    text = decoded.text[front.end() :] if front else decoded.text
    title = facts.pop("title", None) or title_of(text)
    title = title.lstrip("# ") if title else None
    if text.lstrip().lstrip("# ").startswith(title or "\0"):
        title = None
    yield Extract(text, title, encoding=decoded.encoding, mended=decoded.mended, **facts)


def read_subtitles(source: Source) -> Iterator[Extract]:
    """Subtitles (srt, vtt) run together, so that a sentence may cross them; a pause starts a paragraph."""
    decoded = decode(source.data, source.encoding, name=source.name)
    paragraphs: list[list[str]] = [[]]
    ended = 0.0
    for begin, end, lines in _cues(decoded.text):
        said = [_STYLE.sub("", line).strip() for line in lines]
        if begin - ended >= PAUSE or (said and said[0].startswith(("-", "–"))):
            paragraphs.append([])
        ended = end
        paragraphs[-1] += [line for line in said if line]
    text = "\n".join(" ".join(lines) for lines in paragraphs if lines)
    yield Extract(text, encoding=decoded.encoding, mended=decoded.mended)


def _cues(text: str) -> Iterator[tuple[float, float, list[str]]]:
    """When each cue begins and ends, in seconds, and its lines up to the next cue; none is lost.

    Lines before the first cue come at no time. A number right above a cue is not said, nor in WebVTT are its
    head, what names a cue, and paragraphs of notes and style.

    >>> list(_cues("1\\n00:01 --> 00:02\\nأول\\n\\nثان\\n2\\n00:03 --> 00:04\\nثالث"))
    [(0.0, 0.0, []), (1.0, 2.0, ['أول', 'ثان']), (3.0, 4.0, ['ثالث'])]
    """
    lines = re.split(r"\r\n?|\n", text)
    unsaid = web = text.startswith("WEBVTT")
    begin = end = 0.0
    said: list[str] = []
    for above, line, below in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        opens = web and not above.strip()
        if cue := _CUE.match(line):
            yield begin, end, said
            begin, end, said, unsaid = _seconds(cue.group(1)), _seconds(cue.group(2)), [], False
        elif not line.strip():
            unsaid = False
        elif not (_CUE.match(below) and (opens or line.strip().isdecimal())):
            unsaid = unsaid or bool(opens and _UNSAID.match(line))
            said += [] if unsaid else [line]
    yield begin, end, said


def _seconds(stamp: str) -> float:
    """Seconds of ``01:02:03,450``.

    >>> _seconds("00:01:02,500")
    62.5
    """
    total = 0.0
    for part in stamp.replace(",", ".").split(":"):
        total = total * 60 + (float(part) if re.fullmatch(r"\d+(?:\.\d+)?", part) else 0.0)
    return total
