"""An engine that does everything wrong, by script: in a test's own process, or in the worker of a batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from batch import Recipe
from batch.briefer import Briefer
from batch.job import Work
from batch.pipeline import Pipeline
from summarize import BriefOptions, Summarizer
from translate import Article, Decoding, Hypothesis, Translator
from translate.engine import Key

ARABIC = "أعلنت الوزارة أن 45 شاحنة من ليبيا وصلت إلى المخيم صباح الثلاثاء بعد أسبوع من الانتظار."
RIGHT = "The ministry said that 45 trucks from Libya reached the camp on Tuesday morning after a week of waiting."

WRONG = {
    "loops": (RIGHT + " of waiting of waiting of waiting of waiting", {"repetition"}),
    "copies": (RIGHT.replace("the camp", "المخيم"), {"copied"}),
    "copies all": (ARABIC, {"copied", "name_lost"}),
    "truncates": ("The ministry said that 45 trucks", {"too_short", "name_lost"}),
    "runs on": (f"{RIGHT} {RIGHT.replace('said', 'added').replace('reached', 'left')}", {"too_long"}),
    "swaps numbers": (RIGHT.replace("45", "37"), {"number_lost", "number_added"}),
    "loses a number": (RIGHT.replace("45 ", ""), {"number_lost"}),
    "adds a number": (RIGHT.replace("a week", "12 weeks"), {"number_added"}),
    "denies": (RIGHT.replace("reached", "never reached"), {"negation_added"}),
    "garbles": (RIGHT.replace("trucks", "thevention"), {"invented"}),
    "renames": (RIGHT.replace("Libya", "Lebanon"), {"name_lost", "name_added"}),
    "names a stranger": (RIGHT.replace("the camp", "the camp in Jordan"), {"name_added"}),
}
"""What comes out, and the faults that it has."""

Answers = list[tuple[str, float]]


class Scripted:
    """Answers by script: from the text and the settings to n-best (text, score), or an exception."""

    name = "scripted"
    positions = 512

    def __init__(self, script: Callable[[str, Decoding], Answers]) -> None:
        self.script = script
        self.asked: list[tuple[str, Decoding]] = []

    def tokens(self, text: str) -> list[str]:
        return [f"▁{word}" for word in text.split()]

    def unknown(self, text: str) -> str:
        return "".join(mark for mark in text if mark == "\N{PILE OF POO}")

    def translate(
        self, sentences: Iterable[tuple[Key, str]], decoding: Decoding, *, nbest: int = 1, attention: bool = False
    ) -> Iterator[tuple[Key, list[Hypothesis]]]:
        for key, text in sentences:
            self.asked.append((text, decoding))
            answers = self.script(text, decoding)
            yield key, [Hypothesis(said, tuple(said.split()), score) for said, score in answers]

    def made_with(self) -> dict[str, object]:
        return {"engine": self.name}


@dataclass(frozen=True)
class Misbehaving:
    """Loads an engine that does, whatever the search, what a sentence of :meth:`article` tells it to."""

    def __call__(self) -> Work:
        recipe = Recipe(brief={"extractive": True})
        summarizer = Summarizer.load(options=BriefOptions(extractive=True))
        translator = Translator(Scripted(_as_told))
        article = Article("warm.txt", ARABIC)  # what is read late is read before clocks run
        summarizer.brief(article, translator.translate(article), translator.made_with())
        return Pipeline(Briefer(translator, summarizer, recipe, ("json",)))

    @staticmethod
    def article(way: str) -> str:
        """A right sentence, one that goes wrong in a ``way``, and another right one."""
        return "\n".join((ARABIC, f"{ARABIC[:-1]} ({way.upper()}).", ARABIC.replace("45", "46")))


def _as_told(text: str, decoding: Decoding) -> Answers:
    if "(HANGS)" in text:
        time.sleep(1000)
    if "(RAISES)" in text:
        raise RuntimeError("no")
    said = next((said for way, (said, _) in WRONG.items() if f"({way.upper()})" in text), None)
    if "(EMPTIES)" in text:
        said = ""
    return [(said if said is not None else RIGHT.replace("45", "46" if "46" in text else "45"), -0.3)]
