"""House style of a bullet: one whole sentence of news English, and what is done to one that is too long."""

from __future__ import annotations

import re

from .lexicon import FUNCTION_WORDS, HANGING, VERBS
from .words import count, words

_META = re.compile(
    r"\b(?:this|the) (?:news|article|text|report|story|passage|sentence|headline|summary) "
    r"(?:is|was|says|said|describes|discusses|states|reports|highlights|explains)\b|\bhere is\b|\bsummary:",
    re.IGNORECASE,
)
"""How a model talks about the text instead of the news."""

_VERB_ENDINGS = ("ed", "ize", "izes", "ates", "ises")
_RELATIVE = re.compile(r",?\s\b(?:who|whom|whose|which|that|where|when|while|as|after|before|because)\b[^,;]*")
_CLAUSE = re.compile(
    r"[,;:]\s|\s[-\N{EN DASH}\N{EM DASH}]\s|\s(?=(?:and|but|while|which|who|after|before|because|as)\s)"
)
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def faults(text: str, *, max_words: int) -> list[str]:
    """Why ``text`` is no bullet by its form alone; empty when it is one.

    >>> faults("The news is about a port.", max_words=28)
    ['talks about the text']
    >>> faults("The special forces in the Libyan desert.", max_words=28)
    ['no verb']
    """
    found = []
    if _META.search(text):
        found.append("talks about the text")
    if count(text) > max_words:
        found.append(f"longer than {max_words} words")
    if not has_verb(text):
        found.append("no verb")
    row = words(text)
    if not row or row[-1].key in HANGING:
        found.append("breaks off")
    return found


def has_verb(text: str) -> bool:
    """Whether the main clause has what looks like a finite verb.

    A cheap test: auxiliaries, common verbs and regular past forms, relative clauses left aside.
    """
    main = _RELATIVE.sub("", text)
    keys = [w.key for w in words(main)]
    return any(key in VERBS or key.endswith(_VERB_ENDINGS) for key in keys[1:])


def is_copy(text: str, sentence: str) -> bool:
    """Whether ``text`` is a run of the sentence's own words, a leading article aside.

    >>> is_copy("The army took the port.", "On Monday, the army took the port, officials said.")
    True
    """
    mine = [w.key for w in words(text)]
    theirs = [w.key for w in words(sentence)]
    for run in (mine, mine[1:] if mine and mine[0] in ("the", "a", "an") else mine):
        if run and f" {' '.join(run)} " in f" {' '.join(theirs)} ":
            return True
    return False


def cut(text: str, max_words: int) -> str:
    """``text`` itself, or its longest beginning that ends at a clause border and has at most ``max_words``, with ``…``.

    Without a border it is cut behind a word that does not hang in the air.

    >>> cut("The army took the port, which feeds the city, and left.", 6)
    'The army took the port…'
    """
    text = " ".join(text.split())
    if count(text) <= max_words:
        return text
    borders = [m.start() for m in _CLAUSE.finditer(text) if count(text[: m.start()]) <= max_words]
    whole = [at for at in borders if count(text[:at]) >= min(6, max_words) and has_verb(text[:at])]
    if whole:
        return text[: whole[-1]].rstrip(" ,;:-\N{EN DASH}\N{EM DASH}") + ELLIPSIS
    kept = text.split()[:max_words]
    while len(kept) > 3 and kept[-1].lower().strip(",;:") in HANGING | FUNCTION_WORDS:
        kept.pop()
    return " ".join(kept).rstrip(" ,;:.") + ELLIPSIS
