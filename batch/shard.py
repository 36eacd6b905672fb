"""A part of the files: which of them a run takes when several runs share the work."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from mujaz import UsageError


def folded(file: str) -> str:
    """The name that a file system without regard for case and Unicode form sees.

    >>> folded("Cafe\N{COMBINING ACUTE ACCENT}.TXT") == folded("caf\N{LATIN SMALL LETTER E WITH ACUTE}.txt")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", file).casefold())


def digest(text: str) -> int:
    """64 bits of a name: the same on every machine and in every run."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True)
class Shard:
    """Part ``number`` of ``of``, counted from 1. Every file is in exactly one part of every division."""

    number: int = 1
    of: int = 1

    @classmethod
    def parse(cls, text: str) -> Shard:
        """The shard that ``i/n`` spells.

        >>> Shard.parse("2/4")
        Shard(number=2, of=4)

        Raises:
            UsageError: it is no such text, or ``i`` is not between 1 and ``n``.
        """
        match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text, re.ASCII)
        if match and 1 <= int(match[1]) <= int(match[2]):
            return cls(int(match[1]), int(match[2]))
        raise UsageError(f"{text!r} is no shard; write i/n with i from 1 to n, for example 2/4")

    def holds(self, file: str) -> bool:
        """Whether ``file`` belongs to this part. Names that fold to one are in one part, so that they meet."""
        return digest(folded(file)) % self.of == self.number - 1

    @property
    def name(self) -> str:
        """How the manifest of this part is called: ``manifest``, or ``manifest-2-of-4``."""
        return "manifest" if self.of == 1 else f"manifest-{self.number}-of-{self.of}"
