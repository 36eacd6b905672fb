"""PDF files: lines as they lie on the page, put into reading order and run together to paragraphs."""

from __future__ import annotations

import contextlib
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from mujaz import UserError

from . import visual
from .columns import Line, columns
from .extract import Extract, Source, need
from .lines import title_of
from .rules import presentation_forms

PAGE_LIMIT = 2000
"""Pages of one file."""

STREAM_LIMIT = 100 * 1024 * 1024
"""Bytes that one stream may unfold to; a page scanned at 600 dots an inch in grey has 35 MB."""

SLACK = 1.5
"""How much wider than its share of the line a word may be; a line is full if the next word may not fit."""

LOOSE = 1.7
"""A gap between lines, in usual gaps for letters of their size, from which a new paragraph begins."""

PIECE = 64 * 1024
"""Bytes that are unfolded at a time."""

_ARABIC = re.compile("[ء-ي\ufb50-\ufdff\ufe70-\ufefc]")
_DIGITS = re.compile(r"\d+")


def read_pdf(source: Source) -> Iterator[Extract]:
    """The text of a PDF file.

    Raises:
        UserError: pdfminer.six is missing, or the file is damaged, locked, or pictures of pages.
    """
    need("pdfminer", "pdf", "reading PDF files")
    _refuse_bombs(source)
    pages = [page for page in _pages(source) if page]
    if not pages:
        raise UserError(f"{source.name} has no text, only pictures; it needs character recognition first")
    furniture = _furniture(pages)
    body = [[line for line in page if line not in furniture] for page in pages]
    turned = visual.is_visual("\n".join(_as_printed(line) for page in body for line in page))
    paragraphs = _paragraphs([column for page in body for column in columns(page)], turned)
    # Page numbers and running heads go behind the text, so that sentences run on across pages.
    loose = dict.fromkeys(_reading(line, turned) for page in pages for line in page if line in furniture)
    text = "\n".join([*paragraphs, *loose])
    yield Extract(text, title_of(text), mended=("visual_order",) if turned else ())


def _refuse_bombs(source: Source) -> None:
    """Unfold every stream up to the limit before the parser unfolds it without one."""
    for start in re.finditer(rb"stream\r?\n", source.data):
        unfolding = zlib.decompressobj()
        unfolded = 0
        fed = memoryview(source.data)[start.end() :]
        with contextlib.suppress(zlib.error):
            # Pieces, so that no more than one is held; what is no deflated stream fails at its first byte.
            for at in range(0, len(fed), PIECE):
                rest = bytes(fed[at : at + PIECE])
                while rest and not unfolding.eof:
                    unfolded += len(unfolding.decompress(rest, PIECE))
                    rest = unfolding.unconsumed_tail
                    if unfolded > STREAM_LIMIT:
                        limit = STREAM_LIMIT // 1024 // 1024
                        raise UserError(
                            f"{source.name} unfolds to more than {limit} MB; if it is no bomb, save it as text"
                        )
                if unfolding.eof:
                    break


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
    glyphs = [(item.get_text().replace("\n", " "), getattr(item, "size", 0.0)) for item in line]
    size = Counter(size for text, size in glyphs if text.strip()).most_common(1)[0][0]
    return Line(tuple(text for text, _ in glyphs), line.x0, line.x1, line.y0, max(size, 0.1))


def _furniture(pages: Sequence[Sequence[Line]]) -> set[Line]:
    """Lines at the top or foot of a page without Arabic, or that are there on most pages."""
    edges = [line for page in pages for line in (min(page, key=_base), max(page, key=_base))]
    often = Counter(_DIGITS.sub("#", _as_printed(line)) for line in edges)
    return {
        line
        for page in pages
        for line in page
        if (line.base <= min(map(_base, page)) + 2 or line.base >= max(map(_base, page)) - 2)
        and (
            not _ARABIC.search(_as_printed(line)) or often[_DIGITS.sub("#", _as_printed(line))] > max(1, len(pages) / 2)
        )
    }


def _base(line: Line) -> float:
    return line.base


def _paragraphs(regions: Sequence[Sequence[Line]], turned: bool) -> Iterator[str]:
    """Run lines together: a line that has no room for the next one's first word goes on in it."""
    gaps = sorted((above.base - below.base) / above.size for lines in regions for above, below in pairwise(lines))
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    held: list[str] = []
    before: Line | None = None
    edge = 0.0
    for lines in regions:
        for line in lines:
            if before is not None and not _goes_on(before, line, edge, usual, turned):
                yield " ".join(held)
                held = []
            held.append(_reading(line, turned))
            before, edge = line, min(each.left for each in lines)
    yield " ".join(held)


def _goes_on(above: Line, below: Line, edge: float, usual: float, turned: bool) -> bool:
    """Whether the text goes on from a line to the next; ``edge`` is where full lines of its column end."""
    gap = (above.base - below.base) / above.size
    if gap > LOOSE * usual or abs(above.size - below.size) > 0.1 * above.size:
        return False
    text = _reading(below, turned)
    word = (below.right - below.left) * (len(text.split(maxsplit=1)[0]) + 1) / len(text)
    return above.left - edge < SLACK * word


def _as_printed(line: Line) -> str:
    """The letters as they lie on the page; a ligature's letters are held in reading order, so turned."""
    return "".join(glyph[::-1] if _ARABIC.match(glyph) else glyph for glyph in line.glyphs).strip()


def _reading(line: Line, turned: bool) -> str:
    """The text of a line in reading order, in plain letters."""
    text = visual.logical(_as_printed(line)) if turned else "".join(line.glyphs)
    for start, end, plain in reversed(list(presentation_forms(text))):
        text = text[:start] + plain + text[end:]
    return " ".join(text.split())
