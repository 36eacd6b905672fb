"""Who is who: which English spelling stands for which Arabic name, and one spelling for each throughout an article.

Known names are found by the gazetteer, others by their consonant skeletons: an Arabic word and a capitalised English
word of the same sentence that sound alike and have no nearer partner are one name.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from .arabic_word import UNSEEN, Word, bare, fold, stems, words
from .english_text import English, known_words, plain
from .frequencies import english as english_frequency
from .frequencies import frequent
from .gazetteer import Entry, Mention, known
from .skeleton import ALIKE, alike, arabic_skeleton, distance, english_skeleton
from .translation import Translation, Try

SPELLED = frozenset(("city", "person", "organisation", "group", "media"))
"""Kinds of known names that are spelled as our table does."""

KINDS = SPELLED | {"country", "region"}
"""Kinds of known names that an analyst wants to see; peoples, months and money are no names of something."""

COMMON = 3.5
"""From this frequency on (Zipf), an Arabic word is more likely a word than a name that nobody knows."""

CAPITALISED = re.compile(r"(?:[Aa]l-|[Ee]l-)?[A-ZÀ-Þ][\w-]*\w")


@dataclass(frozen=True, slots=True)
class Met:
    """A name in one sentence: its key (folded, without clitics, unless it is known), how and where it is written.

    ``fixed``: its spelling is no question (a country may stand as its adjective). ``settled``: the spelling that our
    table wants of a known person, city, or body, in every article.
    """

    key: str
    source: str
    target: str
    start: int
    end: int
    fixed: bool = False
    settled: str | None = None


def who_is_who(translations: Sequence[Translation]) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
    """The names of an article, in order: Arabic, English, and the ids (from 1) of the sentences that hold both.

    The Arabic is as it stands without what is attached to it; the English is the most frequent spelling.
    """
    found: dict[str, list[tuple[int, Met]]] = {}
    for number, translation in enumerate(translations, start=1):
        for met in names_in(translation):
            found.setdefault(met.key, []).append((number, met))
    rows = []
    for mets in found.values():
        source = Counter(met.source for _, met in mets).most_common(1)[0][0]
        target = Counter(met.target for _, met in mets).most_common(1)[0][0]
        rows.append((source, target, tuple(dict.fromkeys(number for number, _ in mets))))
    return tuple(rows)


def unify(translations: Sequence[Translation]) -> list[Translation]:
    """Give every name the spelling that it has most often in the article; a draw leaves all as they are.

    Known persons, cities and bodies are spelled as our table does, so that they are the same in every article of a
    run. Only one word is put for one word, and only where both sound like the same Arabic word.
    """
    mets = [[met for met in names_in(translation) if not met.fixed] for translation in translations]
    spellings: dict[str, Counter[str]] = {}
    for met in itertools.chain.from_iterable(mets):
        spellings.setdefault(met.key, Counter())[met.target] += 1
    usual = {key: found for key, counter in spellings.items() if (found := _usual(counter))}
    return [_spelled(translation, own, usual) for translation, own in zip(translations, mets, strict=True)]


def _usual(counter: Counter[str]) -> str | None:
    """The spelling that is more frequent than every other; one that English knows beats all that it does not."""
    if len(counter) == 1:
        return None
    ranked = sorted(
        ((english_frequency(each.casefold()) > 0, times, each) for each, times in counter.items()), reverse=True
    )
    return ranked[0][2] if ranked[0][:2] > ranked[1][:2] else None


def _spelled(translation: Translation, mets: list[Met], usual: dict[str, str]) -> Translation:
    """The sentence with every name in its one spelling, wherever it stands; what is another name keeps its own."""
    changes = {met.target: after for met in mets if (after := _respelled(met, usual))}
    if not changes:
        return translation
    others = [(met.start, met.end) for met in mets if met.target not in changes]
    said: dict[str, None] = {}

    def put(match: re.Match[str]) -> str:
        if any(start < match.end() and match.start() < end for start, end in others):
            return match[0]
        said[f"{match[0]} → {changes[match[0]]}"] = None
        return changes[match[0]]

    anyone = "|".join(map(re.escape, sorted(changes, key=len, reverse=True)))
    text = re.sub(rf"(?<![\w-])(?:{anyone})(?![\w-])", put, translation.text)
    if not said:
        return translation
    before = Try(f"before one spelling: {', '.join(said)}", translation.text, translation.score, translation.flags)
    return replace(translation, text=text, tries=(*translation.tries, before))


def _respelled(met: Met, usual: dict[str, str]) -> str | None:
    """The one word that is to stand for a name's one word, if it is another and sounds like it."""
    after = met.settled or usual.get(met.key, met.target)
    sounds = distance(english_skeleton(after), english_skeleton(met.target))
    return after if after != met.target and " " not in after + met.target and sounds <= 2 * ALIKE else None


def names_in(translation: Translation) -> tuple[Met, ...]:
    """The names that a translated sentence holds in both languages, in the order of the Arabic."""
    translated = translation.status not in ("kept", "failed")
    return _in_both(translation.source.text, translation.text) if translated else ()


@lru_cache(maxsize=256)
def _in_both(source: str, target: str) -> tuple[Met, ...]:
    """Asked for one spelling throughout an article, and soon again for who is who in it."""
    mentions = known().mentions(source)
    english = English(target)
    found = [
        (mention.start, met) for mention in mentions for met in _of_known(mention, english) if mention.kind in KINDS
    ]
    taken = [(met.start, met.end) for _, met in found]
    free = [word for word in words(source) if not any(m.start <= word.start < m.end for m in mentions)]
    found += [(word.start, met) for word, met in _of_unknown(free, source, target, taken)]
    return tuple(met for _, met in sorted(found, key=lambda item: item[0]))


def _of_known(mention: Mention, english: English) -> Iterator[Met]:
    """A known name and the first of its spellings that stands in the English as it is usually written."""
    key, source = f"known {mention.english}", mention.bare
    place = mention.kind in ("country", "region")
    for entry in mention.entries:
        for spelling in sorted(entry.english, key=len, reverse=True):
            match = re.search(rf"(?<![\w-]){re.escape(spelling)}(?![\w-])", english.text)
            if match:
                said = mention.english if place else match.group()
                spelled = mention.kind in SPELLED
                settled = _settled(entry, said) if spelled else None
                yield Met(key, source, said, match.start(), match.end(), fixed=not spelled, settled=settled)
                return
    places = english.sounding_like(mention.key)
    if places:
        start, end = places[0][0], places[-1][1]
        if 0 < end - start <= 40:
            yield Met(key, source, english.text[start:end], start, end)


def _settled(entry: Entry, said: str) -> str | None:
    """The first of a name's spellings in one word that is ``said`` otherwise: Gaddafi for Qadhafi, Riyadh for Riyad."""
    sounds = english_skeleton(said)
    alike_ = (
        each for each in entry.english if " " not in each and distance(english_skeleton(each), sounds) <= 2 * ALIKE
    )
    return None if " " in said else next(alike_, None)


def _of_unknown(
    free: Sequence[Word], source: str, target: str, taken: Sequence[tuple[int, int]]
) -> Iterator[tuple[Word, Met]]:
    """Pairs of an Arabic and an English word that sound alike, each the other's nearest."""
    ours = known_words()
    spelled = [
        match
        for match in CAPITALISED.finditer(target)
        if plain(match.group()) not in ours
        and not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    sounds = [_sounds(match.group()) for match in spelled]
    pairs = sorted(
        (far, at, to)
        for at, readings in enumerate(_readings(source[word.start : word.end]) for word in free)
        for to, sound in enumerate(sounds)
        if (far := readings.far(sound)) < 1
    )
    used_source: set[int] = set()
    used_target: set[int] = set()
    for _, at, to in pairs:
        if at in used_source or to in used_target:
            continue
        used_source.add(at)
        used_target.add(to)
        match, (clitic, rest) = spelled[to], _stem(free[at], spelled[to].group())
        written = source[free[at].start : free[at].end]
        article = "ال" if clitic.endswith("ال") else ""
        name = Met(rest, article + bare(written, rest), match.group(), match.start(), match.end())
        yield free[at], name


@dataclass(frozen=True, slots=True)
class _Readings:
    """What an Arabic word may sound like; ``rare`` if it is no frequent word, however it is read."""

    skeletons: tuple[str, ...]
    rare: bool

    def far(self, sounds: str) -> float:
        """The distance of the nearest reading; short ones say too little, and a frequent word must sound the same."""
        if not self.rare:
            return 0.0 if sounds in self.skeletons and alike(sounds, sounds) else 1.0
        return min((distance(each, sounds) for each in self.skeletons if alike(each, sounds)), default=1.0)


@lru_cache(maxsize=8192)
def _readings(written: str) -> _Readings:
    rare = max(frequent(rest) for _, rest in stems(UNSEEN.sub("", written))) < COMMON
    return _Readings(tuple(arabic_skeleton(rest) for _, rest in stems(fold(written))), rare)


@lru_cache(maxsize=8192)
def _sounds(spelling: str) -> str:
    return english_skeleton(re.sub(r"^(al|el)-", "", spelling, flags=re.IGNORECASE))


def _stem(word: Word, spelling: str) -> tuple[str, str]:
    sounds = _sounds(spelling)
    return min(stems(word.folded), key=lambda stem: (distance(arabic_skeleton(stem[1]), sounds), -len(stem[1])))
