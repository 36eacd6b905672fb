"""Names in their places: does the evidence have another name where the text has this one?

A name of the same article that stands in the cited sentences as well cannot be told by looking for it. What tells is
the company that it keeps: the words around it in the text are looked for around it in the evidence, and around every
name there that the text does not have. Where another name fits clearly better, the text has put one into the
other's place. A parser would do better; this costs nothing.

The weights are those of a logistic regression on highlights of news articles and the same with one name swapped
(CNN/DailyMail, validation, the first 250; bench/support.py measures on the next 250).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from . import names
from .lexicon import DAYS, FUNCTION_WORDS, PREPOSITIONS, SPEECH, TITLES
from .names import Span
from .quantities import is_number_word
from .words import Word, words

REACH = 5
"""Content words on either side of a name that are its company."""

FADES = 2.5
"""Content words further away than in the text at which company counts half."""

OTHER_SIDE = 0.6
"""What company on the other side counts."""

BIAS = -1.36
WEIGHTS = {
    "company": -0.87,
    "rival's company": 1.42,
    "left": -1.76,
    "right": -1.65,
    "rival's left": 1.7,
    "rival's right": 0.73,
    "day that acts": 1.22,
}
"""How much of a name's company stands around it in the evidence, and around its best rival; whether what stands next
to it is the same, and whether it is so for a rival and not for the name; a day of the week that does what people do."""

LEAST = 1.0
"""From which a name counts as put into another's place: one in seventy true highlights reaches it."""

Company = Sequence[tuple[str, int]]
"""Stems around a name, each with its distance in content words, negative to the left."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: its words, those with content, and where each stem stands among these."""

    row: tuple[Word, ...]
    solid: tuple[Word, ...]
    places: Mapping[str, Sequence[int]]
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, text: str) -> Line:
        """Read a sentence."""
        row = tuple(words(text))
        solid = tuple(w for w in row if w.key not in FUNCTION_WORDS or w.key in SPEECH)
        places: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(solid):
            places[_root(word)].append(at)
        return cls(row, solid, places, names.spans(text))

    def extent(self, span: Sequence[Word]) -> tuple[int, int] | None:
        """Where the words of a name begin and end among the words with content."""
        starts = {w.start for w in span}
        found = [at for at, w in enumerate(self.solid) if w.start in starts]
        return (found[0], found[-1]) if found else None

    def company(self, extent: tuple[int, int]) -> list[tuple[str, int]]:
        """The words around a name."""
        first, last = extent
        low, high = max(0, first - REACH), last + REACH + 1
        before = [(_root(w), at - first) for at, w in enumerate(self.solid[low:first], start=low)]
        return before + [(_root(w), at - last) for at, w in enumerate(self.solid[last + 1 : high], start=last + 1)]

    def beside(self, span: Sequence[Word]) -> tuple[str, str]:
        """The stems of the words next to a name, whatever they are; "" at either end."""
        starts = [at for at, w in enumerate(self.row) if w.start in (span[0].start, span[-1].start)]
        left, right = starts[0] - 1, starts[-1] + 1
        return _root(self.row[left]) if left >= 0 else "", _root(self.row[right]) if right < len(self.row) else ""


def _root(word: Word) -> str:
    """The stem; verbs of speech are one."""
    return "say" if word.key in SPEECH else word.stem


def fit(company: Company, line: Line, extent: tuple[int, int]) -> float:
    """How much of a company stands around another place, 0 to 1; the nearer a word, the more it counts."""
    total = met = 0.0
    for key, distance in company:
        weight = 1.0 / abs(distance)
        total += weight
        met += weight * max((_near(at, extent, distance) for at in line.places.get(key, ())), default=0.0)
    return met / total if total else 0.0


def _near(at: int, extent: tuple[int, int], distance: int) -> float:
    first, last = extent
    if first <= at <= last:
        return 0.0
    found = at - last if at > last else at - first
    near = 1.0 / (1.0 + max(0, abs(found) - abs(distance)) / FADES)
    return near if (found > 0) == (distance > 0) else OTHER_SIDE * near


def misplaced(text: str, evidence: Sequence[str], article: Sequence[str] = ()) -> list[str]:
    """The names of ``text`` in whose place the evidence has another.

    >>> told = ["The council of Basra heard on Monday that Mayor Lina Haddad closed the port of Sirte."]
    >>> misplaced("Mayor Lina Haddad closed the port of Sirte.", told)
    []
    >>> misplaced("Monday closed the port of Sirte.", told)
    ['Monday']
    """
    mine = Line.of(text)
    lines = [Line.of(sentence) for sentence in evidence]
    rivals = rivals_of(mine, lines)
    return [
        " ".join(w.form for w in span.words)
        for span in candidates(text, mine, article)
        if _suspicion(mine, span, lines, rivals) > LEAST
    ]


def rivals_of(mine: Line, lines: Sequence[Line]) -> list[tuple[Line, Span]]:
    """The names of the evidence that the text has neither as they are nor shorter or longer."""
    keys = {w.key for w in mine.row}
    return [
        (line, span)
        for line in lines
        for span in line.spans
        if not any(same(key, other) for key in keys for other in span.keys) and not _shortened(mine, line, span)
    ]


def _shortened(mine: Line, line: Line, span: Span) -> bool:
    """Whether the text has the acronym of a name of ``line``, or what the name is the acronym of."""
    capitals = {w.key for w in mine.row if w.is_capital}
    longer = (run for run in names.long_forms(line.row) if span.words[0] in run)
    return any(capitals & _acronyms(run) for run in longer) or bool(_standing_for(mine, span.keys))


def _standing_for(line: Line, keys: Sequence[str]) -> list[tuple[Word, ...]]:
    """Where a sentence has the long form of an acronym."""
    return [run for run in names.long_forms(line.row) if keys[0] in _acronyms(run)] if len(keys) == 1 else []


def _acronyms(run: Sequence[Word]) -> set[str]:
    return names.acronyms([w.key for w in run])


def candidates(text: str, line: Line, article: Sequence[str]) -> Iterator[Span]:
    """The names of a text: neither numbers nor what is large only because a sentence starts with it."""
    for span in line.spans:
        first = span.words[0]
        if all(key[0].isdigit() or is_number_word(key) for key in span.keys):
            continue
        if len(span.words) == 1 and names.starts_sentence(text, first) and names.ordinary(first, article):
            continue
        yield span


def _suspicion(mine: Line, span: Span, lines: Sequence[Line], rivals: Sequence[tuple[Line, Span]]) -> float:
    """The log-odds that a name stands in another's place."""
    found = features(mine, span, lines, rivals)
    return BIAS + sum(WEIGHTS[name] * value for name, value in found.items())


def features(mine: Line, span: Span, lines: Sequence[Line], rivals: Sequence[tuple[Line, Span]]) -> dict[str, float]:
    """What :data:`WEIGHTS` weigh; empty for a name without a place among the words with content."""
    extent = mine.extent(span.words)
    if extent is None:
        return {}
    own = _met(mine, span, extent, [(line, run) for line in lines for run in _occurrences(line, span)])
    other = _met(mine, span, extent, [(line, rival.words) for line, rival in rivals])
    acting = len(span.words) == 1 and span.keys[0] in DAYS and _acts(mine, span.words[0])
    taken = [float(theirs > ours) for ours, theirs in zip(own[1:], other[1:], strict=True)]
    return dict(zip(WEIGHTS, (own[0], other[0], *own[1:], *taken, float(acting)), strict=True))


def _met(
    mine: Line, span: Span, extent: tuple[int, int], places: Sequence[tuple[Line, Sequence[Word]]]
) -> tuple[float, ...]:
    """The most of the company that stands around one of ``places``, and which neighbours are the same at one."""
    company = mine.company(extent)
    here = mine.beside(span.words)
    best, same_beside = 0.0, [0.0] * len(here)
    for line, run in places:
        if place := line.extent(run):
            best = max(best, fit(company, line, place))
            for at, (ours, theirs) in enumerate(zip(here, line.beside(run), strict=True)):
                same_beside[at] = max(same_beside[at], float(ours == theirs != ""))
    return best, *same_beside


def _occurrences(line: Line, span: Span) -> list[tuple[Word, ...]]:
    """Where a sentence has a name, or a word of it; a title alone is not the name."""
    keys = [key for key in span.keys if key not in TITLES or len(span.keys) == 1]
    found = [
        other.words
        for other in line.spans
        if any(same(key, k) for key in keys for k in other.keys) or not names.acronyms(other.keys).isdisjoint(keys)
    ]
    found = found or _standing_for(line, keys)
    return found or [(w,) for w in line.solid if any(same(key, w.key) for key in span.keys)]


def _acts(line: Line, day: Word) -> bool:
    """Whether a day opens a sentence, or comes so early without a preposition that it must be the subject."""
    at = line.row.index(day)
    before = line.row[at - 1].key if at else ""
    return at == 0 or (at < 3 and before not in PREPOSITIONS | {"the", "a", "an", "and"})


def same(one: str, other: str) -> bool:
    """Whether two folded words are forms of one name.

    >>> same("libya", "libyan"), same("US", "american"), same("saleh", "salem")
    (True, True, False)
    """
    plural = one.removesuffix("s") == other or other.removesuffix("s") == one
    return one == other or plural or other in names.EQUIVALENT.get(one, ()) or names.related(one, other)
