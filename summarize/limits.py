"""What bounds the words that it follows, with no comma between: without it they would say more, or nothing.

"In the eight years [since the war began]", "they vote to decide [who will rule]", "he is tested [when he is hired]".
"""

from __future__ import annotations

from collections.abc import Sequence

from .clause import acts, finite, parted
from .lexicon import ARTICLES, BE_FORMS, CLAUSE_OPENERS, DAYS, FUNCTION_WORDS, RELATIVES, REPORTING, TIMED, TIMES
from .words import Word

SPANS = frozenset("seconds minutes hours days weeks months years decades centuries time".split())

_PARTS_OF_TIME = frozenset("of end start beginning middle day year season noon midnight dawn dusk".split())

_ASKS = frozenset("who whom what whether how why where".split())
"""What opens the question that a verb is about."""

_PRESENT = frozenset("is are am do does can has have".split())
"""With one of them a "when" tells no moment, but in which cases."""

_JOINTS = CLAUSE_OPENERS | RELATIVES | REPORTING | frozenset("and but or that".split())


def tells_time(key: str) -> bool:
    """Whether a folded word says when, or joins two that do."""
    return key in TIMES | DAYS | SPANS | ARTICLES | _PARTS_OF_TIME or key.isdigit()


def limits(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether ``row[start:end]`` bounds what stands before it.

    >>> from .words import words
    >>> def bounding(text, start):
    ...     return limits(text, words(text), start, len(words(text)))
    >>> bounding("It grew in the eight years since he came.", 6), bounding("It has grown since he came.", 3)
    (True, False)
    >>> bounding("They vote to decide who will rule.", 4), bounding("He came as mayor of Sirte.", 2)
    (True, True)
    >>> bounding("They are tested when they are hired.", 3), bounding("They were hit when they left.", 3)
    (True, False)
    """
    return any(rule(source, row, start, end) for rule in (_opens_limit, _of_a_participle, _of_a_bare_noun))


def _opens_limit(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run opens with a word that makes it a limit: of a span of time, a verb, a role, or in which cases."""
    first, before = row[start].key, row[start - 1]
    infinitive = start > 1 and row[start - 2].key == "to"
    role = first == "as" and not any(acts(word) or word.key in BE_FORMS for word in row[start:end])
    timed = first in TIMED or (first == "and" and any(word.key in TIMED for word in row[start:end]))
    cases = timed and any(word.key in _PRESENT for word in row[:start])
    return (first == "since" and before.key in SPANS) or (first in _ASKS and infinitive) or role or cases


def _of_a_bare_noun(_source: str, row: Sequence[Word], start: int, _end: int) -> bool:
    """Whether a clause would say no more than that something is one of its kind: "Guinea is a country [in Africa]".

    >>> from .words import words
    >>> def bare(text, start):
    ...     return _of_a_bare_noun(text, words(text), start, len(words(text)))
    >>> bare("Sirte is a port in Libya.", 4), bare("Sirte is a large port in Libya.", 5)
    (True, False)
    """
    return start > 2 and row[start - 3].key in BE_FORMS and row[start - 2].key in ("a", "an")


def _of_a_participle(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a clause would end at a participle that says which one is meant: "the name of a man killed [in May]".

    >>> from .words import words
    >>> def hangs(text, start):
    ...     return _of_a_participle(text, words(text), start, len(words(text)))
    >>> hangs("They bear the name of a man killed in the war.", 8), hangs("The man was killed during the war.", 4)
    (True, False)
    >>> hangs("Crowds came, enraged by it.", 3)
    True
    >>> hangs("Police said the man died in May.", 5), hangs("It fell and the ships left harbour.", 6)
    (False, False)
    """
    last, before = row[start - 1], row[start - 2] if start > 1 else row[0]
    closed = end == len(row) or parted(source, row[end - 1], row[end])
    if not closed or not last.key.endswith("ed") or last.is_capital:
        return False
    if start > 1 and parted(source, before, last):
        return True  # "crowds gathered, enraged [by the news]"
    if before.key in FUNCTION_WORDS or before.key.endswith("ly"):
        return False
    for at in range(start - 2, -1, -1):
        if row[at].key in _JOINTS or parted(source, row[at], row[at + 1]):
            return False
        if finite(row[at]):
            return True
    return False
