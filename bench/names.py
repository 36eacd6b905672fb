"""Are repairs right, and is a glossary obeyed? On sentences of our own, with any model.

    python bench/names.py [--model NAME_OR_FOLDER]

``tests/cases/names.json`` holds Arabic sentences full of names and numbers, and every repair made so far, judged
by hand; repairs that nobody has judged are printed. ``tests/cases/glossary.json`` holds a glossary and sentences with
its terms.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from machine import machine

from translate import Article, Translator, trust
from translate.engine import Hypothesis
from translate.glossary import Glossary, Term
from translate.judgement import Context, Source, judge

CASES = Path(__file__).parents[1] / "tests" / "cases"
Found = dict[str, list[Hypothesis]]


def search(translator: Translator, texts: list[str]) -> Found:
    """The n-best of each text."""
    stream, decoding = ((text, text) for text in texts), translator.decoding
    return dict(translator.engine.translate(stream, decoding, nbest=decoding.beam_size, attention=True))


def repairs(translator: Translator) -> None:
    """Print how many repairs are right, and those that nobody has judged."""
    cases = json.loads((CASES / "names.json").read_text(encoding="utf-8"))
    judged = {(case["arabic"], case["change"]): case["right"] for case in cases["judged"]}
    counts: Counter[str] = Counter()
    for text, hypotheses in search(translator, cases["sentences"]).items():
        chosen = trust.choose(text, hypotheses, Context(), pieces=translator.engine.tokens(text))
        if not chosen.repaired:
            continue
        change = chosen.tries[-1].settings.split(", before ")[-1]
        verdict = {True: "right", False: "wrong", None: "not judged"}[judged.get((text, change))]
        counts[verdict] += 1
        if verdict != "right":
            print(f"{verdict}: {change}\n    {text}\n    {chosen.text}")
    print(f"\nrepaired sentences: {counts.total()} of {len(cases['sentences'])}; {dict(counts)}")
    known = counts["right"] + counts["wrong"]
    print(f"right: {counts['right']} of {known} judged ({counts['right'] / max(known, 1):.1%})")


HOW = ("in the likeliest", "chosen from the n-best", "span replaced", "second try with the term put in", "missed")


def glossary(translator: Translator) -> None:
    """Print how often a term is in the likeliest hypothesis, chosen, put in, got by a second try, or missed."""
    cases = json.loads((CASES / "glossary.json").read_text(encoding="utf-8"))
    context = Context(glossary=Glossary(tuple(Term(arabic, english) for arabic, english in cases["terms"])))
    counts: Counter[str] = Counter()
    whole = Translator(translator.engine, decoding=translator.decoding, context=context, force_arabic=True)
    for text, hypotheses in search(translator, cases["sentences"]).items():
        pieces = translator.engine.tokens(text)
        chosen = trust.choose(text, hypotheses, context, pieces=pieces)
        first = judge(Source.read(text, context), hypotheses[0], context)
        (final,) = whole.translate(Article("glossary", text))
        if not all(hit.applied for hit in chosen.glossary) and all(hit.applied for hit in final.glossary):
            counts["second try with the term put in"] += 1
        elif all(hit.applied for hit in first.glossary):
            counts["in the likeliest"] += 1
        elif all(hit.applied for hit in chosen.glossary):
            counts["span replaced" if chosen.repaired else "chosen from the n-best"] += 1
        else:
            counts["missed"] += 1
    total = counts.total()
    print("\n| glossary | sentences |\n|---|---|")
    for name in HOW:
        print(f"| {name} | {counts[name]} |")
    print(f"| **applied** | **{total - counts['missed']} of {total} ({1 - counts['missed'] / total:.1%})** |")


def main() -> None:
    """Load, search, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model")
    options = parser.parse_args()
    translator = Translator.load(options.model)
    print(f"{machine()}; {translator.made_with()['name']}\n")
    repairs(translator)
    glossary(translator)


if __name__ == "__main__":
    main()
