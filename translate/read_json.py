"""JSON and JSON lines: a record is an article."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from mujaz import UserError

from .encoding import Decoded, decode
from .extract import Extract, Source
from .markup import without_tags

TEXT_FIELDS = ("text", "content", "body")
FACTS = {
    "title": ("title", "headline"),
    "date": ("date", "published", "published_at", "publishedAt", "datePublished"),
    "url": ("url", "link"),
    "outlet": ("outlet", "source", "publisher"),
}
"""Where title, date, url and outlet are looked for, first match first."""

SHOWN = 5
"""How many bad records a message names."""


def read_json(source: Source) -> Iterator[Extract]:
    """An object, or an array of objects."""
    decoded = decode(source.data, source.encoding, name=source.name)
    try:
        value = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        raise UserError(f"{source.name} is not JSON: {_reason(error)}") from None
    records = value if isinstance(value, list) else [value]
    numbered = ((at if isinstance(value, list) else 0, record) for at, record in enumerate(records, 1))
    yield from _articles(numbered, source, decoded, "record")


def read_json_lines(source: Source) -> Iterator[Extract]:
    """An object a line. Good lines are read even if others are bad; the bad ones are an error at the end."""
    decoded = decode(source.data, source.encoding, name=source.name)
    yield from _articles(_lines(decoded.text), source, decoded, "line")


def _lines(text: str) -> Iterator[tuple[int, Any]]:
    for at, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield at, json.loads(line)
            except (ValueError, RecursionError) as error:
                yield at, error


def _articles(records: Iterable[tuple[int, Any]], source: Source, decoded: Decoded, noun: str) -> Iterator[Extract]:
    bad: list[str] = []
    for at, record in records:
        text = _text(record, source.field)
        if isinstance(text, str):
            title, date, url, outlet = (_fact(record, fields) for fields in FACTS.values())
            title = without_tags(title) if title else None
            place = str(at) if at else ""
            yield Extract(text, title, date, url, outlet, decoded.encoding, decoded.mended, place)
        else:
            bad.append(f"{noun} {at or 1}: {_problem(record, source.field)}")
    if bad:
        more = f"; and {len(bad) - SHOWN} more" if len(bad) > SHOWN else ""
        raise UserError(f"{source.name}: not every record could be read: {'; '.join(bad[:SHOWN])}{more}")


def _text(record: Any, field: str | None) -> str | None:
    if not isinstance(record, dict):
        return None
    names = (field,) if field else TEXT_FIELDS
    texts = (without_tags(record[name]) for name in names if isinstance(record.get(name), str))
    return next((text for text in texts if text.strip()), None)


def _fact(record: dict[str, Any], fields: tuple[str, ...]) -> str | None:
    return next((record[name] for name in fields if isinstance(record.get(name), str) and record[name].strip()), None)


def _problem(record: Any, field: str | None) -> str:
    if isinstance(record, Exception):
        return f"not JSON ({_reason(record)})"
    if not isinstance(record, dict):
        return "no object"
    wanted = field or " or ".join(TEXT_FIELDS)
    there = ", ".join(str(name) for name in list(record)[:8]) or "none"
    return f"no text in the field {wanted} (fields: {there}; choose one with --field)"


def _reason(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
