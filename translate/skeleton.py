"""Consonant skeletons: how near an English spelling is to an Arabic one, whatever the vowels.

Arabic writes few vowels and English spells them at will (Gaddafi, Qadhafi, Kadhafi), so both sides are brought to
the consonants that survive, and those are compared with a small cost between sounds that are often exchanged.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ARABIC = {
    "ARABIC LETTER BEH": "b", "ARABIC LETTER TEH": "t", "ARABIC LETTER THEH": "t", "ARABIC LETTER JEEM": "j",
    "ARABIC LETTER HAH": "h", "ARABIC LETTER KHAH": "k", "ARABIC LETTER DAL": "d", "ARABIC LETTER THAL": "d",
    "ARABIC LETTER REH": "r", "ARABIC LETTER ZAIN": "z", "ARABIC LETTER SEEN": "s", "ARABIC LETTER SHEEN": "S",
    "ARABIC LETTER SAD": "s", "ARABIC LETTER DAD": "d", "ARABIC LETTER TAH": "t", "ARABIC LETTER ZAH": "z",
    "ARABIC LETTER GHAIN": "g", "ARABIC LETTER FEH": "f", "ARABIC LETTER QAF": "q", "ARABIC LETTER KAF": "k",
    "ARABIC LETTER LAM": "l", "ARABIC LETTER MEEM": "m", "ARABIC LETTER NOON": "n", "ARABIC LETTER HEH": "h",
}  # fmt: skip
SOUNDS = str.maketrans({unicodedata.lookup(name): sound for name, sound in ARABIC.items()})
DIGRAPHS = tuple((re.compile(pattern), sound) for pattern, sound in (
    (r"sch|sh", "S"), (r"tch|ch", "C"), (r"kh", "k"), (r"gh", "g"), (r"th|dh", "D"), (r"ph", "f"), (r"ck|cq", "k"),
    (r"c(?=[eiy])", "s"), (r"[cx]", "k"), (r"v", "f"), (r"p", "b"), (r"(?<=[aeo])h\b", ""), (r"[aeiouywAEIOU]", ""),
    (r"[^a-zSCD]", ""),
))  # fmt: skip
"""English letters to sounds, in this order. ``p`` and ``v`` are what Arabic writes as b and f."""

TWICE = re.compile(r"(.)\1+")

NEAR = {
    frozenset(pair): 0.3
    for pair in (
        "gj",
        "gk",
        "gq",
        "kq",
        "jC",
        "SC",
        "sz",
        "td",
        "tD",
        "dD",
        "zD",
        "sD",
        "dz",
        "kC",
        "Ss",
        "sC",
        "tC",
        "zj",
        "qj",
        "hk",
    )
}
"""What it costs to take one sound for the other; any other pair costs 1."""

LOOSE = {"h": 0.5, "g": 0.8}
"""What it costs to leave a sound out; any other costs 1."""


@lru_cache(maxsize=2048)
def arabic_skeleton(folded: str) -> str:
    """The consonants of a folded Arabic word.

    >>> arabic_skeleton("القذافي".removeprefix("ال"))
    'qdf'
    """
    sounds = folded.translate(SOUNDS)
    if folded.endswith("\N{ARABIC LETTER HEH}"):
        sounds = sounds[:-1]  # teh marbuta, folded
    return _once("".join(sound for sound in sounds if sound.isascii()))


@lru_cache(maxsize=2048)
def english_skeleton(word: str) -> str:
    """The consonants of an English spelling.

    >>> english_skeleton("Gaddafi"), english_skeleton("Qadhafi")
    ('gdf', 'qDf')
    """
    plain = unicodedata.normalize("NFKD", word.casefold())
    for pattern, sound in DIGRAPHS:
        plain = pattern.sub(sound, plain)
    return _once(plain)


def _once(sounds: str) -> str:
    return TWICE.sub(r"\1", sounds)


@lru_cache(maxsize=2048)
def distance(one: str, other: str) -> float:
    """The weighted edit distance of two skeletons over the longer's length: 0 the same, 1 nothing in common."""
    if not one or not other:
        return 1.0
    row = [0.0]
    for sound in other:
        row.append(row[-1] + LOOSE.get(sound, 1.0))
    for left in one:
        drop = LOOSE.get(left, 1.0)
        new = [row[0] + drop]
        for at, right in enumerate(other):
            change = 0.0 if left == right else NEAR.get(frozenset((left, right)), 1.0)
            new.append(min(row[at] + change, row[at + 1] + drop, new[-1] + LOOSE.get(right, 1.0)))
        row = new
    return row[-1] / max(len(one), len(other))


ALIKE, ALIKE_IF_SHORT = 0.2, 0.12
"""The distance up to which two spellings are of one name; of three consonants one may be a near one, not two."""


def alike(one: str, other: str) -> bool:
    """Whether two skeletons are spellings of one name; fewer than three consonants say too little.

    >>> alike(arabic_skeleton("قذافي"), english_skeleton("Qadhafi")), alike("bgd", english_skeleton("Abkhaz"))
    (True, False)
    """
    short = min(len(one), len(other))
    return short >= 3 and distance(one, other) <= (ALIKE if short > 3 else ALIKE_IF_SHORT)
