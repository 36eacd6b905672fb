"""Where a shortened sentence was cut, and whether a phrase was cut through.

A small model shortens by leaving words out. What stands between commas or in brackets may go, and at the end of a
clause times, places by their names, by whom, and clauses. Elsewhere a cut joins what never belonged together ("under
fire with [City trailing] Chelsea"), takes off a limit ("must be 13 [or older]") or makes something else of what is left
("the [trainee] pilots").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from .asides import DASH
from .clause import acts, finite
from .lexicon import (
    ARTICLES,
    BE_FORMS,
    CLAUSE_OPENERS,
    DAYS,
    PREPOSITIONS,
    QUALIFIERS,
    RELATIVES,
    REPORTING,
    SPARED,
    TIMES,
    TYING,
)
from .needs import needed
from .openings import introduces
from .quantities import is_number_word
from .run import Run
from .subsequence import common
from .tails import loose, takes_the_verb
from .words import Word, words

_ASIDE = re.compile(r"\([^()]*\)|(?:\s--|\s?[\N{EN DASH}\N{EM DASH}])\s.+?(?:\s--|\s?[\N{EN DASH}\N{EM DASH}])(?=\s)")


_ENOUGH = 11
"""Words that say enough without their circumstances: "the teams are on alert [because of the fever]" does not."""

_CIRCUMSTANCES = frozenset("after amid as because due during when while".split())
"""Tell of what happened beside, before, or why; places and bare times are not among them."""

_LEADING = frozenset("on late early last this previous".split())
"""Lead to the time that they tell of, and tell none by themselves."""


def doubts(text: str, evidence: Sequence[str]) -> list[str]:
    """The runs of words of the evidence that ``text`` cuts out of the midst of a phrase, as one doubt.

    >>> doubts("They must be 13 to vote.", ["They must be 13 or older to vote."])
    ['cut: or older']
    >>> doubts("The port has been closed.", ["The port, which burned, has been closed since May, officials said."])
    []
    >>> doubts("They feared a huge oil company.", ["They feared a huge scandal involving the oil company."])
    ['cut: scandal involving the']
    >>> doubts("It is shut.", ["It is shut because of the fever."])
    ['cut: because of the fever']
    >>> doubts("He met the mayor.", ["He met the mayor and the coach of the team spoke."])
    ['cut: and the coach of the team spoke']
    """
    source = "\n".join(evidence)
    row = words(source)
    mine, theirs = [w.key for w in words(text)], [w.key for w in row]
    found = [
        [
            " ".join(word.form for word in run.words)
            for run in (Run(source, row, *run) for run in runs(len(row), places))
            if not _may_go(run) or (len(mine) < _ENOUGH and _is_circumstance(run))
        ]
        for places in alignments(mine, theirs)
        if places
    ]
    cut = min(found, key=len, default=[])
    return ["cut: " + "; ".join(cut)] if cut else []


def unbracketed(text: str, evidence: Sequence[str]) -> list[str]:
    """What the evidence says in brackets, or between dashes, and ``text`` says outside of them.

    >>> unbracketed("The port is closed.", ["The town (the port is closed) is quiet."])
    ['the port is']
    >>> unbracketed("The town -- its port is closed.", ["The town -- its port is closed -- is quiet."])
    ['its port is']
    >>> unbracketed("The town (the port is closed) is quiet.", ["The town (the port is closed) is quiet."])
    []
    """
    mine = set(_triples(_ASIDE.sub(" ", text)))
    inside = [_triples(match[0]) for sentence in evidence for match in _ASIDE.finditer(sentence)]
    return [" ".join(next(run for run in runs if run in mine)) for runs in inside if not mine.isdisjoint(runs)]


def _triples(text: str) -> dict[tuple[str, ...], None]:
    """The runs of three words, in their order."""
    keys = [w.key for w in words(text)]
    return dict.fromkeys(zip(keys, keys[1:], keys[2:], strict=False))


def alignments(mine: Sequence[str], theirs: Sequence[str]) -> tuple[list[int], list[int]]:
    """Indices of ``theirs`` on a longest common subsequence, once as early as they can be and once as late.

    >>> alignments(["it", "is", "new"], "it which is old is new".split())
    ([0, 2, 5], [0, 4, 5])
    """
    return kept(mine, theirs), [len(theirs) - 1 - at for at in reversed(kept(mine[::-1], theirs[::-1]))]


def kept(mine: Sequence[str], theirs: Sequence[str]) -> list[int]:
    """Indices of ``theirs`` on a longest common subsequence, as early as they can be."""
    return [j for _, j in common(mine, theirs)]


def runs(total: int, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The gaps between ``places``, each as its first place and the one behind its last.

    >>> list(runs(6, [0, 3, 4]))
    [(1, 3), (5, 6)]
    """
    at = 0
    for place in [*places, total]:
        if place > at:
            yield at, place
        at = place + 1


def safe(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether the words ``row[start:end]`` of ``source`` can go without cutting through a phrase."""
    return _may_go(Run(source, row, start, end))


def _may_go(run: Run) -> bool:
    """Whether nothing needs a run, and it stands apart, is small, or ends a clause that is whole without it."""
    if needed(run):
        return False
    if run.opened and run.closed:
        return not _is_main(run)
    if run.quoted or not QUALIFIERS.isdisjoint((*run.keys, *map("-".join, itertools.pairwise(run.keys)))):
        return False
    return _is_spared(run) if _is_small(run.keys) else _ends_a_clause(run)


def _ends_a_clause(run: Run) -> bool:
    """Whether a run that no comma opens says when, where or why, and what follows inside it can go as well."""
    opens = not run.begins and run.opener in PREPOSITIONS | CLAUSE_OPENERS | {"and", "due"}
    if not opens or not run.closed or _is_explained(run):
        return False
    head = run.parts[0]
    if takes_the_verb(head.keys) or not loose(head):
        return False
    return head.end == run.end or safe(run.source, run.row, head.end, run.end)


def _is_circumstance(run: Run) -> bool:
    """Whether a run that no comma opens says in which circumstances the rest happened."""
    return not run.opened and run.closed and not _CIRCUMSTANCES.isdisjoint(run.parts[0].keys)


def _is_small(keys: Sequence[str]) -> bool:
    """Whether words may go wherever they stand: small ones, a day, a day of a month.

    >>> [_is_small(run.split()) for run in ("on late monday", "on march 1", "march 1 of", "in may", "may")]
    [True, True, False, False, False]
    """
    rest = [key for key in keys if key not in SPARED | ARTICLES | TIMES]
    date = len(rest) == 2 and rest[0] in DAYS and rest[1].isdigit() and len(rest[1]) <= 2
    return not rest or date


def _is_spared(run: Run) -> bool:
    """Whether small words are no half of a thing: "late [on Monday]", "men [who] came", "they say [this] is war"."""
    if _LEADING.issuperset(run.keys) or (not DAYS.isdisjoint(run.keys) and _is_half_a_time(run)):
        return False
    return BE_FORMS.keys().isdisjoint(run.keys) == TYING.isdisjoint(run.keys)


def _is_half_a_time(run: Run) -> bool:
    """Whether a day stands with its hour: "late [on Monday]", "[on Monday] morning", "[on Monday], 4 May".

    >>> Run.ask(_is_half_a_time, "They met late [on Monday] in May.", "We met [late on Monday] in May.")
    [True, False]
    """
    dated = run.key_behind in TIMES | DAYS or run.key_behind.isdigit()
    dated |= run.parted_behind and run.behind is not None and run.behind.is_capital  # "[on Monday], Earth Day, to"
    hour = any(word.key == "at" for word in run.left[-2:-1])  # "at 5.25 [on Monday]"
    return dated or hour or run.key_before in TIMES | {"back"}


def _is_explained(run: Run) -> bool:
    """Whether what follows a run is about its last noun: "a copy [of Haddad], the mayor", "of the war -- a long one".

    >>> Run.ask(_is_explained, "They have a cutout [of Haddad], the mayor.", "They fled [by day], the mayor said.")
    [True, False]
    """
    noun = run.key_behind in ARTICLES and not any(acts(word) for word in run.rest)
    return bool(DASH.search(run.gap_behind)) or ("," in run.gap_behind and (noun or run.key_behind in RELATIVES))


def _is_main(run: Run) -> bool:
    """Whether a run between two borders is the subject, or has a verb of its own that nothing subordinates.

    >>> Run.ask(_is_main, "After a win, [Haddad rested], but lost.", "[After a win], Haddad rested, but lost.")
    [True, False]
    """
    if run.begins:
        return not introduces(run.first)
    if run.ends or "," not in run.gap_before or _is_subordinate(run):
        return False
    own = itertools.takewhile(lambda w: w.key not in CLAUSE_OPENERS | RELATIVES, run.words)
    verbs = [word.key for word in own if finite(word)]
    return bool(verbs) and REPORTING.isdisjoint(verbs)


def _is_subordinate(run: Run) -> bool:
    """Whether the first word of a run makes it a part of a clause; but "over 40 men died" is whole."""
    if run.opener in PREPOSITIONS - CLAUSE_OPENERS - RELATIVES and not run.opener.endswith(("ing", "ed")):
        return not any(word.key.isdigit() or is_number_word(word.key) for word in run.words[1:2])
    return run.opener in CLAUSE_OPENERS | RELATIVES or run.opener.endswith(("ing", "ed"))
