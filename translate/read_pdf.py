"""PDF files: lines as they lie on the page, put into reading order and run together to paragraphs."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice, pairwise
from typing import Any

from mujaz import UserError

from . import visual
from .columns import Line, columns
from .extract import Extract, Source, need
from .glyphs import Glyph, lines, understood
from .lines import title_of
from .rules import presentation_forms

PAGE_LIMIT = 2000
"""Pages of one file; one that has more is refused, for half a book would pass for the whole."""

STREAM_LIMIT = 100 * 1024 * 1024
"""Bytes that one stream may unfold to; a page scanned at 600 dots an inch in grey has 35 MB."""

SLACK = 1.5
"""How much wider than its share of the line a word may be; a line is full if the next word may not fit."""

LOOSE = 1.7
"""A gap between lines, in usual gaps for letters of their size, from which a new paragraph begins."""

ILLEGIBLE = 0.3
"""The share of letters that a file may leave unnamed; each is shown as a sign that says so."""

PIECE = 64 * 1024
"""Bytes that are unfolded at a time."""

Reading = Callable[[Line], str]
"""A line's text in reading order."""

_ARABIC = re.compile("[ء-ي\ufb50-\ufdff\ufe70-\ufefc]")
_DIGITS = re.compile(r"\d+")
_TWICE = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?\b")


def read_pdf(source: Source) -> Iterator[Extract]:
    """The text of a PDF file.

    Raises:
        UserError: pdfminer.six is missing, or the file is damaged, locked, too long, or pictures of pages.
    """
    need("pdfminer", "pdf", "reading PDF files")
    _refuse_bombs(source)
    pages: list[list[Line]] = []
    letters = unnamed = 0
    for drawn in _pages(source):
        glyphs = understood(drawn)
        letters += len(glyphs)
        unnamed += sum(glyph.text == "\N{REPLACEMENT CHARACTER}" for glyph in glyphs)
        if page := list(lines(glyphs)):
            pages.append(page)
    if not pages or unnamed > ILLEGIBLE * letters:
        what = "does not say what its letters are" if unnamed else "has no text, only pictures"
        raise UserError(f"{source.name} {what}; it needs character recognition first")
    furniture = _furniture(pages)
    body = [[line for line in page if line not in furniture] for page in pages]
    printed = "\n".join(_as_printed(line) for page in body for line in page)
    turned = bool(_ARABIC.search(printed)) and not visual.is_visual(visual.logical(printed))
    reading = partial(_reading, turned=turned, mirror=visual.mirrored(printed))
    paragraphs = _paragraphs([column for page in body for column in columns(page)], reading)
    # Page numbers and running heads go behind the text, so that sentences run on across pages.
    loose = dict.fromkeys(reading(line) for page in pages for line in page if line in furniture)
    text = "\n".join([*paragraphs, *loose])
    yield Extract(text, title_of(text), mended=("visual_order",) if turned else ())


def _refuse_bombs(source: Source) -> None:
    """Unfold every stream up to the limit before the parser unfolds it without one."""
    if _TWICE.search(source.data):
        raise UserError(f"{source.name} has streams that are packed twice, as only bombs do; save it as text")
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


def _pages(source: Source) -> Iterator[list[Glyph]]:
    """The glyphs of each page."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    # What it says of fonts is about how a page looks.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources)
    interpreter = PDFPageInterpreter(resources, device)
    try:
        pages = list(islice(PDFPage.get_pages(io.BytesIO(source.data)), PAGE_LIMIT + 1))
        if len(pages) > PAGE_LIMIT:
            raise UserError(f"{source.name} has more than {PAGE_LIMIT:,} pages; cut it into smaller files")
        for page in pages:
            interpreter.process_page(page)
            yield list(_glyphs(device.get_result()))
    except UserError:
        raise
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed):
        raise UserError(f"{source.name} is locked with a password; save an open copy") from None
    except Exception as error:
        # A damaged file can fail anywhere inside the parser, with any exception.
        raise UserError(f"{source.name} is no PDF file, or a damaged one ({type(error).__name__})") from None


def _glyphs(container: Any) -> Iterator[Glyph]:
    from pdfminer.layout import LTChar, LTContainer

    for item in container:
        if isinstance(item, LTChar):
            yield Glyph(item.get_text().replace("\n", " "), item.x0, item.x1, item.matrix[5], item.size)
        elif isinstance(item, LTContainer):
            yield from _glyphs(item)


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


def _paragraphs(regions: Sequence[Sequence[Line]], reading: Reading) -> Iterator[str]:
    """Run lines together: a line that has no room for the next one's first word goes on in it."""
    gaps = sorted((above.base - below.base) / above.size for region in regions for above, below in pairwise(region))
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    held: list[str] = []
    before: Line | None = None
    edge = 0.0
    for region in regions:
        for line in region:
            if before is not None and not _goes_on(before, line, edge, usual, reading):
                yield " ".join(held)
                held = []
            held.append(reading(line))
            before, edge = line, min(each.left for each in region)
    yield " ".join(held)


def _goes_on(above: Line, below: Line, edge: float, usual: float, reading: Reading) -> bool:
    """Whether the text goes on from a line to the next; ``edge`` is where full lines of its column end."""
    gap = (above.base - below.base) / above.size
    if gap > LOOSE * usual or abs(above.size - below.size) > 0.1 * above.size:
        return False
    text = reading(below)
    word = (below.right - below.left) * (len(text.split(maxsplit=1)[0]) + 1) / len(text)
    return above.left - edge < SLACK * word


def _as_printed(line: Line) -> str:
    """The letters as they lie on the page; a ligature's letters are held in reading order, so turned."""
    return "".join(glyph[::-1] if _ARABIC.match(glyph) else glyph for glyph in line.glyphs).strip()


def _reading(line: Line, *, turned: bool, mirror: bool) -> str:
    """The text of a line in reading order, in plain letters."""
    text = visual.turned(_as_printed(line), mirror) if turned else "".join(line.glyphs)
    for start, end, plain in reversed(list(presentation_forms(text))):
        text = text[:start] + plain + text[end:]
    return " ".join(text.split())
