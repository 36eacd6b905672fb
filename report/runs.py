"""What a Word paragraph is made of: runs of one direction, links to a bookmark, bookmarks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from mujaz import visible

Piece = Any
"""An element of python-docx, which types its elements at run time only."""

LINK, DOUBT, SOFT = "0B5A8A", "9A3412", "5C5850"
"""Colours, as in the page: links, what wants a look, what may be skipped."""

ARABIC_SIZE = "26"
"""Half points: Arabic letters are smaller than Latin ones of the same size."""

_LATIN = re.compile(r"([A-Za-z](?:[\w .,:;/@&'’+#%-]*[A-Za-z0-9])?)", re.ASCII)
"""A stretch of Latin script inside Arabic. Word takes a hyphen of a right-to-left run for right-to-left, and
shows F-16 as 16-F; so these become runs of their own."""

_ARABIC = re.compile("([\u0590-\u08ff\ufb1d-\ufefc]+(?:[^A-Za-z\u0590-\u08ff]*[\u0590-\u08ff\ufb1d-\ufefc]+)*)")
"""A stretch of Arabic inside English, numbers and punctuation between its words included."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def runs(paragraph: Piece, text: str, *, color: str | None = None) -> None:
    """English, with the Arabic in it in right-to-left runs.

    What follows such a run starts with a left-to-right mark: else a number there would count as part of it.
    """
    mark = ""
    for piece in _split(_ARABIC, visible(text)):
        rtl = bool(_ARABIC.fullmatch(piece))
        _run(paragraph._p, f"{mark}{piece}", rtl=rtl, color=color)
        mark = "\N{LEFT-TO-RIGHT MARK}" if rtl else ""


def arabic(paragraph: Piece, text: str) -> None:
    """A right-to-left paragraph, with the Latin script in it in left-to-right runs."""
    paragraph._p.get_or_add_pPr().append(element("bidi"))
    for piece in _split(_LATIN, visible(text)):
        _run(paragraph._p, piece, rtl=not _LATIN.fullmatch(piece))


def _split(stretch: re.Pattern[str], text: str) -> list[str]:
    return [piece for piece in stretch.split(text) if piece]


def _run(parent: Piece, text: str, *, rtl: bool = False, color: str | None = None, link: bool = False) -> None:
    """A run at the end of ``parent``, made element by element: python-docx's own way takes three times as long."""
    properties = element("rPr")
    if color:
        properties.append(element("color", val=color))
    if rtl:
        properties.append(element("szCs", val=ARABIC_SIZE))
    if link:
        properties.append(element("u", val="single"))
    if rtl:
        properties.append(element("rtl"))
        properties.append(element("lang", bidi="ar-SA"))
    words = element("t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run = element("r")
    if len(properties):
        run.append(properties)
    run.append(words)
    parent.append(run)


def cites(paragraph: Piece, ids: Iterable[int], *, before: str = " ", after: str = "") -> None:
    """Citations: each number a link to the bookmark of its sentence."""
    opening = f"{before}["
    for number in ids:
        _run(paragraph._p, opening)
        opening = ","
        link = element("hyperlink", anchor=f"s{number}", history="1")
        _run(link, str(number), color=LINK, link=True)
        paragraph._p.append(link)
    if opening == ",":
        _run(paragraph._p, f"]{after}")


def bookmark(paragraph: Piece, name: str, number: int) -> None:
    """The sentence's number, as the place that its citations lead to."""
    paragraph._p.append(element("bookmarkStart", id=str(number), name=name))
    _run(paragraph._p, str(number), color=SOFT)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def element(tag: str, **attributes: str) -> Piece:
    """An element of the main name space; attributes are of it too."""
    from docx.oxml.parser import oxml_parser

    made = oxml_parser.makeelement(f"{W}{tag}", nsmap={"w": W[1:-1]})
    for key, value in attributes.items():
        made.set(f"{W}{key}", value)
    return made
