"""Names that mujaz knows, Arabic and English: territories, peoples, cities, organisations, persons, months.

The tables: ``cldr.tsv`` (from CLDR, by ``training/cldr_table.py``), ``peoples.tsv`` and ``names.tsv`` (ours).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from . import tables
from .arabic_word import Word, bare, fold, stems, words
from .english_text import English, known_words, plain_form

ENDINGS = ("", "ه", "ون", "ين", "ان", "ات", "تان", "تين", "ا", "تي", "وا", "و", "ي", "تا")
"""What an Arabic adjective of belonging takes: feminine, plurals, duals, also before what belongs to them."""

DERIVING = frozenset(("country", "region", "city"))
"""Kinds whose people are called by rule."""

SHORTEST = 3
"""Letters of a name of one word from which what may be attached in front of it is read as such."""

NO_NAME = "word"
"""The kind of what only looks like a name: «مسقط رأسه» is no Muscat."""

FATHER_OF = frozenset(map(fold, ("أبو", "أبي", "أبا", "بو")))
"""What makes a surname somebody else's: «حسن أبو هنية» is not Haniyeh."""

IN_A_DATE = frozenset(map(fold, ("مارس", "آب", "ماي", "أوت", "جوان", "أيار")))
"""Months that are common words too; they count only in a date: beside a figure, «شهر», or one of these words."""

_BEFORE_A_DATE = frozenset(
    map(fold, ("في", "وفي", "منذ", "خلال", "حتى", "أواخر", "أوائل", "مطلع", "بداية", "منتصف", "نهاية"))
)
_BEHIND_A_DATE = ("الماضي", "المقبل", "الجاري", "القادم", "الفائت", "المنصرم", "الحالي")


@dataclass(frozen=True, slots=True)
class Entry:
    """A name: its kind, its English spellings (the usual one first), and every English form that may stand for it.

    What its Arabic means as a common word is among the forms, not among the spellings.
    """

    kind: str
    english: tuple[str, ...]
    accepted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name in an Arabic text: ``text[start:end] == written``, and the entries that it may be.

    ``after`` is the folded word in front of it.
    """

    written: str
    start: int
    end: int
    key: tuple[str, ...]
    entries: tuple[Entry, ...]
    after: str = ""

    @property
    def kind(self) -> str:
        """The kind of its first entry."""
        return self.entries[0].kind

    @property
    def english(self) -> str:
        """The usual English spelling."""
        return self.entries[0].english[0]

    @property
    def bare(self) -> str:
        """As it is written, without what is attached in front."""
        return bare(self.written, self.key[0])

    @property
    def accepted(self) -> frozenset[str]:
        """Every English form that may stand for it."""
        return frozenset().union(*(entry.accepted for entry in self.entries))

    def said_in(self, english: English) -> bool:
        """Whether one of its English forms stands in ``english``."""
        return any(english.says(form) for entry in self.entries for form in entry.accepted)

    def stands_in(self, english: English) -> bool:
        """Whether one of its English forms, or words spelled much like the Arabic, stand in ``english``."""
        return self.said_in(english) or bool(english.sounding_like(self.key))


class Gazetteer:
    """Names by their Arabic words; the longest match wins."""

    def __init__(self, entries: Iterable[tuple[Entry, Iterable[str]]]):
        self._by_first: dict[str, dict[tuple[str, ...], tuple[Entry, ...]]] = {}
        for entry, forms in entries:
            for form in forms:
                key = tuple(word.folded for word in words(form))
                if key:
                    known = self._by_first.setdefault(key[0], {})
                    known[key] = (*known.get(key, ()), entry)
        self._beginning = lru_cache(maxsize=8192)(self._beginning_with)

    def _beginning_with(self, folded: str) -> tuple[tuple[tuple[str, ...], tuple[Entry, ...]], ...]:
        """The names that may begin with a folded word, for all its readings: none for most words."""
        return tuple(
            (key, fitting)
            for first, article in _readings(folded)
            for key, entries in self._by_first.get(first, {}).items()
            if (len(key) > 1 or len(first) >= SHORTEST or first == folded)
            and (fitting := tuple(each for each in entries if not article or each.kind == "people"))
        )

    def mentions(self, text: str) -> list[Mention]:
        """The known names of an Arabic text, in order."""
        tokens, found, at = words(text), [], 0
        while at < len(tokens):
            mention = self._at(text, tokens, at)
            if mention is not None and mention.kind != NO_NAME:
                found.append(mention)
            at += len(mention.key) if mention else 1
        return found

    def _at(self, text: str, tokens: list[Word], at: int) -> Mention | None:
        """The longest name that begins at token ``at``; all readings of its first word are joined."""
        best: Mention | None = None
        before = tokens[at - 1].folded if at else ""
        for key, entries in self._beginning(tokens[at].folded):
            run = tokens[at : at + len(key)]
            if tuple(token.folded for token in run[1:]) != key[1:] or not _together(text, run):
                continue
            if len(key) == 1 and key[0] in IN_A_DATE and not _dated(text, run[0]):
                continue
            if len(key) == 1 and entries[0].kind == "person" and before in FATHER_OF:
                continue
            if best is None or len(key) > len(best.key):
                start, end = run[0].start, run[-1].end
                best = Mention(text[start:end], start, end, key, entries, before)
            elif len(key) == len(best.key):
                best = replace(best, entries=(*best.entries, *entries))
        return best


def _readings(folded: str) -> Iterable[tuple[str, bool]]:
    """The first word of a name without what is attached, and whether an article was: «لل» hides one.

    Only peoples take an article that their entry lacks («الليبي»); «الجنين» is not the city of Jenin.
    """
    for clitic, rest in stems(folded):
        if clitic.endswith(("ال", "لل")):
            yield "ال" + rest, False
            yield rest, True
        else:
            yield rest, False


def _together(text: str, run: list[Word]) -> bool:
    return all(text[one.end : two.start].strip(" -\N{NO-BREAK SPACE}") == "" for one, two in pairwise(run))


def _dated(text: str, word: Word) -> bool:
    before, after = text[: word.start].rstrip(), text[word.end :].lstrip()
    beside = before[-1:].isdigit() or after[:1].isdigit() or before.endswith(("شهر", "/")) or after[:1] == "/"
    return beside or fold(before.rpartition(" ")[2]) in _BEFORE_A_DATE or after.startswith(_BEHIND_A_DATE)


@cache
def known() -> Gazetteer:
    """The names that ship with mujaz."""
    return Gazetteer(_entries())


@cache
def entries() -> tuple[Entry, ...]:
    """All of them, without their Arabic."""
    return tuple(entry for entry, _ in _entries())


def _entries() -> Iterator[tuple[Entry, list[str]]]:
    for kind, english, arabic, *senses in tables.rows("names.tsv"):
        yield _entry(kind, english.split("|"), *senses), _cells(arabic)
    territories = {row[1]: row for row in tables.rows("cldr.tsv") if row[0] == "country"}
    people_of: dict[str, list[str]] = {}
    for code, english, adjectives, others, *senses in tables.rows("peoples.tsv"):
        spellings = people_of[code] = english.split("|")
        places = [territories[code][2]] if code in territories else []
        forms = [fold(word) + ending for word in _cells(adjectives) for ending in ENDINGS]
        yield _entry("people", [*spellings, *places], *senses), [*forms, *_cells(others)]
    for kind, code, english, arabic in tables.rows("cldr.tsv"):
        more = people_of.get(code, []) if kind == "country" else []
        short = [english[:3], *(["Sept"] if english == "September" else [])] if kind == "month" else []
        yield _entry(kind, [english, *more, *short]), _cells(arabic)


def _cells(cell: str) -> list[str]:
    return [] if cell == "-" else cell.split("|")


def _entry(kind: str, spellings: list[str], senses: str = "-") -> Entry:
    forms = [form for spelling in spellings for form in (spelling, *_derived(kind, spelling))]
    return Entry(kind, tuple(spellings), frozenset(map(plain_form, (*forms, *_cells(senses)))))


def _derived(kind: str, spelling: str) -> Iterator[str]:
    """South Africa is Southern Africa too, and who lives in Florida a Floridian; never what names another place."""
    compass, _, rest = spelling.partition(" ")
    if rest and compass in ("North", "South", "East", "West"):
        yield f"{compass}ern {rest}"
    if kind in DERIVING and spelling[-1:].islower():
        for people in (spelling.rstrip("aeiouy") + ending for ending in ("an", "ian")):
            if people.casefold() not in known_words():
                yield people
