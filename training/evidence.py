"""What bullets are made from: groups of one to three sentences of openly licensed text, chosen as a brief chooses.

News of Wikinews (CC BY 2.5), and third-person prose from the English sides of open pairs. The Arabic sides of the
same pairs, in the shipped translator's English, are the rough kind that the adapter will meet in use; the people's
English of the pair stands beside it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarize import english as sentences_of
from summarize.choose import choose
from summarize.words import count

from . import english
from .pairs import clean_arabic, clean_english
from .sources import ENGLISH, PAIRS, EnglishSource, Source

PROSE = (
    "unpc_conflict", "syrian_archive_reports", "opus_wikipedia", "alphamwe_msa", "un_v1_devset", "un_v1_testset",
    "nllb_seed_ary", "mt_geneval", "xquad_contexts",
)  # fmt: skip
"""The pairs whose English is prose about the world, in whole sentences, in the third person."""

_PAGE = 12
"""Neighbouring pairs that are read as one page."""

Translate = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences that one bullet rests on.

    ``plain`` is the same in a person's English: the sentences themselves, unless a machine wrote those.
    ``title`` stands with the weightiest group of an article that has one. ``held`` is never trained on.
    """

    source: str
    sentences: tuple[str, ...]
    plain: tuple[str, ...]
    title: str | None = None
    held: bool = False


def held(text: str) -> bool:
    """One page in ten, by the hash of its text.

    >>> sum(held(str(number)) for number in range(1000)) / 1000
    0.107
    """
    return hashlib.sha256(text.encode()).digest()[0] < 26


def articles(source: EnglishSource, repositories: Path, groups: int = 40) -> Iterator[Evidence]:
    """The groups of every article, the weightiest first, at most ``groups`` of one; without names of who asks whom."""
    for _, table in english.files(repositories / source.repository.replace("/", "+"), ".csv"):
        for row in csv.DictReader(io.StringIO(table)):
            text = re.sub(r"\(\(.*?\)\)", " ", row.get("text") or "")
            body = tuple(t.text for t in sentences_of.sentences(text))
            title = row.get("title") or None
            for at, members in enumerate(_chosen(body, groups)):
                found = tuple(" ".join(body[i].split()) for i in members)
                yield Evidence(source.name, found, found, title if at == 0 else None, held(text))


def prose(source: Source, data: Path, most: int, translate: Translate | None = None) -> Iterator[Evidence]:
    """The groups of ``most`` pages of pairs: in a person's English, or in a machine's where ``translate`` is given.

    The pages are spread evenly over the file; the machine reads others than the people do.
    """
    lines = (data / f"{source.path}.tsv").read_text("utf-8").splitlines()
    pairs = [(clean_arabic(a), clean_english(e)) for a, e in (line.split("\t")[:2] for line in lines if "\t" in line)]
    pairs = [pair for pair in pairs if 8 <= count(pair[1]) <= 60 and pair[1][-1] in ".!?" and pair[1][0].isupper()]
    pages = [pairs[start : start + _PAGE] for start in range(0, len(pairs), _PAGE)]
    step = max(2, len(pages) // most)
    for page in pages[1 if translate else 0 :: step][:most]:
        plain = [e for _, e in page]
        body = list(translate([a for a, _ in page])) if translate else plain
        kept = held("\n".join(plain))
        for members in _chosen(body, _PAGE):
            name = source.name + (" (rough)" if translate else "")
            yield Evidence(name, tuple(body[i] for i in members), tuple(plain[i] for i in members), None, kept)


def gather(
    data: Path,
    repositories: Path,
    translate: Translate,
    *,
    pages: int,
    rough: int,
    news: Iterable[EnglishSource] = ENGLISH,
    pairs: Iterable[Source] = PAIRS,
) -> Iterator[Evidence]:
    """All of it: the news, then the pairs plain, then the pairs rough."""
    for source in news:
        if source.reader == "wikinews":  # the others speak in the first person, or in no sentences
            yield from articles(source, repositories)
    chosen = [source for source in pairs if source.name in PROSE]
    for source in chosen:
        yield from prose(source, data, pages)
    for source in chosen:
        yield from prose(source, data, rough, translate)


def _chosen(body: Sequence[str], limit: int) -> list[tuple[int, ...]]:
    return [group.members for group in choose(body, usable=range(len(body)), limit=limit)] if body else []
