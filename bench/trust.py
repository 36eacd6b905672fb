"""What trust does for a model on real articles: faults, numbers and names before and after, and what it costs.

    python bench/trust.py --articles DIR [--model NAME_OR_FOLDER]

Every row is one more step: the likeliest hypothesis alone, the best of the n-best, repairs, second tries.
"""

from __future__ import annotations

import argparse
import contextlib
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from machine import machine

from mujaz import UserError
from translate import Article, Translation, Translator, english_numbers, read, trust
from translate.engine import Hypothesis
from translate.judgement import Choice, Source, judge, names_lost
from translate.plan import Plan
from translate.quantity import settle
from translate.translation import FAULTS


@dataclass
class Tally:
    """What stands after a step."""

    sentences: int = 0
    flagged: int = 0
    numbers: int = 0
    numbers_kept: int = 0
    names: int = 0
    names_kept: int = 0
    flags: Counter[str] = field(default_factory=Counter)

    def add(self, source: Source, choice: Choice) -> None:
        """Count one sentence."""
        self.sentences += 1
        self.flagged += bool(choice.flags)
        self.flags.update(choice.flags)
        numbers = [number for number in source.numbers if number.firm]
        self.numbers += len(numbers)
        self.numbers_kept += len(numbers) - len(settle(numbers, english_numbers.find(choice.text)).lost)
        self.names += len(source.names)
        self.names_kept += len(source.names) - len(names_lost(source, choice.text))

    def row(self, step: str) -> str:
        """A line of the table."""
        numbers, names = (f"{kept} of {all_} ({kept / max(all_, 1):.1%})" for kept, all_ in self._kept())
        return f"| {step} | {self.flagged} ({self.flagged / self.sentences:.1%}) | {numbers} | {names} |"

    def _kept(self) -> tuple[tuple[int, int], ...]:
        return (self.numbers_kept, self.numbers), (self.names_kept, self.names)


ROUNDS = 5
"""How often each part of the cost is timed."""


def cost(translator: Translator, texts: list[str]) -> str:
    """What trust adds to the time of sentences that nothing is wrong with, which are searched for once.

    The search alone is one hypothesis and no attention; with trust it is as many as the beam is wide, and attention.
    They take turns, so that a change of the machine meets all; the quickest round of each counts.
    """
    engine, decoding, context = translator.engine, translator.decoding, translator.context
    found: dict[str, list[Hypothesis]] = {}
    times: dict[str, list[float]] = {"alone": [], "for trust": [], "judging": []}
    for _ in range(ROUNDS):
        begun = time.process_time()
        dict(engine.translate(((text, text) for text in texts), decoding))
        times["alone"].append(time.process_time() - begun)
        begun = time.process_time()
        found = searched(translator, texts)
        times["for trust"].append(time.process_time() - begun)
        begun = time.process_time()
        for text in texts:
            trust.choose(text, found[text], context, pieces=engine.tokens(text), unknown=engine.unknown(text))
        times["judging"].append(time.process_time() - begun)
    alone, search, judging = map(min, times.values())
    return (
        f"{len(texts)} clean sentences: search alone {alone:.1f} s, with n-best and attention {search:.1f} s, "
        f"judging {judging:.2f} s: trust adds {(search + judging) / alone - 1:.1%}"
    )


def heard(translator: Translator, articles: list[Article]) -> list[tuple[Plan, Translation]]:
    """Every sentence that went to the model, how it went there, and what became of it in the end."""
    engine, limit = translator.engine, translator.limit
    found: list[Translation] = []
    for article in articles:
        with contextlib.suppress(UserError):  # not Arabic enough: no sentence of it counts
            found.extend(translator.translate(article))
    return [
        (Plan.of(each.source, engine, limit, force=False, guessed=False), each)
        for each in found
        if each.status != "kept"
    ]


def tallies(translator: Translator, sentences: list[tuple[Plan, Translation]]) -> dict[str, Tally]:
    """What stands after each step, every one upon the one before."""
    engine, context = translator.engine, translator.context
    texts = list(dict.fromkeys(piece for plan, _ in sentences for piece in plan.pieces))
    found = searched(translator, texts)
    steps = {step: Tally() for step in ("likeliest", "best of n", "with repairs", "with second tries")}
    for plan, final in sentences:
        text = plan.mended.text
        source = Source.read(text, context, unknown=engine.unknown(text))
        parts: dict[str, list[tuple[Choice, int]]] = {step: [] for step in steps}
        for piece in plan.pieces:
            own = Source.read(piece, context, pieces=engine.tokens(piece), unknown=engine.unknown(piece))
            chosen = trust.choose(piece, found[piece], context, pieces=own.pieces, unknown=own.unknown)
            judged = [judge(own, found[piece][at], context) for at in (0, chosen.index)]
            for step, choice in zip(steps, (*judged, chosen), strict=False):
                parts[step].append((choice, len(found[piece][choice.index].tokens) + 1))
        for step in list(steps)[:-1]:
            whole = parts[step]
            steps[step].add(source, whole[0][0] if len(whole) == 1 else trust.join(text, whole, context))
        last = judge(source, Hypothesis(final.text, (), final.score or 0.0), context)
        faults = tuple(flag for flag in final.flags if flag in FAULTS)
        steps["with second tries"].add(source, Choice(final.text, final.score, faults, numbers=last.numbers))
    return steps


def searched(translator: Translator, texts: list[str]) -> dict[str, list[Hypothesis]]:
    """The n-best of each text, with attention."""
    stream, decoding = ((text, text) for text in texts), translator.decoding
    return dict(translator.engine.translate(stream, decoding, nbest=decoding.beam_size, attention=True))


def main() -> None:
    """Read, translate, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--model")
    parser.add_argument("--limit", type=int, help="so many articles only")
    options = parser.parse_args()
    translator = Translator.load(options.model)
    articles = [article for path in sorted(options.articles.rglob("*.txt")) for article in read(path)][: options.limit]
    begun = time.process_time()
    sentences = heard(translator, articles)
    everything = time.process_time() - begun
    begun = time.process_time()
    pieces = list(dict.fromkeys(piece for plan, _ in sentences for piece in plan.pieces))
    dict(translator.engine.translate(((piece, piece) for piece in pieces), translator.decoding))
    alone = time.process_time() - begun
    steps = tallies(translator, sentences)
    print(f"{machine()}; {translator.made_with()['name']}, {len(articles)} articles, {len(sentences)} sentences\n")
    print("| step | flagged | numbers kept | known names kept |\n|---|---|---|---|")
    for step, tally in steps.items():
        print(tally.row(step))
    print("\n| fault | likeliest | at the end |\n|---|---|---|")
    for flag in FAULTS:
        before, after = steps["likeliest"].flags[flag], steps["with second tries"].flags[flag]
        if before or after:
            print(f"| `{flag}` | {before} | {after} |")
    print(f"\nstatus: {dict(Counter(final.status for _, final in sentences))}")
    print(f"processor time: the first search alone {alone:.1f} s, everything {everything:.1f} s")
    clean = [plan.pieces[0] for plan, final in sentences if final.status == "ok" and not final.flags]
    print(cost(translator, list(dict.fromkeys(clean))))


if __name__ == "__main__":
    main()
