"""Does a model keep the names of countries, peoples and large cities? Each in a plain sentence, by every model given.

    python bench/known_names.py [--model NAME_OR_FOLDER ...]

Countries are those of CLDR that the training recipe puts into sentences (by Babel, of the extra ``training``), peoples
and cities those of the gazetteer, each once in one of four sentences of its kind that no model was trained on. A name
is kept if one of its English forms is in the output: in the likeliest hypothesis alone, and in what mujaz makes of the
four (chosen and repaired).
"""

from __future__ import annotations

import argparse
import sys
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from machine import machine

from training.names import countries
from translate import Translator, tables
from translate.engine import Hypothesis
from translate.judgement import Context, Source, names_lost
from translate.trust import choose

FRAMES = {
    "country": (
        "تراجعت الصادرات من {} هذا العام.", "تشهد {} أزمة اقتصادية حادة.",
        "أمضى الكاتب طفولته في {}.", "يحد البحر {} من الشرق.",
    ),
    "people": (
        "ويرى خبير {} أن المفاوضات فشلت.", "اعتقل صحفي {} في المطار.", "زار وفد {} المنطقة.", "تزوجت من رجل {} غني.",
    ),
    "city": (
        "اتصل الوزير من {} مساء أمس.", "تظاهر الآلاف في {} ضد القانون.", "نقل الجرحى إلى {} للعلاج.",
        "أغلقت مدارس {} اليوم.",
    ),
}  # fmt: skip


def names() -> dict[str, list[str]]:
    """The first Arabic form of each name, by kind."""
    return {
        "country": [country.source for country in countries()],
        "people": [row[2].split("|")[0] for row in tables.rows("peoples.tsv") if row[2] != "-"],
        "city": [row[2].split("|")[0] for row in tables.rows("names.tsv") if row[0] == "city"],
    }


def sentences() -> dict[str, list[str]]:
    """One sentence a name; those in which the gazetteer does not see exactly one name would count wrongly."""
    built = {
        each: [frame.format(name) for name, frame in zip(found, cycle(FRAMES[each]), strict=False)]
        for each, found in names().items()
    }
    return {
        each: [text for text in texts if len(Source.read(text, Context()).names) == 1] for each, texts in built.items()
    }


def rows(translator: Translator, texts: dict[str, list[str]]) -> list[str]:
    """Lines of the table: names kept, by kind."""
    engine, decoding, context = translator.engine, translator.decoding, Context()
    lines = []
    for each, group in texts.items():
        stream = ((text, text) for text in group)
        found: dict[str, list[Hypothesis]] = dict(
            engine.translate(stream, decoding, nbest=decoding.beam_size, attention=True)
        )
        likeliest = chosen = 0
        for text in group:
            source = Source.read(text, context)
            best = choose(text, found[text], context, pieces=engine.tokens(text), unknown=engine.unknown(text))
            likeliest += not names_lost(source, found[text][0].text)
            chosen += not names_lost(source, best.text)
        shares = (f"{kept} ({kept / len(group):.1%})" for kept in (likeliest, chosen))
        lines.append(f"| {translator.made_with()['name']} | {each} | {len(group)} | {' | '.join(shares)} |")
    return lines


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", action="append")
    options = parser.parse_args()
    texts = sentences()
    print(f"{machine()}\n\n| model | kind | sentences | kept by the likeliest | kept by mujaz |\n|---|---|---|---|---|")
    for model in options.model or [None]:
        print("\n".join(rows(Translator.load(model), texts)), flush=True)


if __name__ == "__main__":
    main()
