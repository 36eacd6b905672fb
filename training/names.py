"""Names that a brief lives on, in both languages: countries and cities from CLDR, peoples from a table.

Countries come from CLDR's territory names, cities from its exemplar cities of time zones (most capitals are among
them); CLDR is under the Unicode licence. CLDR has no demonyms, so the peoples most often in Arabic news are listed
in `tables/peoples.tsv`, with the Arabic masculine; the feminine adds a tāʾ marbūṭa.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .tables import rows

_WITH_ARTICLE = ("United", "Philippines", "Netherlands", "Bahamas", "Comoros", "Maldives", "Gambia")
_NOT_IN_NEWS = re.compile(r"[-–&()]|Islands?\b|Region|World|Outlying|Pseudo|Territor|\bSAR\b")
_NEWS_ENGLISH = {"Türkiye": "Turkey", "Côte d’Ivoire": "Ivory Coast", "Czechia": "Czech Republic"}


@dataclass(frozen=True, slots=True)
class Name:
    """One name in two languages, as it stands in the middle of a sentence."""

    source: str
    target: str


@cache
def countries() -> tuple[Name, ...]:
    """CLDR's countries whose names are single words or plain phrases on both sides; English with its article."""
    from babel import Locale

    arabic, english = Locale("ar").territories, Locale("en").territories
    names = []
    for code, target in sorted(english.items()):
        source = arabic.get(code, "")
        if len(code) != 2 or not source or _NOT_IN_NEWS.search(target) or _NOT_IN_NEWS.search(source):
            continue
        name = _NEWS_ENGLISH.get(target, target)
        article = "the " if name.startswith(_WITH_ARTICLE) or name == "Czech Republic" else ""
        names.append(Name(source, article + name))
    return tuple(names)


@cache
def cities() -> tuple[Name, ...]:
    """CLDR's exemplar cities of time zones in the Old World and Australia, and other cities of the news."""
    from babel import Locale

    arabic, english = Locale("ar").time_zones, Locale("en").time_zones
    names = dict(rows("cities"))
    for zone, entry in sorted(arabic.items()):
        area, _, last = zone.partition("/")
        if area not in {"Africa", "Asia", "Europe", "Australia"} or not entry.get("city"):
            continue
        target = english.get(zone, {}).get("city") or last.split("/")[-1].replace("_", " ")
        if target.isascii() and not {",", "("} & set(target + entry["city"]):
            names[entry["city"]] = target
    return tuple(Name(source, target) for source, target in names.items())


def peoples() -> tuple[Name, ...]:
    """Demonyms, the Arabic without its article."""
    return tuple(Name(source, target) for source, target in rows("peoples"))


@cache
def months() -> tuple[Name, ...]:
    """Gregorian months, twice: as CLDR writes them for Egypt and the Gulf, and as the Levant does."""
    from babel import Locale

    english = Locale("en").months["format"]["wide"]
    return tuple(
        Name(Locale(tag).months["format"]["wide"][m], english[m]) for tag in ("ar", "ar_SY") for m in range(1, 13)
    )
