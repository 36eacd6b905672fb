"""Bytes to text: which encoding, and what to say when none fits."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from mujaz import UserError

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """``text`` without a byte order mark, and the encoding that was used."""

    text: str
    encoding: str


def decode(data: bytes, encoding: str | None = None, *, name: str = "the input") -> Decoded:
    """Decode ``data``; ``encoding`` is obeyed when it is given.

    Raises:
        UserError: the encoding does not exist, or the bytes do not fit it.
    """
    wanted = encoding or next((codec for bom, codec in BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(wanted)
    except LookupError:
        raise UserError(
            f"there is no encoding {wanted!r}; try utf-8, utf-16, windows-1256 or iso-8859-6"
        ) from None
    except UnicodeDecodeError as error:
        raise UserError(
            f"{name} is not {wanted}: byte {error.start} fits nothing; "
            "name the encoding with --encoding, for example --encoding windows-1256"
        ) from None
    return Decoded(text.removeprefix("\ufeff"), {"utf-8-sig": "utf-8"}.get(wanted, wanted))
