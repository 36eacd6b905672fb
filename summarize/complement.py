"""What a word needs behind it: "it resulted [in deaths]", "identified both [as spies]", "shortly [after noon]".

A shortened sentence may end before a time, a place or a reason (tails.py). It may not end before the words that its
last verb or noun is about, though they look like one.
"""

from __future__ import annotations

from .lexicon import CLAUSE_OPENERS, JOINTS, PREPOSITIONS, REPORTING
from .run import Run
from .words import stem

_ROUGHLY = frozenset("roughly about nearly almost approximately around estimated".split())
"""Before a number they are a part of it."""

_TAKEN_AS = frozenset(
    stem(word)
    for word in "describe identify regard treat dismiss label classify define seen viewed refer cite portray depict "
    "characterize condemn denounce hail brand recognize".split()
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
    }.items()
}
"""Words of any kind that need what follows these prepositions."""


def belongs(run: Run) -> bool:
    """Whether a run opens with what the word before it is about.

    >>> Run.ask(belongs, "It resulted [in deaths].", "He left shortly [after noon].", "They came to [Basra] late.")
    [True, True, True]
    >>> Run.ask(belongs, "They met to [talk about] it.", "The men died [in Sirte].", "Many came to [Basra].")
    [False, False, False]
    """
    if _rounds(run):
        return True
    if run.begins:
        return False
    if run.key_before in _TIES and all(word.is_capital for word in run.words):
        return run.behind is not None and not run.behind.is_capital
    return any(rule(run) for rule in _RULES)


def _rounds(run: Run) -> bool:
    """They lost [about] 300 men."""
    return run.key_behind[:1].isdigit() and not _ROUGHLY.isdisjoint(run.keys)


def _is_said(run: Run) -> bool:
    """They say [that it is new]; they say [it is new]."""
    bare = run.key_before in REPORTING and run.opener not in CLAUSE_OPENERS | PREPOSITIONS | JOINTS
    return run.opener == "that" or (bare and run.is_finite)


def _is_taken_for(run: Run) -> bool:
    """They referred to both men [as spies]."""
    return "as" in run.keys and not _TAKEN_AS.isdisjoint(word.stem for word in run.left[-_OBJECT:])


def _is_how_near(run: Run) -> bool:
    """He left shortly [after noon]."""
    return run.opener in ("after", "before") and run.key_before in _NEARNESS


def _is_of_the_word(run: Run) -> bool:
    """The clash resulted [in deaths]."""
    return run.before is not None and run.opener in _PAIRS and run.before.stem in _PAIRS[run.opener]


_RULES = (_is_said, _is_taken_for, _is_how_near, _is_of_the_word)
"""Why a run is about the words before it."""
