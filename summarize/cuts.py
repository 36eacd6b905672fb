"""Where a shortened sentence was cut, and whether a phrase was cut through.

A small model shortens by leaving words out. What stands between commas or in brackets may go, and when, where and why
at the end of a clause. Elsewhere a cut joins what never belonged together ("under fire with [City trailing] Chelsea"),
takes off a limit ("must be 13 [or older]") or makes something else of what is left ("the [trainee] pilots").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from . import complement, coordination
from .clause import acts, is_verb, parted
from .lexicon import (
    AHEAD,
    ARTICLES,
    AUXILIARIES,
    BE_FORMS,
    CLAUSE_OPENERS,
    CONCESSIONS,
    CONDITIONAL,
    CONDITIONS,
    DAYS,
    PLAIN_NEGATION,
    PREPOSITIONS,
    QUALIFIERS,
    RELATIVES,
    REPORTING,
    SPARED,
    TIMED,
    TIMES,
    VERBS,
)
from .subsequence import common
from .words import QUOTES, Word, words

_OPENING_QUOTES = ('"', "\N{LEFT DOUBLE QUOTATION MARK}")

_ASIDE = re.compile(r"\([^()]*\)|(?:\s--|\s?[\N{EN DASH}\N{EM DASH}])\s.+?(?:\s--|\s?[\N{EN DASH}\N{EM DASH}])(?=\s)")
_JOINED = frozenset({"and", "but", "or"})
_RELATIVE = RELATIVES | {"that", "which"}
_INTRODUCING = (
    PREPOSITIONS | CLAUSE_OPENERS | TIMES | SPARED | CONCESSIONS | _JOINED
    | frozenset("meanwhile moreover still later earlier today finally again so yet instead".split())
)  # fmt: skip
"""Open what stands before the subject."""

_COMPARED = frozenset("more less fewer rather other worse".split())

LOOSE = frozenset("of in on at by during amid despite near after before since until".split())
"""Prepositions of times and places, and of who did what was done, that a clause may lose at its end."""

_WHICHEVER = frozenset("any every each another other".split())
"""In an opening phrase they say of which cases the sentence speaks."""

_CLEFT = re.compile(r"\bit (?:is|was) [^,;:.]*[,\s\N{EN DASH}\N{EM DASH}-]*$", re.IGNORECASE)
"""It was somebody: who did something is still to come."""

_STOP = re.compile(r"[.!?]\W*\s")
"""Between two words: a sentence ends."""

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def doubts(text: str, evidence: Sequence[str]) -> list[str]:
    """The runs of words of the evidence that ``text`` cuts out of the midst of a phrase, as one doubt.

    >>> doubts("They must be 13 to vote.", ["They must be 13 or older to vote."])
    ['cut: or older']
    >>> doubts("The old port is closed.", ["The old port, which burned, is closed since May, officials said."])
    []
    >>> doubts("They feared a huge oil company.", ["They feared a huge scandal involving the oil company."])
    ['cut: scandal involving the']
    >>> doubts("He met the mayor.", ["He met the mayor and the coach of the team spoke."])
    ['cut: and the coach of the team spoke']
    """
    source = "\n".join(evidence)
    row = words(source)
    mine, theirs = [w.key for w in words(text)], [w.key for w in row]
    early = kept(mine, theirs)
    late = [len(theirs) - 1 - at for at in reversed(kept(mine[::-1], theirs[::-1]))]
    found = [
        [
            " ".join(w.form for w in row[start:end])
            for start, end in runs(len(row), places)
            if not safe(source, row, start, end)
        ]
        for places in (early, late)
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
    if _needed(source, row, start, end, opened):
        return False
    if opened and closed:
        return not _is_main(source, row, start, end)
    if set(keys) & QUALIFIERS or quoted(source, row, start, end):
        return False
    if all(key in SPARED | ARTICLES | TIMES for key in keys):
        return BE_FORMS.keys().isdisjoint(keys) or not _RELATIVE.isdisjoint(keys)
    if not closed or start == 0 or keys[0] not in PREPOSITIONS | CLAUSE_OPENERS | {"and", "due"}:
        return False
    border = next((at for at in range(start + 1, end) if parted(source, row[at - 1], row[at])), end)
    own = keys[: border - start]
    return not _takes_the_verb(own) and not _completes(own)


def _needed(source: str, row: Sequence[Word], start: int, end: int, opened: bool) -> bool:
    """Whether what is left leans on the run: it belongs to the words before it, bounds them, or joins them."""
    keys = [w.key for w in row[start:end]]
    if (start == 0 or not opened) and complement.belongs(row, start, end):
        return True
    if {"on"} <= set(keys) <= ARTICLES | {"on"} and (end == len(row) or row[end].key not in TIMES | DAYS):
        return True  # "posts [on the] page"
    if _dates(keys) or _compares(keys) or (opened and _predicates(row, start, end)):
        return True
    if start and (_names_speaker(source, row, start, end) or _goes_on(source, row, start, end)):
        return True
    if opened and start and end == len(row) and _opening(source, row, start):
        return any(acts(word) and not word.key.endswith("ing") for word in row[start:end])
    return any(holds(source, row, start, end) for holds in (_bounds, _shares, coordination.parts, _ties, _crosses))


def _names_speaker(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run is who says what stands before it: "the port is open, [Haddad, the mayor,] said on Monday".

    >>> port = "The port is open, Haddad, the mayor, said on Monday."
    >>> _names_speaker(port, words(port), 4, 7), _names_speaker(port, words(port), 5, 7)
    (True, False)
    """
    if end == len(row) or row[end].key not in REPORTING:
        return False
    claim = itertools.takewhile(
        lambda at: at >= 0 and not parted(source, row[at], row[at + 1]), range(start - 2, -1, -1)
    )
    return parted(source, row[start - 1], row[start]) and any(acts(row[at]) for at in (start - 1, *claim))


def _goes_on(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run behind punctuation is what the words before it are about, for all that parts the two.

    >>> def goes_on(text, start):
    ...     return _goes_on(text, words(text), start, len(words(text)))
    >>> goes_on("It was men -- ten of them -- who died.", 3), goes_on('They had one more "win," they say.', 4)
    (True, True)
    >>> goes_on("The town clung, slightly sadly, to it.", 3), goes_on("The town, a port, is his.", 2)
    (True, False)
    """
    before = source[: row[start].start]
    edge = source[row[start - 1].end : row[start].start]
    if QUOTES.search(edge) and not edge.strip(' "\N{LEFT DOUBLE QUOTATION MARK}'):
        return True
    if _CLEFT.search(before) and not {"who", "that"}.isdisjoint(w.key for w in row[start:end]):
        return True
    behind = next((at for at in range(start, end) if not row[at].key.endswith("ly")), end)
    return start < behind < end and row[behind].key in PREPOSITIONS and parted(source, row[behind - 1], row[behind])


def _opening(source: str, row: Sequence[Word], start: int) -> bool:
    """Whether all that stands before a run opens its sentence: what was filed, and where, but not what is.

    >>> suit = "In a suit filed in May, he is accused of theft."
    >>> _opening(suit, words(suit), 6), _opening("Men left, he said.", words("Men left, he said."), 2)
    (True, False)
    """
    at = start - 1
    while at and not parted(source, row[at - 1], row[at]):
        at -= 1
    return at == 0 and _introduces(row[0])


def _dates(keys: Sequence[str]) -> bool:
    """Whether a run says that something is long past: the news without it would be news of today."""
    return "ago" in keys or any(_YEAR.fullmatch(key) for key in keys)


def _bounds(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run takes back or limits what stands before it.

    >>> def bounds(text, start):
    ...     row = words(text)
    ...     return _bounds(text, row, start, len(row))
    >>> bounds("He won, but lost the seat.", 2), bounds("It will close, when it pays.", 3)
    (True, True)
    >>> bounds("It fell when he left.", 2)
    False
    >>> bounds("It is praised, not by all.", 3), bounds("They want one thing: money.", 4)
    (True, True)
    >>> when = "When any law fails, men should stand together."
    >>> _bounds(when, words(when), 0, 4)
    True
    """
    opening = " ".join(word.key for word in row[start : min(end, start + 2)])
    colon = start and ":" in source[row[start - 1].end : row[end - 1].start]
    if colon or (start and row[start].key in PLAIN_NEGATION) or (not start and _WHICHEVER & {w.key for w in row[:end]}):
        return True
    if opening in CONDITIONAL or any(word.key in CONDITIONS for word in row[start:end]):
        return True
    before = [w.key for w in row[:start] if "\n" not in source[w.start : row[start].start]]
    if not before:
        after = itertools.takewhile(lambda w: "\n" not in source[row[start].start : w.start], row[end:])
        return row[start].key in TIMED and not AHEAD.isdisjoint(w.key for w in after)
    turned = (row[at].key for at in range(start, end) if at == start or parted(source, row[at - 1], row[at]))
    return any(key in CONCESSIONS for key in turned) or (row[start].key in TIMED and bool(AHEAD & set(before)))


def _shares(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether what follows belongs to the relative clause that a run opens: "a law, which helps, but is late".

    >>> text = "He ran a clinic, which gave advice, services and help, for years."
    >>> _shares(text, words(text), 4, 7), _shares(text, words(text), 4, 10)
    (True, False)
    """
    if row[start].key not in RELATIVES or end == len(row):
        return False
    border = next((at for at in range(end + 1, len(row)) if parted(source, row[at - 1], row[at])), len(row))
    following = [w.key for w in row[end:border]]
    lists = not _JOINED.isdisjoint(following) and not any(is_verb(key) for key in following)
    return following[0] in _JOINED or lists


def _ties(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run says which one is meant, or whose, or what stands against a "not"; or is half a word.

    >>> def ties(text, start, end):
    ...     return _ties(text, words(text), start, end)
    >>> ties("Film which showed men, thought to be fans, is out.", 1, 4), ties("The port, which burned, is out.", 2, 4)
    (True, False)
    >>> ties("A town mayor's death shook all.", 2, 3), ties("He wants ships for trade, not war.", 3, 5)
    (True, True)
    >>> ties("A seven-year-old boy came.", 1, 4), ties("They live in Ras-el-Ain.", 4, 6)
    (False, True)
    >>> ties("The law, which passed on May 3, 2011, is out.", 2, 7), ties("They met in Sirte, Libya.", 2, 4)
    (True, True)
    """
    edges = [source[row[at - 1].end : row[at].start] for at in (start, end) if 0 < at < len(row)]
    if "-" in edges:
        return True
    if start == 0 or end == len(row):
        return False
    keys = [word.key for word in row[start:end]]
    restricts = keys[0] in _RELATIVE and not parted(source, row[start - 1], row[start])
    owner = row[end - 1]
    owns = row[start - 1].key not in ARTICLES and owner.end > owner.start + len(owner.form)
    against = row[end].key == "not" and parted(source, owner, row[end])
    dated = _YEAR.fullmatch(row[end].key) is not None and owner.key.isdigit()
    apart = end + 1 == len(row) or parted(source, row[end], row[end + 1])
    located = apart and owner.is_capital and row[end].is_capital and "," in edges[1]
    return (restricts and not SPARED.issuperset(keys)) or owns or against or dated or located


def _crosses(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run takes the end of one sentence and the start of the next, which then become one.

    >>> text = "He declined to speak when asked by us. (C) 2015 The Reporter."
    >>> _crosses(text, words(text), 4, 9), _crosses(text, words(text), 4, 8)
    (True, False)
    """
    if start == 0 or end == len(row):
        return False
    stops = [bool(_STOP.search(source[row[at - 1].end : row[at].start])) for at in range(start, end + 1)]
    return any(stops[:-1]) and not stops[-1]


def _compares(keys: Sequence[str]) -> bool:
    """Whether a run says what something else is more, or less, than: "there are more ships [here than there]".

    >>> _compares("here than there".split()), _compares("more than ten of them".split())
    (True, False)
    """
    if "than" not in keys:
        return False
    before = keys[: keys.index("than")]
    return not any(key in _COMPARED or key.endswith("er") for key in before)


def _predicates(row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run behind an aside is what the subject before it does: "the town, a port, [is quiet]".

    >>> father = "The father of Ali, found by men, says he is well."
    >>> _predicates(words(father), 7, 11), _predicates(words("The port is open, says Haddad."), 4, 6)
    (True, False)
    """
    first = row[start]
    if first.key in AUXILIARIES or first.key.endswith("ing"):
        return first.key in AUXILIARIES
    if first.key in REPORTING:
        return any(acts(word) for word in row[start + 1 : end])
    return acts(first) and (start + 1 == end or row[start + 1].key not in PREPOSITIONS)


def _introduces(first: Word) -> bool:
    """Whether a word opens what stands before the subject, and is not the subject or a member of it."""
    return first.key in _INTRODUCING or first.key.endswith(("ing", "ed", "ly"))


def _is_main(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run between two borders is the subject, or has a verb of its own that nothing subordinates.

    >>> text = "After winning gold, Haddad settled for silver, but she won again."
    >>> _is_main(text, words(text), 3, 7), _is_main(text, words(text), 0, 3)
    (True, False)
    """
    if start == 0:
        return not _introduces(row[0])
    if end == len(row) or "," not in source[row[start - 1].end : row[start].start]:
        return False
    first = row[start].key
    if first in PREPOSITIONS | CLAUSE_OPENERS | RELATIVES or first.endswith(("ing", "ed")):
        return False
    own = itertools.takewhile(lambda w: w.key not in CLAUSE_OPENERS | RELATIVES, row[start:end])
    verbs = [w.key for w in own if acts(w) and not w.key.endswith("ing")]
    return bool(verbs) and not any(verb in REPORTING for verb in verbs)


def _takes_the_verb(keys: Sequence[str]) -> bool:
    """Whether a phrase holds a verb that is not its own: "of the team spoke", "and the coach spoke".

    >>> _takes_the_verb(["of", "the", "team", "spoke"]), _takes_the_verb(["in", "a", "bid", "to", "win"])
    (True, False)
    >>> _takes_the_verb("and the coach talks as he eats".split()), _takes_the_verb("after the coach left".split())
    (True, False)
    >>> _takes_the_verb(["and", "left"]), _takes_the_verb(["and", "the", "coach", "left"])
    (False, True)
    """
    if keys[0] == "and" and len(keys) > 1 and is_verb(keys[1]):
        return False
    own = next((at for at, key in enumerate(keys) if key in CLAUSE_OPENERS), len(keys))
    tied = PREPOSITIONS | ARTICLES
    return any(key in VERBS and before not in tied for before, key in itertools.pairwise(keys[:own]))


def _completes(keys: Sequence[str]) -> bool:
    """Whether a phrase that ends a clause says more than when, where or why: what the clause is about, or which place.

    >>> [_completes(phrase.split()) for phrase in ("with a club", "in states where it is legal", "on into the bay")]
    [True, True, True]
    >>> [_completes(phrase.split()) for phrase in ("on Monday", "in the capital", "after the rain fell", "and left")]
    [False, False, False, False]
    """
    if keys[0] in CLAUSE_OPENERS | {"and", "due"}:
        return False
    further = {"where", "that", "way"} | RELATIVES
    return keys[0] not in LOOSE or keys[1:2] in [[word] for word in PREPOSITIONS] or not further.isdisjoint(keys)


def _bordered(source: str, row: Sequence[Word], start: int, end: int) -> tuple[bool, bool]:
    """Whether punctuation stands before and behind; a bracket that opens needs one that closes."""
    before = source[row[start - 1].end : row[start].start] if start else ""
    after = source[row[end - 1].end : row[end].start] if end < len(row) else ""
    opened = start == 0 or parted(source, row[start - 1], row[start])
    closed = end == len(row) or parted(source, row[end - 1], row[end])
    brackets = ("(" in before) == (")" in after) and ("(" in before or "(" not in after)
    return opened, closed and brackets and after.strip() not in _OPENING_QUOTES


def quoted(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run holds the marks of a quotation: a "miracle" cure is no cure."""
    return bool(QUOTES.search(source[max(0, row[start].start - 1) : row[end - 1].end + 1]))
