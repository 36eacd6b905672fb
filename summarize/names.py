"""The names of an English text: capitalised words, and which other words may stand for them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .lexicon import FUNCTION_WORDS, JOINING, ORDINARY_ENDINGS, TITLES
from .quantities import is_number_word
from .words import Word, fold, words

_DEMONYM_ENDINGS = ("", "n", "an", "ian", "i", "ese", "ish", "s", "ns", "ans", "ians", "is", "a", "ia", "y", "e", "o")
_SAME = (
    {"US", "usa", "america", "american", "americans", "united states", "states"},
    {"uk", "britain", "british", "briton", "britons", "united kingdom", "kingdom"},
    {"france", "french"}, {"spain", "spanish"}, {"netherlands", "dutch"}, {"greece", "greek", "greeks"},
    {"turkey", "turkish", "turks"}, {"poland", "polish"}, {"sweden", "swedish"}, {"denmark", "danish"},
    {"ireland", "irish"}, {"switzerland", "swiss"}, {"germany", "german", "germans"}, {"europe", "european", "eu"},
    {"un", "united nations", "nations"}, {"iraq", "iraqi", "iraqis"}, {"yemen", "yemeni", "yemenis"},
    {"israel", "israeli", "israelis"}, {"philippines", "filipino", "philippine"}, {"isis", "isil", "daesh"},
    {"afghanistan", "afghan", "afghans"}, {"argentina", "argentine"}, {"wales", "welsh"}, {"norway", "norwegian"},
)  # fmt: skip
EQUIVALENT = {key: frozenset(group) for group in _SAME for key in group}
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|[\"\N{LEFT DOUBLE QUOTATION MARK}(\[*]\s*)$")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of capitalised words that belong together."""

    words: tuple[Word, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The folded words."""
        return tuple(w.key for w in self.words)


@functools.lru_cache(maxsize=4096)
def spans(text: str) -> tuple[Span, ...]:
    """Runs of capitalised words, the first word of a sentence included unless it is a function word.

    >>> [" ".join(w.form for w in s.words) for s in spans("The U.S. sent Barack Obama to Libya on Friday.")]
    ['U.S.', 'Barack Obama', 'Libya', 'Friday']
    """
    found: list[list[Word]] = []
    last: Word | None = None
    for word in words(text):
        if (
            not word.is_capital
            or (word.key in FUNCTION_WORDS and word.form != word.form.upper())
            or word.form in ("A", "I")
        ):
            continue
        between = text[last.end : word.start] if last else ""
        if last and (not between.strip() or between.strip() in "-\N{RIGHT SINGLE QUOTATION MARK}'s"):
            found[-1].append(word)
        else:
            found.append([word])
        last = word
    return tuple(Span(tuple(run)) for run in found)


def starts_sentence(text: str, word: Word) -> bool:
    """Whether ``word`` is capitalised because a sentence or a quotation starts there."""
    return bool(_SENTENCE_START.search(text[: word.start]))


class Known:
    """The names that a piece of evidence holds, with the aliases that its article gives them."""

    def __init__(self, evidence: str, article: Iterable[str] = ()) -> None:
        self.keys = {w.key for w in words(evidence)}
        self._evidence = evidence
        self._spans = spans(evidence)
        self._article = [s.keys for text in article for s in spans(text)]
        self._acronyms = {a for s in self._spans for a in acronyms(s.keys)} | _initials(evidence)

    def holds(self, key: str) -> bool:
        """Whether one folded word stands in the evidence, as itself or as a form of the same name."""
        if key in self.keys or key in self._acronyms:
            return True
        if key.endswith("s") and key[:-1] in self.keys:
            return True
        if EQUIVALENT.get(key, frozenset()) & self.keys:
            return True
        return any(related(key, other) for other in self.keys)

    def missing(self, span: Span) -> list[Word]:
        """The words of ``span`` that neither the evidence nor an alias of the article accounts for."""
        lost = [w for w in span.words if not self.holds(w.key)]
        if not lost:
            return []
        held = [k for k in span.keys if self.holds(k)]
        rest = [w for w in lost if w.key not in TITLES]
        if held and rest and all(self._named_together(w.key, held) for w in lost):
            return []
        if len(span.keys) > 1 and any(a in self.keys for a in acronyms(span.keys)):
            return []
        return lost

    def _named_together(self, key: str, held: Sequence[str]) -> bool:
        """The article writes ``key`` in one name with a word that the evidence holds (Barack with Obama)."""
        return any(key in keys and keys[-1] in held for keys in self._article)


def related(one: str, other: str) -> bool:
    """Whether two folded words are forms of one place's name: Libya, Libyan.

    >>> related("libya", "libyan"), related("iran", "iraq")
    (True, False)
    """
    if len(one) > len(other):
        one, other = other, one
    if len(one) < 4 or one[:4] != other[:4]:
        return False
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    rests = one[shared:], other[shared:]
    return shared >= max(4, len(one) - 2) and all(rest in _DEMONYM_ENDINGS for rest in rests)


def acronyms(keys: Sequence[str]) -> set[str]:
    """What a long form is shortened to, with and without its small words.

    >>> sorted(acronyms(("north", "atlantic", "treaty", "organization")))
    ['nato']
    """
    if len(keys) < 2:
        return set()
    initials = ("".join(k[0] for k in row) for row in (keys, [k for k in keys if k not in JOINING]))
    return {fold(each.upper()) for each in initials if each}


def long_forms(row: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """The runs of a sentence that an acronym may stand for, small words inside: Department of Justice.

    >>> [" ".join(w.form for w in run) for run in long_forms(words("the Bank of Libya paid"))]
    ['Bank of Libya']
    """
    for at, word in enumerate(row):
        if not word.is_capital:
            continue
        for to, follower in enumerate(row[at + 1 : at + 7], start=at + 2):
            if follower.is_capital:
                yield tuple(row[at:to])
            elif follower.key not in JOINING:
                break


def _initials(text: str) -> set[str]:
    """Acronyms of long forms: Department of Justice, DOJ and DJ."""
    return {acronym for run in long_forms(words(text)) for acronym in acronyms([w.key for w in run])}


def unsupported(text: str, evidence: str, article: Sequence[str] = ()) -> list[str]:
    """The names of ``text`` that ``evidence`` does not hold, as they are written.

    >>> unsupported("Obama met Merkel in Libya", "President Barack Obama travelled to the Libyan coast")
    ['Merkel']
    """
    known = Known(evidence, article)
    lost: list[str] = []
    for span in spans(text):
        gone = known.missing(span)
        first = span.words[0]
        if gone and gone[0] is first and starts_sentence(text, first) and ordinary(first, article):
            gone = gone[1:]
        lost += [w.form for w in gone if not (w.key[0].isdigit() or is_number_word(w.key))]
    return lost


def ordinary(word: Word, article: Sequence[str]) -> bool:
    """Whether a sentence's first word is no name.

    The article decides: it writes the word small, and not large inside a sentence. Where it does not have the word,
    an ordinary English ending does.
    """
    if not word.form[1:].islower():
        return False
    form = re.compile(rf"(?<=[\w,] )({re.escape(word.form)})\b|\b({re.escape(word.form.lower())})\b")
    found = [match for text in article for match in form.finditer(text)]
    if any(match[1] for match in found):
        return False
    return bool(found) or word.key.endswith(tuple(ORDINARY_ENDINGS))
