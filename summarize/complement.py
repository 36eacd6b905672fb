"""What a word needs behind it: "to talk about [the truce]", "charged with [murder]", "the end of [the war]".

A shortened sentence may end before a time, a place or a reason. It may not end before the words that its last verb
or noun is about.
"""

from __future__ import annotations

from collections.abc import Sequence

from .clause import acts
from .lexicon import CLAUSE_OPENERS, PREPOSITIONS, TITLES
from .words import Word, stem

_ALWAYS = frozenset({"of", "than", "that"})
"""Tie what follows to any word before them; but "the army [of Jordan]" is the army. "The Hall [of Fame]" is no hall."""

_BEHIND_A_VERB = frozenset("to about with into against over upon from like towards toward".split())
"""Open a verb's complement rather than a time or a place."""

_ROUGHLY = frozenset("roughly about nearly almost approximately around estimated".split())
"""Before a number they are a part of it."""

_TAKEN_AS = frozenset(
    stem(word) for word in "describe identify regard treat dismiss label classify define seen viewed".split()
)
"""Verbs whose object is followed by what it is taken for: "identified the men [as spies]"."""

_OBJECT = 12
"""Words that such an object has at most."""

_NEARNESS = frozenset(
    "shortly soon immediately just right well long seconds minutes hours days weeks months years moments".split()
)
"""Say how far before or after something."""

_TIES = (PREPOSITIONS - CLAUSE_OPENERS) | {"and", "or"}
"""Behind one of these a name goes with it or not at all: "visitors to [Basra]"."""

_PAIRS = {
    preposition: frozenset(stem(word) for word in listed.split())
    for preposition, listed in {
        "in": "result believe succeed invest engage involve interested participate consist specialize fail help "
        "lead role factor rise rises increase drop surge decline growth",
        "on": "focus base insist depend rely agree comment call count concentrate reflect decide hinge work embark",
        "at": "aim look target direct marvel balk laugh",
        "as": "describe regard see know serve act work view treat dismiss identify pose such same emerge label hail",
        "for": "call look search ask apply hope pay push aim vote campaign account care blame prepare responsible "
        "known famous plan need demand wait compete reason bid way opportunity chance",
        "to": "according due ability able attempt bid effort decision plan right way chance reason power close "
        "access threat response answer key want try need begin start continue agree refuse fail ready likely set "
        "about ought going used order willing forced unable fit",
        "with": "deal relationship",
        "about": "question concern worry doubt",
        "between": "between difference",
    }.items()
}
"""Words of any kind that need what follows these prepositions."""


def belongs(row: Sequence[Word], start: int, end: int) -> bool:
    """Whether ``row[start:end]`` opens with what the word before it is about.

    >>> from .words import words
    >>> [belongs(words(s), 3, 5) for s in ("They met to talk about it.", "The men talked about Sirte.")]
    [False, True]
    >>> belongs(words("The men died in Sirte."), 3, 5), belongs(words("The clash resulted in deaths."), 3, 5)
    (False, True)
    >>> belongs(words("He left shortly after noon."), 3, 5)
    True
    >>> belongs(words("They identified both men as spies."), 4, 6)
    True
    >>> belongs(words("It opened in the Hall of Fame."), 5, 7), belongs(words("It met the army of Jordan."), 4, 6)
    (True, False)
    """
    if start >= end:
        return False
    first = row[start].key
    if any(w.key in _ROUGHLY for w in row[start:end]) and end < len(row) and row[end].key[0].isdigit():
        return True
    if not start:
        return False
    before = row[start - 1]
    if before.key in _TIES and all(w.is_capital for w in row[start:end]):
        return end < len(row) and not row[end].is_capital
    if first in _ALWAYS:
        named = first == "of" and start + 1 < end and row[start + 1].is_capital
        return not named or (before.is_capital and start > 1 and before.key not in TITLES)
    taken = any(w.key == "as" for w in row[start:end]) and not _TAKEN_AS.isdisjoint(
        w.stem for w in row[max(0, start - _OBJECT) : start]
    )
    near = before.key in _NEARNESS and first in ("after", "before", "into", "from")
    return taken or near or (first in _BEHIND_A_VERB and acts(before)) or before.stem in _PAIRS.get(first, ())
