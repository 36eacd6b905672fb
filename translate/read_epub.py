"""E-books: a chapter is an article."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from mujaz import UserError

from .archive import Archive
from .encoding import decode
from .extract import Extract, Source
from .lines import title_of
from .markup import visible_text

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"

SHOWN = 5
"""How many missing chapters a message names."""


def read_epub(source: Source) -> Iterator[Extract]:
    """The chapters of a book in reading order, those without text left out.

    Chapters that the book names and does not hold are an error after those that it holds.

    Raises:
        UserError: it is no book, locked, holds no text, or not every chapter.
    """
    archive = Archive(source.data, source.name, "e-book (.epub)")
    rootfile = archive.tree("META-INF/container.xml").find(f".//{_CONTAINER}rootfile")
    place = rootfile.get("full-path", "") if rootfile is not None else ""
    package = archive.tree(place)
    date = (package.findtext(f".//{_DC}date") or "").strip() or None
    chapters = 0
    missing: list[str] = []
    for member in _spine(package, posixpath.dirname(place)):
        if member not in archive:
            missing.append(member)
            continue
        decoded = decode(archive.read(member), name=f"{source.name}: {member}")
        text = visible_text(decoded.text)
        if text:
            chapters += 1
            place = str(chapters)
            yield Extract(text, title_of(text), date, encoding=decoded.encoding, mended=decoded.mended, place=place)
    if missing:
        more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
        raise UserError(f"{source.name}: chapters missing from the file: {', '.join(missing[:SHOWN])}{more}")
    if not chapters:
        raise UserError(f"{source.name} holds no text; a book of scanned pages needs character recognition first")


def _spine(package: Element, folder: str) -> list[str]:
    """The files of the chapters in reading order, each once, and not the table of contents.

    A chapter that the list of files does not know goes by its id.
    """
    items = {item.get("id", ""): item for item in package.iter(f"{_OPF}item")}
    contents = {name for name, item in items.items() if "nav" in item.get("properties", "").split()}
    # A path may leave the folder of the list: ../text/1.xhtml.
    files = {
        name: posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "")))) for name, item in items.items()
    }
    names = (reference.get("idref", "") for reference in package.iter(f"{_OPF}itemref"))
    return list(dict.fromkeys(files.get(name, name) for name in names if name not in contents))
