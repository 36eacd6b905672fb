"""Sentences from frames: quantities, dates, places, peoples, persons, bodies and titles as Arabic news writes them.

A frame is an Arabic and an English sentence with the same slots. Values are drawn afresh for every sentence, so that
what can be learned from them is the pattern alone. They are in `tables/frames.tsv`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from . import names
from .pairs import Pair
from .tables import rows


def _quantity(rng: random.Random) -> tuple[str, str]:
    """A number with or without its scale word: Arabic counts 3–10 in the plural, 11 and more in the singular."""
    kind = rng.randrange(6)
    if kind == 0:
        few = rng.randint(3, 10)
        return f"{few} آلاف", f"{few},000"
    if kind == 1:
        many = rng.choice((rng.randint(11, 99), rng.randint(1, 9) * 100, rng.randint(2, 19) * 50))
        return f"{many} ألف", f"{many},000"
    if kind == 2:
        few = rng.randint(3, 10)
        scale = rng.choice((("ملايين", "million"), ("مليارات", "billion")))
        return f"{few} {scale[0]}", f"{few} {scale[1]}"
    if kind == 3:
        value = rng.choice((f"{rng.randint(1, 99)}.{rng.randint(1, 9)}", str(rng.randint(11, 999))))
        scale = rng.choice((("مليون", "million"), ("مليار", "billion")))
        return f"{value} {scale[0]}", f"{value} {scale[1]}"
    size = rng.randint(2, 6)
    whole = rng.randint(1, 99) * 10 ** (size - 2) if rng.random() < 0.6 else rng.randrange(10 ** (size - 1), 10**size)
    text = f"{whole:,}" if kind == 4 else str(whole)
    return text, text


NAMED: dict[str, Callable[[], Sequence[names.Name]]] = {
    "country": names.countries,
    "city": names.cities,
    "people": names.peoples,
    "person": names.persons,
    "body": names.bodies,
    "group": lambda: names.listed("groups"),
    "media": lambda: names.listed("media"),
    "office": lambda: names.listed("offices"),
    "currency": names.currencies,
    "month": names.months,
    "weekday": names.weekdays,
}
"""Slot to the names that may fill it; with a capital, it stands at the start of the English."""

ONE_PHRASE_IN = 8
"""One in so many pairs is a phrase of the news without a slot."""


def _plural(currency: str) -> str:
    """More than one of a currency.

    >>> _plural("riyal"), _plural("pound sterling"), _plural("yuan")
    ('riyals', 'pounds sterling', 'yuan')
    """
    if currency == "yuan":
        return currency
    return "pounds sterling" if currency == "pound sterling" else currency + "s"


def _values(rng: random.Random) -> dict[str, tuple[str, str]]:
    """One value for every slot, as (Arabic, English)."""
    drawn: dict[str, tuple[str, str]] = {}
    for suffix in ("", "2"):
        for slot, pool in NAMED.items():
            name = rng.choice(pool())
            drawn[slot + suffix] = (name.source, name.target)
            drawn[slot.capitalize() + suffix] = (name.source, name.target[:1].upper() + name.target[1:])
        drawn["q" + suffix] = _quantity(rng)
        drawn["year" + suffix] = (str(rng.randint(1900, 2030)),) * 2
    drawn["currencies"] = (drawn["currency"][0], _plural(drawn["currency"][1]))
    digits = str(rng.randrange(10 ** rng.randint(1, 8)))
    plain: dict[str, Callable[[], str]] = {
        "n": lambda: str(rng.choice((rng.randint(11, 99), rng.randint(11, 99), rng.randint(100, 900)))),
        "m": lambda: str(rng.randint(11, 400)),
        "p": lambda: rng.choice((str(rng.randint(11, 99)), f"{rng.randint(0, 99)}.{rng.randint(1, 99)}")),
        "s": lambda: str(rng.randint(0, 9)),
        "t": lambda: str(rng.randint(0, 9)),
        "day": lambda: str(rng.randint(1, 31)),
        "d": lambda: digits if rng.random() < 0.7 else digits[:4] + "000",
    }
    drawn |= {slot: (value, value) for slot, draw in plain.items() for value in (draw(),)}
    return drawn


def sentences(count: int, seed: int) -> Iterator[Pair]:
    """`count` pairs, each from a frame and fresh values, or a phrase as it stands."""
    rng = random.Random(seed)
    for _ in range(count):
        frame, english = rng.choice(rows("phrases" if rng.randrange(ONE_PHRASE_IN) == 0 else "frames"))
        values = _values(rng)
        source = frame.format_map({slot: value[0] for slot, value in values.items()})
        target = english.format_map({slot: value[1] for slot, value in values.items()})
        source = source.replace("الالإ", "الإ").replace("الالأ", "الأ")
        yield Pair(source, target[:1].upper() + target[1:] if target.endswith(".") else target, 1.0, "frames")
