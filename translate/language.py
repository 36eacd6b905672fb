"""What language a sentence is in, as far as the translator must know."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mujaz import UserError

from .article import Article

_LETTER = re.compile(r"[^\W\d_]")
_ARABIC = re.compile("[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Kind:
    """``name`` is ``arabic``, ``not_arabic`` or ``other_language``; ``language`` a code when it is known."""

    name: str
    language: str | None = None


def kind(text: str) -> Kind:
    """The kind of a sentence: anything with an Arabic word is Arabic.

    >>> kind("قال الوزير").name, kind("https://example.org 12").name
    ('arabic', 'not_arabic')
    """
    return Kind("arabic", "ar") if len(_ARABIC.findall(text)) >= 2 else Kind("not_arabic")


def is_arabic_document(text: str) -> bool:
    """Whether at least a fifth of the letters of ``text`` are Arabic."""
    letters = len(_LETTER.findall(text))
    return bool(letters) and len(_ARABIC.findall(text)) >= letters / 5


def is_boilerplate(text: str) -> bool:
    """Whether a line is furniture of a news site («اقرأ أيضا», share buttons), not news."""
    return any(text.strip().startswith(opening) for opening in _BOILERPLATE)


_BOILERPLATE = ("اقرأ أيضا", "اقرأ المزيد", "رابط الخبر", "شارك الخبر")


def require_arabic(article: Article) -> None:
    """Raise :class:`UserError` if ``article`` is not Arabic."""
    if not is_arabic_document(article.text):
        raise UserError(
            f"{article.name} is not Arabic; nothing was translated (--force-arabic translates it all the same)"
        )
