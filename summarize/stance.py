"""What a text takes back or leaves open: negation, possibility, allegation, and the direction of a change.

A cue ("not", "may", "allegedly") colours the words that follow it. If a bullet states those words and the cue
is gone, the bullet says something else than its source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from .attribution import source_dropped, speaker_new
from .lexicon import (
    AUXILIARIES,
    CLAIMS,
    CONTRACTED,
    DAYS,
    DENIALS,
    DOWN,
    FUNCTION_WORDS,
    LIMITS,
    MODALITY,
    NEGATION,
    PLAIN_MODALITY,
    PLAIN_NEGATION,
    PRONOUNS,
    SOURCES,
    SPEECH,
    SUPERLATIVES,
    TITLES,
    UP,
)
from .words import Word, closed, content, quotations, unquoted, words

_BEFORE = frozenset({"before"})
_AFTER = frozenset({"after", "following"})
_ABOVE = frozenset({"more than"})
_BELOW = frozenset({"fewer than", "less than"})
_PAIRS = ((UP, DOWN, False), (_ABOVE, _BELOW, False), (_BEFORE, _AFTER, True))
_DIRECTIONS = _PAIRS + tuple((other, mine, scoped) for mine, other, scoped in _PAIRS)
"""One direction, its opposite, and whether both must stand before the same words."""

_EVEN = frozenset({"only", "just", "least"})
"""Behind "not" they deny nothing; alone they bound what follows."""

_MEASURES = frozenset({"more", "less", "fewer", "later", "earlier"})
"""Between "not" and "than" they bound a number and deny nothing."""

_CONTRACTION = re.compile(
    r"\b(?:that|there|who|what|it|he|she|they|we|you|i)['\N{RIGHT SINGLE QUOTATION MARK}](s|m|re|ve|d|ll)\b",
    re.IGNORECASE,
)
_HALVES = {"either": "or", "neither": "nor"}
"""What the first of two promises, and the second keeps."""

_NUMBERS = tuple(pair for one, other in (("is", "are"), ("was", "were"), ("has", "have"), ("does", "do"))
                 for pair in ((one, other), (other, one)))  # fmt: skip
"""A form of a verb, and that of the other number."""

_BREAKS = ",;:"
_REACH = 2

NEAR = 1 / 3
"""Share of a text's content words from which a sentence is what it was made of: a cue elsewhere only raises a doubt."""

_ASSERTING = frozenset({("nothing", "but"), ("none", "other")})
"""Negations that stress what they seem to deny."""

_GIVEN = frozenset({"from", "by"})
"""Behind "expected" and its like they say whence or by whom, and nothing behind them is in doubt."""

_WHITHER = frozenset({"back", "away"})
"""They say where somebody is or goes, and what follows is not what a cue before them colours."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue and the stems of the content words that it colours, nearest first."""

    word: str
    scope: tuple[str, ...]


def cues(text: str, table: frozenset[str], *, reach: int = _REACH) -> list[Cue]:
    """The cues of ``table`` in ``text``, each with up to ``reach`` content words that follow within its clause.

    >>> cues("He did not resign, they said", frozenset({"not"}))
    [Cue(word='not', scope=('resign',))]
    """
    row = words(text)
    found = []
    for at, word in enumerate(row):
        if word.key in table and not _idle(row, at):
            found.append(Cue(word.key, tuple(_scope(text, row, at, reach))))
    return found


def _idle(row: Sequence[Word], at: int) -> bool:
    """A word that looks like a cue and is none: "not only", "no more than", the month of May, "the accused"."""
    after, then = [*(w.key for w in row[at + 1 : at + 3]), "", ""][:2]
    before = row[at - 1].key if at else ""
    form = row[at].form
    if form in ("not", "no") and (after in _EVEN or (after in _MEASURES and then == "than")):
        return True
    if (row[at].key, after) in _ASSERTING or (row[at].key in PLAIN_MODALITY and after in _GIVEN):
        return True
    return form == "May" or (form == "accused" and before == "the")


def _scope(text: str, row: Sequence[Word], at: int, reach: int) -> list[str]:
    scope: list[str] = []
    for before, word in zip(row[at:], row[at + 1 :], strict=False):
        if scope and any(mark in text[before.end : word.start] for mark in _BREAKS):
            break
        if word.key not in FUNCTION_WORDS or (word.key in _WHITHER and not scope):
            scope.append(word.stem)
            if len(scope) == reach:
                break
    return scope


def _lost(
    text: str, evidence: Sequence[str], plain: frozenset[str], table: frozenset[str], *, near: bool = True
) -> list[str]:
    """Cues of the evidence whose first coloured word ``text`` states without any cue near it.

    They are those of the sentences that hold more than :data:`NEAR` of the text, or else those of the others. What
    asks states nothing, unless it repeats a question.
    """
    stated = {w.stem for w in words(text)}
    guarded = {stem for cue in cues(text, table) for stem in cue.scope}
    if not stated or (_asks(text) and not any(map(_asks, evidence))):
        return []
    open_stems = _uncoloured(evidence, plain)
    solid = {w.stem for w in content(text)}
    lost = []
    for sentence in evidence:
        if near != (len(solid & {w.stem for w in content(sentence)}) > NEAR * len(solid)):
            continue
        for cue in cues(sentence, plain):
            if not cue.scope:
                continue
            head = cue.scope[0]
            if head in stated and head not in guarded and head not in open_stems:
                lost.append(f"{cue.word} {head}")
    return lost


def _uncoloured(evidence: Sequence[str], plain: frozenset[str]) -> set[str]:
    """Stems that the evidence also states without a cue."""
    free: set[str] = set()
    for sentence in evidence:
        coloured = [stem for cue in cues(sentence, plain) for stem in cue.scope]
        for word in words(sentence):
            if word.key in FUNCTION_WORDS:
                continue
            if word.stem in coloured:
                coloured.remove(word.stem)
            else:
                free.add(word.stem)
    return free


def negation_lost(text: str, evidence: Sequence[str], *, near: bool = True) -> list[str]:
    """What the evidence negates and ``text`` asserts.

    >>> negation_lost("He resigned.", ["He has not resigned."])
    ['not resign']
    >>> negation_lost("He will be back for the final.", ["He won't be back for the final."])
    ['not back']
    >>> negation_lost("It is a cover for bigotry.", ["It is nothing but bigotry."])
    []
    """
    return _lost(text, evidence, PLAIN_NEGATION | {"denied", "denies", "deny"}, NEGATION, near=near)


def negation_added(text: str, evidence: Sequence[str]) -> list[str]:
    """Plain negations of ``text`` where the evidence holds no negation at all."""
    if any(w.key in NEGATION for sentence in evidence for w in words(sentence)):
        return []
    return [cue.word for cue in cues(text, PLAIN_NEGATION)]


def negation_new(text: str, evidence: Sequence[str]) -> list[str]:
    """Plain negations of ``text`` where the evidence has none of the kind, were it to deny in another way.

    >>> negation_new("He is not unable to go.", ["He is unable to go."]), negation_new("He did not.", ["He cannot."])
    (['not'], [])
    """
    theirs = {w.key for sentence in evidence for w in words(sentence)}
    return [cue.word for cue in cues(text, PLAIN_NEGATION) if theirs.isdisjoint(PLAIN_NEGATION)]


def modality_lost(text: str, evidence: Sequence[str], *, near: bool = True) -> list[str]:
    """What the evidence leaves open and ``text`` states as a fact.

    >>> modality_lost("The army shelled the port.", ["The army allegedly shelled the port."])
    ['allegedly shell']
    >>> modality_lost("They face a ban if found guilty.", ["They could face a ban if they are found guilty."])
    []
    """
    if any(w.key == "if" for w in words(text)):
        return []
    return _lost(text, evidence, PLAIN_MODALITY, MODALITY, near=near)


def direction_turned(text: str, evidence: Sequence[str]) -> list[str]:
    """Directions of ``text`` that the evidence has only the other way round, about the same thing.

    >>> direction_turned("Prices rose.", ["Prices fell by 3 percent."])
    ['rose']
    >>> direction_turned("He left before the war.", ["He left after the war."])
    ['before']
    """
    known = {key for sentence in evidence for key in _directions(sentence)}
    turned = []
    for mine, other, scoped in _DIRECTIONS:
        said = [key for key in _directions(text) if key in mine]
        if not said or known & mine or not known & other:
            continue
        if not scoped or _scopes([text], mine) & _scopes(evidence, other):
            turned += said
    return turned


def _directions(text: str) -> list[str]:
    """The folded words; "more than" is one, since it bounds a number and tells of no change."""
    keys = [w.key for w in words(text)]
    return [f"{key} than" if after == "than" else key for key, after in pairwise([*keys, ""])]


def _scopes(sentences: Sequence[str], table: frozenset[str]) -> set[str]:
    return {stem for sentence in sentences for cue in cues(sentence, table) for stem in cue.scope}


def claim_unsourced(text: str, evidence: Sequence[str]) -> list[str]:
    """What the evidence gives as somebody's word, and ``text`` on its own authority.

    >>> claim_unsourced("The port is closing.", ["Traders fear the port is closing."])
    ['fear']
    """
    if any(w.key in SOURCES | MODALITY for w in words(text)):
        return []
    stated = {w.stem for w in words(text)}
    found = [cue for sentence in evidence for cue in cues(sentence, CLAIMS, reach=6)]
    return [cue.word for cue in found if stated & set(cue.scope)]


def pronoun_new(text: str, evidence: Sequence[str]) -> list[str]:
    """Pronouns of ``text`` that the evidence does not have.

    >>> pronoun_new("It can make money.", ["He can make money."])
    ['it']
    """
    known = {w.key for sentence in evidence for w in words(sentence)}
    return sorted({w.key for w in words(text)} & PRONOUNS - known)


def auxiliary_new(text: str, evidence: Sequence[str]) -> list[str]:
    """Auxiliaries of ``text`` in a tense that none of the evidence has.

    >>> auxiliary_new("They have been out.", ["They are already out."])
    ['been', 'have']
    >>> auxiliary_new("It is out and has won.", ["It's out and they've won."])
    []
    """
    known = {tense for sentence in evidence for _, tenses in _tensed(sentence) for tense in tenses}
    return sorted({word for word, tenses in _tensed(text) if known.isdisjoint(tenses)})


def _tensed(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The auxiliaries of a text, each with the tenses that it may stand for."""
    for word in words(text):
        if tense := AUXILIARIES.get(word.key):
            yield word.key, frozenset({tense})
    for match in _CONTRACTION.finditer(text):
        yield match[0].lower(), CONTRACTED[match[1].lower()]


def speech_unsourced(text: str, evidence: Sequence[str]) -> list[str]:
    """Speech as fact: words from inside quotation marks, or a speaker who now does what was only said.

    >>> speech_unsourced("The aide had a plan.", ["The aide said the king had a plan."])
    ['said']
    >>> speech_unsourced("The aide had a plan.", ["The aide said U.S. generals had a plan."])
    ['said']
    >>> speech_unsourced("The port is lost for good.", ['"The port is lost for good," he said.'])
    ['quotation']
    """
    if any(w.key in SOURCES for w in words(text)):
        return []
    stated = {w.stem for w in content(text)}
    found = []
    for sentence in map(closed, evidence):
        spoken = {w.stem for quote in quotations(sentence) for w in content(quote)}
        spoken -= {w.stem for w in content(unquoted(sentence))}
        if not quotations(text) and len(stated & spoken) > len(stated) / 2:
            found.append("quotation")
        row = words(sentence)
        for at, word in enumerate(row):
            if word.key not in SPEECH or (at + 1 < len(row) and row[at + 1].key in PRONOUNS):
                continue
            before = {w.stem for w in row[:at] if w.key not in FUNCTION_WORDS}
            after = {w.stem for w in row[at + 1 :] if w.key not in FUNCTION_WORDS}
            if stated & before - after and stated & after - before:
                found.append(word.key)
    return found


def denial_dropped(text: str, evidence: Sequence[str]) -> list[str]:
    """Denials of the evidence where ``text`` takes nothing back.

    >>> denial_dropped("The army shelled the port.", ["The army shelled the port, rebels say; the army denied it."])
    ['denied']
    """
    if any(w.key in NEGATION | DENIALS for w in words(text)):
        return []
    return [w.key for sentence in evidence for w in words(sentence) if w.key in DENIALS]


def bounds_lost(text: str, evidence: Sequence[str]) -> list[str]:
    """Superlatives without the bounds that the evidence gives them, and "only" left out.

    >>> bounds_lost("It is the largest state.", ["It is the largest state in terms of population."])
    ['largest']
    """
    stated = {w.stem for w in words(text)}
    lost = []
    for key in {w.key for w in words(text)} & SUPERLATIVES:
        scopes = [cue.scope for sentence in evidence for cue in cues(sentence, frozenset({key}), reach=7)]
        if scopes and not any(stated >= set(scope) for scope in scopes):
            lost.append(key)
    keys = {w.key for w in words(text)}
    only = [cue for sentence in evidence for cue in cues(sentence, _EVEN) if cue.word not in keys]
    lost += [cue.word for cue in only if stated & set(cue.scope)]
    return sorted(lost)


def limit_lost(text: str, evidence: Sequence[str]) -> list[str]:
    """A "not" that holds only before, until, without or unless something, and ``text`` says it without end.

    >>> limit_lost("The West will take no step.", ["The West will take no step before the government asks."])
    ['before']
    >>> limit_lost("He did not come before noon.", ["He did not come before noon."])
    []
    """
    if any(w.key in LIMITS for w in words(text)):
        return []
    denied = _scopes([text], PLAIN_NEGATION - LIMITS)
    lost = []
    for sentence in evidence:
        row = words(sentence)
        for at, word in enumerate(row):
            if word.key in PLAIN_NEGATION - LIMITS and denied & set(_scope(sentence, row, at, _REACH)):
                lost += [w.key for w in row[at + 1 :] if w.key in LIMITS][:1]
    return lost


def place_lost(text: str, evidence: Sequence[str]) -> list[str]:
    """Where nothing is or happens, as the evidence says it, and ``text`` says it of the whole world.

    >>> place_lost("There is no such law.", ["At present in Libya, there is no such law."])
    ['Libya']
    >>> place_lost("There is no such law in Libya.", ["In Libya there is no such law."])
    []
    """
    denied = _scopes([text], PLAIN_NEGATION)
    if not denied:
        return []
    stated = {w.stem for w in words(text)}
    return [
        name.form
        for sentence in evidence
        if denied & _scopes([sentence], PLAIN_NEGATION)
        for tie, name in pairwise(words(sentence))
        if tie.key in ("in", "on") and name.is_capital and name.stem not in stated and name.key not in TITLES | DAYS
    ]


def pair_halved(text: str, evidence: Sequence[str]) -> list[str]:
    """The first words of pairs that the evidence completes and ``text`` does not.

    >>> pair_halved("Either he won.", ["Either he won, or the polls were wrong."]), pair_halved("Either may win.", [])
    (['either'], [])
    """
    mine = [w.key for w in words(text)]
    rows = [[w.key for w in words(sentence)] for sentence in evidence]
    return [
        one
        for one, other in _HALVES.items()
        if one in mine and other not in mine[mine.index(one) :] and any(one in r and other in r for r in rows)
    ]


def number_turned(text: str, evidence: Sequence[str]) -> list[str]:
    """Verbs of ``text`` in the singular where the evidence has them in the plural alone, or the other way round.

    >>> number_turned("The mayors has left.", ["The mayors have left."])
    ['has']
    """
    known = {w.key for sentence in evidence for w in words(sentence)}
    known |= {form for sentence in evidence for form in _contracted(sentence)}
    mine = {w.key for w in words(text)}
    return sorted(one for one, other in _NUMBERS if one in mine - known and other in known)


def _contracted(text: str) -> Iterator[str]:
    """The forms that a contraction may stand for."""
    written = {"s": ("is", "has"), "re": ("are",), "ve": ("have",)}
    for match in _CONTRACTION.finditer(text):
        yield from written.get(match[1].lower(), ())


def question_answered(text: str, evidence: Sequence[str]) -> list[str]:
    """A statement that rests on questions alone.

    >>> question_answered("The port is open.", ["Is the port open?"])
    ['statement']
    """
    asked = all(_asks(sentence) for sentence in evidence)
    return ["statement"] if evidence and asked and not _asks(text) else []


def _asks(text: str) -> bool:
    return text.rstrip(" \"'\N{RIGHT DOUBLE QUOTATION MARK})").endswith("?")


FAULTS: dict[str, Callable[[str, Sequence[str]], list[str]]] = {
    "negation lost": negation_lost,
    "negation added": negation_added,
    "modality lost": modality_lost,
    "direction turned": direction_turned,
    "question answered": question_answered,
}
"""Name of a fault to what finds it."""

DOUBTS: dict[str, Callable[[str, Sequence[str]], list[str]]] = {
    "negation lost": partial(negation_lost, near=False),
    "negation of its own": negation_new,
    "modality lost": partial(modality_lost, near=False),
    "claim without its source": claim_unsourced,
    "denial dropped": denial_dropped,
    "another pronoun": pronoun_new,
    "another tense": auxiliary_new,
    "speech without its speaker": speech_unsourced,
    "source left out": source_dropped,
    "another speaker": speaker_new,
    "bounds lost": bounds_lost,
    "limit lost": limit_lost,
    "place lost": place_lost,
    "half of a pair": pair_halved,
    "another number": number_turned,
}
"""As :data:`FAULTS`, of what an honest editor also does."""
