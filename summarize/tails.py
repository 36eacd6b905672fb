"""What a clause may lose at its end, with no comma before it: when, where by a name, why and by whom.

Nothing that says which one is meant ("the war [in Sudan]"), and nothing of what is denied, planned or possible: "they
were not seen [in May]", "it may end [when they pay]".
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from .clause import acts, finite, is_verb
from .lexicon import (
    AHEAD,
    ARTICLES,
    BE_FORMS,
    CLAUSE_OPENERS,
    HAVE_FORMS,
    PLAIN_NEGATION,
    PREPOSITIONS,
    REPORTING,
    TYING,
    VERBS,
)
from .limits import SPANS, tells_time
from .words import Word

_AROUND = frozenset("during amid after".split())
"""Prepositions of times and circumstances that a clause may lose at its end, whatever they govern."""

_PLACED = frozenset("in at near on".split())

_NEAR = 4
"""Words before a run that tell what it belongs to."""


def loose(run: Sequence[Word], before: Sequence[Word]) -> bool:
    """Whether a phrase that ends a clause says no more than when, where, why or by whom; else it may bound the clause.

    >>> from .words import words
    >>> def goes(text, start):
    ...     row = words(text)
    ...     return loose(row[start:], row[:start])
    >>> goes("It is the largest in the region.", 4), goes("The cell hid in Tunisia.", 3), goes("It began in May.", 2)
    (False, True, True)
    >>> goes("He spoke on Monday in the old town.", 2), goes("He spoke in the old tongue.", 2)
    (True, False)
    >>> goes("It was taken by the army.", 3), goes("They came, enraged by it.", 3)
    (True, False)
    >>> goes("He fled when it burned.", 2), goes("He fled after the fire.", 2), goes("It is rare since the war.", 3)
    (True, True, False)
    >>> goes("It has stood since May.", 3), goes("It is known since May.", 3), goes("It stood until it burned.", 2)
    (True, False, False)
    >>> goes("They fear the war in Sudan.", 4), goes("It may end when they pay.", 3), goes("It did not end in May.", 4)
    (False, False, False)
    """
    keys = [word.key for word in run]
    if keys[0] in _LOOSE:
        return _LOOSE[keys[0]](run, before)
    timed = all(tells_time(key) for key in keys[keys[0] in _PLACED :])
    if any(word.key in PLAIN_NEGATION or (word.key in AHEAD and word.form != "May" and not timed) for word in before):
        return False
    own = itertools.takewhile(lambda word: word.key not in CLAUSE_OPENERS, run[1:])
    if keys[0] in CLAUSE_OPENERS - TYING and any(acts(word) or word.key in BE_FORMS for word in own):
        half = keys[0] == "while" and not {"other", "others"}.isdisjoint(keys)
        return not half and keys[0] not in ("before", "until")
    if keys[0] in _AROUND:
        return len(run) > 1 and keys[1] not in PREPOSITIONS and "way" not in keys
    return _is_time_or_place(run, before)


def takes_the_verb(keys: Sequence[str]) -> bool:
    """Whether a phrase holds a verb that is not its own: "of the team spoke", "and the coach spoke".

    >>> takes_the_verb(["of", "the", "team", "spoke"]), takes_the_verb(["in", "a", "bid", "to", "win"])
    (True, False)
    >>> takes_the_verb("and the coach talks as he eats".split()), takes_the_verb("after the coach left".split())
    (True, False)
    >>> takes_the_verb(["and", "left"]), takes_the_verb(["and", "the", "coach", "left"])
    (False, True)
    """
    if keys[0] == "and" and len(keys) > 1 and is_verb(keys[1]):
        return False
    own = next((at for at, key in enumerate(keys) if key in CLAUSE_OPENERS), len(keys))
    tied = PREPOSITIONS | ARTICLES
    return any(key in VERBS and before not in tied for before, key in itertools.pairwise(keys[:own]))


def _reason(_run: Sequence[Word], before: Sequence[Word]) -> bool:
    """Whether no source is named that gives the reason."""
    return (REPORTING | {"that"}).isdisjoint(word.key for word in before)


def _agent(_run: Sequence[Word], before: Sequence[Word]) -> bool:
    return before[-1].key.endswith(("ed", "en")) and any(word.key in BE_FORMS for word in before[-_NEAR:])


_LOOSE = {"and": lambda _run, _before: True, "due": _reason, "because": _reason, "by": _agent}
"""By the word that opens a phrase, whether it may go."""


def _is_time_or_place(run: Sequence[Word], before: Sequence[Word]) -> bool:
    """Whether a phrase is a time and what follows one; or a place by its name, unless that tells which one is meant."""
    lasts = run[0].key == "since" and any(word.key in HAVE_FORMS for word in before[-_NEAR:])
    spans = before[-1].key in SPANS or (len(before) > 1 and before[-2].key == "to")  # "his time in jail", "to land at"
    if spans or not (lasts or run[0].key in _PLACED):
        return False
    rest = run[1:]
    timeless = [word for word in rest if not tells_time(word.key)]
    if not timeless:
        return True
    behind_time = timeless[0] is not rest[0] and timeless[0].key in _PLACED | _AROUND
    named = rest[0].is_capital and all(word.is_capital for word in timeless)
    return not lasts and (behind_time or (named and not _is_defined(before)))


def _is_defined(before: Sequence[Word]) -> bool:
    """Whether a place would say which one is meant: "concerned about the war", "it is the best", "there are ten"."""
    equated = any(
        (one.key in BE_FORMS and other.key == "the") or (one.key == "there" and other.key in BE_FORMS)
        for one, other in itertools.pairwise(before)
    )
    noun = list(itertools.takewhile(lambda word: not finite(word), reversed(before[-_NEAR:])))
    return equated or any(word.key == "the" for word in noun)
