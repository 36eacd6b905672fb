"""Who said it: the words of a sentence that name a source, what they cover, and whether a shorter text keeps them.

News puts its sources before the claim ("the minister said the port is open"), behind it ("the port is open, the
minister said") or into its midst. A text that keeps the claim and leaves the source out says on its own authority
what somebody else has said.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .clause import acts, borders, finite
from .lexicon import ARTICLES, CLAUSE_OPENERS, FUNCTION_WORDS, PREPOSITIONS, PRONOUNS, RELATIVES, REPORTING
from .subsequence import common
from .words import QUOTES, Word, words

_NOUNS_FOLLOW = (ARTICLES | PREPOSITIONS | frozenset("his her its their no some many any several".split())) - {"as"}
"""Behind one of these "reports" and "claims" are nouns."""

_GOES_ON = frozenset("but and while although though who which".split())
"""What stands behind a source in the midst of a sentence is no longer its word, if it starts with one of these."""

_OPENS_SPEECH = re.compile(r"\s*:\s*[\"\N{LEFT DOUBLE QUOTATION MARK}]")
_MEDIA = frozenset("paper report study statement interview letter article post release op speech".split())
"""Where something is said."""

_SAYS = frozenset("said says say told tells added adds".split())

LEAST = 2
"""Content words of a claim from which a text states it."""

_NEXT, _AROUND = 2, 5
"""Words on either side of a verb of saying that are its speaker's: in a text, and in what it rests on."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """``cue`` is the place of "said" or "according", ``phrase`` the words around it that name the source, if they
    stand apart, and ``claim`` the places of the words that are the source's.
    """

    cue: int
    phrase: tuple[int, int]
    claim: frozenset[int]


def attributions(text: str) -> list[Attribution]:
    """The sources that a sentence names.

    >>> [(a.phrase, sorted(a.claim)) for a in attributions("The port is open, Haddad said.")]
    [((4, 6), [0, 1, 2, 3])]
    >>> [(a.phrase, sorted(a.claim)) for a in attributions("Haddad said the port is open.")]
    [((1, 2), [2, 3, 4, 5])]
    """
    row = words(text)
    return [_attribution(text, row, at) for at in range(len(row)) if _is_cue(text, row, at)]


def _is_cue(text: str, row: Sequence[Word], at: int) -> bool:
    word = row[at]
    before = row[at - 1].key if at else ""
    if word.key == "according":
        return at + 1 < len(row) and row[at + 1].key == "to"
    if at + 1 < len(row) and _OPENS_SPEECH.fullmatch(text[word.end : row[at + 1].start]):
        return True
    return word.key in REPORTING and before not in _NOUNS_FOLLOW and not (word.is_capital and at)


def _attribution(text: str, row: Sequence[Word], at: int) -> Attribution:
    edges = [0, *borders(text, row, 1, len(row)), len(row)]
    start = max(border for border in edges if border <= at)
    end = min(border for border in edges if border > at)
    if row[at].key == "according":
        return Attribution(at, (at, end), frozenset(range(at)) | frozenset(range(end, len(row))))
    if any(w.key in RELATIVES for w in row[start:at]):
        return Attribution(at, (at, at + 1), frozenset(range(at + 1, end)))
    speaker = itertools.takewhile(lambda w: w.key not in CLAUSE_OPENERS, row[at + 1 : end])  # "when asked" follows
    closes = _names_medium(row, at) or not any(w.key == "that" or acts(w) for w in speaker)
    on = start < at and end < len(row) and row[end].key not in _GOES_ON  # behind "said Haddad," stands who she is
    if start and closes and any(acts(w) for w in (*row[:start], *(row[end:] if on else ()))):
        claim = frozenset(range(start)) | frozenset(range(end, len(row)) if on else ())
        return Attribution(at, (start, end), claim & _quoted(text, row) or claim)
    return Attribution(at, (at, at + 1), frozenset(range(at + 1, len(row))))


def _names_medium(row: Sequence[Word], at: int) -> bool:
    """Whether "argue" is followed by where that was: "in a paper published on Monday"."""
    following = [w.key for w in row[at + 1 : at + 5]]
    return following[:1] == ["in"] and not _MEDIA.isdisjoint(following)


def _quoted(text: str, row: Sequence[Word]) -> frozenset[int]:
    """The words inside the quotations of a sentence that opens with one; else none."""
    if not QUOTES.match(text):
        return frozenset()
    marks = [m.start() for m in QUOTES.finditer(text)]
    return frozenset(at for at, word in enumerate(row) if sum(mark < word.start for mark in marks) % 2)


def unsourced(text: str) -> str:
    """``text`` without the sources that stand apart in it.

    >>> unsourced("The port is open, Haddad said.")
    'The port is open, .'
    """
    row = words(text)
    for found in reversed(attributions(text)):
        start, end = found.phrase
        if end - start > 1:
            text = text[: row[start].start] + text[row[end - 1].end :]
    return text


def says_nothing(text: str) -> bool:
    """Whether a text names somebody who speaks, and not what they said.

    >>> says_nothing("Haddad said in a statement."), says_nothing("The port is open, Haddad said.")
    (True, False)
    >>> says_nothing("Haddad said one thing all members of the league.")
    True
    """
    if QUOTES.search(text) or ":" in text:
        return False
    row = words(text)
    spoken = [found for found in attributions(text) if row[found.cue].key in _SAYS]
    return any(not any(finite(row[at]) for at in found.claim) for found in spoken)


def source_dropped(text: str, evidence: Sequence[str]) -> list[str]:
    """The words by which the evidence gives a source to what ``text`` states without one.

    >>> source_dropped("The port is open.", ["The port is open, according to Mayor Haddad."])
    ['according']
    >>> source_dropped("His father, Ali Haddad, told CNN.", ['"The port is open," his father, Ali Haddad, told CNN.'])
    ['nothing that was told']
    >>> source_dropped("They argue in a paper out now.", ["For years, they argue in a paper out now, men were poor."])
    ['nothing that was argue']
    >>> source_dropped("The port is open, Haddad said.", ["The port of Sirte is open, Mayor Haddad said."])
    []
    """
    mine = words(text)
    cues = {mine[at].key for at in range(len(mine)) if _is_cue(text, mine, at)}
    rows = [words(sentence) for sentence in evidence]
    places = [{j for _, j in common([w.key for w in mine], [w.key for w in row])} for row in rows]
    weights = [sum(row[j].key not in FUNCTION_WORDS for j in kept) for row, kept in zip(rows, places, strict=True)]
    return [
        cue
        for sentence, row, kept, weight in zip(evidence, rows, places, weights, strict=True)
        if weight == max(weights) or 2 * weight >= len(mine)
        for cue in _dropped(attributions(sentence), row, kept, mine, cues - {row[j].key for j in kept})
    ]


def speaker_new(text: str, evidence: Sequence[str]) -> list[str]:
    """The words of saying that stand beside nobody whom the evidence has beside them.

    >>> speaker_new("Workers said much.", ["Workers reported much after the storm, the Red Cross said on Friday."])
    ['said']
    >>> speaker_new("Haddad said the port is open.", ["The port is open, Mayor Haddad of Sirte said."])
    []
    """
    rows = [words(sentence) for sentence in evidence]
    mine = words(text)
    found = []
    for at, word in enumerate(mine):
        places = [(row, place) for row in rows for place, other in enumerate(row) if other.key == word.key]
        if places and _is_cue(text, mine, at) and word.key in _SAYS:
            beside = _beside(mine, at, _NEXT)
            if beside and not any(beside & _beside(row, place, _AROUND) for row, place in places):
                found.append(word.key)
    return found


def _beside(row: Sequence[Word], at: int, reach: int) -> set[str]:
    """The words around a place, small ones aside; of pronouns and names too."""
    around = [*row[max(0, at - reach) : at], *row[at + 1 : at + 1 + reach]]
    return {w.key for w in around if w.key not in FUNCTION_WORDS or w.key in PRONOUNS}


def _dropped(
    found: Sequence[Attribution], row: Sequence[Word], kept: set[int], mine: Sequence[Word], own: set[str]
) -> Iterator[str]:
    """The cues of a sentence whose claim is ``kept`` without them; ``own`` are cues that the text has put itself."""
    for source in found:
        stated = [at for at in kept & source.claim if row[at].key not in FUNCTION_WORDS]
        if source.cue in kept and not stated and len(source.claim) > LEAST:
            yield f"nothing that was {row[source.cue].key}"
        if len(stated) < LEAST or (own and source.cue not in kept):
            continue
        if source.cue not in kept or not _named(row, source, mine):
            yield row[source.cue].key


def _named(row: Sequence[Word], found: Attribution, mine: Sequence[Word]) -> bool:
    """Whether somebody of the phrase is left beside its verb: a name, a noun or a pronoun."""
    said = {w.key for w in mine}
    who = [row[at].key for at in range(*found.phrase) if at != found.cue]
    who = [key for key in who if key in PRONOUNS or key not in FUNCTION_WORDS]
    return not who or any(key in said for key in who)
