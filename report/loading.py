"""JSON → Brief: a brief made earlier, for another format without running a model again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeVar

from mujaz import UserError
from summarize import Brief, Bullet, Name
from translate import (
    STATUSES,
    Alternative,
    Article,
    GlossaryHit,
    LostName,
    NumberPair,
    Origin,
    Repair,
    Sentence,
    Translation,
    Try,
)

from .json_form import SCHEMA

T = TypeVar("T")
Record = Mapping[str, object]

LARGEST = 1e6
"""No score or support is larger; what is, or is infinite, or no number at all, was not written by mujaz."""

DEEPEST = 10
"""How deep ``made_with`` may be nested; ours is three deep."""

_MISSING: object = object()


def load(text: str | bytes) -> Brief:
    """The one brief that ``text`` holds; ``json_form.render(load(text))`` gives the same bytes back.

    Raises:
        UserError: it is not JSON, not a brief, more than one, of a newer form, or contradicts itself.
    """
    briefs = load_all(text)
    if len(briefs) != 1:
        raise UserError(f"it holds {len(briefs)} briefs, not one; choose an output folder with -o for several")
    return briefs[0]


def load_all(text: str | bytes) -> list[Brief]:
    """Every brief of ``text``: of one article, or the array that several inputs give."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError(f"it is not JSON ({error}); give a file made by mujaz with -f json") from error
    return [_brief(_record(item)) for item in (found if isinstance(found, list) else [found])]


def _brief(record: Record) -> Brief:
    schema = _get(record, "schema", int)
    if schema != SCHEMA:
        raise UserError(f"it is of schema {schema}, this mujaz reads schema {SCHEMA}; upgrade mujaz")
    article = _article(_record(_get(record, "article", dict)))
    sentences = [_record(item) for item in _get(record, "sentences", list)]
    translations = tuple(_translation(item, article.text, number) for number, item in enumerate(sentences, 1))
    last = len(translations)
    headline = _maybe(record, "headline", dict)
    bullets = _maybe(record, "bullets", list)
    return Brief(
        article=article,
        translations=translations,
        headline=None if headline is None else _bullet(_record(headline), last),
        bullets=None if bullets is None else tuple(_bullet(_record(item), last) for item in bullets),
        names=tuple(_name(_record(item), last) for item in _maybe(record, "names", list) or ()),
        made_with=_shallow(_maybe(record, "made_with", dict) or {}),
        summarized_english=bool(sentences) and all(item.get("source", _MISSING) is None for item in sentences),
        notes=_texts(record, "notes"),
    )


def _article(record: Record) -> Article:
    return Article(
        name=_get(record, "name", str),
        text=_get(record, "text", str),
        title=_maybe(record, "title", str),
        date=_maybe(record, "date", str),
        url=_maybe(record, "url", str),
        outlet=_maybe(record, "outlet", str),
        source=Origin(_get(record, "sha256", str), _get(record, "format", str), _get(record, "encoding", str)),
    )


def _translation(record: Record, text: str, number: int) -> Translation:
    if _get(record, "id", int) != number:
        raise UserError(f"sentence {number} has the id {record['id']}; ids count from 1 without gaps")
    start, end = _get(record, "start", int), _get(record, "end", int)
    source = text[start:end] if 0 <= start <= end <= len(text) else None
    said = _maybe(record, "source", str)
    if source is None or said not in (None, source):
        raise UserError(f"sentence {number} does not stand in the article's text at {start} to {end}")
    status = _get(record, "status", str)
    if status not in STATUSES:
        raise UserError(f"sentence {number} has the status {status!r}; there are: {', '.join(STATUSES)}")
    return Translation(
        source=Sentence(source, start, end, _get(record, "paragraph", int)),
        text=_get(record, "target", str),
        status=status,
        flags=_texts(record, "flags"),
        score=_number(record, "score"),
        repairs=tuple(
            Repair(
                _get(r, "rule", str),
                _get(r, "start", int),
                _get(r, "end", int),
                _get(r, "before", str),
                _get(r, "after", str),
            )
            for r in _records(record, "repairs")
        ),
        numbers=tuple(
            NumberPair(_maybe(n, "source", str), _maybe(n, "target", str), _get(n, "ok", bool))
            for n in _records(record, "numbers")
        ),
        tries=tuple(
            Try(_get(t, "settings", str), _get(t, "text", str), _number(t, "score"), _texts(t, "flags"))
            for t in _records(record, "tries")
        ),
        glossary=tuple(
            GlossaryHit(_get(g, "term", str), _get(g, "target", str), _get(g, "applied", bool))
            for g in _records(record, "glossary")
        ),
        language=_maybe(record, "language", str),
        lost_names=tuple(
            LostName(_get(n, "source", str), _get(n, "english", str), _get(n, "restored", bool))
            for n in _records(record, "lost_names")
        ),
        alternative=_alternative(_maybe(record, "alternative", dict)),
    )


def _alternative(record: Record | None) -> Alternative | None:
    if record is None:
        return None
    return Alternative(_get(record, "text", str), _number(record, "score"), _texts(record, "differs"))


def _bullet(record: Record, last: int) -> Bullet:
    return Bullet(
        text=_get(record, "text", str),
        cites=_ids(record, "cites", last),
        kind=_get(record, "kind", str),
        support=_number(record, "support") or 0.0,
    )


def _name(record: Record, last: int) -> Name:
    return Name(_get(record, "source", str), _get(record, "target", str), _ids(record, "sentences", last))


def _shallow(record: Record) -> Record:
    level: list[object] = [record]
    for _ in range(DEEPEST):
        inner = [each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list)]
        level = [value for values in inner for value in values]
    if level:
        raise UserError(f"'made_with' is nested deeper than {DEEPEST} levels")
    return record


def _ids(record: Record, key: str, last: int) -> tuple[int, ...]:
    ids = _get(record, key, list)
    wrong = [i for i in ids if not isinstance(i, int) or isinstance(i, bool) or not 1 <= i <= last]
    if wrong:
        raise UserError(f"{key!r} names the sentence {wrong[0]!r}; there are sentences 1 to {last}")
    return tuple(ids)


def _records(record: Record, key: str) -> list[Record]:
    return [_record(item) for item in _maybe(record, key, list) or ()]


def _texts(record: Record, key: str) -> tuple[str, ...]:
    items = _maybe(record, key, list) or []
    if not all(isinstance(item, str) for item in items):
        raise UserError(f"{key!r} should be a list of texts")
    return tuple(items)


def _number(record: Record, key: str) -> float | None:
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST:
        return float(value)
    raise UserError(f"{key!r} should be a number, not {value!r:.40}")


def _record(value: object) -> Record:
    if not isinstance(value, dict):
        raise UserError(f"it is no brief: an object was expected, not {value!r:.40}")
    return value


def _get(record: Record, key: str, kind: type[T]) -> T:
    value = _maybe(record, key, kind)
    if value is None:
        raise UserError(f"it is no brief: {key!r} is missing; give a file made by mujaz with -f json")
    return value


def _maybe(record: Record, key: str, kind: type[T]) -> T | None:
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise UserError(f"it is no brief: {key!r} should be {_KINDS[kind]}, not {value!r:.40}")
    return value


_KINDS: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}
