"""Where a shortened sentence was cut, and whether a phrase was cut through.

A small model shortens by leaving words out. Between commas, in front of a noun, behind a preposition that may be
spared, that is safe; elsewhere it joins what never belonged together: "under fire with [City trailing] Chelsea by six
points", "must be 13 [or older]".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .lexicon import ARTICLES, CLAUSE_OPENERS, FUNCTION_WORDS, PREPOSITIONS, SPARED, TIMES, VERBS
from .words import Word, words

_MODIFIERS = 4
"""Words in front of a noun or a name that may be left out together."""


def doubts(text: str, evidence: Sequence[str]) -> list[str]:
    """The runs of words of the evidence that ``text`` cuts out of the midst of a phrase.

    >>> doubts("They must be 13 to vote.", ["They must be 13 or older to vote."])
    ['cut: or older']
    >>> doubts("The old port is closed.", ["The old port, which burned, is closed for repairs, officials said."])
    []
    """
    source = "\n".join(evidence)
    row = words(source)
    mine, theirs = [w.key for w in words(text)], [w.key for w in row]
    early = _kept(mine, theirs)
    late = [len(theirs) - 1 - at for at in reversed(_kept(mine[::-1], theirs[::-1]))]
    found = [
        [
            "cut: " + " ".join(w.form for w in row[start:end])
            for start, end in _runs(len(row), kept)
            if not _safe(source, row, start, end)
        ]
        for kept in (early, late)
        if kept
    ]
    return min(found, key=len, default=[])


def _kept(mine: Sequence[str], theirs: Sequence[str]) -> list[int]:
    """Indices of ``theirs`` on a longest common subsequence, as early as they can be."""
    best = [[0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for i in reversed(range(len(mine))):
        for j in reversed(range(len(theirs))):
            same = mine[i] == theirs[j]
            best[i][j] = best[i + 1][j + 1] + 1 if same else max(best[i + 1][j], best[i][j + 1])
    kept, i, j = [], 0, 0
    while i < len(mine) and j < len(theirs):
        if mine[i] == theirs[j] and best[i][j] == best[i + 1][j + 1] + 1:
            kept.append(j)
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return kept


def _runs(total: int, kept: Sequence[int]) -> Iterator[tuple[int, int]]:
    at = 0
    for place in [*kept, total]:
        if place > at:
            yield at, place
        at = place + 1


def _safe(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    run = row[start:end]
    opened = start == 0 or _parted(source, row[start - 1], run[0])
    closed = end == len(row) or _parted(source, run[-1], row[end])
    keys = [w.key for w in run]
    if opened and closed:
        return True
    if all(key in SPARED | ARTICLES | TIMES for key in keys):
        return True
    if closed and keys[0] in PREPOSITIONS | CLAUSE_OPENERS | {"and", "or", "due", "amid", "despite"}:
        return start > 0
    follower = row[end].key if end < len(row) else ""
    if keys[0] in PREPOSITIONS - CLAUSE_OPENERS and len(run) <= _MODIFIERS and not set(keys) & VERBS:
        return start > 0 and keys[-1] not in FUNCTION_WORDS and follower not in PREPOSITIONS | {"and", "or"}
    small = all(w.form.islower() for w in run)
    is_phrase = len(run) <= _MODIFIERS and not any(key in VERBS or (_is_verb(key) and not small) for key in keys)
    return is_phrase and end < len(row) and not closed and keys[-1] not in FUNCTION_WORDS and _stands(row[end])


def _parted(source: str, one: Word, other: Word) -> bool:
    between = source[one.end : other.start]
    return any(mark in between for mark in ',;:.!?()\n\N{EM DASH}\N{EN DASH}"') or "--" in between


def _is_verb(key: str) -> bool:
    return key in VERBS or key.endswith(("ed", "ing"))


def _stands(word: Word) -> bool:
    """Whether a modifier can stand before it: neither a small word nor a verb."""
    return word.key not in FUNCTION_WORDS and (word.is_capital or not _is_verb(word.key))
