"""English articles: sentences with true offsets, as if they had been translated already."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate import Sentence, Translation

from .lexicon import ABBREVIATIONS, NUMBERING

_END = re.compile(
    r"[.!?\N{HORIZONTAL ELLIPSIS}]+[\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK})\]]*(?=\s)"
)
_BLOCK = re.compile(r"\S.*?(?=\s*\n\s*\n|\s*\Z)", re.DOTALL)
_LAST_WORD = re.compile(r"([\w.]+)\.$")
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])?")
_SPACE = re.compile(r"\s*")
_NUMBER = re.compile(r"\s+\d")
_OPENS = re.compile(r"\s+[\"'\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}(\[]*[A-Z0-9]")


def sentences(text: str) -> list[Translation]:
    """The sentences of an English text, each ``kept`` as its own translation; between them is only white space.

    >>> [t.text for t in sentences("Mr. Smith paid $3.5m. He left.\\n\\nThe U.S. Army met J.J. Haddad.")]
    ['Mr. Smith paid $3.5m.', 'He left.', 'The U.S. Army met J.J. Haddad.']
    >>> [t.text for t in sentences("They said no. The talks on No. 5 failed.")]
    ['They said no.', 'The talks on No. 5 failed.']
    """
    found = []
    for paragraph, block in enumerate(_BLOCK.finditer(text), start=1):
        for start, end in _cut(text, block.start(), block.end()):
            sentence = Sentence(text[start:end], start, end, paragraph)
            found.append(Translation(sentence, sentence.text, "kept"))
    return found


def first_sentence(text: str) -> str:
    """What stands before the first border."""
    start, end = next(_cut(text, 0, len(text)), (0, 0))
    return text[start:end]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _END.finditer(text, start, end):
        if _is_border(text, start, match, end):
            yield start, match.end()
            after = _SPACE.match(text, match.end(), end)
            start = after.end() if after else match.end()
    if start < end:
        yield start, end


def _is_border(text: str, start: int, match: re.Match[str], end: int) -> bool:
    if not _OPENS.match(text, match.end(), end):
        return False
    if match[0][0] != ".":
        return True
    last = _LAST_WORD.search(text[start : match.start() + 1])
    word = last[1] if last else ""
    if word.lower() in NUMBERING:
        return _NUMBER.match(text, match.end(), end) is None
    return word.lower() not in ABBREVIATIONS and not _INITIALS.fullmatch(word)
