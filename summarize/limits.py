"""What bounds the words that it follows, with no comma between: without it they would say more, or nothing.

"In the eight years [since the war began]", "they vote to decide [who will rule]", "he is tested [when he is hired]".
"""

from __future__ import annotations

from .clause import finite
from .lexicon import ARTICLES, BE_FORMS, CLAUSE_OPENERS, DAYS, FUNCTION_WORDS, RELATIVES, REPORTING, TIMED, TIMES
from .run import Rule, Run

SPANS = frozenset("seconds minutes hours days weeks months years decades centuries time spell spells".split())

_PARTS_OF_TIME = frozenset("of end start beginning middle day year season noon midnight dawn dusk".split())

_ASKS = frozenset("who whom whether where".split())
"""What opens the question that a verb is about."""

_PRESENT = frozenset("is are am do does can has have".split())
"""With one of them a "when" tells no moment, but in which cases."""

_JOINTS = CLAUSE_OPENERS | RELATIVES | REPORTING | frozenset("and but or that".split())


def tells_time(key: str) -> bool:
    """Whether a folded word says when, or joins two that do."""
    return key in TIMES | DAYS | SPANS | ARTICLES | _PARTS_OF_TIME or key.isdigit()


def _since_a_span(run: Run) -> bool:
    """It grew in the eight years [since he came]."""
    return run.opener == "since" and run.key_before in SPANS


def _is_asked(run: Run) -> bool:
    """They vote to decide [who will rule]."""
    return run.opener in _ASKS and any(word.key == "to" for word in run.left[-2:-1])


def _tells_cases(run: Run) -> bool:
    """Whether a "when" is no moment: "they are tested [when hired]".

    >>> Run.ask(_tells_cases, "They are tested [when hired].", "They were hit [when they left].")
    [True, False]
    """
    timed = run.opener in TIMED or (run.opener == "and" and not TIMED.isdisjoint(run.keys))
    return timed and any(word.key in _PRESENT for word in run.left)


def _of_a_bare_noun(run: Run) -> bool:
    """Whether a clause would say no more than that something is one of a kind: "Guinea is a country [in Africa]".

    >>> Run.ask(_of_a_bare_noun, "It is a port [in Libya].", "It is a large port [in Libya].")
    [True, False]
    """
    return run.start > 2 and run.left[-3].key in BE_FORMS and run.left[-2].key in ("a", "an")


def _is_behind_a_participle(run: Run) -> bool:
    """Whether a run that ends a part of its sentence follows a word in "ed"."""
    return run.key_before.endswith("ed") and not run.left[-1].is_capital and (run.ends or run.parted_behind)


def _of_an_aside(run: Run) -> bool:
    """Crowds came, enraged [by it]."""
    return _is_behind_a_participle(run) and len(run.clause) == 1 and run.start > 1


def _of_a_participle(run: Run) -> bool:
    """Whether a clause would end at a participle that says which one is meant: "they met a man killed [in May]".

    >>> Run.ask(_of_a_participle, "They bear the name of a man killed [in war].", "The man was killed [in war].")
    [True, False]
    >>> Run.ask(_of_a_participle, "Police said the man died [in May].", "It fell and the ships left [for Sirte].")
    [False, False]
    """
    if not _is_behind_a_participle(run) or len(run.clause) == 1:
        return False
    noun = run.clause[-2].key
    if noun in FUNCTION_WORDS or noun.endswith("ly"):
        return False
    nearest = next((word for word in reversed(run.clause[:-1]) if word.key in _JOINTS or finite(word)), None)
    return nearest is not None and nearest.key not in _JOINTS


RULES: tuple[Rule, ...] = (
    _since_a_span, _is_asked, _tells_cases, _of_a_bare_noun, _of_an_aside, _of_a_participle
)  # fmt: skip
"""Why a run may not go that no punctuation parts from a word before it."""
