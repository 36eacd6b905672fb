"""What a word needs behind it: "to talk about [the truce]", "charged with [murder]", "the end of [the war]".

A shortened sentence may end before a time, a place or a reason. It may not end before the words that its last verb
or noun is about.
"""

from __future__ import annotations

from .clause import acts
from .lexicon import CLAUSE_OPENERS, PREPOSITIONS, TITLES
from .run import Run
from .words import stem

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


def belongs(run: Run) -> bool:
    """Whether a run opens with what the word before it is about.

    >>> Run.ask(belongs, "They talked [about Sirte].", "It resulted [in deaths].", "He left shortly [after noon].")
    [True, True, True]
    >>> Run.ask(belongs, "They met to [talk about] it.", "The men died [in Sirte].")
    [False, False]
    """
    if _rounds(run):
        return True
    if run.begins:
        return False
    if run.key_before in _TIES and all(word.is_capital for word in run.words):
        return run.behind is not None and not run.behind.is_capital
    if run.opener in _ALWAYS:
        return not _names_its_own(run)
    return any(rule(run) for rule in _RULES)


def _rounds(run: Run) -> bool:
    """They lost [about] 300 men."""
    return run.key_behind[:1].isdigit() and not _ROUGHLY.isdisjoint(run.keys)


def _names_its_own(run: Run) -> bool:
    """Whether the word before an "of" says enough by itself.

    >>> Run.ask(_names_its_own, "It met the army [of Jordan].", "It met in the Hall [of Fame].")
    [True, False]
    """
    named = run.opener == "of" and any(word.is_capital for word in run.words[1:2])
    return named and not (run.start > 1 and run.left[-1].is_capital and run.key_before not in TITLES)


def _is_taken_for(run: Run) -> bool:
    """They identified both men [as spies]."""
    return "as" in run.keys and not _TAKEN_AS.isdisjoint(word.stem for word in run.left[-_OBJECT:])


def _is_how_near(run: Run) -> bool:
    """He left shortly [after noon]."""
    return run.opener in ("after", "before", "into", "from") and run.key_before in _NEARNESS


def _is_of_the_verb(run: Run) -> bool:
    """The men talked [about Sirte]."""
    return run.opener in _BEHIND_A_VERB and run.before is not None and acts(run.before)


def _is_of_the_word(run: Run) -> bool:
    """The clash resulted [in deaths]."""
    return run.before is not None and run.opener in _PAIRS and run.before.stem in _PAIRS[run.opener]


_RULES = (_is_taken_for, _is_how_near, _is_of_the_verb, _is_of_the_word)
"""Why a run is about the words before it."""
