"""Articles with nearly the same text: wire copy that several outlets printed.

MinHash (Broder 1997) over words, one byte a hash (Li and König 2010: b-bit minwise hashing), so that an article's
sketch fits into its manifest line. A few lines do what datasketch would bring scipy for, with sketches of a quarter of
the size.
"""

from __future__ import annotations

import base64
import operator
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

HASHES = 128
"""Bytes of a sketch; the similarity is estimated to within about 0.04."""

ROWS = 4
"""Bytes that must agree in one of the 32 bands before two sketches are compared: a pair that is alike is missed
once in some 6,000 times."""

ALIKE = 0.7
"""Share of word triples in common from which two articles are named."""

_WORD = re.compile(r"\w+")


def sketch(text: str) -> str | None:
    """What ``text`` resembles: 128 bytes in base64; None for a text of fewer than ten words."""
    import numpy

    words = _WORD.findall(text)
    if len(words) < 10:
        return None
    triples = {" ".join(words[i : i + 3]) for i in range(len(words) - 2)}
    hashes = numpy.fromiter((zlib.crc32(t.encode("utf-8", "replace")) for t in triples), numpy.uint64, len(triples))
    random = numpy.random.default_rng(1)  # the same in every run: sketches of many runs are compared
    factors = random.integers(1, 1 << 32, HASHES, numpy.uint64) | numpy.uint64(1)
    lowest = numpy.full(HASHES, numpy.iinfo(numpy.uint64).max, numpy.uint64)
    for start in range(0, len(hashes), 4096):  # multiply-shift hashing; a piece at a time bounds memory
        product = hashes[start : start + 4096, None] * factors[None, :]
        lowest = numpy.minimum(lowest, (product ^ (product >> numpy.uint64(29))) * factors[None, ::-1]).min(axis=0)
    return base64.b64encode((lowest >> numpy.uint64(40)).astype(numpy.uint8).tobytes()).decode("ascii")


def similarity(one: str, other: str) -> float:
    """The estimated share of word triples that two texts have in common, from their sketches."""
    return _share(base64.b64decode(one), base64.b64decode(other))


def _share(one: Sequence[int], other: Sequence[int]) -> float:
    same: int = sum(map(operator.eq, one, other))
    return max(0.0, (same / HASHES - 1 / 256) / (1 - 1 / 256))  # one in 256 agrees by chance


def groups(sketches: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Groups of names whose texts are alike, each sorted, in order of their first names.

    ``sketches`` are pairs of a name and its sketch. A sketch is compared with the one before it that has the same
    band, for each of its bands, and likeness is passed on. A million take 17 seconds and 560 MB, names included; numpy
    would take half the time, but longer to load than everything else that a run with nothing to do needs.
    """
    names: list[str] = []
    body = bytearray()
    for name, text in sketches:
        names.append(name)
        body += base64.b64decode(text)
    table = memoryview(body)
    leader = list(range(len(names)))
    for band in range(HASHES // ROWS):
        latest: dict[int, int] = {}
        for at, rows in enumerate(table.cast("I")[band :: HASHES // ROWS]):
            before = latest.get(rows)
            latest[rows] = at
            if before is None or (one := _root(leader, before)) == (other := _root(leader, at)):
                continue
            if _share(_row(table, before), _row(table, at)) >= ALIKE:
                leader[one] = other
    found: defaultdict[int, list[str]] = defaultdict(list)
    for at, name in enumerate(names):
        found[_root(leader, at)].append(name)
    return sorted(tuple(sorted(group)) for group in found.values() if len(group) > 1)


def _row(table: memoryview, at: int) -> memoryview:
    return table[at * HASHES : (at + 1) * HASHES]


def _root(leader: list[int], at: int) -> int:
    while leader[at] != at:
        leader[at] = leader[leader[at]]
        at = leader[at]
    return at
