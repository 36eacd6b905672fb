"""House style of a bullet: one whole sentence of news English, and what is done to one that is too long."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .attribution import says_nothing, unsourced
from .clause import acts
from .lexicon import ABBREVIATIONS, ARTICLES, CLAUSE_OPENERS, DANGLING, HANGING, PARTICIPLES, PREPOSITIONS, TURNS, VERBS
from .quantities import is_number_word
from .words import Word, count, unquoted, words

_META = re.compile(
    r"\b(?:this|the) (?:news|article|text|report|story|passage|sentence|headline|summary) "
    r"(?:is|was|says|said|describes|discusses|states|reports|highlights|explains)\b|\bhere is\b|\bsummary:",
    re.IGNORECASE,
)
"""How a model talks about the text instead of the news."""

_VERB_ENDINGS = ("ed", "ates")
_NO_VERB_FOLLOWS = (
    ARTICLES
    | (PREPOSITIONS - CLAUSE_OPENERS - {"out", "off"})
    | frozenset("to his her its their our my your no being".split())
)
_CONTRACTED = re.compile(
    r"\b(?:that|it|he|she|they|there|we|you|i)['\N{RIGHT SINGLE QUOTATION MARK}](?:s|re|ve|ll|d|m)\b", re.IGNORECASE
)
_HANGING_VERB = re.compile(r"\b(?:is|are|was|were|be|been|has|have|had|the|a|an|of|to|dr|mr|mrs)\b\.?,", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"(?:while|although|though|because|when|if|since|unless|whether|once|until|whereas|as)\b", re.IGNORECASE
)
_WITH_PARTICIPLE = re.compile(
    rf"With\b(?:(?!\b(?:is|are|was|were|has|had)\b).)*\w+ed (?:{'|'.join(sorted(PREPOSITIONS))})\b"
)
"""An opening without the sentence that it opens: "With the votes counted in Sirte."."""

_VERB_FIRST = re.compile(
    r"(?:(?:However|But|Still|Instead|Then|Also),? )?(?:was|were|(?-i:[Ii]s)|are|has|had)\b", re.IGNORECASE
)

_BROKEN = re.compile(r"\b(?:and|but|or),? (?:yet|still|then|so)\W*$|:\W*$|^\d{4},|\s\.\s", re.IGNORECASE)
"""An end that opens something, a year that has lost its day, a full stop astray."""

_OPENS_CLAUSE = frozenset("how why whether because if although who which where".split())

_NOT_ONLY = re.compile(r"(?:\bnot|n['\N{RIGHT SINGLE QUOTATION MARK}]t) (?:only|just|merely)\b", re.IGNORECASE)
_BUT_ALSO = re.compile(r"\b(?:but|also|too|as well)\b", re.IGNORECASE)
_TITLES = ABBREVIATIONS - frozenset("inc ltd co corp dept etc jr sr u.s u.k u.n d.c a.m p.m".split())
_HYPHENED = re.compile(r"\w+(?:-\w+)+")
_ASIDE = re.compile(
    rf"(?<=,)\s+(?:\w+ed|{'|'.join(sorted(PARTICIPLES))})(?=\s+(?:{'|'.join(sorted(PREPOSITIONS | {'as'}))})\b)"
)
"""A participle that opens an aside: ", known for his speeches"."""

_SECOND = re.compile(
    r"(?:[a-z]{2}|\d|\b[A-Z])[.!?]\s+"
    r"(?:The|He|She|It|They|There|This|That|His|Her|Their|We|In|On|At|But|And|An?)\s(?=[a-z\d])"
)
"""Where a second sentence begins."""

_OPENS_SINGLE = re.compile(r"(?<![\w.,!?])['\N{LEFT SINGLE QUOTATION MARK}](?=[A-Za-z])")
_CLOSES_SINGLE = re.compile(r"(?<=[\w.,!?])['\N{RIGHT SINGLE QUOTATION MARK}](?!\w)")
"""Marks of a quotation, or an apostrophe behind a plural."""

_FURNITURE = re.compile("[\N{BULLET}\N{BLACK SMALL SQUARE}\N{COPYRIGHT SIGN}]")
_RELATIVE = re.compile(
    r",?\s\b(?:(?-i:[Ww]ho)|whom|whose|which|that|where|why|how|whether)\b[^,;]*"
    r"|(?:^|,?\s)(?:while|when|because|if|although|though)\b[^,;]*"
    r"|(?:^|,\s)(?:as|after|before|since)\b[^,;]*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:]\s|\s[-\N{EN DASH}\N{EM DASH}]\s|\s(?=(?:and|but|while|which|who|after|before|because|as)\s)"
)
_PERSONS = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|me|us|[Yy]ou|[Yy]ours?)\b")
"""Who speaks, and who is spoken to: neither has a place in a brief, quotations aside."""

_FIRST_OF_THE_NAME = re.compile(r"\b(World War|(?:King|Queen|Pope|Emperor|Tsar)(?: [A-Z][\w'-]+){1,2}) I\b")

_CALLS = re.compile(r"^(?:h+m+|oh|ah|wow|hey|uh|um)\b", re.IGNORECASE)
"""What opens a thought aloud."""

_OPENING = re.compile(
    r"^(?:however|meanwhile|moreover|furthermore|in addition|in the meantime|on the other hand|in this context|"
    r"in turn|also|for (?:his|her|its|their) part|at the same time|and|but|so)\b,?\s+",
    re.IGNORECASE,
)
_PLACE = r"[A-Z][\w.']*(?:,? [A-Z][\w.']*){0,4}"
_DASH = r"\s*[-\N{EN DASH}\N{EM DASH}]+\s*"
_DATELINE = re.compile(
    rf"^(?:(?:{_PLACE}\s?)?\((?:CNN|Reuters|AP|AFP)\)\s*(?:{_DASH})?"
    rf"|(?:{_PLACE}\s)?\((?:[A-Z]{{2,6}}|[A-Z][\w& ]+)\){_DASH}"
    rf"|[A-Z]{{4,}}(?:, [A-Z][\w.]+){{0,2}}\s(?=[^\w\s]){_DASH}(?=\W?[A-Z]))"
    r"(?=[\w\"\N{LEFT DOUBLE QUOTATION MARK}])"
)
"""A place and an agency, as agencies open their texts; "the United Kingdom (UK) left" is no dateline."""

_LEANS = re.compile(
    r"^\(?(?:turns out (?:that )?)?"
    r"(?:(?:now|then|today|later|here|there|instead|still|even so|after that|before that|since then|of course|\w+ly),? "
    r"(?=(?:he|she|it|they)\b))?"
    r"(?:but|and|so|yet|he|she|(?-i:[Ii]t)|they|this(?! (?:morning|week|weekend|month|year)\b)|that|these|those|his|"
    r"her|their|its|such|also|both|the two|for example|(?:of|among) (?:these|those|them)|others|"
    r"the (?:former|latter)(?=,| (?:is|was|has|had|will|would|did|said)\b)|\w+ of (?:them|these|those)|"
    r"(?:one|another)(?= (?:is|was|has|had|will|would|did|said|told|\w+ed|\w+ly)\b))\b",
    re.IGNORECASE,
)
"""How a sentence starts that leans on the one before it."""

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

COPY = 0.8
"""Share of a sentence's words from which a run of them is the sentence itself."""


def faults(text: str, *, max_words: int) -> list[str]:
    """Why ``text`` is no bullet by its form alone; empty when it is one.

    >>> faults("The news is about a port.", max_words=28)
    ['talks about the text']
    >>> faults("The special forces in the Libyan desert.", max_words=28)
    ['no verb']
    >>> faults("Haddad has hepatitis A. The mayor left.", max_words=28)
    ['more than one sentence']
    >>> faults("It fell; in May.", max_words=28), faults("It fell . in May.", max_words=28)
    (['breaks off'], ['breaks off'])
    """
    found = []
    if _META.search(text):
        found.append("talks about the text")
    if count(text) > max_words:
        found.append(f"longer than {max_words} words")
    if _PERSONS.search(told(text)) or _CALLS.search(text):
        found.append("speaks as somebody else")
    if _NOT_ONLY.search(text) and not _BUT_ALSO.search(text):
        found.append("half of a pair")
    if says_nothing(text):
        found.append("a source without what it said")
    if _lacks_subject(text):
        found.append("no subject")
    if not has_verb(text):
        found.append("no verb")
    if _SECOND.search(unquoted(text)):
        found.append("more than one sentence")
    if _FURNITURE.search(text):
        found.append("a piece of a list, or a credit")
    if _unpaired(text):
        found.append("a quotation is not closed")
    row = words(text)
    hangs = not row or row[-1].key in HANGING | _TITLES or _HANGING_VERB.search(unquoted(text))
    loose = any(_hangs_loose(part) for part in text.split("; ")[1:])
    if hangs or loose or _BROKEN.search(text) or _clause_without_verb(row):
        found.append("breaks off")
    return found


def _hangs_loose(part: str) -> bool:
    """Whether a part of a sentence, behind a semicolon, is no more than a phrase."""
    row = words(part)
    return bool(row) and row[0].key in PREPOSITIONS and not has_verb(part)


def _clause_without_verb(row: Sequence[Word]) -> bool:
    """Whether a clause is opened at the end and says nothing: "He writes about how back in 2013".

    >>> [_clause_without_verb(words(text)) for text in ("He asked why on Monday.", "He asked why they fled.")]
    [True, False]
    """
    opened = [at for at, word in enumerate(row) if word.key in _OPENS_CLAUSE]
    behind = row[opened[-1] + 1 :] if opened else []
    circumstance = bool(behind) and behind[0].key in PREPOSITIONS | {"back"}
    return circumstance and not any(acts(word) for word in behind)  # of "why they fled" no list knows every verb


def told(text: str) -> str:
    """``text`` without its quotations and without the I that is a number.

    >>> told('World War I ended when King Charles I said "I did".')
    'World War ended when King Charles said .'
    """
    return _FIRST_OF_THE_NAME.sub(r"\1", unquoted(text))


def _lacks_subject(text: str) -> bool:
    """Whether a sentence starts with a verb and what that governs: "Originally faced five counts".

    >>> _lacks_subject("Originally faced five counts."), _lacks_subject("Armed men entered Sirte.")
    (True, False)
    >>> _lacks_subject("Based in Cairo, the firm was sold."), _lacks_subject("However, was their lack of ships.")
    (False, True)
    """
    if _VERB_FIRST.match(text) and not text.endswith("?"):
        return True
    keys = [w.key for w in words(text)]
    start = next((at for at, key in enumerate(keys) if not key.endswith("ly")), 0)
    verb, follows = [*keys[start : start + 2], "", ""][:2]
    governed = follows in _NO_VERB_FOLLOWS or is_number_word(follows) or follows[:1].isdigit()
    return governed and (verb in VERBS or verb.endswith(_VERB_ENDINGS)) and not has_verb(text.partition(",")[2])


def _unpaired(text: str) -> bool:
    """Whether a quotation or a bracket is opened and not closed, or closed and not opened.

    >>> _unpaired("He dubbed it a 'joy session."), _unpaired("He is glad.'"), _unpaired("The boys' club is 'a joy'.")
    (True, True, False)
    """
    curly = text.count("\N{LEFT DOUBLE QUOTATION MARK}") != text.count("\N{RIGHT DOUBLE QUOTATION MARK}")
    single = len(_OPENS_SINGLE.findall(text)) - len(_CLOSES_SINGLE.findall(text))
    hanging = single > 0 or (single < 0 and re.search(r"[.,!?]['\N{RIGHT SINGLE QUOTATION MARK}]", text) is not None)
    return curly or hanging or text.count('"') % 2 == 1 or text.count("(") != text.count(")")


def has_verb(text: str) -> bool:
    """Whether the main clause has what looks like a finite verb.

    >>> has_verb("The port closed on Monday."), has_verb("Last week, when the port closed on Monday.")
    (True, False)
    >>> has_verb("The toll of the war in the United States.")
    False
    >>> has_verb("For a chance to be mentioned on the page.")
    False
    >>> has_verb("With the votes counted in Sirte."), has_verb("Once the army left.")
    (False, False)
    >>> has_verb("As the army went into the port."), has_verb("As the army left, the port burned.")
    (False, True)
    >>> has_verb("The man, known for his speeches."), has_verb("Police, armed with guns, came.")
    (False, True)
    >>> has_verb("A split in the party over the cut."), has_verb("The minister plans to leave.")
    (False, True)
    """
    return bool(_CONTRACTED.search(text)) or bool(verbs(text))


def verbs(text: str) -> list[str]:
    """What looks like a finite verb of the main clause, folded.

    A cheap test: auxiliaries, common verbs and regular past forms; subordinate clauses left aside. Behind an article,
    a preposition or "to" no verb is finite.

    >>> verbs("The man, who fled, was wounded in the attack.")
    ['was', 'wounded']
    """
    if "," not in text and (_SUBORDINATE.match(text) or _WITH_PARTICIPLE.match(text)):
        return []
    main = _HYPHENED.sub("", _ASIDE.sub("", _RELATIVE.sub("", unsourced(text))))
    keys = ["" if w.is_capital and w.start else w.key for w in words(main) if w.form != "May"]  # "United States"
    return [
        key
        for further, before, key in zip(["", *keys], keys, keys[1:], strict=False)
        if before not in _NO_VERB_FOLLOWS
        and (key in VERBS or key.endswith(_VERB_ENDINGS))
        and not (further in ARTICLES and before.endswith("ly"))
        and not (further == "to" and before == "be")
    ]


def leans(text: str) -> bool:
    """Whether ``text`` starts with what only the sentence before it explains.

    >>> leans("He added that the port is open."), leans("Now she's the mayor."), leans("The port is open.")
    (True, True, False)
    >>> leans("Luckily, he left."), leans("Turns out he is a friend."), leans("Turns out the port is open.")
    (True, True, False)
    >>> leans("There he left.")
    True
    >>> leans("The former is a port."), leans("The former mayor is here."), leans("Nineteen of them were hurt.")
    (True, False, True)
    """
    return bool(_LEANS.match(text))


def undated(text: str) -> str:
    """``text`` without its dateline: nobody in the news is called CNN because CNN reported it.

    >>> undated("London (CNN)The port is open.")
    'The port is open.'
    >>> undated("CAIRO, Egypt -- The port is open.")
    'The port is open.'
    """
    return _DATELINE.sub("", text)


def unopened(text: str) -> str:
    """``text`` without its dateline and the words that tie it to the sentence before.

    >>> unopened("Cairo (Reuters) - The port is open."), unopened("However, the port is open.")
    ('The port is open.', 'the port is open.')
    """
    return _OPENING.sub("", undated(text))


def is_copy(text: str, sentence: str) -> bool:
    """Whether ``text`` is the sentence itself, articles and at most a fifth of its words aside.

    >>> is_copy("The army took the port.", "However, the army took port.")
    True
    >>> is_copy("The army took the port.", "The army took the port, officials in the capital said on Monday.")
    False
    """
    mine, theirs = ([w.key for w in words(t) if w.key not in ARTICLES] for t in (text, unopened(sentence)))
    run = f" {' '.join(mine)} " in f" {' '.join(theirs)} "
    return run and len(mine) > COPY * len(theirs)


ENDLESS = 200
"""Words from which a sentence is none, but a text without full stops."""


def cut(text: str, max_words: int, *, mark: str = ELLIPSIS) -> str:
    """``text`` itself, or its longest beginning of ``max_words`` that ends at a clause border, with ``mark``.

    Without a border it is cut behind a word that does not hang in the air. What may take back the beginning
    ("but", "denied") is never cut off: then it may be twice as long, or stays whole.

    >>> cut("The army took the port, which feeds the city, and left.", 6)
    'The army took the port…'
    >>> cut("The army took the port, but not the city, which it shelled.", 6)
    'The army took the port, but not the city…'
    """
    text = " ".join(text.split())
    if count(text) <= max_words:
        return text
    borders = [m.start() for m in _CLAUSE.finditer(text)]
    whole = [at for at in borders if min(6, max_words) <= count(text[:at]) <= max_words and has_verb(text[:at])]
    kept = (text[: whole[-1]] if whole else text).split()[:max_words]
    while len(kept) > 3 and kept[-1].lower().strip(",;:") in DANGLING:
        kept.pop()
    if _turns(" ".join(text.split()[len(kept) :])):
        marks = [at for at in borders if not text[at].isspace() and max_words < count(text[:at]) <= 2 * max_words]
        further = [at for at in marks if not _turns(text[at:])]
        if not further:
            return text
        kept = text[: further[-1]].split()
    return " ".join(kept).rstrip(" ,;:.-\N{EN DASH}\N{EM DASH}") + mark


def _turns(text: str) -> bool:
    return any(word.key in TURNS for word in words(text))
