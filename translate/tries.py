"""What was tried for a sentence, packed: a long article's tries are half of what its results take, and few are read."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from .translation import FAULTS, Try
from .trust import SECOND_TRIES

_USUAL = json.dumps([*(f"{each.label}, hypothesis 1" for each in SECOND_TRIES), "first search", *FAULTS]).encode()
"""What most tries hold beside their text."""


class Tries(Sequence[Try]):
    """A tuple of tries, but in a fifth of the memory; they are unpacked whenever they are asked for.

    >>> tries = Tries([Try("first search, hypothesis 1", "He left.", -0.5, ("name_lost",))])
    >>> tries == tuple(tries), tries[0].text
    (True, 'He left.')
    """

    __slots__ = ("_packed",)

    def __init__(self, tries: Iterable[Try]) -> None:
        rows = json.dumps([(each.settings, each.text, each.score, each.flags) for each in tries], ensure_ascii=False)
        packing = zlib.compressobj(zdict=_USUAL)
        self._packed = packing.compress(rows.encode("utf-8", "surrogatepass")) + packing.flush()

    def _unpacked(self) -> tuple[Try, ...]:
        rows = zlib.decompressobj(zdict=_USUAL).decompress(self._packed).decode("utf-8", "surrogatepass")
        return tuple(Try(settings, text, score, tuple(flags)) for settings, text, score, flags in json.loads(rows))

    def __len__(self) -> int:
        return len(self._unpacked())

    @overload
    def __getitem__(self, at: int) -> Try: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Try, ...]: ...
    def __getitem__(self, at: int | slice) -> Try | tuple[Try, ...]:
        return self._unpacked()[at]

    def __iter__(self) -> Iterator[Try]:
        return iter(self._unpacked())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tries | tuple) and self._unpacked() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._unpacked())

    def __repr__(self) -> str:
        return repr(self._unpacked())
