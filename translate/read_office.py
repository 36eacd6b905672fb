"""Word and OpenDocument text, by what their standards say about paragraphs: no office library needed."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .archive import Archive
from .extract import Extract, Source
from .lines import title_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
_LEFT_OUT = frozenset({f"{W}delText", f"{W}instrText", f"{MC}Fallback", f"{OFFICE}annotation", f"{TEXT}note-citation"})
"""What stands in a paragraph and is not read: deleted text, field codes, second forms of drawings, remarks."""


def read_docx(source: Source) -> Iterator[Extract]:
    """The paragraphs of a Word document, those of tables and text boxes too, then its footnotes.

    Its title is the paragraph in the style of one, or a heading that opens it.
    """
    archive = Archive(source.data, source.name, "Word (.docx)")
    paragraphs: list[str] = []
    title = None
    begun = False
    for part in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        if part != "word/document.xml" and part not in archive:
            continue
        for paragraph in archive.outermost(part, frozenset({f"{W}p"})):
            text = _docx_text(paragraph)
            paragraphs.append(text)
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            named = "" if style is None else style.get(f"{W}val", "")
            if title is None and (named == "Title" or (named == "Heading1" and not begun)):
                title = text.strip() or None
            begun = begun or bool(text.strip())
    yield _extract(paragraphs, title)


def read_odt(source: Source) -> Iterator[Extract]:
    """The paragraphs and headings of an OpenDocument text; a heading that opens it is its title."""
    archive = Archive(source.data, source.name, "OpenDocument (.odt)")
    tags = frozenset({f"{TEXT}p", f"{TEXT}h", f"{TEXT}tracked-changes"})
    paragraphs: list[str] = []
    title = None
    begun = False
    for block in archive.outermost("content.xml", tags):
        if block.tag == f"{TEXT}tracked-changes":
            continue
        paragraphs.append(text := _odt_text(block))
        if not begun and (block.tag == f"{TEXT}h" or block.get(f"{TEXT}style-name") == "Title"):
            title = text.strip() or None
        begun = begun or bool(text.strip())
    yield _extract(paragraphs, title)


def _extract(paragraphs: list[str], title: str | None) -> Extract:
    text = "\n".join(paragraphs).strip("\n")
    return Extract(text, title or title_of(text))


def _docx_text(element: Element) -> str:
    if element.tag in _LEFT_OUT:
        return ""
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag in (f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        return {"tab": "\t", "noBreakHyphen": "-"}.get(element.tag.removeprefix(W), "\n")
    inner = "".join(_docx_text(child) for child in element)
    # A paragraph in a text box stands inside the paragraph that holds the box.
    return inner + "\n" if element.tag == f"{W}txbxContent" else inner


def _odt_text(element: Element) -> str:
    if element.tag in _LEFT_OUT:
        return ""
    if element.tag == f"{TEXT}s":
        count = element.get(f"{TEXT}c", "1")
        return " " * (min(int(count), 1000) if count.isdigit() else 1)
    if element.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
        return "\t" if element.tag == f"{TEXT}tab" else "\n"
    parts = [element.text or ""]
    for child in element:
        inner = _odt_text(child)
        parts.append(f"\n{inner}\n" if child.tag in (f"{TEXT}p", f"{TEXT}h") else inner)
        parts.append(child.tail or "")
    return "".join(parts)
