"""What a subject, an opening or an "and" before an aside waits for: the clause, or the verb, behind the aside.

"In a suit filed in May, [he is accused]", "it burned and, after a strike, [was closed]", "men in Sirte[, Libya, fled]".
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from . import openings
from .clause import acts, finite
from .lexicon import AUXILIARIES, CLAUSE_OPENERS, JOINTS, PREPOSITIONS, RELATIVES, REPORTING, TYING
from .limits import SPANS
from .quantities import is_number_word
from .run import Rule, Run
from .tails import takes_the_verb
from .words import Word

_LINKS = JOINTS | CLAUSE_OPENERS | {"that"}
"""Behind one of them a clause is still to come."""

_COUNTED = frozenset("a an all any every everyone everything many much one only the".split())
"""Behind a "not" they make a subject with it."""


def _follows_an_opening(run: Run) -> bool:
    """Whether a run is the main clause: all that stands before it opens its sentence.

    >>> Run.ask(_follows_an_opening, "In a suit filed in May, [he is accused of theft].", "Men left, [he said].")
    [True, False]
    >>> Run.ask(_follows_an_opening, "Today, ten years after the war began, with no ships left, [the port is closed].")
    [True]
    >>> Run.ask(_follows_an_opening, "Not content to wait, [he is leaving].", "Not all are men, [he is told].")
    [True, False]
    """
    if not run.is_finite:
        return False
    counted = next((at for at, word in enumerate(run.row) if not is_number_word(word.key)), 0)  # "ten days after"
    first = run.row[counted + (run.row[counted].key in SPANS and counted + 1 < len(run.row))]
    denies = run.row[0].key == "not" and run.row[1].key not in _COUNTED
    return (denies or openings.introduces(first)) and not any(_has_its_verb(part.words) for part in run.earlier[1:])


def _has_its_verb(part: Sequence[Word]) -> bool:
    """Whether a part of a sentence acts before anything subordinates what it says."""
    dated = len(part) > 1 and part[0].key.endswith("ed") and (part[1].key.isdigit() or part[1].key in PREPOSITIONS)
    own = itertools.takewhile(lambda w: w.key not in CLAUSE_OPENERS | RELATIVES | PREPOSITIONS, part[dated:])
    return any(finite(word) for word in own)


def _is_joined(run: Run) -> bool:
    """Whether a run is what an "and" or a "that" joins, which an opening phrase of its own parts from it.

    >>> Run.ask(_is_joined, "It burned and, after a strike, [was closed].", "They said that since he won, [we fled].")
    [True, True]
    >>> Run.ask(_is_joined, "It burned and, [after a strike, was closed].", "They said that he, at home, [left].")
    [True, False]
    """
    opened = any(
        one.key in JOINTS | {"that"} and other.key in CLAUSE_OPENERS | {"despite"}
        for one, other in itertools.pairwise(run.clause)
    )
    linked = run.key_before in _LINKS or (run.since > 0 and run.row[run.since - 1].key in _LINKS)
    return run.is_finite and (opened or linked)


def _is_what_a_subject_did(run: Run) -> bool:
    """They left after Haddad, 95, [finally won a seat]; he left after a ship, sold in May, [sank in June]."""
    opener = max((at for at, word in enumerate(run.left) if word.key in CLAUSE_OPENERS), default=run.start)
    border = next((at for at in range(opener + 1, run.start) if run.is_border(at)), run.start)
    waits = opener + 1 < border < run.start and not any(finite(word) for word in run.left[opener + 1 : border])
    return waits and finite(run.words[run.opener.endswith("ly") and len(run.words) > 1])


def _goes_on_to_the_verb(run: Run) -> bool:
    """The men, at noon, [in town fled]. The phrase holds a verb that is not its own."""
    governs = run.keys[run.opener in JOINTS and len(run.keys) > 1] in PREPOSITIONS - CLAUSE_OPENERS - {"to"}
    own = [word.key for word in run.words if "\n" not in run.source[run.first.start : word.start]]
    return governs and takes_the_verb(own)


AT_THE_END: tuple[Rule, ...] = (_follows_an_opening, _is_joined, _is_what_a_subject_did, _goes_on_to_the_verb)
"""Why a run that ends the evidence may not go, though punctuation stands before it."""


def _has_the_verb(run: Run) -> bool:
    """Whether a run is what the subject before it does, be it behind an aside: "men in Sirte[, Libya, fled]".

    >>> Run.ask(_has_the_verb, "Men in Sirte, [Libya, fled].", "Men left Sirte, [where it, too, fell].")
    [True, False]
    """
    for part in run.parts:
        if _is_predicate(run.words[part.start - run.start :]):
            return True
        if part.is_finite or not TYING.isdisjoint(part.keys) or not CLAUSE_OPENERS.isdisjoint(part.keys):
            return False
    return False


def _is_predicate(words: Sequence[Word]) -> bool:
    """Whether words behind an aside are what the subject before it does: "the town, a port, [is quiet]".

    >>> _is_predicate(Run.of("The father of Ali, found by men, [says he is well].").words)
    True
    >>> _is_predicate(Run.of("The port is open, [says Haddad].").words)
    False
    """
    first = words[0]
    if first.key in AUXILIARIES or first.key.endswith("ing"):
        return first.key in AUXILIARIES
    if first.key in REPORTING:
        return any(acts(word) for word in words[1:])
    complete = len(words) == 1 or words[1].key not in PREPOSITIONS
    return acts(first) and (complete or not first.key.endswith("ed"))


BEHIND_PUNCTUATION: tuple[Rule, ...] = (_has_the_verb,)
"""Why a run may not go behind punctuation, or at the start."""
