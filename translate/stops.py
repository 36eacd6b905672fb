"""Runs of full stops, question marks and dots, and what stands around each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

MARKS = ".!?؟…۔‼⁇⁈⁉"
BIDI = "\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
CLOSERS = "\"'»”’)]}›"
OPENERS = '«"“‘([{‹'
SIGHT = 64
"""How many characters around a stop the rules may look at."""

_CLOSE = re.escape(CLOSERS)
_STOP = re.compile(rf"[{MARKS}][{MARKS}{BIDI}{_CLOSE}]*(?:[ \u00a0]+[»”](?=\s|\Z))?")
_LAST = re.compile(rf"([{MARKS}{BIDI}]+)([{BIDI}{_CLOSE} \u00a0]*)\Z")
_EMOJI = re.compile(r"(?:[ \u00a0]?[\U0001f1e6-\U0001faff\u2600-\u27bf\ufe0f\u200d])+(?=\s|\Z)")
_ADDRESS = re.compile(
    # Each alternative starts where a token starts, so that long tokens are read once.
    r"(?:https?://|ftp://|www\.)[^\s«»\"“”<>،؛]+"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<!\w)@[\w.]+\w"
    r"|(?<![A-Za-z0-9.-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z][A-Za-z0-9]+(?:/[^\s«»\"“”<>،؛]*)?"
)
_BRACKET = re.compile('[«»“”‘’()\\[\\]{}‹›"]')
_PAIRS = {"«": "»", "“": "”", "‘": "’", "(": ")", "[": "]", "{": "}", "‹": "›", '"': '"', "”": "“”"}
_TOKEN = re.compile(rf"[^\s«»\"“”()\[\]{{}}،؛,:/{BIDI}]*\Z")
_WORD = re.compile(rf"[\s{BIDI}]*(\w[\w\u064b-\u0652\u0670]*)")
_SILENT = re.compile(r"[\u064b-\u0652\u0670\u0640]")
_INK = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Stop:
    """A run of marks, with the closing quotes behind it, and what stands around it in its unit.

    ``marks`` are those behind the last closing quote, ``closers`` the quotes and brackets behind them;
    ``opened`` is where the pair that ``closers`` close was opened, ``inside`` the pair that still holds.
    """

    text: str
    sentence: int
    start: int
    end: int
    marks: str
    closers: str
    opened: int | None
    inside: tuple[int, int] | None
    before: str
    after: str

    @property
    def dot(self) -> bool:
        """A single full stop, the one mark with other uses."""
        return self.marks in (".", "۔")

    @property
    def ellipsis(self) -> bool:
        """Dots in a row."""
        return set(self.marks) <= {".", "…"} and self.marks != "."

    @property
    def glued(self) -> bool:
        """Whether the next character follows without a space."""
        return bool(self.after) and not self.after[0].isspace()

    @property
    def token(self) -> str:
        """What stands before the stop without a space, with the stop, without tashkeel and tatweel."""
        found = _TOKEN.search(self.before)
        return bare((found.group() if found else "") + ".")

    @property
    def next_word(self) -> str:
        """The word that follows, without tashkeel; empty when something else does."""
        found = _WORD.match(self.after)
        return bare(found.group(1)) if found else ""

    @property
    def next_character(self) -> str:
        """The first character that follows and is no space."""
        return self.after.lstrip()[:1]


def bare(word: str) -> str:
    """A word without tashkeel and tatweel."""
    return _SILENT.sub("", word)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The quotes and brackets of a unit that are both opened and closed."""

    openings: dict[int, int]
    """Where the pair was opened that closes at a position."""
    places: list[int]
    innermost: list[tuple[int, int] | None]

    def around(self, position: int) -> tuple[int, int] | None:
        """The innermost pair that holds ``position``."""
        at = bisect_right(self.places, position - 1) - 1
        return self.innermost[at] if at >= 0 else None


def pairs(text: str, start: int, end: int) -> Pairs:
    """Match the quotes and brackets of ``text[start:end]``; what has no partner is left out."""
    openings: dict[int, int] = {}
    stack: list[int] = []
    for match in _BRACKET.finditer(text, start, end):
        at, mark = match.start(), match.group()
        partner = next((i for i in reversed(stack[-8:]) if mark in _PAIRS[text[i]]), None)
        if partner is not None:
            openings[at] = partner
            while stack.pop() != partner:
                pass
        elif mark in _PAIRS and (mark not in "”‘" or _may_open(text, at)):
            stack.append(at)
    closings = {opened: closed for closed, opened in openings.items()}
    places: list[int] = []
    innermost: list[tuple[int, int] | None] = []
    held: list[tuple[int, int]] = []
    for place in sorted([*openings, *closings]):
        if place in closings:
            held.append((place, closings[place]))
        else:
            held.pop()
        places.append(place)
        innermost.append(held[-1] if held else None)
    return Pairs(openings, places, innermost)


def runs(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The runs of marks in ``text[start:end]`` that are in no internet address or handle."""
    addresses = [
        (found.start(), found.start() + len(found.group().rstrip(".,!?؟)»:;'")))
        for found in _ADDRESS.finditer(text, start, end)
    ]
    for run in _STOP.finditer(text, start, end):
        at = bisect_right(addresses, (run.start(), end)) - 1
        if at < 0 or run.start() >= addresses[at][1]:
            yield run


def stop_at(text: str, run: re.Match[str], sentence: int, end: int, held: Pairs) -> Stop:
    """The stop that ``run`` is, in a sentence that begins at ``sentence`` and a unit that stops at ``end``."""
    last = _LAST.search(run.group())
    assert last is not None, "a run is marks and closers"
    start, stop = run.start() + last.start(), run.end()
    opened = [held.openings[at] for at in range(run.start() + last.start(2), stop) if at in held.openings]
    emoji = _EMOJI.match(text, stop, end)
    stop = emoji.end() if emoji else stop
    ink = _INK.search(text, stop, end)
    gap = " " if ink and ink.start() > stop else ""
    return Stop(
        text=text,
        sentence=sentence,
        start=start,
        end=stop,
        marks="".join(mark for mark in last.group(1) if mark in MARKS),
        closers="".join(mark for mark in last.group(2) if mark in CLOSERS),
        opened=opened[-1] if opened else None,
        inside=held.around(stop),
        before=text[max(sentence, start - SIGHT) : start],
        after=gap + text[ink.start() : min(end, ink.start() + SIGHT)] if ink else "",
    )


def _may_open(text: str, at: int) -> bool:
    return not text[at - 1 : at].strip() and bool(text[at + 1 : at + 2].strip())
