"""An Arabic text as words and figures, each word with what it may mean in a number."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, lru_cache

from .arabic_word import fold, stems, words
from .figures import Figure, figures
from .quantity import plain_digits
from .tables import rows

Kinds = dict[str, Fraction]
"""What a word may be (``unit``, ``ten``, ``hundred``, ``scale``, …), and its value as such."""

NOT_SIX = frozenset(("لست", "بست", "كست"))
"""«لست» is "I am not" more often than "for six"."""


@cache
def _lexicon() -> dict[str, Kinds]:
    lexicon: dict[str, Kinds] = {}
    for kind, value, forms in rows("arabic_numbers.tsv"):
        for form in forms.split():
            lexicon.setdefault(fold(form), {})[kind] = Fraction(value)
    return lexicon


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a figure: its place, what it may be, and what is attached in front."""

    start: int
    end: int
    folded: str = ""
    clitic: str = ""
    kinds: Kinds = field(default_factory=dict)
    figure: Figure | None = None

    @property
    def joined(self) -> bool:
        """Whether «و» stands in front."""
        return self.clitic.startswith("و")


def tokens_of(text: str) -> list[Token]:
    """The words and figures of ``text``, in order; «و» and its like before a figure belong to the figure."""
    numbers = figures(plain_digits(text), loose=True)
    starts = {number.start for number in numbers}
    tokens, attached = [], set()
    for word in words(text):
        if word.end in starts and word.folded in ("و", "ف", "ال", "وال", "ب", "ل", "بال"):
            attached.add((word.end, word.folded))
            continue
        clitic, kinds = _look_up(word.folded)
        tokens.append(Token(word.start, word.end, word.folded, clitic, kinds))
    clitics = dict(attached)
    tokens += [Token(each.start, each.end, clitic=clitics.get(each.start, ""), figure=each) for each in numbers]
    return sorted(tokens, key=lambda token: token.start)


@lru_cache(maxsize=4096)
def _look_up(folded: str) -> tuple[str, Kinds]:
    if folded in NOT_SIX:
        return "", {"soft": Fraction(6)}
    for clitic, rest in stems(folded):
        kinds = _lexicon().get(rest)
        if kinds:
            weekday = "ال" in clitic and rest in ("احد", "اثنين")
            return clitic, ({} if weekday else kinds)
    return "", {}
