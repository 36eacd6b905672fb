"""The rules of mending: each is a function from a text to edits, none of which overlap."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator

from . import mojibake, visual
from .glue import glued
from .tables import words

Edit = tuple[int, int, str]
Rule = Callable[[str], Iterator[Edit]]

_FORMS = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefc]+")
_TATWEEL = "\N{ARABIC TATWEEL}"
_DASHES = re.compile(rf"(?<=\s){_TATWEEL}+(?=\s)")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|dd|div|dl|dt|em|embed|figure|font|form|h[1-6]|hr|i|iframe|img|input|li"
    r"|ol|p|pre|s|script|section|small|span|strong|style|sub|sup|table|tbody|td|th|thead|tr|u|ul)\b"
    r"""(?:[^<>"'\u0600-\u06ff]|"[^"<>]{0,300}"|'[^'<>]{0,300}'){0,300}>""",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"\A\s*#{1,6}\s+(?=\S)"  # a heading
    r"|\A\s*>\s+(?=\S)"  # a quotation
    r"|!?\[(?P<link>[^\[\]\n]{0,300})\]\([^()\s]{1,500}\)"
    r"|(?P<mark>\*\*|__|`)(?=\S)(?P<strong>[^*_`\n]{1,300})(?<=\S)(?P=mark)"
)
_PERSIAN = re.compile(r"[ء-ي\u06a9\u06cc\u06c0-\u06c2\u06be\u06d5]+")
_PERSIAN_LETTERS = str.maketrans(
    {
        "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
        "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER HEH DOACHASHMEE}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER AE}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER HEH WITH YEH ABOVE}": "\N{ARABIC LETTER TEH MARBUTA}",
        "\N{ARABIC LETTER HEH GOAL WITH HAMZA ABOVE}": "\N{ARABIC LETTER TEH MARBUTA}",
    }
)
_DIGITS = re.compile(r"[٠-٩۰-۹](?:[٫٬]?[٠-٩۰-۹])*[٪]?|٪")
_NUMERALS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪", "01234567890123456789.,%")
_QUOTES = {
    re.compile("[“”„‟«»″]"): '"',
    re.compile("[‘’‚‛`´′‹›]"): "'",
    re.compile("…"): "...",
    re.compile("[‐‑‒–—―]"): "-",
}
_REPEATED = re.compile(r"([!؟?،؛,;])(?:\s*\1)+|\.{4,}")
_EMPHASIS = re.compile(r"([ء-هوي])\1{2,}")
_PREFIXED = frozenset({"ووو", "تتت"})
_BEGINNING = re.compile(r"(?<![ء-ي])[وف]?\Z")
_SPACED = re.compile(r"\s+(?=[،؛؟!.:,;?%](?![^\s\"')\]]))")
_UNSPACED = re.compile(r"(?<=[ء-ي\s])\s*([،؛,;!؟])(?=[ء-ي])")
_COUNTED = re.compile(r"(?<=\d)(?=[ء-ي]{3})|(?<=[ء-ي]{2})(?=\d)")
_WHITE = re.compile(r"\s+")


def wrong_decoding(text: str) -> Iterator[Edit]:
    """«ÇáÓáÇã» → «السلام», the whole sentence or nothing."""
    found = mojibake.recover(text)
    if found is not None:
        yield 0, len(text), found.text


def visual_order(text: str) -> Iterator[Edit]:
    """Letters that lie from left to right, as in old PDF files."""
    if visual.is_visual(text):
        yield 0, len(text), visual.logical(text)


def presentation_forms(text: str) -> Iterator[Edit]:
    """Letters in the shape of their place in the word → plain letters."""
    for match in _FORMS.finditer(text):
        plain = unicodedata.normalize("NFKC", match.group())
        if plain != match.group():
            # A vowel sign that stood alone is normalised onto a space of its own.
            yield match.start(), match.end(), re.sub(r" (?=[\u064b-\u0652])", "", plain)


def invisible(text: str) -> Iterator[Edit]:
    """Marks of direction, zero width, variation."""
    return _deleted(_INVISIBLE, text)


def control_characters(text: str) -> Iterator[Edit]:
    """Control characters and lone surrogates."""
    return _deleted(_CONTROL, text)


def entities(text: str) -> Iterator[Edit]:
    """``&quot;`` and its like."""
    for match in _ENTITY.finditer(text):
        plain = html.unescape(match.group())
        if plain != match.group():
            yield match.start(), match.end(), plain


def tags(text: str) -> Iterator[Edit]:
    """Left-over tags of a web page."""
    for match in _TAG.finditer(text):
        yield match.start(), match.end(), " "


def markdown(text: str) -> Iterator[Edit]:
    """``# ``, ``**…**`` and ``[…](…)``: the words stay, the marks go."""
    for match in _MARKDOWN.finditer(text):
        yield match.start(), match.end(), match.group("link") or match.group("strong") or ""


def tatweel(text: str) -> Iterator[Edit]:
    """The stretching sign; between spaces it is a dash, and in «هـ» it belongs to the letter."""
    dashes = {match.span() for match in _DASHES.finditer(text)}
    for match in re.finditer(f"{_TATWEEL}+", text):
        if match.span() in dashes:
            yield match.start(), match.end(), "-"
        elif not _year_sign(text, match.start(), match.end()):
            yield match.start(), match.end(), ""


def persian_letters(text: str) -> Iterator[Edit]:
    """Persian kaf, yeh and heh in Arabic words; a yeh that ends «علی» is an alef maksura.

    Unless the writer has an alef maksura: then «علی» is the name علي.
    """
    has_maksura = "\N{ARABIC LETTER ALEF MAKSURA}" in text
    for match in _PERSIAN.finditer(text):
        plain = match.group().translate(_PERSIAN_LETTERS)
        if plain == match.group():
            continue
        maksura = plain[:-1] + "\N{ARABIC LETTER ALEF MAKSURA}"
        if not has_maksura and plain.endswith("ي") and maksura in words("words.tsv", "maksura"):
            plain = maksura
        yield match.start(), match.end(), plain


def digits(text: str) -> Iterator[Edit]:
    """Arabic-Indic and Persian digits with their signs → digits that every model knows."""
    for match in _DIGITS.finditer(text):
        yield match.start(), match.end(), match.group().translate(_NUMERALS)


def quotes(text: str) -> Iterator[Edit]:
    """Typographic quotes, dashes and ellipses → plain ones, as OPUS-MT's preparation does."""
    edits = [(at.start(), at.end(), plain) for pattern, plain in _QUOTES.items() for at in pattern.finditer(text)]
    return iter(sorted(edits))


def repeated_punctuation(text: str) -> Iterator[Edit]:
    """«!!!» → «!», a row of dots → three."""
    for match in _REPEATED.finditer(text):
        yield match.start(), match.end(), match.group(1) or "..."


def repeated_letters(text: str) -> Iterator[Edit]:
    """Letters repeated for emphasis («كبييير»); laughter stays, and a prefix that meets its like («وووري», «تتتبع»)."""
    for match in _EMPHASIS.finditer(text):
        prefixed = match.group() in _PREFIXED and _BEGINNING.search(text, max(0, match.start() - 1), match.start())
        if match.group(1) != "ه" and not prefixed:
            yield match.start(), match.end(), match.group(1) * (2 if match.group(1) == "ل" else 1)


def space_before_punctuation(text: str) -> Iterator[Edit]:
    """«قال .» → «قال.»."""
    return _deleted(_SPACED, text)


def space_after_punctuation(text: str) -> Iterator[Edit]:
    """«قال،ثم» and «قال ،ثم» → «قال، ثم»."""
    for match in _UNSPACED.finditer(text):
        yield match.start(), match.end(), match.group(1) + " "


def space_at_number(text: str) -> Iterator[Edit]:
    """«136نقطة» → «136 نقطة»."""
    for match in _COUNTED.finditer(text):
        at = match.start()
        yield at - 1, at, text[at - 1] + " "


def white_space(text: str) -> Iterator[Edit]:
    """Runs of white space → one space; none at the ends."""
    for match in _WHITE.finditer(text):
        after = "" if match.start() == 0 or match.end() == len(text) else " "
        if match.group() != after:
            yield match.start(), match.end(), after


def _deleted(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        yield match.start(), match.end(), ""


def _year_sign(text: str, start: int, end: int) -> bool:
    """Whether the tatweel at ``start`` closes a «هـ» that stands alone or behind a number."""
    alone = start >= 1 and text[start - 1] == "ه" and end - start == 1
    return alone and not text[start - 2 : start - 1].isalpha() and not text[end : end + 1].isalpha()


RULES: dict[str, Rule] = {
    "mojibake": wrong_decoding,
    "control_characters": control_characters,
    "entities": entities,
    "tags": tags,
    "markdown": markdown,
    "visual_order": visual_order,
    "presentation_forms": presentation_forms,
    "invisible": invisible,
    "tatweel": tatweel,
    "persian_letters": persian_letters,
    "digits": digits,
    "quotes": quotes,
    "repeated_punctuation": repeated_punctuation,
    "repeated_letters": repeated_letters,
    "space_before_punctuation": space_before_punctuation,
    "space_after_punctuation": space_after_punctuation,
    "space_at_number": space_at_number,
    "glued_words": glued,
    "white_space": white_space,
}
"""By name, in the order in which they are applied."""

GUESSES = frozenset({"mojibake", "visual_order", "glued_words"})
"""Rules that guess; what they change carries the flag ``repaired``."""
