"""Lists, which a shorter text keeps whole or leaves out whole: "five children, a bus driver and two teachers"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from .clause import acts, finite, is_verb
from .lexicon import ARTICLES, CLAUSE_OPENERS, PREPOSITIONS, RELATIVES, REPORTING
from .run import Run
from .words import Word

_JOIN = frozenset({"and", "or", "nor"})
_TIED = _JOIN | PREPOSITIONS | ARTICLES
"""Behind one of these no verb stands, or one that describes a noun."""

_LONGEST = 12
"""Words between a member of a list and the "and" before its last."""

_OPENERS = PREPOSITIONS | CLAUSE_OPENERS | RELATIVES | frozenset({"including", "such", "that", "which", "who"})


def parts(run: Run) -> bool:
    """Whether leaving out a run takes some members of a list and leaves others.

    >>> Run.ask(parts, "[Five men], a boy and two dogs left.", "Five men, [a boy] and two dogs left.")
    [True, True]
    >>> Run.ask(parts, "Five men, a boy [and two dogs] left.", "Five men, [a boy and two dogs] left.")
    [True, True]
    >>> Run.ask(parts, "[Five men, a boy and two dogs] left.", "Haddad, [the mayor and head of the port], left.")
    [False, False]
    >>> Run.ask(parts, "He fears rain, [egg-sized hail and fire].", "It is of hail, [damaging winds and fire].")
    [True, True]
    >>> Run.ask(parts, "They put names, [photos and dates online], calling for war.", "The army came [and left].")
    [True, False]
    """
    if run.opener in _JOIN and not run.begins:
        return not _is_predicate(run)
    if run.keys[:3] == ("as", "well", "as") or _acts_in_turn(run) or _joins_phrases(run):
        return True
    if run.keys[-1] in _JOIN and not run.ends:
        return not run.acts
    if run.opened:
        return _leaves_members(run)
    return _precedes_members(run) or _is_parallel(run)


def _acts_in_turn(run: Run) -> bool:
    """Whether a run is one of several things that are done: "it raised funds, [helped schools,] built ships and left".

    >>> Run.ask(_acts_in_turn, "It rose, [helped us], built it and left.", "It seeks using, [easing and mending it].")
    [True, True]
    >>> Run.ask(_acts_in_turn, "He, [pressed by us], left.", "He left, [citing wars and ending it].")
    [False, False]
    """
    if run.begins or not run.opener.endswith(("ing", "ed")):
        return False
    if run.ends:
        joined = any(one in _JOIN and other.endswith("ing") for one, other in pairwise(run.keys[:4]))
        return joined and any(word.key.endswith("ing") for word in run.left[-3:])
    if run.opener.endswith("ing"):
        return run.key_behind.endswith("ing")
    return acts(run.rest[0]) and any(one.key in _JOIN and acts(other) for one, other in pairwise(run.rest))


def _joins_phrases(run: Run) -> bool:
    """Whether a phrase goes on with another, which may belong to what stands before both.

    >>> Run.ask(_joins_phrases, "We eat [at home and also in bed].", "We eat [at home and abroad].")
    [True, False]
    >>> Run.ask(_joins_phrases, "They won games, one in May[, when it rained, and another in June].")
    [True]
    """
    plain = [key for key in run.keys if key != "also"]
    further = PREPOSITIONS | {"another"}
    return not run.begins and any(one in _JOIN and other in further for one, other in pairwise(plain))


def _leaves_members(run: Run) -> bool:
    """Whether a run that a comma, or nothing, stands before is a member of a list of which others are left."""
    noun = run.keys[1:2] == ("of",) or not _JOIN.isdisjoint(run.keys[1:2])  # "the name, the time, [spelling of it and]"
    noun |= _is_thing_of_several(run)
    opens = run.opener in _OPENERS or ((_is_participle(run.opener) or run.opener.endswith("ly")) and not noun)
    last = None if opens else _joins(run, run.start)
    if last is None:
        return False
    if run.begins or last >= run.end:
        return last >= run.end
    return not run.parted_behind or _is_no_apposition(run)


def _is_thing_of_several(run: Run) -> bool:
    """There is a risk of hail, [damaging winds and fire]: what an "of" governs goes on."""
    governed = run.start > 1 and run.left[-2].key == "of" and run.keys[2:3] == ("and",)
    return governed and not (run.left[-1].is_capital or run.words[1].is_capital)


def _is_participle(key: str) -> bool:
    """Whether a folded word is one in "ing"; "king" is not."""
    return key.endswith("ing") and is_verb(key)


def _is_no_apposition(run: Run) -> bool:
    """Whether a run behind a comma is a name like the one before it, or a bare noun: "Ali, [Omar] and Lina left"."""
    article = run.opener in ARTICLES
    name = run.left[-1].is_capital and run.row[run.start + (article and len(run.keys) > 1)].is_capital
    return "," in run.gap_before and (name or not (run.first.is_capital or article))


def _precedes_members(run: Run) -> bool:
    """It had damage [to the wing], the nose and the tank."""
    return run.parted_behind and run.opener in PREPOSITIONS and _joins(run, run.end) is not None


def _is_parallel(run: Run) -> bool:
    """Whether a phrase is to the second of two what another is to the first: "ten in Sirte and two [in Tunis]".

    >>> Run.ask(_is_parallel, "Ten in Sirte and two [in Tunis] fled.", "Ten [in Sirte] and two fled.")
    [True, False]
    """
    if run.opener not in PREPOSITIONS:
        return False
    own = takewhile(lambda at: not acts(run.row[at]), range(run.start - 1, run.since - 1, -1))
    joint = next((at for at in own if run.row[at].key in _JOIN), 0)
    return any(word.key == run.opener for word in run.row[max(0, joint - _LONGEST) : joint])


def _is_predicate(run: Run) -> bool:
    """Whether "and" is followed by what somebody also did or said, or by a sentence of its own behind a comma.

    >>> _is_predicate(Run.of("He said the port was closed [and that the men were safe]."))
    True
    """
    if run.opener == "or" or _is_last_deed(run) or _is_last_included(run):
        return False
    if run.keys[:2] == ("and", "that"):
        return run.acts
    return _goes_on_acting(run.words[1:3]) or _is_sentence(run)


def _is_last_deed(run: Run) -> bool:
    """He passed, had no ties [and showed no sign]."""
    return run.since > 0 and finite(run.clause[0])


def _is_last_included(run: Run) -> bool:
    """It has ponds, including ponds for fish, [and ponds made for salt]."""
    return any(word.key == "including" for word in run.left)


def _goes_on_acting(following: Sequence[Word]) -> bool:
    """The army took the port and [left], and [duly left]."""
    deed = len(following) > 1 and following[0].key.endswith("ly") and acts(following[1])
    return deed or any(finite(word) for word in following[:1])


def _is_sentence(run: Run) -> bool:
    """He left, [and the port was closed]: both have a verb of their own."""
    if not run.parted_before or (run.since and _is_member(run.clause)) or _is_last_clause(run):
        return False  # "Sirte, Basra, and Tunis were hit": the last of three
    since = next((at for at in range(run.start - 1, 0, -1) if ";" in run.gap(at)), 0)
    own = any(acts(other) and one.key not in _TIED for one, other in pairwise(run.words))
    return own and any(finite(word) for word in run.row[since : run.start])


def _is_last_clause(run: Run) -> bool:
    """He left, she stayed, [and it rained]: without the last, nothing joins the first two."""
    whole = [part for part in run.earlier if part.opener not in _OPENERS | _JOIN and _has_subject_and_verb(part)]
    return len(whole) > 1


def _has_subject_and_verb(part: Run) -> bool:
    """Whether a part of a sentence has a subject and a verb: "two men died"."""
    return any(finite(word) and word.key not in REPORTING for word in part.words[1:]) and not finite(part.first)


def _is_member(part: Sequence[Word]) -> bool:
    """Whether a part of a sentence between two commas is one of a list, and says nothing of its own."""
    return part[0].key not in _OPENERS | ARTICLES and not any(acts(word) for word in part)


def _joins(run: Run, start: int) -> int | None:
    """The place of the "and" before the last member of a list that a member at ``start`` belongs to."""
    row = run.row
    for at in range(start, min(len(row) - 1, start + _LONGEST)):
        word = row[at]
        if word.key in _JOIN and at > start:
            return None if acts(row[at + 1]) else at
        deed = acts(word) and at > start and run.gap(at) != "-"  # "egg-sized hail"
        if deed or word.key in RELATIVES | CLAUSE_OPENERS:
            return None
    return None
