"""Text that was decoded with the wrong table («ÇáÓáÇã», «ط§ظ„ط³ظ„ط§ظ…»), put right where that is safe."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .frequencies import frequent

ROADS = (
    # How it was read, and what it was.
    ("windows-1256", "utf-8"),
    ("sloppy-windows-1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("sloppy-windows-1252", "windows-1256"),
    ("latin-1", "windows-1256"),
    ("latin-1", "iso-8859-6"),
)
SUSPECT = re.compile("[طظ][^\\sء-ي،؛؟\\d.,:()]|[\u00c0-\u00ff]{2}|[ÃÂØÙÚÛ][\u0080-\u00bf\u0152-\u2122]")
"""What wrongly decoded Arabic looks like; text without it is not looked at twice."""

PLAUSIBLE = 0.4
"""The share of letters that must stand in frequent words, if the bytes alone prove nothing."""

SAMPLE = 20_000
"""How many characters are looked at to see whether a text reads as Arabic."""

_WORD = re.compile(r"[ء-ي]+")
_ARABIC = re.compile(r"[ء-ي]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Recovered:
    """The text as it was written, how it had been read, and what it was."""

    text: str
    read_as: str
    was: str


def recover(text: str) -> Recovered | None:
    """Undo a wrong decoding, if Arabic letters rise, nothing is lost, and the result reads as Arabic.

    "Nothing is lost" is a round trip: encoded and decoded the wrong way again, the result is ``text``.

    >>> recover("ÇáÓáÇã Úáíßã").text
    'السلام عليكم'
    >>> recover("السلام عليكم")
    """
    if not SUSPECT.search(text):
        return None
    import ftfy.bad_codecs  # noqa: F401 - registers the sloppy codecs

    found = [road for read_as, was in ROADS if (road := _back(text, read_as, was))]
    # UTF-8 does not fit by chance; between the tables of one byte a letter, the better reading wins.
    best = max(found, key=lambda road: (road.was == "utf-8", plausibility(road.text)), default=None)
    return best or _by_ftfy(text)


def plausibility(text: str) -> float:
    """The share of the letters of ``text``, foreign ones too, that stand in frequent Arabic words."""
    sample = text[:SAMPLE]
    known = sum(len(word) for word in _WORD.findall(sample) if len(word) > 1 and frequent(word))
    return known / max(1, len(_LETTER.findall(sample)))


def _back(text: str, read_as: str, was: str) -> Recovered | None:
    try:
        data = text.encode(read_as)
        mended = data.decode(was)
    except UnicodeError:
        return None
    if mended == text or mended.encode(was).decode(read_as) != text or not _better(mended, text):
        return None
    proven = was == "utf-8" and len(mended) < len(text)
    return Recovered(mended, read_as, was) if proven or plausibility(mended) >= PLAUSIBLE else None


def _by_ftfy(text: str) -> Recovered | None:
    """The tables that ftfy knows beside these, and text that is broken in places only."""
    from ftfy import fix_encoding

    mended = fix_encoding(text)
    if mended == text or not _better(mended, text) or "\ufffd" in mended:
        return None
    return Recovered(mended, "another table", "utf-8")


def _better(mended: str, text: str) -> bool:
    """Whether most letters are Arabic now, and more of them real words than before."""
    arabic, letters = len(_ARABIC.findall(mended)), len(_LETTER.findall(mended))
    rises = arabic / max(1, len(mended)) > len(_ARABIC.findall(text)) / max(1, len(text))
    return bool(arabic >= 2 and arabic >= 0.5 * letters and rises and plausibility(mended) >= plausibility(text))
