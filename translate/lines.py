"""Line structure: which line breaks end a sentence, and which only wrap it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

TITLE_WORDS = 20
"""A first line before a blank line is a title up to this many words."""

WRAPPED = range(45, 131)
"""Widths in characters that a hard-wrapped text may have; narrower lines are verse, wider ones paragraphs."""

WRAP_SLACK = 2
"""How many characters short of the width a greedily wrapped line may fall."""

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ITEM = re.compile(r"\s*(?:[-–—•*·▪●○◦#>]\s|[\d٠-٩]{1,3}\s*[-.)–](?=\s|[ء-ي])|[ء-ي]\s*[-.)–]\s)")
_ENDED = re.compile(r"[.!?؟…۔:؛][\"'»”’)\]\s]*$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A span of text whose line breaks, if any, only wrap it; ``paragraph`` counts from 1."""

    start: int
    end: int
    paragraph: int


def units(text: str) -> list[Unit]:
    """Cut ``text`` at its line breaks, but not where the lines of a paragraph were wrapped at a fixed width.

    >>> [text_unit.paragraph for text_unit in units("عنوان\\n\\nنص أول\\nنص ثان")]
    [1, 2, 3]
    """
    lines = [line.span() for line in _LINE.finditer(text) if line.group().strip()]
    width = _wrap_width(text, lines)
    found: list[Unit] = []
    for start, end in lines:
        if found and width and _wraps(text, found[-1].end, start, end, width):
            found[-1] = Unit(found[-1].start, end, found[-1].paragraph)
        else:
            found.append(Unit(start, end, len(found) + 1))
    return found


def title_of(text: str) -> str | None:
    """The title that opens ``text``: a first line before a blank line, short and without a full stop.

    >>> title_of("بدء المؤتمر\\n\\nبدأ المؤتمر أمس.")
    'بدء المؤتمر'
    """
    first = next(_LINE.finditer(text.lstrip()), None)
    if first is None:
        return None
    title, rest = first.group().strip(), text.lstrip()[first.end() :]
    blank = re.match(rf"(?:{_BREAK.pattern})[^\S\n\r]*(?:{_BREAK.pattern})\s*\S", rest)
    stopped = re.search(r"(?<!\.)\.(?!\.)", title)
    return title if blank and not stopped and len(title.split()) <= TITLE_WORDS else None


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int:
    """The width at which ``text`` was wrapped, or 0.

    Wrapping is greedy: a line ends where the first word of the next one would not fit. A text is taken
    for wrapped if that holds for nine in ten of at least two breaks in mid-sentence, and if such breaks
    are as many as the others; verse and lists, whose lines end where they want, do not pass.
    """
    width = max((end - start for start, end in lines), default=0)
    if width not in WRAPPED:
        return 0
    full = open_ends = ended = 0
    for (start, end), (after, after_end) in itertools.pairwise(lines):
        if _blank_between(text, end, after):
            continue
        if _ENDED.search(text[start:end]):
            ended += 1
        else:
            open_ends += 1
            full += _is_full(text[start:end], text[after:after_end], width)
    return width if open_ends >= 2 and open_ends >= ended and full >= 0.9 * open_ends else 0


def _wraps(text: str, before: int, start: int, end: int, width: int) -> bool:
    """Whether the break between ``before`` and the line at ``start`` only wraps a paragraph."""
    if _blank_between(text, before, start) or _ITEM.match(text, start, end):
        return False
    opening = max((match.end() for match in _BREAK.finditer(text, max(0, before - 2 * width), before)), default=0)
    return _is_full(text[opening:before], text[start:end], width)


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width - WRAP_SLACK


def _blank_between(text: str, end: int, start: int) -> bool:
    return len(_BREAK.findall(text, end, start)) > 1
