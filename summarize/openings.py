"""What opens a sentence, before its subject, and what of that may go.

A time may, and what went on before or beside it: "On Monday, …", "After a strike, …", "Speaking in Cairo, …". Other
openings say of what, where or in which cases the rest is true: "In botany, …", "When it rains, …", "With no wind, …".
"""

from __future__ import annotations

from .clause import acts, finite
from .lexicon import (
    ARTICLES,
    BE_FORMS,
    CLAUSE_OPENERS,
    CONCESSIONS,
    JOINTS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    REPORTING,
    SPARED,
    TIMES,
)
from .limits import tells_time
from .run import Run
from .words import Word

_INTRODUCING = (
    PREPOSITIONS | CLAUSE_OPENERS | TIMES | SPARED | CONCESSIONS | JOINTS
    | frozenset(
        "however therefore thus hence also meanwhile moreover still later earlier today finally again so yet instead"
        .split()
    )
)  # fmt: skip
"""Open what stands before the subject."""

_ADVERBS = frozenset(
    "however also meanwhile moreover furthermore later earlier finally sadly unfortunately ironically".split()
)
"""Say when, or what somebody makes of it."""

_BESIDE = frozenset("after amid because despite due following".split())
"""Open what happened before the rest, or all the same."""

_POINTING = frozenset("a an time".split())
"""At which time, or how often: "at the time, …", "at the end of a season, …"."""

_SPEECHES = frozenset("in at during".split())
"""Where somebody spoke, or on what occasion: "In a letter to Congress, they said …"."""

_LIMITING = frozenset(
    "asked assuming barring based combined compared concerning considering counting depending excluding given "
    "including provided regarding used using".split()
)
"""Participles that say what the rest rests on, or goes for."""


def introduces(first: Word) -> bool:
    """Whether a word opens what stands before the subject, and is not the subject or a member of it."""
    return first.key in _INTRODUCING or first.key.endswith(("ing", "ed", "ly"))


def bounds(run: Run) -> bool:
    """Whether a run opens a sentence that says more, or something else, without it.

    >>> Run.ask(bounds, "[In botany], such ideas exist.", "[When it burned], he left.", "[At the time], he was well.")
    [True, True, True]
    >>> Run.ask(bounds, "[On Monday], it was closed.", "[After a fire], it was closed.", "[Last week], he left.")
    [False, False, False]
    """
    if run.ends or "\n" in run.gap_behind or not _opens(run) or not introduces(run.first):
        return False
    return _is_renamed(run) or any(rule(run) for rule in (_OF_A_TIME if _is_time(run) else _OF_MORE_THAN_A_TIME))


def _opens(run: Run) -> bool:
    """Whether a run opens its sentence, or a half of it: "it has no ships; however, [on the lake], boats are used"."""
    before = next((at for at in range(run.start, 0, -1) if run.row[at - 1].key not in _ADVERBS), 0)
    return before == 0 or "\n" in run.gap(before) or ";" in run.gap(before)


def _is_renamed(run: Run) -> bool:
    """[After the fall of Sirte], a port, …: an aside about its name follows."""
    named = len(run.keys) > 1 and run.last.is_capital and not tells_time(run.last.key)
    return named and run.key_behind in ARTICLES and run.end + len(run.rest) < len(run.row)


def _of_the_occasion(run: Run) -> tuple[str, ...]:
    """The words of an opening but for an "in" or "at"."""
    return run.keys[run.opener in _SPEECHES :]


def _is_time(run: Run) -> bool:
    """[On Monday], …; [sadly], …."""
    return all(tells_time(key) or key in _ADVERBS | SPARED for key in _of_the_occasion(run))


def _points(run: Run) -> bool:
    """[At the time], he was well: one that is told elsewhere."""
    return not _POINTING.isdisjoint(_of_the_occasion(run))


def _is_half_a_time(run: Run) -> bool:
    """[On Monday], at noon, he left."""
    return all(tells_time(word.key) or word.key in PREPOSITIONS for word in run.rest)


def _names_whom(run: Run) -> bool:
    """[After the death of Haddad], many studied her plans."""
    return any(word.is_capital for word in run.words[1:]) and any(word.key in PRONOUNS for word in run.rest)


def _leaves_no_subject(run: Run) -> bool:
    """[After a fire], in May, he left: the subject is still to come."""
    return run.rest[0].key in PREPOSITIONS | RELATIVES or not any(finite(word) for word in run.rest)


def _is_more_than_beside(run: Run) -> bool:
    """Whether an opening is no circumstance of what follows, nor the occasion on which somebody spoke.

    >>> Run.ask(_is_more_than_beside, "[In a village], he saw it.", "[In a letter], he denied it.")
    [True, False]
    """
    participle = run.opener.endswith(("ing", "ed")) and run.opener not in _LIMITING | REPORTING | PREPOSITIONS
    beside = run.opener in _BESIDE or run.keys[:2] == ("in", "response")
    said = zip(["", *(word.key for word in run.rest)], run.rest[:-1], strict=False)
    says = any(acts(word) and word.key in REPORTING and before not in BE_FORMS for before, word in said)
    return not (participle or beside or (run.opener in _SPEECHES and says))


_OF_A_TIME = (_points, _is_half_a_time)
_OF_MORE_THAN_A_TIME = (_names_whom, _leaves_no_subject, _is_more_than_beside)
"""Why an opening may not go."""
