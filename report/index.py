"""One page over a folder of briefs: sortable, searchable, filtered by flag and by name."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from mujaz import UserError, visible
from summarize import Brief
from translate import FLAGS

from .loading import load
from .page import fill
from .pictures import days, shares

PAGE_SIZE = 5000
"""Articles a page: what a browser opens in under two seconds."""

WHOLE_UP_TO = 1000
"""Articles on a page up to which the search looks through all of their text: some 7 KB each."""

NAMES_SHOWN = 40

PREFERRED = (".html", ".md", ".docx", ".txt", ".tsv", ".json")
"""Which output of an article the index links to, by ending: the first that is there."""


@dataclass(frozen=True, slots=True)
class Row:
    """An article as the index shows it."""

    place: str
    link: str
    headline: str
    original: str
    """The Arabic title."""
    bullet: str
    date: str
    sentences: int
    flagged: int
    """Sentences that are flagged or failed."""
    lowest: float | None
    """The lowest score; None if nothing was scored."""
    flags: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    """Arabic and English."""
    more: str
    """What is searched but not shown: the other bullets, and the Arabic that all rest on."""
    whole: str = ""
    """Every sentence in both languages: searched instead where the list is short enough."""


def row(brief: Brief, outputs: Collection[str], place: str | None = None) -> Row:
    """The row of ``brief``, found at ``place``; ``outputs`` are paths inside the folder, ``/`` between their parts."""
    translations = brief.translations
    bullets = brief.bullets or ()
    cited = sorted({number for bullet in bullets for number in bullet.cites})
    headline = brief.headline.text if brief.headline else translations[0].text if translations else ""
    scores = [t.score for t in translations if t.score is not None]
    more = [*(bullet.text for bullet in bullets[1:]), *(translations[number - 1].source.text for number in cited)]
    return Row(
        place=visible(place or brief.article.name),
        link=link(outputs),
        headline=visible(headline or brief.article.name),
        original="" if brief.summarized_english else visible(brief.article.title or ""),
        bullet=visible(bullets[0].text) if bullets else "",
        date=visible(brief.article.date or ""),
        sentences=len(translations),
        flagged=sum(t.status in ("flagged", "failed") for t in translations),
        lowest=min(scores, default=None),
        flags=tuple(flag for flag in FLAGS if any(flag in t.flags for t in translations)),
        names=tuple((visible(name.source), visible(name.target)) for name in brief.names),
        more=visible(" ".join(more)),
        whole=visible(" ".join(word for t in translations for word in (t.text, t.source.text))),
    )


def link(outputs: Collection[str]) -> str:
    """The relative address of the output that people would open; a file's name can never become a scheme.

    >>> link(["a/b.txt.json", "a/b.txt.md"]), link(["javascript:x.html"])
    ('./a/b.txt.md', './javascript%3Ax.html')
    """
    for ending in PREFERRED:
        for output in sorted(outputs):
            if output.endswith(ending):
                return "./" + quote(output, errors="surrogateescape")
    return ""


def index(folder: Path, articles: Iterable[Collection[str]]) -> Iterator[tuple[str, str]]:
    """Name and text of each page of the index of ``folder``.

    Args:
        folder: where the outputs lie; they are only read.
        articles: the paths of each article's outputs inside it. One that cannot be read back has a row that says so.
    """
    return pages(_rows(folder, articles))


def _rows(folder: Path, articles: Iterable[Collection[str]]) -> Iterator[Row]:
    for outputs in articles:
        for output in sorted(outputs):
            if output.endswith(".json"):
                place = output.removesuffix(".json")
                try:
                    yield row(load((folder / output).read_bytes()), outputs, place)
                except (OSError, UserError) as error:
                    yield _unread(place, outputs, error)


def _unread(place: str, outputs: Collection[str], error: Exception) -> Row:
    why = f"its JSON cannot be read back: {error.strerror if isinstance(error, OSError) else error}"
    return Row(visible(place), link(outputs), visible(place), "", visible(why), "", 0, 0, None, (), (), "")


def pages(rows: Iterable[Row], size: int = PAGE_SIZE) -> Iterator[tuple[str, str]]:
    """Name and text of each page, ``size`` articles on each, linked to the ones beside it."""
    rest = iter(rows)
    ahead = list(itertools.islice(rest, size))
    for number in itertools.count(1):
        now, ahead = ahead, list(itertools.islice(rest, size))
        around = {"previous": _name(number - 1) if number > 1 else "", "next": _name(number + 1) if ahead else ""}
        yield _name(number), _page(now, number, around)
        if not ahead:
            return


def _name(number: int) -> str:
    return "index.html" if number == 1 else f"index-{number}.html"


def _page(rows: Sequence[Row], number: int, around: Mapping[str, str]) -> str:
    names = _frequent(rows)
    places = {source: place for place, (source, *_) in enumerate(names)}
    flags = Counter(flag for one in rows for flag in one.flags)
    view = {
        "number": number,
        "count": len(rows),
        "flagged": sum(1 for one in rows if one.flagged),
        "flags": [(flag, FLAGS[flag], flags[flag]) for flag in FLAGS if flags[flag]],
        "names": names,
        "days": days(one.date for one in rows),
        "shares": shares((one.flagged, one.sentences) for one in rows),
        "data": _data(rows, places),
        "flag_names": _embedded(list(FLAGS)),
        **around,
    }
    return fill("index.html", view, styles=("base.css", "index.css"), scripts=("index.js",))


def _frequent(rows: Sequence[Row]) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """The names that most articles have: Arabic, articles, and the English spellings with their counts."""
    articles: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for one in rows:
        articles.update({source for source, _ in one.names})
        for source, target in set(one.names):
            spellings.setdefault(source, Counter())[target] += 1
    common = sorted(articles.items(), key=lambda item: (-item[1], item[0]))[:NAMES_SHOWN]
    return [(source, count, sorted(spellings[source].items(), key=lambda s: (-s[1], s[0]))) for source, count in common]


def _data(rows: Sequence[Row], places: Mapping[str, int]) -> object:
    flags = list(FLAGS)
    whole = len(rows) <= WHOLE_UP_TO
    records = [
        [
            *(one.place, one.link, one.headline, one.original, one.bullet, one.date),
            *(one.sentences, one.flagged, one.lowest),
            [flags.index(flag) for flag in one.flags],
            sorted({places[source] for source, _ in one.names if source in places}),
            " ".join([one.more, one.whole if whole else "", *(word for name in one.names for word in name)]),
        ]
        for one in rows
    ]
    return _embedded(records)


def _embedded(value: object) -> object:
    """``value`` as JSON that can stand in a script element: no character of it can open or end a tag."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - the escapes above
