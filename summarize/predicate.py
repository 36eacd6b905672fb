"""Whether a shorter text still says what happened: its verb is a verb of the source, and no mere participle."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from . import style
from .clause import borders, finite, parted
from .lexicon import ARTICLES, BE_FORMS, CLAUSE_OPENERS, PREPOSITIONS, RELATIVES
from .run import Run
from .words import Word, words

_JOINTS = CLAUSE_OPENERS | {"and", "or"}


def verb_lost(text: str, evidence: Sequence[str]) -> list[str]:
    """The verb that the evidence has and ``text`` has not, where all that ``text`` has may be a participle.

    That participle, where it surely is one but no verb of the evidence is known.

    >>> verb_lost("The men arrested in Sirte.", ["The men arrested in Sirte were released on Monday."])
    ['were']
    >>> verb_lost("The men arrested in Sirte.", ["Police released the men arrested in Sirte."])
    ['released']
    >>> verb_lost("The army entered in May.", ["The army entered in May and was met with joy."])
    []
    >>> verb_lost("On Monday, amid deaths caused by fire.", ["On Monday, amid deaths caused by fire, the army left."])
    ['left']
    >>> verb_lost("In a cold, rented room.", ["In a cold, rented room, they face us."])
    ['rented']
    """
    mine = style.verbs(text)
    row = [w.key for w in words(text)]
    followed = dict(pairwise([*row, ""]))
    others = [verb for sentence in evidence for verb in style.verbs(sentence) if verb not in mine]
    if mine and BE_FORMS.keys().isdisjoint(row):
        if all(key.endswith("ed") and followed[key] == "by" for key in mine):
            return others[:1]
        if _describes(text, mine):
            return [*others, *mine][:1]
    if relative := _only_describes(text):
        return [relative]
    if not mine or not all(key.endswith("ed") and followed[key] in PREPOSITIONS | {""} for key in mine):
        return []
    lost = [verb for sentence in evidence for verb in _governing(sentence, mine)]
    return lost[:1]


def _describes(text: str, verbs: Sequence[str]) -> bool:
    """Whether all verbs of a text that a preposition opens stand behind an adjective: "in a cold, rented room"."""
    row = words(text)
    seconds = {row[at].key for at in borders(text, row, 2, len(row)) if row[at - 2].key in ARTICLES}
    return row[0].key in PREPOSITIONS and all(verb.endswith("ed") and verb in seconds for verb in verbs)


def _only_describes(text: str) -> str:
    """The word that opens the relative clause which is all that a text says of its subject; "" for none.

    >>> _only_describes("Haddad, who is in Sirte, a port held by them."), _only_describes("Haddad, who is 39, left.")
    ('who', '')
    """
    row = words(text)
    subject, *parts = Run(text, row, 0, len(row)).parts
    if subject.acts or not parts or parts[0].opener not in RELATIVES:
        return ""
    return "" if any(_tells(part.words) for part in parts[1:]) else parts[0].opener


def _tells(part: Sequence[Word]) -> bool:
    """Whether a part of a sentence has a verb that is no mere participle: "a port held by them" has none."""
    following = zip(part, [*(word.key for word in part[1:]), ""], strict=True)
    return any(finite(word) and not (word is not part[0] and after in PREPOSITIONS) for word, after in following)


def _governing(sentence: str, participles: Sequence[str]) -> list[str]:
    """The verb of the clause that the participles of a sentence stand in, if they are no verbs of it."""
    row = words(sentence)
    verbs = set(style.verbs(sentence)) - set(participles)
    for at, word in enumerate(row):
        if word.key not in participles:
            continue
        for step in (-1, 1):
            found = _next(sentence, row, at, step, verbs)
            if found:
                return [found]
    return []


def _next(sentence: str, row: Sequence[Word], at: int, step: int, verbs: set[str]) -> str:
    """The next of ``verbs`` on one side of a word, before a joint of the sentence; "" for none."""
    while 0 <= at + step < len(row):
        at += step
        here, inner = row[at], row[at - step]
        if parted(sentence, *((here, inner) if step < 0 else (inner, here))) or here.key in _JOINTS:
            return ""
        if here.key in verbs:
            return here.key
    return ""
