"""JSON: the form that holds everything, from which every other format can be made again."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator

from summarize import Brief, Bullet
from translate import Translation

SCHEMA = 1
"""The number of the form. Optional fields come without raising it; readers ignore what they do not know."""

_ESCAPED = re.compile("[\ud800-\udfff\x7f-\x9f\u2028\u2029]")
"""What must not stand raw in the output: lone surrogates (UTF-8 cannot carry them), controls that a terminal
obeys, and separators at which some readers of ``jsonl`` would end a line."""


def render(brief: Brief) -> str:
    """The brief as JSON: keys in the order of the contract, two-space indent, a newline at the end."""
    return "".join(written(record(brief))) + "\n"


def join(briefs: Iterable[Brief]) -> Iterator[str]:
    """Several briefs as one array, written as they come."""
    yield from written(map(record, briefs))
    yield "\n"


def written(value: object, margin: str = "\n") -> Iterator[str]:
    """``value`` as indented JSON text, piece by piece: an iterator is an array, and each of its values is made,
    written and forgotten. All sentences of a long article at once take many times the room of the text.

    >>> print("".join(written({"one": iter([1, 2]), "none": iter([])})))
    {
      "one": [
        1,
        2
      ],
      "none": []
    }
    """
    if isinstance(value, dict) and any(isinstance(each, Iterator) for each in value.values()):
        members: Iterable[tuple[str, object]] = ((f"{dump(key, indent=None)}: ", each) for key, each in value.items())
        first, last = "{}"
    elif isinstance(value, Iterator):
        members = (("", each) for each in value)
        first, last = "[]"
    else:
        yield dump(value, indent=2).replace("\n", margin)
        return
    opening = first
    for name, each in members:
        yield f"{opening}{margin}  {name}"
        yield from written(each, f"{margin}  ")
        opening = ","
    yield first + last if opening == first else margin + last


def dump(value: object, *, indent: int | None) -> str:
    r"""``value`` as JSON text without ASCII escapes, but for what must not stand raw.

    >>> print(dump({"a": "\N{ARABIC LETTER BEH}\udc80"}, indent=None))
    {"a": "ب\udc80"}
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def record(brief: Brief) -> dict[str, object]:
    """The brief as plain dicts and lists, the sentences as they are asked for; headline and bullets are left out of a
    bare translation.
    """
    article = brief.article
    found: dict[str, object] = {
        "schema": SCHEMA,
        "article": {
            "name": article.name,
            "sha256": article.source.sha256,
            "format": article.source.format,
            "encoding": article.source.encoding,
            "text": article.text,
            "characters": len(article.text),
            "title": article.title,
            "date": article.date,
            "url": article.url,
            "outlet": article.outlet,
        },
    }
    if brief.headline is not None or brief.bullets is not None:
        found["headline"] = None if brief.headline is None else _bullet(brief.headline)
        found["bullets"] = [_bullet(bullet) for bullet in brief.bullets or ()]
    found["sentences"] = (
        sentence_record(number, t, brief.summarized_english) for number, t in enumerate(brief.translations, 1)
    )
    found["names"] = [{"source": n.source, "target": n.target, "sentences": list(n.sentences)} for n in brief.names]
    found["made_with"] = dict(brief.made_with)
    if brief.notes:
        found["notes"] = list(brief.notes)
    return found


def _bullet(bullet: Bullet) -> dict[str, object]:
    return {
        "text": bullet.text,
        "cites": list(bullet.cites),
        "kind": bullet.kind,
        "support": rounded(bullet.support, 2),
    }


def sentence_record(number: int, translation: Translation, english_only: bool = False) -> dict[str, object]:
    """One sentence; the optional fields stand only where there is something to say.

    Args:
        number: its id, counted from 1.
        translation: what became of it.
        english_only: the article was English to begin with: ``source`` is null.
    """
    source, other = translation.source, translation.alternative
    found: dict[str, object] = {
        "id": number,
        "start": source.start,
        "end": source.end,
        "paragraph": source.paragraph,
        "source": None if english_only else source.text,
        "target": translation.text,
        "status": translation.status,
        "flags": list(translation.flags),
        "score": rounded(translation.score, 3),
    }
    optional: dict[str, object] = {
        "repairs": [
            {"rule": r.rule, "start": r.start, "end": r.end, "before": r.before, "after": r.after}
            for r in translation.repairs
        ],
        "numbers": [{"source": n.source, "target": n.target, "ok": n.ok} for n in translation.numbers],
        "tries": [
            {"settings": t.settings, "text": t.text, "score": rounded(t.score, 3), "flags": list(t.flags)}
            for t in translation.tries
        ],
        "glossary": [{"term": g.term, "target": g.target, "applied": g.applied} for g in translation.glossary],
        "language": translation.language,
        "lost_names": [
            {"source": n.source, "english": n.english, "restored": n.restored} for n in translation.lost_names
        ],
        "alternative": other and {"text": other.text, "score": rounded(other.score, 3), "differs": list(other.differs)},
    }
    return found | {key: value for key, value in optional.items() if value}


def rounded(value: float | None, digits: int) -> float | None:
    """``value`` as the JSON carries it: rounded, never minus zero, null for what is no number.

    >>> rounded(-0.70951, 3), rounded(-0.0, 3), rounded(float("-inf"), 3)
    (-0.71, 0.0, None)
    """
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), digits) + 0.0
