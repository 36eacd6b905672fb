"""What the rest of a sentence leans on: why a run of its words may not go, wherever it stands.

It names the speaker, bounds or dates what stands before it, is one side of a pair, a list or a comparison, or the
verb behind an aside. Each rule comes from a bullet that was read and found wrong.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from . import complement, coordination, openings
from .clause import acts, borders, finite, is_verb, parted
from .lexicon import (
    AHEAD,
    ARTICLES,
    AUXILIARIES,
    CLAUSE_OPENERS,
    CONCESSIONS,
    CONDITIONAL,
    CONDITIONS,
    DAYS,
    JOINTS,
    PLAIN_NEGATION,
    PREPOSITIONS,
    RELATIVES,
    REPORTING,
    SPARED,
    TIMED,
    TIMES,
    TYING,
)
from .limits import SPANS, limits
from .quantities import is_number_word
from .tails import takes_the_verb
from .words import QUOTES, Word

_COMPARED = frozenset("more less fewer rather other worse".split())

_CLEFT = re.compile(r"\bit (?:is|was) [^,;:.]*[,\s\N{EN DASH}\N{EM DASH}-]*$", re.IGNORECASE)
"""It was somebody: who did something is still to come."""

_STOP = re.compile(r"[.!?]\W*\s")
"""Between two words: a sentence ends."""

_POINTING = frozenset("those these such".split())
"""What they point at may stand in the aside before them."""

_MEASURES = frozenset("too so as more less no not".split())
"""What two of them measure may stand behind the second."""

_RESTRICTING = frozenset("under without except barring among apart aside along alongside together".split())
"""Between commas they still say in which cases, or of how many."""

_SINGLING = frozenset("particular namely notably especially particularly example instance alia specifically".split())
"""Behind one of them comes what they single out, for all that a comma parts the two."""

_COMPLETING = frozenset("to of with for".split())
"""Behind an aside they go on with what stands before it."""

_SHARING = frozenset("by of to for from with into than".split())
"""With a comma behind them they share an object that is still to come."""

_DASH = re.compile(r"--|\s-\s|[\N{EN DASH}\N{EM DASH}]")

_COLON = re.compile(r":\s")

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def needed(source: str, row: Sequence[Word], start: int, end: int, opened: bool) -> bool:
    """Whether what is left leans on the run: it belongs to the words before it, bounds them, or joins them."""
    keys = [w.key for w in row[start:end]]
    if openings.bounds(source, row, start, end) or ((start == 0 or not opened) and complement.belongs(row, start, end)):
        return True
    if start and not opened and limits(source, row, start, end):
        return True
    if start and (_names_speaker(source, row, start, end) or _goes_on(source, row, start, end)):
        return True
    ends = opened and start and end == len(row)
    if ends and _acts(row[start:end]) and (_opening(source, row, start) or _joined(source, row, start)):
        return True
    dated = _dates(keys) and not (opened and keys[0] in RELATIVES)  # an aside may have a date of its own
    governs = keys[keys[0] in JOINTS and len(keys) > 1] in PREPOSITIONS - CLAUSE_OPENERS - {"to"}
    tied = ends and governs and takes_the_verb(_own(source, row, start, end))
    if dated or tied or _compares(keys) or (opened and _has_the_verb(source, row, start, end)):
        return True
    return any(holds(source, row, start, end) for holds in _HOLDING)


def _own(source: str, row: Sequence[Word], start: int, end: int) -> list[str]:
    """The words of a run that belong to the sentence that it begins in, folded."""
    return [w.key for w in row[start:end] if "\n" not in source[row[start].start : w.start]]


def _acts(run: Sequence[Word]) -> bool:
    return any(finite(word) for word in run)


def _names_speaker(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run is who says what stands before it: "the port is open, [Haddad, the mayor,] said on Monday".

    >>> from .words import words
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

    >>> from .words import words
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
    subject = row[start].key == "while" and end < len(row) and not any(acts(word) for word in row[start:end])
    if row[start].key == "that" or subject:
        return True  # "there is a risk, he said, [that it falls]", "one won, [while the other,] held in May, did not"
    dashed = _DASH.search(edge) and any(
        _DASH.search(source[row[at - 1].end : row[at].start]) for at in range(start + 1, end)
    )
    if dashed:
        return True  # "he met her -- his wife -- [in May]"
    if _CLEFT.search(before) and not {"who", "that"}.isdisjoint(w.key for w in row[start:end]):
        return True
    behind = next((at for at in range(start, end) if not row[at].key.endswith("ly")), end)
    return start < behind < end and row[behind].key in PREPOSITIONS and parted(source, row[behind - 1], row[behind])


def _opening(source: str, row: Sequence[Word], start: int) -> bool:
    """Whether all that stands before a run opens its sentence: what was filed, and where, but not what is.

    >>> from .words import words
    >>> suit = "In a suit filed in May, he is accused of theft."
    >>> _opening(suit, words(suit), 6), _opening("Men left, he said.", words("Men left, he said."), 2)
    (True, False)
    >>> today = "Today, ten years after the war began, with no ships left, the port is closed."
    >>> _opening(today, words(today), 11)
    True
    """
    parts = [row[at:to] for at, to in itertools.pairwise([0, *borders(source, row, 1, start), start])]
    counted = next((at for at, word in enumerate(row) if not is_number_word(word.key)), 0)  # "ten days after"
    first = row[counted + (row[counted].key in SPANS and counted + 1 < len(row))]
    return openings.introduces(first) and not any(_has_its_verb(part) for part in parts[1:])


def _has_its_verb(part: Sequence[Word]) -> bool:
    """Whether a part of a sentence acts before anything subordinates what it says."""
    dated = len(part) > 1 and part[0].key.endswith("ed") and (part[1].key.isdigit() or part[1].key in PREPOSITIONS)
    own = itertools.takewhile(lambda w: w.key not in CLAUSE_OPENERS | RELATIVES | PREPOSITIONS, part[dated:])
    return any(finite(word) for word in own)


def _joined(source: str, row: Sequence[Word], start: int) -> bool:
    """Whether a run is what an "and" or a "that" joins, which an opening phrase of its own parts from it.

    >>> from .words import words
    >>> port = "The port decayed and, after a fire in May, the town closed it."
    >>> _joined(port, words(port), 9), _joined(port, words(port), 4)
    (True, True)
    >>> left = "They said that he, after a fire in May, left."
    >>> _joined(left, words(left), 9)
    False
    """
    edges = borders(source, row, 1, start + 1)
    last = row[edges[-2] if len(edges) > 1 else 0 : start]
    joints = JOINTS | {"that"}
    opened = any(
        one.key in joints and other.key in CLAUSE_OPENERS | {"despite"} for one, other in itertools.pairwise(last)
    )
    if opened:
        return True  # "it is held that since he won, [they …]"
    return any(row[at - 1].key in JOINTS | CLAUSE_OPENERS | {"that"} for at in edges[-2:])


def _dates(keys: Sequence[str]) -> bool:
    """Whether a run says that something is long past: the news without it would be news of today."""
    return "ago" in keys or any(_YEAR.fullmatch(key) for key in keys)


def _bounds(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run takes back or limits what stands before it.

    >>> from .words import words
    >>> def bounds(text, start):
    ...     row = words(text)
    ...     return _bounds(text, row, start, len(row))
    >>> bounds("He won, but lost the seat.", 2), bounds("It will close, when it pays.", 3)
    (True, True)
    >>> bounds("It fell when he left.", 2), bounds("He left, as reported by us.", 2)
    (False, True)
    >>> bounds("It is praised, not by all.", 3), bounds("They want one thing: money.", 4)
    (True, True)
    """
    opening = " ".join(word.key for word in row[start : min(end, start + 2)])
    if opening in CONDITIONAL or any(word.key in CONDITIONS for word in row[start:end]):
        return True
    if not start:
        return False
    begins = max((m.end() for m in _STOP.finditer(source, 0, row[start].start)), default=0)
    announced = _COLON.search(source, begins, row[end - 1].start) is not None  # what a colon announces is whole
    paired = "respectively" in (word.key for word in row[end:])
    told = opening.startswith("as ") and opening.endswith("ed")
    apart = parted(source, row[start - 1], row[start]) and (row[start].key in _RESTRICTING or told)
    return announced or paired or apart or row[start].key in PLAIN_NEGATION or _turns(source, row, start, end)


def _turns(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run concedes something, or says from when on, or up to when, what stands before it will hold."""
    before = [w.key for w in row[:start] if "\n" not in source[w.start : row[start].start]]
    turned = (row[at].key for at in range(start, end) if at == start or parted(source, row[at - 1], row[at]))
    timed = row[start].key in TIMED and not AHEAD.isdisjoint(before)
    return bool(before) and (timed or any(key in CONCESSIONS for key in turned))


def _shares(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether what follows belongs to the relative clause that a run opens: "a law, which helps, but is late".

    >>> from .words import words
    >>> text = "He ran a clinic, which gave advice, services and help, for years."
    >>> _shares(text, words(text), 4, 7), _shares(text, words(text), 4, 10)
    (True, False)
    """
    if row[start].key not in RELATIVES or end == len(row):
        return False
    border = next(iter(borders(source, row, end + 1, len(row))), len(row))
    following = [w.key for w in row[end:border]]
    lists = not JOINTS.isdisjoint(following) and not any(is_verb(key) for key in following)
    return following[0] in JOINTS | {"including", "such", "especially", "particularly"} or lists


def _ties(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run says which one is meant, or what stands against a "not"; or is half a date or place.

    >>> from .words import words
    >>> def ties(text, start, end):
    ...     return _ties(text, words(text), start, end)
    >>> ties("Film which showed men, thought to be fans, is out.", 1, 4), ties("The port, which burned, is out.", 2, 4)
    (True, False)
    >>> ties("He wants ships for trade, not war.", 3, 5), ties("They met in Sirte, Libya.", 2, 4)
    (True, True)
    >>> ties("The law, which passed on May 3, 2011, is out.", 2, 7)
    True
    """
    if start == 0 or end == len(row):
        return False
    keys = [word.key for word in row[start:end]]
    restricts = keys[0] in TYING and not parted(source, row[start - 1], row[start])
    last, follows = row[end - 1], row[end]
    against = follows.key == "not" and parted(source, last, follows)
    dated = _YEAR.fullmatch(follows.key) is not None and last.key.isdigit()
    apart = end + 1 == len(row) or parted(source, follows, row[end + 1])
    located = apart and last.is_capital and follows.is_capital and "," in source[last.end : follows.start]
    return (restricts and not SPARED.issuperset(keys)) or against or dated or located


def _crosses(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run takes the end of one sentence and the start of the next, which then become one.

    >>> from .words import words
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


def _has_the_verb(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run is what the subject before it does, be it behind an aside: "men in Sirte[, Libya, fled]".

    >>> from .words import words
    >>> def has(text, start):
    ...     return _has_the_verb(text, words(text), start, len(words(text)))
    >>> has("The men in Sirte, Libya, fled.", 4), has("The men left Sirte, where it, he said, burned.", 4)
    (True, False)
    """
    parts = itertools.pairwise([start, *borders(source, row, start + 1, end), end])
    for at, border in parts:
        if _predicates(row, at, end):
            return True
        if any(finite(word) or word.key in TYING | CLAUSE_OPENERS for word in row[at:border]):
            return False
    return False


def _predicates(row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run behind an aside is what the subject before it does: "the town, a port, [is quiet]".

    >>> from .words import words
    >>> father = "The father of Ali, found by men, says he is well."
    >>> _predicates(words(father), 7, 11), _predicates(words("The port is open, says Haddad."), 4, 6)
    (True, False)
    """
    first = row[start]
    if first.key in AUXILIARIES or first.key.endswith("ing"):
        return first.key in AUXILIARIES
    if first.key in REPORTING:
        return any(acts(word) for word in row[start + 1 : end])
    complete = start + 1 == end or row[start + 1].key not in PREPOSITIONS
    return acts(first) and (complete or not first.key.endswith("ed"))


def _goes_with_the_next(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether what follows an aside belongs to it: "both of one house, [a firm of theirs,] like ours".

    >>> from .words import words
    >>> def goes(text, start, end):
    ...     return _goes_with_the_next(text, words(text), start, end)
    >>> goes("They lead, with a win in Sirte, but only by a point.", 2, 7), goes("He won, a joy, but left.", 2, 4)
    (True, False)
    >>> goes("It is of Aman, a bank, like ours.", 4, 6), goes("Posts on the page were read.", 1, 3)
    (True, True)
    >>> goes("It fell, killing six, including a girl.", 2, 4), goes("He has ten, two of them new, adding to it.", 3, 7)
    (True, True)
    >>> goes("He won gold -- in May -- and silver.", 3, 5), goes("After a talk on Aman, a bank, these fell.", 5, 7)
    (True, True)
    """
    if not start or end == len(row):
        return False
    follows = row[end].key
    if {"on"} <= {w.key for w in row[start:end]} <= ARTICLES | {"on"} and follows not in TIMES | DAYS:
        return True  # "posts [on the] page"
    if not _POINTING.isdisjoint(word.key for word in row[end : end + 3]):
        return True
    if not parted(source, row[end - 1], row[end]):
        return False
    border = next(iter(borders(source, row, end + 1, len(row))), len(row))
    one_of_two = row[start].key in PREPOSITIONS and parted(source, row[start - 1], row[start]) and follows in JOINTS
    rest = follows in ("but", "yet") and not any(finite(word) for word in row[end:border])
    done = row[start].key not in RELATIVES | CLAUSE_OPENERS and any(finite(word) for word in row[:start])
    hangs = done and follows.endswith("ed") and end + 1 < len(row) and row[end + 1].key in PREPOSITIONS | JOINTS
    return follows in ("like", "including") or follows.endswith("ing") or hangs or one_of_two or rest


def _goes_with_the_last(source: str, row: Sequence[Word], start: int, end: int) -> bool:
    """Whether a run behind punctuation holds what a word before it needs.

    >>> from .words import words
    >>> def goes(text, start):
    ...     return _goes_with_the_last(text, words(text), start, len(words(text)))
    >>> goes("Two forms -- or kinds -- of water.", 4), goes("It was too rough, too wild for girls.", 4)
    (True, True)
    >>> goes("They left, at speed, to their base.", 4), goes("It grew, by eating its kin.", 2)
    (True, True)
    >>> goes("He asked Haddad, who led, to leave.", 3), goes("He asked Haddad, who led.", 3)
    (True, False)
    """
    if not start:
        return False
    first = row[start].key
    parallel = first in _MEASURES and first in [w.key for w in row[max(0, start - 3) : start]]
    apart = parted(source, row[start - 1], row[start])
    since = max(borders(source, row, 1, start), default=0)
    renamed = (
        apart and row[since].key == "or" and not any(acts(word) for word in row[since:start])
    )  # "or, later, [a town]"
    needs = apart and (first == "of" or row[start - 1].key in _SINGLING)
    shared = any(row[at - 1].key in _SHARING for at in borders(source, row, 1, start + 1))  # "hit by, and near, [us]"
    further = [row[at].key for at in borders(source, row, start + 1, end)]  # "a shop, where he works, [for years]"
    goes_on = PREPOSITIONS - CLAUSE_OPENERS if first in RELATIVES else _COMPLETING
    beyond = apart and any(key in goes_on or (first in RELATIVES and key.endswith("ing")) for key in further)
    aside = row[since].key in PREPOSITIONS and not any(acts(word) for word in row[since:start])
    completes = apart and since > 0 and aside and (first in _COMPLETING or first.endswith("ing"))
    means = first == "by" and start + 1 < end and row[start + 1].key.endswith("ing")
    return parallel or needs or renamed or shared or beyond or completes or means


_HOLDING = (
    _bounds, _shares, coordination.parts, _ties, _crosses, _goes_with_the_next, _goes_with_the_last
)  # fmt: skip
"""Why a run may not go, wherever it stands."""
