"""Which stops end a sentence: rules in order, the first with an opinion wins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from .stops import CLOSERS, OPENERS, SIGHT, Stop, bare, pairs, runs, stop_at
from .tables import rows, words

BRACKET_REACH = 300
"""Brackets hold their sentences together up to this many characters; longer ones are text like any other."""

_SPELLED = re.compile(r"(?:[^\W\d_]\.){2,}\Z")
_SPACED = re.compile(r"(?:^|\s)[ء-ي]\s[ء-ي]\s[ء-ي]\.\Z")
_HEADING = re.compile(r"(?:^|[:؛]\s+)[(\[]?(?:\d{1,3}(?:\.\d{1,2})*|[أا-ي])[)\]]?\Z")
_LINK = re.compile(r"\s*(?:https?://|www\.)")
_VERB = re.compile(r"و[يت]..")
_INK = re.compile(r"\S")
_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]")

Rule = Callable[[Stop], "bool | None"]


@cache
def _openers() -> frozenset[str]:
    verbs = words("words.tsv", "past", "past_feminine", "present")
    return words("words.tsv", "opener") | {"و" + verb for verb in verbs} | {"ف" + verb for verb in verbs}


@cache
def _abbreviations() -> dict[str, str]:
    return {bare(row[0]): row[1] for row in rows("abbreviations.tsv")}


def _opens(stop: Stop) -> bool:
    """Whether the next word is one that opens sentences."""
    return stop.next_word in _openers()


def _nothing_before(stop: Stop) -> bool | None:
    """Marks that open a sentence do not end it."""
    return False if stop.start == stop.sentence else None


def _goes_on(stop: Stop) -> bool | None:
    """A comma behind the stop: «م. ع.، وكيله»."""
    return False if stop.next_character and stop.next_character in "،؛,;:" else None


def _in_number(stop: Stop) -> bool | None:
    """«12.75», «.5»; but «انتهى.2015» is a stop without its space."""
    if not (stop.dot and stop.after[:1].isdigit() and not stop.closers):
        return None
    return bool(_ARABIC.match(stop.before[-1:])) and len(stop.token) > 3 and stop.token not in _abbreviations()


def _glued(stop: Stop) -> bool | None:
    """A stop without a space behind it ends a sentence only between two Arabic words, or after ؟ and !."""
    if not stop.glued:
        return None
    if stop.ellipsis:
        return _opens(stop) and bool(stop.before.strip())
    if stop.closers and not stop.dot:
        return False
    if stop.after[0] in OPENERS:
        return not stop.closers and len(stop.token) > 2
    if not stop.dot:
        return bool(_ARABIC.match(stop.after))
    word = stop.next_word
    arabic = _ARABIC.match(stop.after) and len(word) > 1 and stop.after[len(word) : len(word) + 1] != "."
    letters = words("words.tsv", "letter")
    spelled = _SPELLED.search(stop.token) or (word in letters and stop.token.split(".")[-2] in letters)
    known = spelled or word in words("words.tsv", "address") or stop.token in _abbreviations()
    misplaced = stop.token == "." and _ARABIC.match(stop.before.rstrip()[-1:]) and _opens(stop)
    left = misplaced or (_ARABIC.match(stop.before[-1:]) and len(stop.token) > 2)
    return bool(arabic and not known and (left or stop.before[-1:] in CLOSERS or stop.closers))


def _heading(stop: Stop) -> bool | None:
    """«1.», «أ.», «2.1.» at the beginning of a sentence or behind a colon."""
    lead = stop.text[max(stop.sentence, stop.start - 14) : stop.start]
    if not stop.dot or stop.closers:
        return None
    if stop.start - stop.sentence > 14:
        lead = "…" + lead
    return False if _HEADING.search(lead) else None


def _abbreviation(stop: Stop) -> bool | None:
    """After a title a name follows; after a unit or spelled letters a sentence may end."""
    if not stop.dot:
        return None
    if _SPACED.search(stop.before + "."):
        return True
    if _is_initial(stop):
        return False
    role = _role(stop)
    if role in (None, "class"):
        return None if role is None else True
    if role in ("title", "reference"):
        return False
    return _opens(stop) or bool(role == "unit" and _VERB.match(stop.next_word))


def _is_initial(stop: Stop) -> bool:
    """Whether a spelled letter with another beside it stands before the stop: «جي. دي. فانس»."""
    letters = words("words.tsv", "letter")
    before, last = re.split(r"[.\s]+", f" {stop.before}")[-2:]
    goes_on = stop.next_word in letters and stop.after.lstrip()[len(stop.next_word) :][:1] == "."
    went_on = before in letters and stop.before.rstrip().removesuffix(last).rstrip().endswith(".")
    return last in letters and (goes_on or went_on)


def _role(stop: Stop) -> str | None:
    """What kind of abbreviation stands before the stop: a class of the table, or what a single letter is."""
    token = stop.token
    short = re.sub(r"^\d+", "", token)
    if short[:1] in ("و", "ب", "ل") and short[1:] in _abbreviations():
        short = short[1:]
    role = _abbreviations().get(short)
    if role is None and _SPELLED.search(token):
        return "letters"
    if len(short) != 2 or not short[0].isalpha():
        return role
    earlier = ["", *stop.before.split()][-2]
    if earlier in words("words.tsv", "class"):
        return "class"
    numbered = token[0].isdigit() or earlier[-1:].isdigit()
    return "unit" if role == "unit" or numbered else "title"


def _in_brackets(stop: Stop) -> bool | None:
    """A stop inside a pair of round or square brackets ends no sentence, unless the pair is one."""
    if stop.inside and stop.text[stop.inside[0]] in "([{" and stop.inside[1] - stop.inside[0] <= BRACKET_REACH:
        return False
    if stop.opened is not None and stop.text[stop.opened] in "([{":
        return not stop.text[max(stop.sentence, stop.opened - SIGHT) : stop.opened].strip()
    return None


def _in_quotes(stop: Stop) -> bool | None:
    """Behind a closing quote a sentence ends, unless the words go on: a title, or who said it."""
    if stop.opened is None:
        return False if stop.ellipsis and stop.inside else None
    if not stop.text[stop.opened + 1 : min(stop.start, stop.opened + SIGHT)].strip():
        return False
    if stop.ellipsis or stop.inside:
        return _opens(stop)
    if stop.dot or stop.next_character in OPENERS:
        return True
    if stop.next_word in words("words.tsv", "attribution", "continuation"):
        return False
    spoken = stop.text[max(0, stop.opened - SIGHT) : stop.opened].rstrip().endswith(":")
    return spoken or _opens(stop)


def _pause(stop: Stop) -> bool | None:
    """Dots in a row are a pause, unless the next word opens a sentence."""
    return _opens(stop) if stop.ellipsis else None


def _latin(stop: Stop) -> bool | None:
    """Small letters go on, unless they open an address; so does a brand with an exclamation mark of its own."""
    if stop.next_character.islower() and stop.next_character.isascii():
        return bool(_LINK.match(stop.after))
    brand = stop.marks == "!" and stop.before[-1:].isascii() and stop.before[-1:].isalpha()
    return _opens(stop) if brand and _ARABIC.match(stop.next_character) else None


RULES: tuple[Rule, ...] = (
    _nothing_before,
    _goes_on,
    _in_brackets,
    _in_number,
    _glued,
    _heading,
    _abbreviation,
    _in_quotes,
    _pause,
    _latin,
)


def ends(text: str, start: int, end: int) -> Iterator[int]:
    """Offsets in ``text[start:end]`` behind which a sentence ends, without the end itself.

    >>> list(ends("حضر د. سامي. ثم غادر.", 0, 21))
    [12]
    """
    held = pairs(text, start, end)
    sentence = start + len(text[start:end]) - len(text[start:end].lstrip())
    for run in runs(text, start, end):
        stop = stop_at(text, run, sentence, end, held)
        if not stop.after:
            return
        if next((opinion for rule in RULES if (opinion := rule(stop)) is not None), True):
            yield stop.end
            ink = _INK.search(text, stop.end, end)
            assert ink is not None, "a stop with nothing after it has returned"
            sentence = ink.start()
