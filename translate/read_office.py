"""Word and OpenDocument text, by what their standards say about paragraphs: no office library needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from .archive import Archive
from .extract import Extract, Source
from .lines import title_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
_LEFT_OUT = frozenset(
    (f"{W}delText", f"{W}moveFrom", f"{W}instrText", f"{MC}Fallback", f"{OFFICE}annotation", f"{TEXT}note-citation")
)
"""What stands in a paragraph and is not read: text deleted or moved away, field codes, second forms of drawings,
remarks."""
_PARAGRAPHS = frozenset({f"{W}p", f"{TEXT}p", f"{TEXT}h"})


def read_docx(source: Source) -> Iterator[Extract]:
    """The paragraphs of a Word document, those of tables too and of text boxes behind their own, then its footnotes.

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
            text, *aside = _texts(paragraph, _docx_text)
            paragraphs += [text, *aside]
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            named = "" if style is None else style.get(f"{W}val", "")
            if title is None and (named == "Title" or (named == "Heading1" and not begun)):
                title = text.strip() or None
            begun = begun or any(map(str.strip, (text, *aside)))
    yield _extract(paragraphs, title)


def read_odt(source: Source) -> Iterator[Extract]:
    """The paragraphs and headings of an OpenDocument text, with notes and text boxes behind their own.

    A heading that opens it is its title.
    """
    archive = Archive(source.data, source.name, "OpenDocument (.odt)")
    tags = frozenset({f"{TEXT}p", f"{TEXT}h", f"{TEXT}tracked-changes"})
    paragraphs: list[str] = []
    title = None
    begun = False
    for block in archive.outermost("content.xml", tags):
        if block.tag == f"{TEXT}tracked-changes":
            continue
        text, *aside = _texts(block, _odt_text)
        paragraphs += [text, *aside]
        if not begun and (block.tag == f"{TEXT}h" or block.get(f"{TEXT}style-name") == "Title"):
            title = text.strip() or None
        begun = begun or any(map(str.strip, (text, *aside)))
    yield _extract(paragraphs, title)


def _extract(paragraphs: list[str], title: str | None) -> Extract:
    text = "\n".join(paragraphs).strip("\n")
    return Extract(text, title or title_of(text))


def _texts(paragraph: Element, text_of: Callable[[Element, list[Element]], str]) -> list[str]:
    """The text of a paragraph, then those of the paragraphs inside it, which would part its sentence.

    They belong to text boxes and notes; in a box they may lie in cells, or hold a box again.
    """
    inside: list[Element] = []
    text = text_of(paragraph, inside)
    return [text, *(each for further in inside for each in _texts(further, text_of))]


def _docx_text(element: Element, inside: list[Element]) -> str:
    """What ``element`` says; the paragraphs that it holds are put into ``inside``."""
    if element.tag in _LEFT_OUT:
        return ""
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag in (f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        return {"tab": "\t", "noBreakHyphen": "-"}.get(element.tag.removeprefix(W), "\n")
    parts: list[str] = []
    for child in element:
        if child.tag in _PARAGRAPHS:
            inside.append(child)
        else:
            parts.append(_docx_text(child, inside))
    return "".join(parts)


def _odt_text(element: Element, inside: list[Element]) -> str:
    """As :func:`_docx_text`."""
    if element.tag in _LEFT_OUT:
        return ""
    if element.tag == f"{TEXT}s":
        count = element.get(f"{TEXT}c", "1")
        return " " * (min(int(count), 1000) if count.isdigit() else 1)
    if element.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
        return "\t" if element.tag == f"{TEXT}tab" else "\n"
    parts = [element.text or ""]
    for child in element:
        if child.tag in _PARAGRAPHS:
            inside.append(child)
        else:
            parts.append(_odt_text(child, inside))
        parts.append(child.tail or "")
    return "".join(parts)
