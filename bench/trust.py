"""What trust does for a model on real articles: faults, numbers and names before and after, and what it costs.

    python bench/trust.py --articles DIR [--model NAME_OR_FOLDER]

Every row is one more step: the likeliest hypothesis alone, the best of the n-best, repairs, second tries.
"""

from __future__ import annotations

import argparse
import contextlib
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from machine import machine

from mujaz import UserError
from translate import Translator, english_numbers, read, trust
from translate.engine import Hypothesis
from translate.judgement import Choice, Source, judge, names_lost
from translate.mend import mend
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


def texts(folder: Path) -> Iterator[str]:
    """The articles' texts."""
    for path in sorted(folder.rglob("*.txt")):
        for article in read(path):
            yield article.text


def main() -> None:
    """Read, translate, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--model")
    parser.add_argument("--limit", type=int, help="so many articles only")
    options = parser.parse_args()
    translator = Translator.load(options.model)
    articles = [article for path in sorted(options.articles.rglob("*.txt")) for article in read(path)][: options.limit]
    finals, seconds = [], time.process_time()
    for article in articles:
        with contextlib.suppress(UserError):  # not Arabic enough: no sentence of it counts
            finals.extend(translator.translate(article))
    seconds = time.process_time() - seconds
    plain, context = Translator(translator.engine, decoding=translator.decoding), translator.context
    steps = {step: Tally() for step in ("likeliest", "best of n", "with repairs", "with second tries")}
    tried = Counter[str]()
    sentences = [final for final in finals if final.status != "kept" and "windowed" not in final.flags]
    inputs = list(dict.fromkeys(mend(final.source.text).text for final in sentences))
    begun = time.process_time()
    engine = plain.engine.translate(
        ((t, t) for t in inputs), plain.decoding, nbest=plain.decoding.beam_size, attention=True
    )
    found: dict[str, list[Hypothesis]] = dict(engine)
    alone = time.process_time() - begun
    begun = time.process_time()
    for final in sentences:
        text = mend(final.source.text).text
        pieces, unknown = plain.engine.tokens(text), plain.engine.unknown(text)
        source = Source.read(text, context, pieces=pieces, unknown=unknown)
        judged = [judge(source, hypothesis, context) for hypothesis in found[text]]
        chosen = trust.choose(text, found[text], context, pieces=pieces, unknown=unknown)
        steps["likeliest"].add(source, judged[0])
        steps["best of n"].add(source, judged[chosen.index])
        steps["with repairs"].add(source, chosen)
        last = judge(source, Hypothesis(final.text, (), final.score or 0.0), context)
        faults = tuple(flag for flag in final.flags if flag in FAULTS)
        steps["with second tries"].add(source, Choice(final.text, final.score, faults, numbers=last.numbers))
        tried[final.status] += 1
    print(f"{machine()}; {translator.made_with()['name']}, {len(articles)} articles, {len(sentences)} sentences\n")
    print("| step | flagged | numbers kept | known names kept |\n|---|---|---|---|")
    for step, tally in steps.items():
        print(tally.row(step))
    print("\n| fault | likeliest | at the end |\n|---|---|---|")
    for flag in FAULTS:
        before, after = steps["likeliest"].flags[flag], steps["with second tries"].flags[flag]
        if before or after:
            print(f"| `{flag}` | {before} | {after} |")
    print(f"\nstatus: {dict(tried)}")
    judging = time.process_time() - begun
    print(f"processor time: search alone {alone:.1f} s, everything {seconds:.1f} s; judging all {judging:.1f} s")


if __name__ == "__main__":
    main()
