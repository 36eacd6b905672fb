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

from .clause import acts, borders, finite, parted
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
from .subsequence import common
from .tails import loose, takes_the_verb
from .words import QUOTES, Word, words

_OPENS_QUOTE = re.compile('(?:^|\\s)["\N{LEFT DOUBLE QUOTATION MARK}]$')

_DASH = re.compile(r"--|\s-\s|[\N{EN DASH}\N{EM DASH}]")

_ASIDE = re.compile(r"\([^()]*\)|(?:\s--|\s?[\N{EN DASH}\N{EM DASH}])\s.+?(?:\s--|\s?[\N{EN DASH}\N{EM DASH}])(?=\s)")


def doubts(text: str, evidence: Sequence[str]) -> list[str]:
    """The runs of words of the evidence that ``text`` cuts out of the midst of a phrase, as one doubt.

    >>> doubts("They must be 13 to vote.", ["They must be 13 or older to vote."])
    ['cut: or older']
    >>> doubts("The port has been closed.", ["The port, which burned, has been closed since May, officials said."])
    []
    >>> doubts("They feared a huge oil company.", ["They feared a huge scandal involving the oil company."])
    ['cut: scandal involving the']
    >>> doubts("He met the mayor.", ["He met the mayor and the coach of the team spoke."])
    ['cut: and the coach of the team spoke']
    """
    source = "\n".join(evidence)
    row = words(source)
    mine, theirs = [w.key for w in words(text)], [w.key for w in row]
    found = [
        [
            " ".join(w.form for w in row[start:end])
            for start, end in runs(len(row), places)
            if not safe(source, row, start, end)
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
    keys = [w.key for w in row[start:end]]
    opened, closed = _bordered(source, row, start, end)
    if needed(source, row, start, end, opened):
        return False
    if opened and closed:
        return not _is_main(source, row, start, end)
    if set(keys) & QUALIFIERS or quoted(source, row, start, end):
        return False
    if _is_spared(keys):
        if not DAYS.isdisjoint(keys) and _is_half_a_time(row, start, end):
            return False
        be, tying = not BE_FORMS.keys().isdisjoint(keys), not TYING.isdisjoint(keys)
        return be == tying or (keys == ["that"] and start > 0 and acts(row[start - 1]))  # "they say that it is new"
    opens = start and keys[0] in PREPOSITIONS | CLAUSE_OPENERS | {"and", "due"}
    return bool(opens) and closed and not _is_explained(source, row, end) and _is_circumstance(source, row, start, end)


def _is_circumstance(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run that no comma opens says when, where or why, and what follows inside it can go as well."""
    border = next(iter(borders(source, row, start + 1, end)), end)
    run = row[start:border]
    if takes_the_verb([w.key for w in run]) or not loose(run, row[_clause(source, row, start) : start]):
        return False
    return border == end or safe(source, row, border, end)


def _clause(source: str, row: Sequence[Word], start: int) -> int:
    """Where the part of a sentence begins that runs up to ``start``."""
    return max(borders(source, row, 1, start), default=0)


def _is_spared(keys: Sequence[str]) -> bool:
    """Whether words may go wherever they stand: small ones, a day, a day of a month.

    >>> [_is_spared(run.split()) for run in ("on late monday", "on march 1", "march 1 of", "in may", "may")]
    [True, True, False, False, False]
    """
    rest = [key for key in keys if key not in SPARED | ARTICLES | TIMES]
    date = len(rest) == 2 and rest[0] in DAYS and rest[1].isdigit() and len(rest[1]) <= 2
    return not rest or date


def _is_half_a_time(row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a day stands with its hour: "late [on Monday]", "[on Monday] morning", "[on Monday], 4 May".

    >>> row = words("They met late on Monday morning in Sirte.")
    >>> _is_half_a_time(row, 3, 5), _is_half_a_time(row, 2, 6)
    (True, False)
    """
    dated = end < len(row) and (row[end].key in TIMES | DAYS or row[end].key.isdigit())
    hour = start > 1 and row[start - 2].key == "at"  # "at 5.25 [on Monday]"
    timed = hour or (start > 0 and row[start - 1].key in TIMES | {"back"})
    return dated or timed


def _is_explained(source: str, row: Sequence[Word], end: int) -> bool:
    """Whether what follows a run is about its last noun: "a copy [of Haddad], the mayor", "of the war -- a long one".

    >>> def explained(text, end):
    ...     return _is_explained(text, words(text), end)
    >>> explained("They have a cutout of Haddad, the mayor.", 6), explained("They fled by day, the mayor said.", 4)
    (True, False)
    """
    if end == len(row):
        return False
    gap, follows = source[row[end - 1].end : row[end].start], row[end].key
    border = next(iter(borders(source, row, end + 1, len(row))), len(row))
    noun = follows in ARTICLES and not any(acts(word) for word in row[end:border])
    return bool(_DASH.search(gap)) or ("," in gap and (noun or follows in RELATIVES))


def _is_main(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run between two borders is the subject, or has a verb of its own that nothing subordinates.

    >>> text = "After winning gold, Haddad settled for silver, but she won again."
    >>> _is_main(text, words(text), 3, 7), _is_main(text, words(text), 0, 3)
    (True, False)
    """
    if start == 0:
        return not introduces(row[0])
    if end == len(row) or "," not in source[row[start - 1].end : row[start].start]:
        return False
    first = row[start].key
    if first in CLAUSE_OPENERS | RELATIVES or first.endswith(("ing", "ed")):
        return False
    if first in PREPOSITIONS and not any(_is_number(word) for word in row[start + 1 : min(end, start + 2)]):
        return False
    own = itertools.takewhile(lambda w: w.key not in CLAUSE_OPENERS | RELATIVES, row[start:end])
    verbs = [w.key for w in own if finite(w)]
    return bool(verbs) and not any(verb in REPORTING for verb in verbs)


def _is_number(word: Word) -> bool:
    return word.key.isdigit() or is_number_word(word.key)


def _bordered(source: str, row: Sequence[Word], start: int, end: int) -> tuple[bool, bool]:
    """Whether punctuation stands before and behind; a bracket that opens needs one that closes."""
    before = source[row[start - 1].end : row[start].start] if start else ""
    after = source[row[end - 1].end : row[end].start] if end < len(row) else ""
    opened = start == 0 or parted(source, row[start - 1], row[start])
    closed = end == len(row) or parted(source, row[end - 1], row[end])
    brackets = ("(" in before) == (")" in after) and ("(" in before or "(" not in after)
    inside = any(at and _is_inside(source, row, at) for at in (start, end) if at < len(row))
    return opened, closed and brackets and not inside and not _OPENS_QUOTE.search(after)


def _is_inside(source: str, row: Sequence[Word], at: int) -> bool:
    """Whether a time of the day, or a word with a piece in brackets or its owner's mark, goes on: "8:30", "hard(ish)".

    >>> text = "A hard(ish) day began at 8:30."
    >>> [at for at in range(1, 8) if _is_inside(text, words(text), at)]
    [2, 7]
    """
    between = source[row[at - 1].end : row[at].start]
    owns = between[:1] in ("'", "\N{RIGHT SINGLE QUOTATION MARK}") and row[at - 1].key.endswith("s")
    return owns or between in (":", "(", ")")


def quoted(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run holds the marks of a quotation: a "miracle" cure is no cure."""
    return bool(QUOTES.search(source[max(0, row[start].start - 1) : row[end - 1].end + 1]))
