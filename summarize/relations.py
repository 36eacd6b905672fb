"""Who did what to whom, as far as the small words between the large ones tell.

A sentence can be made of its source's own words and still say something else: "fighting between the militias,
before ISIS took control" is not "the militias are fighting with ISIS". A parser would see it; this looks at each
content word's left side instead: the preposition that governs it, the voice of a verb, the word that it follows,
and whether both stood in one clause. Where no place in the source agrees, there is a doubt. Doubts lower the
support; they do not condemn, since an honest paraphrase raises them too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .clause import is_verb, parted
from .lexicon import ARTICLES, BE_FORMS, CLAUSE_OPENERS, FUNCTION_WORDS, HAVE_FORMS, PREPOSITIONS, RELATIVES
from .names import related
from .subsequence import common, nearest
from .words import words

_TENSES = HAVE_FORMS | BE_FORMS
_HAVE = frozenset(HAVE_FORMS.values())
_NEAR = 4
"""Content words that may have been left out between two that now stand side by side."""

_FOCUSING = frozenset("just only even".split())
_MARKS = frozenset(',;:.()"\N{EM DASH}\N{EN DASH}\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}')
_CLASSES = ({"in", "at", "on"}, {"to", "into", "towards", "toward"}, {"of", "from"}, {"after", "following"})
_CLASS = {preposition: min(group) for group in _CLASSES for preposition in group}


@dataclass(frozen=True, slots=True)
class Place:
    """A content word where it stands in a sentence.

    ``governors`` are the prepositions that may govern it ("" for none): its own, and the one before the run of
    words that it ends. ``joined`` says that it directly follows the content word before it; ``broken``, that
    punctuation parts the two. ``be`` is the tense of a form of "to be" or "to have" before it. ``clause`` counts
    commas and clause openers. ``link`` is the kind of word that ties it to the content word before it: "relative"
    (who, which), "and", or nothing.
    """

    stem: str
    form: str
    at: int
    governors: frozenset[str]
    be: str
    joined: bool
    broken: bool
    clause: int
    link: str

    @property
    def own(self) -> str:
        """What governs it first of all."""
        return max(self.governors)


def places(text: str) -> list[Place]:
    """The content words of one sentence with their left sides.

    >>> [(p.form, p.own) for p in places("The militias fought in the port, before dawn.")]
    [('militias', ''), ('fought', ''), ('port', 'at'), ('dawn', 'before')]
    """
    found: list[Place] = []
    left: list[str] = []
    end, clause, broken = 0, 0, True
    for word in words(text):
        if _MARKS & set(text[end : word.start]):
            broken, left, clause = True, [key for key in left if key in RELATIVES], clause + 1
        end = word.end
        if word.key in FUNCTION_WORDS:
            left.append(word.key)
            clause += word.key in CLAUSE_OPENERS
            continue
        joined = not left and not broken and bool(found)
        own = next((_CLASS.get(key, key) for key in reversed(left) if key in PREPOSITIONS), "")
        governors = found[-1].governors | {""} if joined else frozenset([own])
        be = next((_TENSES[key] for key in reversed(left) if key in _TENSES), "")
        link = "relative" if RELATIVES & set(left) else "and" if {"and", "or"} & set(left) else ""
        found.append(Place(word.stem, word.form, len(found), governors, be, joined, broken, clause, link))
        left, broken = [], False
    return found


def doubts(text: str, evidence: Sequence[str]) -> list[str]:
    """What ``text`` joins in a way that no sentence of ``evidence`` does.

    >>> doubts("The militias fought with ISIS.", ["The militias fought, before ISIS took the port."])
    ['with ISIS']
    >>> doubts("The militias fought.", ["The militias fought, before ISIS took the port."])
    []
    >>> doubts("The list of the army came.", ["The list came.", "It is from the army."])
    ['list from army']
    """
    mine = places(text)
    known = [places(sentence) for sentence in evidence]
    as_written = _as_written(text, evidence)
    fresh = [place for place in mine if place.at not in as_written]
    return list(
        dict.fromkeys(
            (*_doubts(fresh, mine, known), *_moved(mine, known), *_repeated(text, evidence), *_shifted(text, evidence))
        )
    )


def _as_written(text: str, evidence: Sequence[str]) -> set[int]:
    """The content words of ``text`` that follow the one before as in a sentence of the evidence, asides left out.

    >>> port = "The port, a ruin, is near the camp that during the war, in Sirte, was wide."
    >>> sorted(_as_written("The port is near the camp during the war, in Sirte.", [port]))
    [0, 1, 3]
    """
    if not evidence:
        return set()
    row = words(text)
    rows = [words(sentence) for sentence in evidence]
    which, pairs = nearest([w.key for w in row], [[w.key for w in each] for each in rows])
    source, theirs, found = evidence[which], rows[which], dict(pairs)

    def follows(at: int) -> bool:
        if at not in found or (at and at - 1 not in found):
            return False
        start, end = found[at - 1] + 1 if at else 0, found[at]
        aside = start < end and (not start or parted(source, theirs[start - 1], theirs[start]))
        return start == end or (aside and parted(source, theirs[end - 1], theirs[end]))

    content = [at for at, word in enumerate(row) if word.key not in FUNCTION_WORDS]
    gaps = enumerate(pairwise([-1, *content]))
    return {number for number, (before, at) in gaps if all(follows(step) for step in range(before + 1, at + 1))}


def _shifted(text: str, evidence: Sequence[str]) -> Iterator[str]:
    """A "just" or an "only" before another word than in the evidence.

    >>> doubts("He left just in May.", ["He left in May when he was just 13."])
    ['just in']
    """
    rows = [[w.key for w in words(sentence)] for sentence in evidence]
    for one, other in pairwise(w.key for w in words(text)):
        near = [row[at + 1 : at + 1 + _NEAR] for row in rows for at, key in enumerate(row) if key == one]
        if one in _FOCUSING and near and not any(other in each for each in near):
            yield f"{one} {other}"


def _repeated(text: str, evidence: Sequence[str]) -> Iterator[str]:
    """Words that stand in the place of others: ``text`` has them more often than all of ``evidence``.

    >>> doubts("Haddad told the mayor and told her all.", ["Haddad met the mayor and told her all."])
    ['again told']
    """
    told = Counter(w.key for sentence in evidence for w in words(sentence))
    said = Counter(w.key for w in words(text) if w.key not in ARTICLES | {"and"})
    yield from (f"again {key}" for key, times in said.items() if times > told[key] > 0)


def _doubts(fresh: Sequence[Place], mine: Sequence[Place], known: Sequence[Sequence[Place]]) -> Iterator[str]:
    for place in fresh:
        theirs = [(other, row) for row in known for other in row if other.stem == place.stem]
        if not theirs:
            continue
        before = mine[place.at - 1] if place.at and not place.broken else None
        if place.joined and before:
            if not any(_near(before.stem, other, row) for other, row in theirs):
                yield f"{before.form} {place.form}"
            continue
        if not any(_governed(place.own, other) for other, _ in theirs):
            yield f"{place.own} {place.form}".strip()
        elif place.link and place.at and not any(_linked(mine[place.at - 1], place, o, row) for o, row in theirs):
            yield f"{mine[place.at - 1].form} {place.link} {place.form}"
        elif place.link == "and" and before and not is_verb(place.form) and not _listed(before, place, known):
            yield f"{before.form} and {place.form}"
        elif place.be and all(_other_tense(place.be, other.be) for other, _ in theirs):
            yield f"{place.be} {place.form}"
        elif (
            before
            and any(before.stem == o.stem for row in known for o in row)
            and not any(_follows(before.stem, other, row, place.own) for other, row in theirs)
        ):
            yield f"{before.form} {place.own} {place.form}".replace("  ", " ")


def _other_tense(mine: str, theirs: str) -> bool:
    """Another form of "to be", or none; "to have" may come and go, but its past is not its present."""
    return mine != theirs if mine not in _HAVE else theirs in _HAVE - {mine}


def _governed(own: str, other: Place) -> bool:
    """A governor may lose the words between itself and its noun; a free word must have been free."""
    return own in other.governors if own else not other.own


def _listed(before: Place, place: Place, known: Sequence[Sequence[Place]]) -> bool:
    """Whether a sentence has an "and" between two words too, or does not have the two in this order.

    >>> doubts("Militias and officials fought.", ["Amid militias, officials fought and fled."])
    ['Militias', 'Militias and officials']
    """
    pairs = [
        row[one.at + 1 : other.at + 1]
        for row in known
        for one in row
        for other in row[one.at + 1 :]
        if one.stem == before.stem and other.stem == place.stem
    ]
    return not pairs or any(each.link == "and" for between in pairs for each in between)


def _linked(before: Place, place: Place, other: Place, row: Sequence[Place]) -> bool:
    """The link ties the same two words in the source, or members of one list, or there is none to compare."""
    if other.at == 0 or (place.link == "and" and place.form.endswith("ed") and other.link != "relative"):
        return True
    if place.link == "and" and other.link == "relative":
        return False  # "designed by Haddad, who also made ships" is not "designed by Haddad and also made ships"
    if place.link == "relative":
        return other.link != "relative" or row[other.at - 1].stem == before.stem
    for earlier in reversed(row[: other.at]):
        if earlier.stem == before.stem:
            return True
        if earlier.own:
            return False
    return True


def _near(before: str, place: Place, row: Sequence[Place]) -> bool:
    return any(other.stem == before for other in row[max(0, place.at - _NEAR) : place.at])


def _follows(before: str, place: Place, row: Sequence[Place], governor: str) -> bool:
    """``before`` stands before ``place``, in its clause if a preposition ties the two."""
    same = [other for other in row if other.stem == before]
    earlier = [other for other in same if other.at < place.at]
    if governor and governor not in CLAUSE_OPENERS:
        earlier = [other for other in earlier if other.clause == place.clause]
    return bool(earlier)


def _moved(mine: Sequence[Place], known: Sequence[Sequence[Place]]) -> Iterator[str]:
    """Names and verbs that stand elsewhere among the other words than in the sentence that shares most with the text.

    >>> doubts("Haddad fled and resigned.", ["Haddad resigned and fled."])
    ['fled resigned', 'moved fled']
    """
    if not known:
        return
    row = max(known, key=lambda row: len({p.stem for p in mine} & {p.stem for p in row}))
    kept = {i for i, _ in common([place.stem for place in mine], [place.stem for place in row])}
    shared = {place.stem for place in row}
    for place in mine:
        named = place.form[0].isupper() or is_verb(place.form)
        if named and place.at not in kept and place.stem in shared:
            yield f"moved {place.form}"


def usurped(text: str, evidence: Sequence[str]) -> list[str]:
    """Names that stand where the evidence has another name, and never stand near there themselves.

    >>> usurped("It flew from Tulsa to Eufaula.", ["It flew from Tulsa to McAlester, west of Lake Eufaula."])
    ['Eufaula']
    """
    mine = places(text)
    known = [places(sentence) for sentence in evidence]
    held = {place.stem for place in mine}
    found = []
    for place in mine:
        if not place.form[0].isupper() or place.at == 0:
            continue
        sides = [(mine[at].stem, step) for at, step in ((place.at - 1, 1), (place.at + 1, -1)) if 0 <= at < len(mine)]
        rivals = [_rival(stem, step, place.stem, held, row) for stem, step in sides for row in known]
        if "" not in rivals and any(rivals):
            found.append(place.form)
    return found


def _rival(beside: str, step: int, name: str, held: set[str], row: Sequence[Place]) -> str | None:
    """What stands on that side of ``beside`` in the evidence: "" the name itself, another name, or None."""
    rival = None
    for place in row:
        if place.stem != beside:
            continue
        near = [row[at] for at in (place.at + step, place.at + 2 * step) if 0 <= at < len(row)]
        around = row[max(0, place.at - 2) : place.at + 3]
        if any(other.stem == name or related(other.form.lower(), name) for other in around):
            return ""
        others = [other.stem for other in near if other.form[0].isupper() and other.stem not in held]
        rival = others[0] if others else rival
    return rival
