"""A Word document: headline, bullets whose citations are links, and a table of numbered sentences."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from mujaz import UserError, visible
from summarize import Brief, Name
from translate import Translation

from .runs import DOUBT, SOFT, Piece, W, arabic, bookmark, cites, element, runs
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

RULE, HEADER = "BFB8A8", "F2EFE6"
"""Colours of the tables' rules and headings."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every part of the file: the oldest that zip can hold. The same brief gives the same bytes."""


def render(brief: Brief) -> bytes:
    """The document as a ``.docx`` file.

    Raises:
        UserError: python-docx is not installed.
    """
    try:
        import docx
        from docx.shared import Mm
    except ImportError as error:
        raise UserError("docx needs python-docx; install it with: pip install 'mujaz[docx]'") from error
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name = "Calibri"
    normal.element.rPr.rFonts.set(f"{W}cs", "Arial")  # the font of right-to-left runs
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(20)
    _properties(document, brief)
    _summary(document, brief)
    _reread(document, brief)
    _sentences(document, brief)
    _names(document, brief.names)
    if lines := made_with(brief):
        document.add_heading("How it was made", 1)
        for line in lines:
            runs(_item(document), line, color=SOFT)
    return _packed(document)


def _properties(document: Piece, brief: Brief) -> None:
    properties = document.core_properties
    properties.title = visible(brief.headline.text if brief.headline else brief.article.name)[:255]
    properties.author = properties.last_modified_by = "mujaz"
    properties.comments = ""
    for stamp in [child for child in properties._element if child.tag.endswith(("}created", "}modified"))]:
        properties._element.remove(stamp)


def _summary(document: Piece, brief: Brief) -> None:
    article = brief.article
    heading = document.add_heading("", 0)
    runs(heading, worded(brief.headline) if brief.headline else article.name)
    cites(heading, brief.headline.cites if brief.headline else ())
    if article.title and not brief.summarized_english:
        arabic(document.add_paragraph(), article.title)
    origin = [article.name, article.outlet, article.date, article.url]
    runs(document.add_paragraph(), " · ".join(filter(None, origin)), color=SOFT)
    if wanting := verdict(brief):
        runs(document.add_paragraph(), wanting, color=DOUBT)
    if brief.bullets:
        document.add_heading("The brief", 1)
    for bullet in brief.bullets or ():
        paragraph = _item(document)
        runs(paragraph, worded(bullet))
        cites(paragraph, bullet.cites)
    for note in brief.notes:
        runs(document.add_paragraph(), f"Note: {visible(note)}", color=SOFT)


def _reread(document: Piece, brief: Brief) -> None:
    wanting, unsure = suspects(brief), least_sure(brief)
    if not wanting and not unsure:
        return
    document.add_heading("Worth re-reading", 1)
    for number, translation in wanting:
        paragraph = _item(document)
        cites(paragraph, [number], before="", after=" ")
        runs(paragraph, why(translation))
        if reading := another_reading(translation):
            runs(document.add_paragraph(style="List Continue"), reading)
    if unsure:
        paragraph = document.add_paragraph("The model was least sure of")
        cites(paragraph, unsure)
        paragraph.add_run(".")
    for number, reading in other_readings(brief):
        paragraph = _item(document)
        cites(paragraph, [number], before="", after=" ")
        runs(paragraph, reading)


def _sentences(document: Piece, brief: Brief) -> None:
    from docx.shared import Mm

    document.add_heading("The article, sentence by sentence", 1)
    headings = ["", "English"] if brief.summarized_english else ["", "English", "Arabic"]
    table = _table(document, headings, [Mm(12), *[Mm(162 // (len(headings) - 1))] * (len(headings) - 1)])
    for paragraph in paragraphs(brief):
        for number, translation in paragraph:
            row = table.add_row()
            row._tr.get_or_add_trPr().append(element("cantSplit"))
            cells = row.cells
            bookmark(cells[0].paragraphs[0], f"s{number}", number)
            _english(cells[1], translation)
            if not brief.summarized_english:
                write = runs if "not_arabic" in translation.flags else arabic
                write(cells[2].paragraphs[0], translation.source.text)


def _english(cell: Piece, translation: Translation) -> None:
    wanting = translation.status in ("flagged", "failed")
    if "other_language" in translation.flags:
        arabic(cell.paragraphs[0], translation.text)
    else:
        runs(cell.paragraphs[0], english(translation), color=DOUBT if translation.status == "failed" else None)
    if wanting:
        runs(cell.add_paragraph(), why(translation), color=DOUBT)


def _names(document: Piece, names: Sequence[Name]) -> None:
    if not names:
        return
    from docx.shared import Mm

    document.add_heading("Names", 1)
    table = _table(document, ["English", "Arabic", "Sentences"], [Mm(70), Mm(64), Mm(40)])
    for name in names:
        cells = table.add_row().cells
        runs(cells[0].paragraphs[0], name.target)
        arabic(cells[1].paragraphs[0], name.source)
        cites(cells[2].paragraphs[0], name.sentences, before="")


def _item(document: Piece) -> Piece:
    """A list item; its style is named by its id, for python-docx looks a name up among all styles each time."""
    paragraph = document.add_paragraph()
    paragraph._p.style = "ListBullet"
    return paragraph


def _table(document: Piece, headings: Sequence[str], widths: Sequence[Piece]) -> Piece:
    table = document.add_table(1, len(headings), style="Table Grid")
    table.autofit = False
    properties = table._tbl.tblPr
    # Each at its place in the order that the standard wants.
    properties.find(f"{W}tblLayout").addprevious(element("tblBorders"))
    borders = properties.find(f"{W}tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        upright = side in ("left", "right", "insideV")
        borders.append(element(side, val="nil") if upright else element(side, val="single", sz="4", color=RULE))
    margins = element("tblCellMar")
    margins.extend(element(side, w="60", type="dxa") for side in ("top", "bottom"))
    properties.find(f"{W}tblLook").addprevious(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
        cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=HEADER))
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
    return table


def _packed(document: Piece) -> bytes:
    """The document's bytes with the same time on every part."""
    raw, packed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return packed.getvalue()
