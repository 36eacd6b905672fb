"""English news with crude Arabic: Portuguese sentences whose words are replaced by Arabic ones, one by one.

Portuguese stands nearer to Arabic's order than English does, and words without an entry stay Portuguese, which the
decoder already understands. The English is a person's, so what is learned on this side is fluent.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from .alignment import Lexicon, words
from .pairs import ARABIC, Pair
from .tables import rows

Dictionary = Mapping[str, Sequence[tuple[str, float]]]


@cache
def function_words() -> dict[str, list[str]]:
    """Portuguese function word → its Arabic choices: "" drops the word, a "+" joins the choice to the next word."""
    return {word: choices.split("|") for word, choices in rows("function_words")}


def glossed(
    pairs: Sequence[tuple[str, str]], links: Lexicon, entries: Dictionary, seed: int, rounds: int = 2
) -> Iterator[Pair]:
    """Pairs of gloss and English out of (Portuguese, English); each round draws other words."""
    rng = random.Random(seed)
    for _ in range(rounds):
        for portuguese, english in pairs:
            source, count = _gloss(words(portuguese), words(english), links, entries, rng)
            if count >= 3:
                yield Pair(source, english, 1.0, "gloss")


def _gloss(
    portuguese: Sequence[str], english: Sequence[str], links: Lexicon, entries: Dictionary, rng: random.Random
) -> tuple[str, int]:
    """The gloss, and how many words it replaced. In 7 of 10 sentences all that can be; in the others, a part."""
    share = links.look_up([w.lower() for w in portuguese], [w.lower() for w in english])
    at = np.arange(len(portuguese))[:, None] / len(portuguese) - np.arange(len(english))[None] / max(1, len(english))
    link = (share * np.exp(-4 * np.abs(at))).argmax(1)
    sure = share[np.arange(len(portuguese)), link]
    rate = 1.0 if rng.random() < 0.7 else rng.uniform(0.3, 0.7)
    out: list[str] = []
    count, prefix = 0, ""
    for word, target, confidence in zip(portuguese, link, sure, strict=True):
        new = _word(word, english[target] if confidence > 0.08 else "", entries, rng, rate)
        if new is None:
            out.append(word)
            prefix = ""
            continue
        count += 1
        if new.endswith("+"):
            prefix = new[:-1]
        elif new:
            out.append(_joined(prefix, new))
            prefix = ""
    return _spaced(" ".join(out)), count


def _word(word: str, english: str, entries: Dictionary, rng: random.Random, rate: float) -> str | None:
    """What stands for one Portuguese word: itself for numbers and marks, None where it must stay."""
    low = word.lower()
    if (not re.search(r"\w", word) and word != ",") or re.fullmatch(r"\d+", word):
        return word
    if rng.random() >= rate:
        return None
    if choices := function_words().get(low):
        return rng.choice(choices)
    found = entries.get(english.lower(), ())
    if not found:
        return None
    return rng.choices([entry for entry, _ in found], [score for _, score in found])[0]


def _joined(prefix: str, word: str) -> str:
    if not prefix or not ARABIC.match(word):
        return word
    return "لل" + word[2:] if prefix == "ل" and word.startswith("ال") else prefix + word


def _spaced(text: str) -> str:
    """Punctuation back to its word, numbers back together."""
    text = re.sub(r" ([.,;:!?،)%])", r"\1", text)
    text = re.sub(r"\( ", "(", text)
    text = re.sub(r"(\d) ?([.,]) ?(?=\d)", r"\1\2", text)
    return re.sub(r'" (.*?) "', r'"\1"', text)
