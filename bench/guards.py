"""What the guards let pass and what they catch, on FLORES-200 dev.

    python bench/guards.py --flores DIR [--model NAME_OR_FOLDER]

``DIR`` holds ``src.ar`` and ``ref.en``. Thresholds were chosen on the even lines; the odd ones are reported. The first
table is the share of reference translations on which a guard fires: a false alarm. The second is the share of broken
translations, made by rule from references, that at least one guard sees. With a model, its score floor is measured.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from translate import judgement, quantity, trust
from translate.engine import Hypothesis
from translate.english_text import English
from translate.gazetteer import known
from translate.sentence import Sentence
from translate.translation import Translation

LOW = 0.02
"""The share of a model's own scores that counts as unsure."""

Line = tuple[str, str]


def flags(source: str, target: str) -> tuple[str, ...]:
    """The faults of one translation."""
    hypothesis = Hypothesis(target, (), 0.0)
    return judgement.judge(judgement.Source.read(source, trust.Context()), hypothesis, trust.Context()).flags


def loop(line: Line, rng: random.Random, lines: list[Line]) -> str | None:
    """A phrase of two to six words comes three to nine times."""
    words = line[1].split()
    size = rng.randint(2, 6)
    at = rng.randrange(max(1, len(words) - size))
    return " ".join(words[: at + size] + words[at : at + size] * rng.randint(2, 8))


def truncate(line: Line, rng: random.Random, lines: list[Line]) -> str | None:
    """A quarter to a half of the words is left."""
    words = line[1].split()
    return " ".join(words[: max(1, int(len(words) * rng.uniform(0.25, 0.5)))])


def swap(line: Line, rng: random.Random, lines: list[Line]) -> str | None:
    """One number becomes another."""
    figures = [match for match in re.finditer(r"\d[\d,.]*\d|\d", line[1]) if len(match.group()) > 1]
    if not figures:
        return None
    one = rng.choice(figures)
    other = str(rng.randint(3, 9)) + one.group()[1:][::-1]
    return None if other == one.group() else line[1][: one.start()] + other + line[1][one.end() :]


def copy(line: Line, rng: random.Random, lines: list[Line]) -> str | None:
    """Two to five Arabic words are copied through."""
    words, arabic = line[1].split(), line[0].split()
    at = rng.randrange(len(words))
    return " ".join(words[:at] + arabic[: rng.randint(2, 5)] + words[at:])


def insert(line: Line, rng: random.Random, lines: list[Line]) -> str | None:
    """Another sentence is added to one that it is as long as, at least."""
    other = rng.choice(lines)[1]
    return f"{line[1]} {other}" if len(other) >= len(line[1]) else None


def drop_number(line: Line, rng: random.Random, lines: list[Line]) -> str | None:
    """A number of two digits or more is left out."""
    figures = [match for match in re.finditer(r"\d[\d,.]*\d", line[1]) if quantity.compare(line[0], match.group()).kept]
    if not figures:
        return None
    one = rng.choice(figures)
    rest = line[1][: one.start()] + line[1][one.end() :]
    return None if one.group() in rest else rest


def change_name(line: Line, rng: random.Random, lines: list[Line]) -> str | None:
    """A known name becomes another of its kind, wherever it stands."""
    english = English(line[1])
    mentions = [mention for mention in known().mentions(line[0]) if mention.said_in(english)]
    if not mentions:
        return None
    one = rng.choice(mentions)
    forms = sorted({form for entry in one.entries for form in entry.accepted}, key=len, reverse=True)
    others = [mention.english for each in lines for mention in known().mentions(each[0]) if mention.kind == one.kind]
    other = rng.choice([name for name in others if name not in one.entries[0].english])
    changed = re.sub(rf"\b(?:{'|'.join(map(re.escape, forms))})s?\b", other, line[1], flags=re.IGNORECASE)
    return None if changed == line[1] else changed


def add_name(line: Line, rng: random.Random, lines: list[Line]) -> str | None:
    """A place that another line names is put in before the full stop."""
    others = {mention.english for each in lines for mention in known().mentions(each[0]) if mention.kind == "country"}
    ours = {mention.english for mention in known().mentions(line[0])}
    other = rng.choice(sorted(others - ours))
    return f"{line[1].removesuffix('.')} in {other}." if line[1].endswith(".") else None


def garble(line: Line, rng: random.Random, lines: list[Line]) -> str | None:
    """A long word loses its middle to that of another."""
    words = list(re.finditer(r"\b[A-Za-z]{7,}\b", line[1]))
    if len(words) < 2:
        return None
    one, other = rng.sample(words, 2)
    garbled = one.group()[: rng.randint(2, 4)] + other.group()[rng.randint(2, 3) :].lower()
    return line[1][: one.start()] + garbled + line[1][one.end() :]


def drop_negation(line: Line, rng: random.Random, lines: list[Line]) -> str | None:
    """The one word of denial is left out."""
    found = list(re.finditer(r"\b(?:not|never|no|cannot)\b ?|n['’]t\b", line[1]))
    if len(found) != 1:
        return None
    one = found[0]
    return line[1][: one.start()] + ("can " if one.group() == "cannot " else "") + line[1][one.end() :]


def add_negation(line: Line, rng: random.Random, lines: list[Line]) -> str | None:
    """What is becomes what is not."""
    if re.search(r"\b(?:not|never|no|cannot|without|none|nor)\b|n['’]t\b", line[1]):
        return None
    verbs = list(re.finditer(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|may|must)\b", line[1]))
    if not verbs:
        return None
    one = rng.choice(verbs)
    return f"{line[1][: one.end()]} not{line[1][one.end() :]}"


def neighbour(line: Line, rng: random.Random, lines: list[Line]) -> str | None:
    """The translation of the sentence before comes again."""
    return lines[lines.index(line) - 1][1]


Rule = Callable[[Line, random.Random, list[Line]], str | None]
RULES: tuple[Rule, ...] = (loop, truncate, swap, copy, insert, drop_number, change_name, neighbour)
FINER: tuple[Rule, ...] = (drop_negation, add_negation, garble, add_name)
"""Counted apart: their guards speak in clear cases only."""


def broken(rules: tuple[Rule, ...], lines: list[Line], each: int) -> Iterator[tuple[str, str, str]]:
    """``each`` broken translations a rule: rule, source, target."""
    for rule in rules:
        rng = random.Random(rule.__name__)
        order = rng.sample(lines, len(lines))
        made = [(line, target) for line in order if (target := rule(line, rng, lines)) is not None]
        yield from ((rule.__name__, line[0], target) for line, target in made[:each])


def seen(rule: str, source: str, target: str) -> bool:
    """Whether anything fires; a neighbour's translation is seen with the neighbour at hand."""
    if rule != "neighbour":
        return bool(flags(source, target))
    pair = [Translation(Sentence(text, 0, 0, 1), target, "ok") for text in ("قبل", source)]
    return trust.neighbours(pair)[1].flags != ()


def report(lines: list[Line], name: str, each: int) -> None:
    """Print both tables for some lines."""
    alarms = Counter(flag for source, target in lines for flag in flags(source, target))
    numbered = sum(
        bool(quantity.compare(source, target).kept) or bool(quantity.compare(source, target).flags)
        for source, target in lines
    )
    numbers = sum(bool({"number_lost", "number_added"} & set(flags(source, target))) for source, target in lines)
    print(f"\n{name}: {len(lines)} references\n\n| guard | fires on |\n|---|---|")
    for flag in judgement.WEIGHTS:
        if flag not in ("engine_error", "low_score", "glossary_missed", "unknown_characters"):
            print(f"| `{flag}` | {alarms[flag]} ({alarms[flag] / len(lines):.1%}) |")
    print(f"\nnumbers: {numbers} of {numbered} sentences with a number ({numbers / numbered:.1%})")
    for rules in (RULES, FINER):
        caught, made = Counter(), Counter()
        for rule, source, target in broken(rules, lines, each):
            made[rule] += 1
            caught[rule] += seen(rule, source, target)
        print("\n| broken by | caught |\n|---|---|")
        for rule in made:
            print(f"| {rule.replace('_', ' ')} | {caught[rule]} of {made[rule]} |")
        print(f"| **all** | **{caught.total()} of {made.total()} ({caught.total() / made.total():.1%})** |")


def floor(model: str, lines: list[Line]) -> None:
    """Print the quantiles of a model's own scores on some sources."""
    from translate import Translator

    translator = Translator.load(model)
    texts = [source for source, _ in lines]
    found = dict(translator.engine.translate(((text, text) for text in texts), translator.decoding))
    scores = sorted(hypotheses[0].score for hypotheses in found.values())
    print(
        f"\nscores of {model}: "
        + ", ".join(f"{q:.1%} {scores[int(q * len(scores))]:.3f}" for q in (0.01, LOW, 0.05, 0.5))
    )


def main() -> None:
    """Read, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flores", type=Path, required=True)
    parser.add_argument("--model", help="measure this model's score floor too")
    parser.add_argument("--each", type=int, default=50, help="broken translations a rule")
    parser.add_argument("--even", action="store_true", help="the lines that thresholds were chosen on")
    options = parser.parse_args()
    source, target = ((options.flores / name).read_text(encoding="utf-8").split("\n") for name in ("src.ar", "ref.en"))
    lines = [pair for pair in zip(source, target, strict=False) if all(pair)]
    chosen = lines[1::2] if options.even else lines[0::2]
    report(chosen, "even lines" if options.even else "odd lines", options.each)
    if options.model:
        floor(options.model, lines[1::2])


if __name__ == "__main__":
    main()
