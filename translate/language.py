"""What language a sentence is in, as far as the translator must know."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache

from mujaz import UserError

from . import mojibake
from .article import Article
from .tables import rows

_ARABIC = re.compile(
    "[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}\u066e-\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"
)
_WORD = re.compile(f"(?:{_ARABIC.pattern}|[\u064b-\u0652\u0670\u0640\u200c])+")
_ARABIC_RUN = re.compile(f"{_ARABIC.pattern}+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_PROSE = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]+@[\w.-]+|[@#][\w.]+")
_ARTICLE = re.compile(r"[وفبلك]?ال\w{2}|لل\w{2}|\w+ة$|[أإ]")
_PERSIAN_HAND = re.compile("[\N{ARABIC LETTER KEHEH}\N{ARABIC LETTER FARSI YEH}]")
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")

ARABIC_SHARE = 0.2
"""The share of Arabic letters from which a document counts as Arabic; quotes and names may be the rest."""

OTHER_SHARE = 0.15
"""The share of words that must be another language's own before a sentence is taken for it."""

PROOF = 2
"""The least weight that tells a language: a letter of its own, or two of its words."""

PERSIAN_HAND = 0.3
"""The share of words with a Persian kaf or yeh that tells Persian where nothing speaks for Arabic; Arabic
typed on a Persian keyboard has them too, but articles and endings beside them."""

LONGEST_WORD = 200
"""Letters in a row from which a run is no word, but noise; with tatweel and tashkeel real words stay below."""

SHARED = frozenset("پچژگ")
"""Letters of Persian that its neighbours use as well."""

DIALECT_WORDS = 2
"""How many words of a dialect it takes; one may be a name or a quotation."""


@dataclass(frozen=True, slots=True)
class Kind:
    """``name`` is ``arabic``, ``not_arabic`` or ``other_language``.

    ``language`` is the code of the other language (fa, ur, ckb, ps) or of an Arabic dialect (arz, apc, ary,
    afb); None for standard Arabic.
    """

    name: str
    language: str | None = None


def kind(text: str) -> Kind:
    """The kind of a sentence.

    Links, addresses, handles and hashtags are no words; what has no Arabic word beside them is kept.

    >>> kind("قال الوزير").name, kind("https://example.org 12").name
    ('arabic', 'not_arabic')
    >>> kind("این خبر را دیروز شنیدیم که")
    Kind(name='other_language', language='fa')
    """
    prose = _NO_PROSE.sub(" ", text)
    found = _WORD.findall(prose)
    noise = sum(len(run) for run in prose.split() if len(run) > LONGEST_WORD)
    if 2 * noise > len(prose) or not any(_is_word(word) for word in found):
        return Kind("arabic" if mojibake.recover(text) else "not_arabic")
    other = other_language(found)
    if other and not mojibake.recover(text):
        return Kind("other_language", other)
    return Kind("arabic", _dialect(found))


def is_prose(text: str) -> bool:
    """Whether there are words in ``text``, in any script, beside links, addresses, handles and hashtags.

    >>> is_prose("https://example.org #طرابلس 45% 🎉"), is_prose("Breaking: the summit is over")
    (False, True)
    """
    return any(len(word) > 1 for word in re.findall(r"[^\W\d_]+", _NO_PROSE.sub(" ", text)))


def dialect(code: str | None) -> str | None:
    """The name of the Arabic dialect with this code; None for anything else.

    >>> dialect("arz"), dialect("fa")
    ('Egyptian', None)
    """
    return next((name for own, name, _ in rows("dialects.tsv") if own == code), None)


def _is_word(run: str) -> bool:
    """Whether a run of Arabic letters can be a word: two letters or more, and not without end."""
    return len(run) <= LONGEST_WORD and (len(_ARABIC.findall(run)) > 1 or bool(_FORMS.search(run)))


def other_language(found: list[str]) -> str | None:
    """The language other than Arabic that these words are in, if its marks outweigh those of Arabic."""
    scores = {code: own.weight(found) for code, own in _languages().items()}
    arabic = scores.pop("ar") + sum(bool(_ARTICLE.match(word)) for word in found)
    code = max(scores, key=lambda code: scores[code])
    if scores[code] >= PROOF and scores[code] > arabic and scores[code] >= OTHER_SHARE * len(found):
        return code
    persian_hand = sum(bool(_PERSIAN_HAND.search(word)) for word in found)
    return "fa" if not arabic and persian_hand >= PERSIAN_HAND * len(found) and len(found) > 1 else None


def is_arabic_document(text: str) -> bool:
    """Whether at least a fifth of the letters of ``text`` are Arabic, and the language is."""
    letters = _length(_LETTERS, text)
    if not letters or _length(_ARABIC_RUN, text) < ARABIC_SHARE * letters:
        return bool(mojibake.recover(text))
    opening = [match.group() for match in itertools.islice(_WORD.finditer(text), 2000)]
    return other_language(opening) is None or bool(mojibake.recover(text))


def _length(runs: re.Pattern[str], text: str) -> int:
    """The characters of ``text`` in such ``runs``; a list of its letters would take forty times its memory."""
    return sum(match.end() - match.start() for match in runs.finditer(text))


def require_arabic(article: Article) -> None:
    """Raise :class:`UserError` if ``article`` is not Arabic."""
    if not is_arabic_document(article.text):
        raise UserError(
            f"{article.called} is not Arabic; nothing was translated (--force-arabic translates it all the same)"
        )


def is_boilerplate(text: str) -> bool:
    """Whether a line is furniture of a news site («اقرأ أيضا», share buttons), not news.

    >>> is_boilerplate("اقرأ أيضًا: أسعار النفط"), is_boilerplate("اقرأ الرئيس البيان.")
    (True, False)
    """
    plain = re.sub("[\u064b-\u0652\u0640]", "", text).strip(' \t\u200f\u200e.:-–—*•>|«»"[]()…')
    return _boilerplate().match(plain) is not None


@cache
def _boilerplate() -> re.Pattern[str]:
    """Openings that are enough, and whole lines; ``*`` stands for any words."""
    return re.compile(
        "|".join(
            re.escape(phrase).replace(r"\*", ".*") + (r"(?!\w)" if place == "opens" else r"\Z")
            for place, phrase in rows("boilerplate.tsv")
        )
    )


@cache
def _languages() -> dict[str, _Own]:
    held: dict[str, dict[str, str]] = {}
    for code, what, marks in rows("languages.tsv"):
        held.setdefault(code, {})[what] = marks
    return {
        code: _Own(frozenset(marks["words"].split()), frozenset(marks.get("letters", "")))
        for code, marks in held.items()
    }


@dataclass(frozen=True, slots=True)
class _Own:
    """The words and letters by which a language is told; letters that no neighbour shares weigh double."""

    words: frozenset[str]
    letters: frozenset[str]

    def weight(self, found: list[str]) -> int:
        """How much the words ``found`` speak for the language."""
        if self.letters.isdisjoint("".join(found)):  # as nearly always: what follows asks for every word
            return sum(map(self.words.__contains__, found))
        own = 1 if self.letters <= SHARED else 2
        return sum(word in self.words if self.letters.isdisjoint(word) else own for word in found)


def _dialect(found: list[str]) -> str | None:
    """The dialect whose words are most, if they are enough and no other has as many."""
    counts = sorted(((len({*found} & _dialect_words(code)), code) for code, _, _ in rows("dialects.tsv")), reverse=True)
    (most, code), (second, _) = counts[:2]
    return code if most >= DIALECT_WORDS and most > second else None


@cache
def _dialect_words(code: str) -> frozenset[str]:
    return frozenset(next(marks for own, _, marks in rows("dialects.tsv") if own == code).split())
