"""Bytes to text: which encoding, and what to say when none fits."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from mujaz import UserError

from .mojibake import PLAUSIBLE, plausibility, recover

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks, longest first where one begins with another."""

WIDE = (("utf-16-le", 1), ("utf-16-be", 0))
"""UTF-16 without a mark, and which byte of a pair is the high one."""

SINGLE_BYTE = ("windows-1256", "iso-8859-6")
ADVICE = "name its encoding with --encoding, for example --encoding windows-1256"


@dataclass(frozen=True, slots=True)
class Decoded:
    """``text`` without a byte order mark, the encoding that was used, and what was guessed about it."""

    text: str
    encoding: str
    mended: tuple[str, ...] = ()


def decode(data: bytes, encoding: str | None = None, *, name: str = "the input") -> Decoded:
    """Decode ``data``; ``encoding`` is obeyed when it is given.

    UTF-8 is believed when the bytes fit it. A single-byte table fits anything, so it is believed only if
    the text reads as Arabic. What was decoded wrongly before it was written is mended if that is safe.

    Raises:
        UserError: the encoding does not exist, or the bytes do not fit it, or they fit nothing.

    >>> decode("سلام".encode("windows-1256")).encoding
    'windows-1256'
    """
    if encoding is not None:
        return _obey(data, encoding, name)
    for mark, codec in BOMS:
        if data.startswith(mark):
            return Decoded(_strict(data[len(mark) :], codec, name, len(mark)), codec)
    wide = _wide(data)
    if wide is not None:
        return wide
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _single_byte(data, error.start, name)
    recovered = recover(text)
    if recovered is None:
        return Decoded(text, "utf-8")
    return Decoded(
        recovered.text, f"utf-8, {recovered.was} read as {recovered.read_as.removeprefix('sloppy-')}", ("mojibake",)
    )


def _obey(data: bytes, encoding: str, name: str) -> Decoded:
    try:
        codec = codecs.lookup(encoding).name
        "".encode(codec)
    except (LookupError, ValueError):
        raise UserError(f"there is no encoding {encoding!r}; try utf-8, utf-16, windows-1256 or iso-8859-6") from None
    advice = "name another with --encoding, or leave it out"
    return Decoded(_strict(data, codec, name, 0, advice).removeprefix("\ufeff"), encoding.lower())


def _strict(data: bytes, codec: str, name: str, offset: int, advice: str = ADVICE) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise UserError(f"{name} is not {codec}: byte {offset + error.start} does not fit; {advice}") from None
    except UnicodeError:
        raise UserError(f"{name} is not {codec}; {advice}") from None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: nearly every high byte is that of Arabic (6) or of ASCII (0)."""
    if len(data) < 4 or len(data) % 2:
        return None
    for codec, high in WIDE:
        bytes_of_pages = data[high::2]
        if sum(bytes_of_pages.count(page) for page in (0, 6)) >= 0.9 * len(bytes_of_pages):
            text = _try(data, codec)
            if text is None:
                continue
            if plausibility(text) >= PLAUSIBLE or (b"\0" in data and "\0" not in text):
                return Decoded(text, codec)
    return None


def _single_byte(data: bytes, offset: int, name: str) -> Decoded:
    """Windows or ISO Arabic, whichever reads better; ``offset`` is the first byte that is not UTF-8."""
    codecs_left = () if _mostly_utf8(data) else SINGLE_BYTE
    readings = [Decoded(text, codec) for codec in codecs_left if (text := _try(data, codec)) is not None]
    best = max(readings, key=lambda reading: plausibility(reading.text), default=None)
    if best is None or plausibility(best.text) < PLAUSIBLE:
        raise UserError(
            f"{name} is no UTF-8 text: byte {offset} does not fit, and no Arabic table reads well; {ADVICE}"
        )
    return best


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether most bytes above 127 stand in good UTF-8 sequences, so that the text is only damaged."""
    high = sum(byte > 127 for byte in data)
    good = sum(len(letter.encode()) for letter in data.decode("utf-8", "ignore") if ord(letter) > 127)
    return good > high / 2
