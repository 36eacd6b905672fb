"""Names that a brief lives on, in both languages: from CLDR, and from the gazetteer that the guards look into.

Countries come from CLDR's territory names, cities from its exemplar cities of time zones (most capitals are among
them); CLDR is under the Unicode licence. It has no demonyms, persons and organisations: those are ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from translate import tables

from .tables import rows

_WITH_ARTICLE = ("United", "Philippines", "Netherlands", "Bahamas", "Comoros", "Maldives", "Gambia")
_NOT_IN_NEWS = re.compile(r"[-–&()]|Islands?\b|Region|World|Outlying|Pseudo|Territor|\bSAR\b")
_NO_COUNTRY = ("EU", "EZ", "UN")
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
        if len(code) != 2 or code in _NO_COUNTRY or not source or _NOT_IN_NEWS.search(f"{target} {source}"):
            continue
        name = _NEWS_ENGLISH.get(target, target)
        article = "the " if name.startswith(_WITH_ARTICLE) or name == "Czech Republic" else ""
        names.append(Name(source, article + name))
    return tuple(names)


@cache
def cities() -> tuple[Name, ...]:
    """CLDR's exemplar cities of time zones in the Old World and Australia, and the gazetteer's."""
    from babel import Locale

    arabic, english = Locale("ar").time_zones, Locale("en").time_zones
    names = {}
    for zone, entry in sorted(arabic.items()):
        area, _, last = zone.partition("/")
        if area not in {"Africa", "Asia", "Europe", "Australia"} or not entry.get("city"):
            continue
        target = english.get(zone, {}).get("city") or last.split("/")[-1].replace("_", " ")
        if target.isascii() and not {",", "("} & set(target + entry["city"]):
            names[entry["city"]] = target
    for spellings, forms in _gazetteer("city"):
        names |= dict.fromkeys(forms, spellings[0])
    return tuple(Name(source, target) for source, target in names.items())


@cache
def peoples() -> tuple[Name, ...]:
    """Adjectives of peoples from the gazetteer, the Arabic masculine without its article; the feminine adds a tāʾ."""
    return tuple(
        Name(form, english.split("|")[0])
        for _, english, forms, *_ in tables.rows("peoples.tsv")
        for form in forms.split("|")
        if form.endswith("ي") and not form.startswith("ال")
    )


@cache
def persons() -> tuple[Name, ...]:
    """The gazetteer's persons: the full name, and the name alone by which they are known."""
    found = []
    for spellings, forms in _gazetteer("person"):
        found += [Name(form, spellings[0]) for form in forms if " " in form][:1]
        found += [Name(form, spellings[1]) for form in forms if " " not in form and len(spellings) > 1][:1]
    return tuple(found)


def bodies() -> tuple[Name, ...]:
    """Organisations, armed groups and media, the English with its article."""
    return (*listed("bodies"), *listed("groups"), *listed("media"))


@cache
def listed(table: str) -> tuple[Name, ...]:
    """The names of one of the recipe's own tables."""
    return tuple(Name(source, target) for source, target in rows(table))


@cache
def currencies() -> tuple[Name, ...]:
    """The gazetteer's currencies, in the singular."""
    return tuple(Name(forms[0], spellings[0]) for spellings, forms in _gazetteer("currency"))


@cache
def weekdays() -> tuple[Name, ...]:
    """The days of the week, from CLDR."""
    from babel import Locale

    arabic, english = (Locale(tag).days["format"]["wide"] for tag in ("ar", "en"))
    return tuple(Name(arabic[day], english[day]) for day in range(7))


def _gazetteer(kind: str) -> list[tuple[list[str], list[str]]]:
    """English spellings and Arabic forms of the names that mujaz knows."""
    return [(row[1].split("|"), row[2].split("|")) for row in tables.rows("names.tsv") if row[0] == kind]


@cache
def months() -> tuple[Name, ...]:
    """Gregorian months, twice: as CLDR writes them for Egypt and the Gulf, and as the Levant does."""
    from babel import Locale

    english = Locale("en").months["format"]["wide"]
    return tuple(
        Name(Locale(tag).months["format"]["wide"][m], english[m]) for tag in ("ar", "ar_SY") for m in range(1, 13)
    )
