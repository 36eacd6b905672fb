"""Shortenings made by rule: what stands apart in a sentence and can go, so that the rest is as true as it was.

Every rule takes one kind of span, with a mark of punctuation on both sides or no more in it than a day or the occasion
of a speech. A sentence that goes on without a comma is never ended early, a list is never cut short, and no source,
condition, denial, reason or toll is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from summarize import style
from summarize.clause import acts
from summarize.lexicon import CONDITIONS, NEGATION, PREPOSITIONS, TURNS, VERBS
from summarize.quantities import is_number_word
from summarize.rewrite import tidy
from summarize.spare import BINDING
from summarize.words import QUOTES, Word, count, words

Span = tuple[int, int]

_END = r"(?=[.!?]$)"
_DASH = r"[-\N{EN DASH}\N{EM DASH}]"
_DAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_PART = r"(?:\s(?:morning|afternoon|evening|night))?"
_WHEN = (
    rf"(?:on\s{_DAY}{_PART}|yesterday{_PART}|earlier\stoday|this\s(?:morning|evening)|"
    rf"(?:late|early|last|this)\s(?:{_DAY}|week|month|night))"
)
_SPEECH = "(?:statement|speech|interview|address|press release|briefing|(?:press|news) conference)"
_SAID = "(?:said|stated|announced|added|confirmed|explained|wrote|told [^,;:]{3,30})"
_SPOKEN = rf"(?:in|at|during)\s(?:an?|his|her|the|its)\s(?:\w+\s){{0,2}}{_SPEECH}"
_SPEAKS = rf"(?:Speaking|Addressing|(?:In|At|During) an? (?:\w+ )?{_SPEECH})"
_MORE = r"(?:adding|noting|stressing|explaining|saying\salso|pointing\sout)"
_VERB = rf"(?:{'|'.join(sorted(VERBS))}|\w+ed)\b(?!\sby\b)"
_PARTICIPLE = (
    r"(?:known|called|named|led|born|based|located|built|made|founded|backed)\s(?:as|by|in|for|with|to|on|at)\b"
)
_GOES_ON = rf"(?=\s(?:(?:also|then|now|\w+ly)\s)?{_VERB})"
"""Behind a closing comma: the verb of the subject that stood before the opening one."""

_NO_LIST = r"(?![^,;]*,\s(?:[^;]*\s)?(?:and|or)\s)"
_WHO = "(?:who|whose|whom|which|where|when)"
_RELATIVE = rf"(?:(?:(?:one|two|most|many|some|all|both)\sof|in|at|from|for|to|by|with|on|of|during)\s)?{_WHO}\b"
_ASIDE = rf"(?!{_WHO}\b|(?:and|or|but|nor|as\swell)\b)(?:{_PARTICIPLE}|(?!{_VERB}))"
_NAMED = rf"(?!{_VERB}|.*\b(?:and|or|but|as|so|then)\b)[a-z]"
_PLACE = "(?:with|in|at|on|near|during|through|throughout|across|along|alongside|around|inside|outside|amid)"
_BOUNDED = rf"(?:least|most|times|order|case|condition|particular|so\s|.*\b{_WHO}\b)"
_DOING = (
    r"(?!(?:killing|injuring|wounding|leaving|causing|displacing|during|being|including|regarding|concerning|"
    r"involving)\b|.*\b(?:and|or)\s\w+ing\b)\w+ing"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """The group ``cut`` of ``pattern`` may go.

    ``figures``: even with a number in it; ``timed``: it says only when; ``spoken``: it is more from the same source;
    ``phrase``: only if it has no verb of its own.
    """

    pattern: re.Pattern[str]
    figures: bool = False
    timed: bool = False
    spoken: bool = False
    phrase: bool = False


def _rule(pattern: str, **flags: bool) -> Rule:
    return Rule(re.compile(pattern), **flags)


_RULES = (
    _rule(r"(?P<cut>\s\([^()]*\))", figures=True),
    _rule(rf"(?P<cut>,\s(?:\d\d|{_RELATIVE}[^,;:]*),){_GOES_ON}", figures=True),
    _rule(rf"(?P<cut>,\s{_ASIDE}[^,;:]{{2,90}},){_GOES_ON}{_NO_LIST}", phrase=True),
    _rule(rf"\w(?P<cut>\s{_DASH}\s[^-\N{{EN DASH}}\N{{EM DASH}}]*\s{_DASH}){_GOES_ON}"),
    _rule(rf"(?P<cut>,\s(?!which\s(?!(?:is|are|was|were)\b)){_RELATIVE}[^,;:]*){_END}"),
    _rule(rf"^[^,]*\b[A-Z][\w'-]*(?P<cut>,\s{_NAMED}[^,;:]{{3,80}}){_END}", phrase=True),
    _rule(rf"(?P<cut>,\sincluding\s[^;:]*){_END}", figures=True),
    _rule(rf"(?P<cut>,\s{_DOING}\s[^,;:]*){_END}"),
    _rule(rf"^[^,]*(?P<cut>,\s{_PARTICIPLE}\s[^,;:]*){_END}"),
    _rule(rf"(?P<cut>,\s{_PLACE}\s(?!{_BOUNDED})[^,;:]*){_END}"),
    _rule(rf"(?P<cut>,\s{_MORE}\s[^;:]*){_END}", spoken=True),
    _rule(rf"\b{_SAID}\sthat\s[^,;:]*(?P<cut>,?\sand\sthat\s[^;:]*){_END}", spoken=True),
    _rule(rf"^[^,]*(?P<cut>,\sand\s(?:the|an?|he|she|it|they|[A-Z][\w'-]*)\s[^,;:]*){_END}"),
    _rule(rf"(?P<cut>;\s[^;]*){_END}"),
    _rule(rf"^(?P<cut>(?:(?i:{_WHEN})|Later|Today),?\s)(?=[A-Z]|the\s|an?\s)", timed=True),
    _rule(rf"(?<!^Early)(?<!^Late)(?P<cut>\s(?:{_WHEN}|today))(?=\s(?!and|or|to)|[.,])", timed=True),
    _rule(rf"^(?P<cut>{_SPEAKS}\b[^,;:]*,\s)(?=[A-Z]|the\s)"),
    _rule(rf"\b{_SAID}(?P<cut>\s{_SPOKEN}(?:\s{_WHEN})?)(?=\sthat\b|\.$)"),
)
_OPEN = re.compile(
    r"\b(?:not|no|never|only|first|last|until|since|if|more|less|than|will|would|shall|scheduled|due|expected|planned|"
    r"takes? place|took place|held|began|begins?|starts?|started|ends?|ended|effect|again)\b|n't\b|\d%|per ?cent",
    re.IGNORECASE,
)
"""What a time belongs to: without it the rest would say too much, or nothing."""

_TOLLS = frozenset(
    "dozens scores hundreds thousands several many dead death deaths killed died injured wounded".split()
)
_YEAR = re.compile("1[6-9][0-9]{2}|20[0-9]{2}")
_LOOSE = re.compile(r"[,;:]*\s*([.!?])\.?$")
_MOST_CUTS = 4
_MOST_TRIED = 60


def shortenings(sentence: str) -> Iterator[str]:
    """What the rules make of ``sentence``, the fewest cuts first, the longest of these first.

    >>> made = list(shortenings("The port (of Ras Lanuf), which burned, was closed on Monday."))
    >>> made[0], made[-1]
    ('The port (of Ras Lanuf) was closed on Monday.', 'The port was closed.')
    >>> list(shortenings("The blast killed five children in a church bus and two truck drivers."))
    []
    """
    spans = sorted(set(_spans(sentence)))
    made: dict[str, None] = {}
    for most in range(1, _MOST_CUTS + 1):
        row = [tidy(_without(sentence, cuts)) for cuts in combinations(spans, most) if _apart(cuts)]
        made |= dict.fromkeys(sorted(row, key=count, reverse=True))
    yield from list(made)[:_MOST_TRIED]


def _spans(sentence: str) -> Iterator[Span]:
    for rule in _RULES:
        at = 0
        while match := rule.pattern.search(sentence, at):
            start, end = match.span("cut")
            if _harmless(rule, sentence, start, end):
                yield start, end
            at = start + 1


def _harmless(rule: Rule, sentence: str, start: int, end: int) -> bool:
    """Whether what goes is nobody's word, no condition, no figure that counts, and no clause of its own."""
    gone = words(sentence[start:end])
    if rule.timed:
        return not _OPEN.search(sentence)
    binding = TURNS | NEGATION | CONDITIONS if rule.spoken else BINDING
    if any(w.key in binding and w.form != "May" for w in gone) or QUOTES.search(sentence[start:end]):
        return False
    if not rule.figures and any(_counts(w) for w in gone):
        return False
    if rule.phrase and (style.has_verb(sentence[start:end]) or _in_a_list(sentence, start, end)):
        return False
    return not _follows_opening(sentence[:start])


def _in_a_list(sentence: str, start: int, end: int) -> bool:
    """Whether what looks like a verb behind an aside may be one more member: "wants trade, rights, limited taxes"."""
    row = words(sentence[end:])
    return bool(row) and row[0].key not in VERBS and any(acts(w) for w in words(sentence[:start]))


def _counts(word: Word) -> bool:
    return (word.key[0].isdigit() and not _YEAR.fullmatch(word.key)) or is_number_word(word.key) or word.key in _TOLLS


def _follows_opening(before: str) -> bool:
    """Whether all that stands before is an opening phrase: then the subject comes next, and no aside.

    >>> _follows_opening("In Syria"), _follows_opening("In Syria, the army"), _follows_opening("The army")
    (True, False, False)
    """
    row = words(before)
    opens = bool(row) and (row[0].key in PREPOSITIONS or row[0].key.endswith("ing"))
    return opens and "," not in before and not any(acts(w) for w in row[1:])


def _apart(cuts: tuple[Span, ...]) -> bool:
    return all(one[1] <= other[0] for one, other in pairwise(cuts))


def _without(sentence: str, cuts: tuple[Span, ...]) -> str:
    for start, end in reversed(cuts):
        sentence = sentence[:start] + sentence[end:]
    return _LOOSE.sub(r"\1", sentence)
