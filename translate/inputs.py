"""Files and standard input to articles."""

from __future__ import annotations

import hashlib
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from mujaz import UsageError, UserError

from .article import Article, Origin
from .extract import Extract, Reader, Source
from .read_epub import read_epub
from .read_html import read_html
from .read_json import read_json, read_json_lines
from .read_office import read_docx, read_odt
from .read_pdf import read_pdf
from .read_text import read_markdown, read_subtitles, read_text

MB = 1024 * 1024
SIZE_LIMIT = 256 * MB
"""Bytes of one input; it is held in memory."""


@dataclass(frozen=True, slots=True)
class InputFormat:
    """A format that can be read: the endings that tell it, its reader, and how many bytes that takes.

    A parser that builds a tree of the whole input needs many times its size.
    """

    name: str
    endings: tuple[str, ...]
    reader: Reader
    limit: int = SIZE_LIMIT


INPUT_FORMATS = {
    format_.name: format_
    for format_ in (
        InputFormat("text", (".txt", ".text"), read_text),
        InputFormat("md", (".md", ".markdown"), read_markdown),
        InputFormat("html", (".html", ".htm", ".xhtml"), read_html, 16 * MB),
        InputFormat("docx", (".docx",), read_docx),
        InputFormat("odt", (".odt",), read_odt),
        InputFormat("pdf", (".pdf",), read_pdf),
        InputFormat("epub", (".epub",), read_epub),
        InputFormat("srt", (".srt", ".vtt"), read_subtitles),
        InputFormat("json", (".json",), read_json, 64 * MB),
        InputFormat("jsonl", (".jsonl", ".ndjson"), read_json_lines),
    )
}

UNREADABLE = (
    (b"\xd0\xcf\x11\xe0", "an old Word file", "save it as .docx"),
    (b"{\\rtf", "a rich text file", "save it as .docx or .txt"),
    (b"\x1f\x8b", "a gzip file", "unpack it first"),
    (b"\x89PNG", "a picture", "it needs character recognition first"),
    (b"\xff\xd8\xff", "a picture", "it needs character recognition first"),
    (b"GIF8", "a picture", "it needs character recognition first"),
)
"""What files begin with that are no text, what they are, and what to do."""

_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:(?:<\?xml[^>]*>|<!--(?:(?!-->).)*-->)\s*)*<(?:!doctype\s+)?html\b",
    re.IGNORECASE | re.DOTALL,
)
"""How a web page begins, whatever its file is called: page.php, news.aspx?id=12, or nothing at all."""


def read(
    path: Path | None,
    *,
    encoding: str | None = None,
    format: str | None = None,  # noqa: A002 - the option is called --from FORMAT, the field format
    field: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Article]:
    """Yield the articles of the file ``path``, or of standard input when it is None.

    The format is told by ``format``, else by the ending, else by how the bytes begin.

    Raises:
        UserError: the file is missing, a folder, unreadable, empty, too large or damaged, or a package
            for its format is missing.
        UsageError: there is no such format.
    """
    name = str(path) if path else "standard input"
    if format is not None and format not in INPUT_FORMATS:
        raise UsageError(f"there is no format {format!r} to read from; there are: {', '.join(INPUT_FORMATS)}")
    data = _bytes(path, name) if path else _piped(stdin or sys.stdin.buffer)
    if not data.strip():
        raise UserError(f"{name} is empty: there is nothing to translate")
    chosen = INPUT_FORMATS[format or _told(data, path, name)]
    if len(data) > chosen.limit:
        raise UserError(f"{name} is larger than {chosen.limit // MB} MB; cut it into smaller files")
    extracts = chosen.reader(Source(data, name, encoding, field))
    origin = Origin(hashlib.sha256(data).hexdigest(), chosen.name)
    yield from _articles(extracts, path.name if path else "-", origin, name)


def _articles(extracts: Iterator[Extract], short: str, origin: Origin, name: str) -> Iterator[Article]:
    empty = True
    for extract in extracts:
        if extract.text.strip():
            empty = False
            yield Article(
                f"{short}#{extract.place}" if extract.place else short,
                extract.whole(),
                extract.title,
                extract.date,
                extract.url,
                extract.outlet,
                replace(origin, encoding=extract.encoding, mended=extract.mended),
            )
    if empty:
        raise UserError(f"{name} has no text: there is nothing to translate")


def _told(data: bytes, path: Path | None, name: str) -> str:
    """The format by the ending; what the bytes themselves say goes before the ending of a text file."""
    ending = path.suffix.lower() if path else ""
    by_ending = next((known.name for known in INPUT_FORMATS.values() if ending in known.endings), "text")
    if by_ending != "text":
        return by_ending
    for mark, what, advice in UNREADABLE:
        if data.startswith(mark):
            raise UserError(f"{name} is {what}; {advice}")
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, name)
    return "html" if _PAGE.match(data[:1024]) and ending not in INPUT_FORMATS["text"].endings else "text"


def _zipped(data: bytes, name: str) -> str:
    members = {"word/document.xml": "docx", "content.xml": "odt", "META-INF/container.xml": "epub"}
    try:
        inside = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError):
        inside = []
    for member, format_ in members.items():
        if member in inside:
            return format_
    raise UserError(f"{name} is a zip file; unpack it first")


def _piped(stream: BinaryIO) -> bytes:
    return stream.read(SIZE_LIMIT + 1)


def _bytes(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except FileNotFoundError:
        raise UserError(f"there is no file {name}; check the path") from None
    except IsADirectoryError:
        raise UserError(f"{name} is a folder; name a file, or use `mujaz batch` for a folder") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(f"cannot read {name}: {reason.lower()}") from None
