"""Glossary files: TSV, CSV or TBX with Arabic, English and a note; every fault is told with its line."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

from mujaz import UserError, reason

from .glossary import KEEP, Glossary, Term, has_arabic

COLUMNS = 3


def load(path: Path) -> Glossary:
    """Read a glossary.

    Columns: Arabic, English, an optional note. An empty English column or ``!`` keeps the Arabic as it is. A header
    line is allowed, and lines that start with ``#`` are comments. The ending tells the format: ``.csv`` (comma or
    semicolon), ``.tbx`` and ``.xml`` (TBX), everything else tab-separated.

    Raises:
        UserError: the file cannot be read, or a line is no glossary line; the message names file and line.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UserError(f"cannot read the glossary {path}: {reason(error)}") from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UserError(f"{path}, line {line}: not UTF-8; save the glossary as UTF-8") from error
    read = _tbx if path.suffix.casefold() in (".tbx", ".xml") else _table
    terms = tuple(_once(path, read(path, text)))
    if not terms:
        raise UserError(f"{path}: no terms; a line is an Arabic term, a tab, and its English")
    return Glossary(terms, path.name, hashlib.sha256(data).hexdigest())


def _once(path: Path, terms: Iterator[Term]) -> Iterator[Term]:
    seen: dict[str, Term] = {}
    for term in terms:
        before = seen.setdefault(term.arabic, term)
        if before.target != term.target:
            raise UserError(
                f"{path}, line {term.line}: {term.arabic!r} is {term.target!r} here "
                f"and {before.target!r} on line {before.line}; keep one of them"
            )
        if before is term:
            yield term


def _table(path: Path, text: str) -> Iterator[Term]:
    comma = path.suffix.casefold() == ".csv"
    first = text.split("\n", 1)[0]
    delimiter = (";" if first.count(";") > first.count(",") else ",") if comma else "\t"
    lines = io.StringIO(text, newline="")
    if comma:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    headers = True
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if headers and not any(map(has_arabic, cells)):
                headers = False
                continue
            headers = False
            yield _term(path, reader.line_num, cells)
    except csv.Error as error:
        raise UserError(f"{path}, line {reader.line_num}: {error}") from error


def _term(path: Path, line: int, cells: list[str]) -> Term:
    where = f"{path}, line {line}"
    while len(cells) > COLUMNS and not cells[-1]:
        cells.pop()
    if len(cells) > COLUMNS:
        raise UserError(f"{where}: {len(cells)} columns; there are three: Arabic, English, and a note")
    arabic, english, note = (*cells, "", "")[:COLUMNS]
    if not has_arabic(arabic):
        raise UserError(f"{where}: the first column must be Arabic, not {arabic!r}")
    if has_arabic(english):
        raise UserError(f"{where}: the second column must be English, or {KEEP!r} to keep the Arabic, not {english!r}")
    keep = english in ("", KEEP)
    return Term(arabic, "" if keep else english, keep, note, line)


LANGUAGE_SETS = ("langSet", "langSec")
"""TBX 2 and TBX 3 call the terms of one language by different names."""


def _tbx(path: Path, text: str) -> Iterator[Term]:
    from xml.etree import ElementTree

    if re.search(r"<!(?:ENTITY|DOCTYPE[^>]*\[)", text):
        raise UserError(f"{path}: a TBX file with entity declarations is not read; remove them")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - entity declarations are refused above
    except ElementTree.ParseError as error:
        raise UserError(f"{path}, line {error.position[0]}: no well-formed TBX") from error
    for number, entry in enumerate(root.iter(), start=1):
        if _tag(entry.tag) not in ("termEntry", "conceptEntry"):
            continue
        by_language: dict[str, list[str]] = {}
        for section in (each for each in entry.iter() if _tag(each.tag) in LANGUAGE_SETS):
            language = section.get("{http://www.w3.org/XML/1998/namespace}lang", "").casefold().split("-")[0]
            terms = ["".join(each.itertext()).strip() for each in section.iter() if _tag(each.tag) == "term"]
            by_language.setdefault(language, []).extend(filter(None, terms))
        for arabic in by_language.get("ar", []):
            english = by_language.get("en", [""])[0]
            yield _term(path, number, [arabic, english])


def _tag(name: object) -> str:
    return str(name).rpartition("}")[2]
