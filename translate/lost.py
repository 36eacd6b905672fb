"""Which known names of an Arabic sentence have no counterpart in its English, and which of the English none in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .english_text import English, known_words, plain
from .gazetteer import Mention
from .skeleton import alike, english_skeleton
from .strangers import PLACES, strangers

ABBREVIATED = PLACES | {"region", "organisation"}
"""Kinds of names that the abbreviation of a body may hold."""


def lost(mentions: Sequence[Mention], english: English) -> list[Mention]:
    """The mentions that nothing in the English stands for, and those of which too few are there.

    A name may be inside an abbreviation («هيئة الاتصالات والإعلام الأسترالية», "ACMA"), unless a stranger stands in the
    English too: then it may have been taken for that one.
    """
    foreign = strangers(mentions, english)
    fewer = exchanged(mentions, english) if foreign else []
    return [
        mention
        for mention in mentions
        if mention in fewer or not (mention.stands_in(english) or (not foreign and abbreviated(mention, english)))
    ]


def exchanged(mentions: Sequence[Mention], english: English) -> list[Mention]:
    """The mentions of a place that comes more often in the Arabic than in the English, where a stranger stands instead.

    «مصادر ليبية … الأراضي الليبية» as "Lebanese sources … the Libyan territories": Libya is there, but not twice.
    """
    if not strangers(mentions, english):
        return []
    groups: dict[frozenset[str], list[Mention]] = {}
    for mention in mentions:
        if mention.kind in PLACES:
            groups.setdefault(mention.accepted, []).append(mention)
    return [mention for forms, group in groups.items() if len(group) > english.times(forms) > 0 for mention in group]


def abbreviated(mention: Mention, english: English) -> bool:
    """Whether an abbreviation holds the initials of the name; of one letter only if nobody knows what it is short for.

    >>> from .gazetteer import known
    >>> abbreviated(*known().mentions("بعثة الأمم المتحدة"), English("UNMIS left"))
    True
    """
    if mention.kind not in ABBREVIATED:
        return False
    short = english.abbreviations
    return any(
        initials in each and (len(initials) > 1 or plain(each) not in known_words())
        for initials in _initials(mention)
        for each in short
    )


def _initials(mention: Mention) -> frozenset[str]:
    spellings = (spelling for entry in mention.entries for spelling in entry.english)
    return frozenset("".join(re.findall(r"\b[A-Z]", spelling)) for spelling in spellings) - {""}


LATIN = re.compile(r"(?<![\w@#/.-])[A-Z][A-Za-z][\w&-]*(?![\w@/.]*[@/])")
"""A Latin name in Arabic text; addresses, links, handles and words in small letters are none."""


def latin_lost(source: str, english: English) -> list[str]:
    """The Latin names of an Arabic sentence that its English has not, however they are hyphenated or spelled there.

    >>> latin_lost("عبر eBay أو Craiglist أو YPG", English("on eBay, Craigslist or PYD"))
    ['YPG']
    """
    names = LATIN.findall(source)
    if not names:
        return []
    said = english.plain.replace(" ", "")
    sounds = [english_skeleton(word) for word in english.text.split()]
    return [
        name
        for name in dict.fromkeys(names)
        if plain(name).replace(" ", "") not in said
        and not any(alike(english_skeleton(name), other) for other in sounds)
    ]
