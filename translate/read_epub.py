"""E-books: a chapter is an article."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from mujaz import UserError

from .archive import Archive
from .encoding import decode
from .extract import Extract, Source
from .lines import title_of
from .markup import visible_text

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def read_epub(source: Source) -> Iterator[Extract]:
    """The chapters of a book in reading order, those without text left out.

    Raises:
        UserError: it is no book, locked, or holds no text.
    """
    archive = Archive(source.data, source.name, "e-book (.epub)")
    rootfile = archive.tree("META-INF/container.xml").find(f".//{_CONTAINER}rootfile")
    place = rootfile.get("full-path", "") if rootfile is not None else ""
    package = archive.tree(place)
    date = (package.findtext(f".//{_DC}date") or "").strip() or None
    files = {
        item.get("id"): posixpath.join(posixpath.dirname(place), unquote(item.get("href", "")))
        for item in package.iter(f"{_OPF}item")
        if "nav" not in item.get("properties", "").split()
    }
    chapters = 0
    # A chapter that the spine names twice is read once.
    for member in dict.fromkeys(files.get(reference.get("idref")) for reference in package.iter(f"{_OPF}itemref")):
        if member is None or member not in archive:
            continue
        decoded = decode(archive.read(member), name=f"{source.name}: {member}")
        text = visible_text(decoded.text)
        if text:
            chapters += 1
            place = str(chapters)
            yield Extract(text, title_of(text), date, encoding=decoded.encoding, mended=decoded.mended, place=place)
    if not chapters:
        raise UserError(f"{source.name} holds no text; a book of scanned pages needs character recognition first")
