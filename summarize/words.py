"""The words of an English text: where they stand, their stems, and which of them carry content."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from .lexicon import FUNCTION_WORDS

_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}|(?:[^\W_]+\.)+(?:com|org|net|gov|edu|info|tv|co\.uk)\b|\d[\d,.]*\d(?:(?:bn|mn|tn|[bkm])\b)?"
    r"|[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W_]+)*"
)
"""Initials, the address of a site, a number with the scale glued to it, a word."""


_CONTRACTIONS = {"won't": "will not", "can't": "can not", "cannot": "can not", "shan't": "shall not"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text; ``text[start:end]`` is its place, possessive endings left out of ``form``."""

    form: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The form by :func:`fold`: lower case, no accents, no dots."""
        return fold(self.form)

    @property
    def stem(self) -> str:
        """The Porter stem of :attr:`key`."""
        return stem(self.key)

    @property
    def is_capital(self) -> bool:
        """Whether it starts with a capital, so that it may be (a part of) a name."""
        return self.form[0].isupper()


_BODIES = frozenset({"US", "WHO", "IS", "IT"})
"""Acronyms that small letters would make into words."""


@functools.lru_cache(maxsize=65536)
def fold(form: str) -> str:
    """Lower case without accents, dots and curly quotes; an acronym that would become another word keeps its capitals.

    >>> fold("U.N."), fold("Abdelfattah El-Sissi’s")
    ('un', "abdelfattah el-sissi's")
    >>> fold("U.S."), fold("us"), fold("WHO")
    ('US', 'us', 'WHO')
    """
    if (initials := form.replace(".", "")) in _BODIES:
        return initials
    plain = unicodedata.normalize("NFKD", form.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).lower()
    return "".join(c for c in plain if c != "." and not unicodedata.combining(c))


@functools.lru_cache(maxsize=65536)
def stem(key: str) -> str:
    """The stem of a folded word, by Snowball's English stemmer.

    >>> stem("attacks") == stem("attacked") == stem("attack")
    True
    """
    return str(_stemmer().stemWord(key))


@functools.lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer  # type: ignore[import-untyped]

    return snowballstemmer.stemmer("english")


def words(text: str) -> list[Word]:
    """The words of ``text`` in order; hyphenated words come apart, numbers and ``U.S.`` stay whole.

    >>> [w.form for w in words("Al-Qaida's 1,200 men didn't reach the U.S. on Friday.")]
    ['Al', 'Qaida', '1,200', 'men', 'did', 'not', 'reach', 'the', 'U.S.', 'on', 'Friday']
    """
    found: list[Word] = []
    for match in _WORD.finditer(text):
        found += [Word(form, match.start(), match.end()) for form in _parts(match[0]) if fold(form)]
    return found


def _parts(form: str) -> list[str]:
    plain = form.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    lower = plain.lower()
    if lower in _CONTRACTIONS:
        return _CONTRACTIONS[lower].split()
    if lower.endswith("n't"):
        return [plain[:-3], "not"]
    for ending in ("'s", "s'", "'re", "'ve", "'ll", "'d", "'m"):
        if lower.endswith(ending) and len(plain) > len(ending):
            return [plain[: len(plain) - len(ending) + (ending == "s'")]]
    return [plain]


def content(text: str) -> list[Word]:
    """The words of ``text`` that carry content: neither function words nor single letters.

    >>> [w.form for w in content("He said that the ports were closed by 5 men.")]
    ['ports', 'closed', '5', 'men']
    """
    return [w for w in words(text) if w.key not in FUNCTION_WORDS and (len(w.key) > 1 or w.key.isdigit())]


def count(text: str) -> int:
    """The number of words, as a reader counts them: what stands between white space."""
    return len(text.split())


def related_stem(one: str, known: set[str]) -> bool:
    """Whether a stem is a longer or shorter form of a known one: export, exporter; militant, militia is not.

    >>> related_stem("govern", {"government"}), related_stem("militant", {"militia"})
    (True, False)
    """
    if len(one) < 5:
        return False
    return any(
        (other.startswith(one) or one.startswith(other)) and len(other) >= 5 and abs(len(one) - len(other)) <= 4
        for other in known
        if other[0] == one[0]
    )


QUOTES = re.compile('["\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}]')
"""A double quotation mark of any shape."""

_QUOTED = re.compile(
    r"[\"\N{LEFT DOUBLE QUOTATION MARK}]([^\"\N{RIGHT DOUBLE QUOTATION MARK}]+)[\"\N{RIGHT DOUBLE QUOTATION MARK}]"
)


def quotations(text: str) -> list[str]:
    """What stands between double quotation marks.

    >>> quotations('He said "yes" and "no".')
    ['yes', 'no']
    """
    return _QUOTED.findall(text)


def closed(text: str) -> str:
    """``text`` with the mark that its quotation lacks, if that began before it or goes on behind it.

    >>> closed('"I am glad, he said'), closed('I am glad," he said.'), closed('He said "yes".')
    ('"I am glad, he said"', '"I am glad," he said.', 'He said "yes".')
    """
    marks = list(QUOTES.finditer(text))
    if len(marks) % 2 == 0:
        return text
    ends = marks[0].start() > 0 and not text[marks[0].start() - 1].isspace()
    return f'"{text}' if ends else f'{text}"'


def unquoted(text: str) -> str:
    """``text`` without its quotations.

    >>> unquoted('He said "yes".')
    'He said .'
    """
    return _QUOTED.sub("", text)
