"""A sentence without some of its words: what a reader can spare, and what a draft should not have left out.

The small model shortens by leaving words out, now and then the wrong ones. That can be mended without another run of
the model, since the article's sentence is known: what was cut out of the midst of a phrase is put back. A headline is
made short in the same way: it loses what stands between commas or brackets. The check (:mod:`summarize.support`) has
the last word on either.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from . import cuts, style
from .clause import acts, borders, is_verb, parted
from .lexicon import (
    ARTICLES,
    BE_FORMS,
    CLAUSE_OPENERS,
    CONDITIONS,
    DAYS,
    MODALITY,
    NEGATION,
    PREPOSITIONS,
    RELATIVES,
    REPORTING,
    SOURCES,
    TURNS,
    TYING,
)
from .openings import introduces
from .run import Run
from .subsequence import nearest
from .words import QUOTES, Word, words

Places = tuple[int, int]
"""Where a run of words starts, and ends: the second place is not included."""

MOST = 6
"""Proposals for one draft, and runs of one sentence that are tried together."""

CIRCUMSTANCES = frozenset("in on at after before since during until while when amid despite near because".split())
"""What opens the time, the place or the reason that a sentence ends with."""

LINKS = TYING | frozenset(BE_FORMS)
"""Not to be left out by themselves."""

BINDING = SOURCES | REPORTING | TURNS | NEGATION | (MODALITY - {"will"}) | CONDITIONS | {"only"}

_OPENING, _CLOSING = re.compile(r"\s*[(\[]\s*$"), re.compile(r"^\s*[)\]]")
_PAUSE = re.compile(r"[,;:]|--+|\s-\s|[\N{EN DASH}\N{EM DASH}]")


def row(text: str) -> list[Word]:
    """The words of ``text`` as they can be cut out: "didn't" is one."""
    return [next(group) for _, group in itertools.groupby(words(text), key=lambda w: w.start)]


def without(text: str, kept: Sequence[Word], runs: Sequence[Places]) -> str:
    """``text`` without ``runs`` of the words ``kept``, its punctuation mended.

    >>> port = "In May, the port (which burned) of Sirte, a city, is closed."
    >>> without(port, row(port), [(0, 2), (4, 6), (8, 10)])
    'The port of Sirte is closed.'
    >>> port = "It fell, killing four, Haddad said."
    >>> without(port, row(port), [(2, 4)])
    'It fell, Haddad said.'
    >>> without("It sank .", row("It sank ."), [])
    'It sank.'
    >>> without("Ali D. Haddad came.", row("Ali D. Haddad came."), [(1, 2)])
    'Ali Haddad came.'
    >>> port = "They say that on its way, it sank."
    >>> without(port, row(port), [(3, 6)])
    'They say that it sank.'
    """
    gone = {at for start, end in runs for at in range(start, end)}
    made = ""
    last = -1
    for at, word in enumerate(kept):
        if at in gone:
            continue
        if last == at - 1:
            made += text[kept[last].end if last >= 0 else 0 : word.start]
        elif last >= 0:
            before, after = text[kept[last].end : kept[last + 1].start], text[kept[at - 1].end : word.start]
            opens = kept[last].key in CLAUSE_OPENERS and not _PAUSE.search(before)
            made += " " if opens else _joint(before, after, closes=_closes(made, word))
        made += text[word.start : word.end]
        last = at
    if last < 0:
        return ""
    tail = text[kept[-1].end :].lstrip()
    whole = last == len(kept) - 1
    made += tail if whole or not tail.rstrip().endswith(".") else "." * (not made.endswith("."))
    return made[:1].upper() + made[1:]


def _joint(before: str, after: str, *, closes: bool) -> str:
    """What stands between two words when those between them have gone: ``before`` and ``after`` parted them.

    ``closes`` if a clause ends there: "it fell, killing four, Haddad said" needs one of its commas.
    """
    if _OPENING.search(before) and _CLOSING.match(after):
        return _OPENING.sub(" ", before).rstrip() + (_CLOSING.sub("", after) or " ")
    pauses = bool(_PAUSE.search(before)), bool(_PAUSE.search(after))
    if all(pauses):
        return ", " if closes and "," in after else " "
    return before if pauses[0] or after.startswith(".") else after  # "Ali [D]. Haddad"


def _closes(made: str, follows: Word) -> bool:
    """Whether a clause or an opening ends before an aside, so that what follows the aside needs its comma.

    >>> from .words import words
    >>> [_closes(text, words(word)[0]) for text, word in (
    ...     ("It fell", "Haddad"), ("It fell", "in"), ("In May", "Haddad"), ("In May", "was"),
    ...     ('"It fell," the mayor', "said"), ("It fell", "said"))]
    [True, False, True, False, False, True]
    """
    row = words(made)
    if follows.key in RELATIVES:
        return True
    if not style.has_verb(made):
        if "," in made and row and not introduces(row[0]) and is_verb(follows.key):
            return True  # "Haddad, 39, was"
        return follows.key in ARTICLES or (bool(row) and introduces(row[0]) and not is_verb(follows.key))
    if follows.key in REPORTING:
        since = words(re.split(r'[,;:"\N{RIGHT DOUBLE QUOTATION MARK}]', made)[-1])
        return any(acts(word) for word in since)  # else the speaker stands before the aside
    goes_on = is_verb(follows.key) or follows.key.endswith("ly")  # "Haddad, 39, allegedly fled"
    return not (goes_on or follows.key in PREPOSITIONS or follows.key in ("that", "and", "or"))


def gone(draft: str, text: str, kept: Sequence[Word]) -> list[Places]:
    """The runs of ``text`` that ``draft`` left out with nothing in their place, parted where punctuation parts them."""
    mine, theirs = [w.key for w in row(draft)], [w.key for w in kept]
    found: list[Places] = []
    for start, end in _bare(mine, theirs, cuts.kept(mine, theirs)):
        found += itertools.pairwise([start, *borders(text, kept, start + 1, end), end])
    return found


def _bare(mine: Sequence[str], theirs: Sequence[str], places: Sequence[int]) -> Iterator[Places]:
    """The gaps between ``places`` of ``theirs`` where ``mine`` has no word of its own."""
    at = 0
    for start, end in itertools.pairwise([-1, *places, len(theirs)]):
        step = mine.index(theirs[end], at) if end < len(theirs) else len(mine)
        if step == at and end - start > 1:
            yield start + 1, end
        at = step + 1


def sparable(text: str, kept: Sequence[Word]) -> list[Places]:
    """The runs that a reader can spare: between commas, in brackets, the time and place at a sentence's end, a day.

    >>> port = "On Monday, the port of Sirte, which burned, was closed after the attack."
    >>> [" ".join(w.form for w in row(port)[start:end]) for start, end in sparable(port, row(port))]
    ['On Monday', 'which burned', 'after the attack']
    """
    edges = [0, *borders(text, kept, 1, len(kept)), len(kept)]
    found = [run for run in itertools.pairwise(edges) if _stands_apart(text, kept, run)]
    last = edges[-2]
    found += [(at, len(kept)) for at in range(last + 2, len(kept) - 1) if _starts_circumstance(kept, at)]
    found += [(at, at + 2) for at in range(1, len(kept) - 2) if kept[at].key == "on" and kept[at + 1].key in DAYS]
    return [run for run in found if cuts.safe(text, kept, *run) and not binds(text, kept, run)]


def _starts_circumstance(kept: Sequence[Word], at: int) -> bool:
    """Whether time, place or reason start there; behind a verb a preposition may be the verb's own ("balked at")."""
    first, before = kept[at].key, kept[at - 1].key
    if first in CLAUSE_OPENERS:
        return first in CIRCUMSTANCES
    verbs = any(is_verb(w.key) for w in kept[at:])
    return first in CIRCUMSTANCES and not verbs and not is_verb(before) and not before.endswith("ly")


def _stands_apart(text: str, kept: Sequence[Word], run: Places) -> bool:
    """Whether a run between two borders is no member of a list, no main clause, and no speech after a colon."""
    start, end = run
    first = kept[start].key
    if start == 0:
        return 2 <= end < len(kept) and first in PREPOSITIONS
    before = text[kept[start - 1].end : kept[start].start]
    if "(" in before:
        return True
    if ":" in before or end - start < 2 or _follows_opening(text, kept, start):
        return False
    if end == len(kept) and (first in ("and", "or") or ";" in before):
        return style.has_verb(text[kept[start + 1].start :]) and style.has_verb(text[: kept[start].start])
    if first in ARTICLES and style.has_verb(text[kept[start].start : kept[end - 1].end]):
        return False  # the main clause, not what the last noun is
    opens = first in PREPOSITIONS | CLAUSE_OPENERS | RELATIVES | ARTICLES | {"such"} or first.endswith(("ing", "ed"))
    closes = end < len(kept) and not kept[end].is_capital and is_verb(kept[end].key)
    bare = not any(acts(word) for word in kept[start:end])
    role = kept[start - 1].is_capital and bare  # "Haddad, mayor of Sirte, left"
    return (opens and (closes or end == len(kept))) or (role and closes)


def _follows_opening(text: str, kept: Sequence[Word], start: int) -> bool:
    """Whether an opening phrase is all that stands before: then the subject starts there."""
    first = kept[0].key
    opening = first in PREPOSITIONS | CLAUSE_OPENERS | {"according"} or first.endswith("ing")
    return opening and not any(parted(text, kept[at - 1], kept[at]) for at in range(1, start))


def binds(text: str, kept: Sequence[Word], run: Places) -> bool:
    """Whether the rest needs ``run``: a source, a condition, a denial, a turn; words of a quotation."""
    inside = len(QUOTES.findall(text[: kept[run[0]].start])) % 2 == 1
    return (
        Run(text, kept, *run).quoted or inside or any(w.key in BINDING and w.form != "May" for w in kept[slice(*run)])
    )


def mended(draft: str, sentences: Sequence[str]) -> Iterator[str]:
    """What ``draft`` may have meant: the sentence that it is nearest to, without what both can spare.

    >>> next(mended("They must be 13.", ["They must be 13 or older, in most of Cairo."]))
    'They must be 13 or older.'
    """
    mine = [w.key for w in row(draft)]
    rows = [row(sentence) for sentence in sentences]
    at, _ = nearest(mine, [[w.key for w in row] for row in rows])
    text, kept = sentences[at], rows[at]
    left = gone(draft, text, kept)
    safe = [run for run in left if cuts.safe(text, kept, *run) and not binds(text, kept, run)]
    safe = [run for run in safe if not all(w.key in LINKS for w in kept[slice(*run)])]
    proposals = [without(text, kept, safe)] if safe else []
    proposals += [without(text, kept, [run]) for run in sorted(safe, key=lambda r: r[0] - r[1])[:2] if len(safe) > 1]
    yield from dict.fromkeys(proposals)


def punctuated(draft: str, sentences: Sequence[str]) -> str:
    """``draft`` as the sentence that it shortens would be written, if all that it did was leave words out.

    >>> punctuated("Haddad, spoke on monday.", ["Haddad, the mayor, spoke on Monday."])
    'Haddad spoke on Monday.'
    >>> punctuated("Sirte, is a port.", ["Sirte, which is by the sea, is a port."])
    'Sirte is a port.'
    """
    mine = [w.key for w in row(draft)]
    for text in sentences:
        kept = row(text)
        found = [at for at in cuts.alignments(mine, [w.key for w in kept]) if len(at) == len(mine)]
        cut = [list(cuts.runs(len(kept), at)) for at in found]
        if cut:
            return without(text, kept, min(cut, key=lambda runs: sum(not cuts.safe(text, kept, *run) for run in runs)))
    return draft


def shorter(text: str, most: int) -> Iterator[str]:
    """``text`` in at most ``most`` words, the fullest first, by leaving out what can be spared.

    >>> next(shorter("On Monday, the port of Sirte, which burned, was closed after the attack.", 7))
    'The port of Sirte was closed.'
    """
    kept = row(text)
    runs = sorted(sparable(text, kept), key=lambda run: run[0] - run[1])[:MOST]
    choices = [
        choice
        for size in range(1, len(runs) + 1)
        for choice in itertools.combinations(runs, size)
        if all(one[1] <= other[0] or other[1] <= one[0] for one, other in itertools.combinations(choice, 2))
    ]
    lengths = {choice: len(kept) - sum(end - start for start, end in choice) for choice in choices}
    fitting = sorted((c for c in choices if 4 <= lengths[c] <= most), key=lambda c: (-lengths[c], c))
    yield from dict.fromkeys(without(text, kept, choice) for choice in fitting[:MOST])
