"""PDF files: lines as they lie on the page, put into reading order and run together to paragraphs."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from mujaz import UserError

from . import visual
from .extract import Extract, Source, need
from .lines import title_of
from .rules import presentation_forms

PAGE_LIMIT = 2000
"""Pages of one file."""

SLACK = 1.5
"""How much wider than its share of the line a word may be; a line is full if the next word may not fit."""

LOOSE = 1.7
"""A gap between lines, in usual gaps, from which a new paragraph begins."""

_ARABIC = re.compile("[ء-ي\ufb50-\ufdff\ufe70-\ufefc]")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print: its glyphs from left to right, its edges, its base, and its letters' size in points."""

    glyphs: tuple[str, ...]
    left: float
    right: float
    base: float
    size: float

    @property
    def text(self) -> str:
        """The letters as they lie on the page; a ligature's letters are held in reading order, so turned."""
        return "".join(glyph[::-1] if _ARABIC.match(glyph) else glyph for glyph in self.glyphs).strip()


def read_pdf(source: Source) -> Iterator[Extract]:
    """The text of a PDF file.

    Raises:
        UserError: pdfminer.six is missing, or the file is damaged, locked, or pictures of pages.
    """
    need("pdfminer", "pdf", "reading PDF files")
    pages = [page for page in _pages(source) if page]
    if not pages:
        raise UserError(f"{source.name} has no text, only pictures; it needs character recognition first")
    furniture = _furniture(pages)
    body = [[line for line in page if line not in furniture] for page in pages]
    turned = visual.is_visual("\n".join(line.text for page in body for line in page))
    paragraphs = _paragraphs([line for page in body for line in page], turned)
    # Page numbers and running heads go behind the text, so that sentences run on across pages.
    loose = dict.fromkeys(_reading(line, turned) for page in pages for line in page if line in furniture)
    text = "\n".join([*paragraphs, *loose])
    yield Extract(text, title_of(text), mended=("visual_order",) if turned else ())


def _pages(source: Source) -> Iterator[list[Line]]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTTextContainer, LTTextLine
    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed

    try:
        for page in extract_pages(io.BytesIO(source.data), maxpages=PAGE_LIMIT):
            boxes = [box for box in page if isinstance(box, LTTextContainer)]
            yield [
                _line(line) for box in boxes for line in box if isinstance(line, LTTextLine) and line.get_text().strip()
            ]
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed):
        raise UserError(f"{source.name} is locked with a password; save an open copy") from None
    except Exception as error:
        # A damaged file can fail anywhere inside the parser, with any exception.
        raise UserError(f"{source.name} is no PDF file, or a damaged one ({type(error).__name__})") from None


def _line(line: Any) -> Line:
    glyphs = [(item.get_text(), getattr(item, "size", 0.0)) for item in line]
    size = Counter(size for text, size in glyphs if text.strip()).most_common(1)[0][0]
    return Line(tuple(text for text, _ in glyphs), line.x0, line.x1, line.y0, size)


def _furniture(pages: Sequence[Sequence[Line]]) -> set[Line]:
    """Lines at the top or foot of a page without Arabic, or that are there on most pages."""
    edges = [line for page in pages for line in (min(page, key=_base), max(page, key=_base))]
    often = Counter(_DIGITS.sub("#", line.text) for line in edges)
    return {
        line
        for page in pages
        for line in page
        if (line.base <= min(map(_base, page)) + 2 or line.base >= max(map(_base, page)) - 2)
        and (not _ARABIC.search(line.text) or (often[_DIGITS.sub("#", line.text)] > max(1, len(pages) / 2)))
    }


def _base(line: Line) -> float:
    return line.base


def _paragraphs(lines: Sequence[Line], turned: bool) -> Iterator[str]:
    """Run lines together: a line that has no room for the next one's first word goes on in it."""
    left = min((line.left for line in lines), default=0.0)
    gaps = sorted(gap for above, below in pairwise(lines) if (gap := above.base - below.base) > 0)
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    held: list[str] = []
    for above, below in zip([None, *lines], lines, strict=False):
        if above is not None and not _goes_on(above, below, left, usual, turned):
            yield " ".join(held)
            held = []
        held.append(_reading(below, turned))
    yield " ".join(held)


def _goes_on(above: Line, below: Line, left: float, usual: float, turned: bool) -> bool:
    gap = above.base - below.base
    if gap > LOOSE * usual or abs(above.size - below.size) > 0.1 * above.size:
        return False
    text = _reading(below, turned)
    word = (below.right - below.left) * (len(text.split(maxsplit=1)[0]) + 1) / len(text)
    return above.left - left < SLACK * word


def _reading(line: Line, turned: bool) -> str:
    """The text of a line in reading order, in plain letters."""
    text = visual.logical(line.text) if turned else "".join(line.glyphs)
    for start, end, plain in reversed(list(presentation_forms(text))):
        text = text[:start] + plain + text[end:]
    return " ".join(text.split())
