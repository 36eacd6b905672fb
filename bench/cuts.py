"""What the rules of shortening make of open text, to be read by somebody: a sheet, or what a read sheet says of them.

    python -m bench.cuts sheet EVIDENCE [--from 0] [--count 150] > SHEET
    python -m bench.cuts judge EVIDENCE VERDICTS
    python -m bench.cuts ends EVIDENCE VERDICTS

EVIDENCE is the file of groups that `python -m training.summarize prepare` writes. Of each group, in a shuffled order,
at most one shortening that the product would sign is taken, by chance, of all that :func:`summarize.spare.shorter`
proposes: no model has a part in it. The sheet has a line each: group, key, shortening, evidence. ``judge`` looks up the
keys of a sheet that was read (columns ``group``, ``key`` and ``true``) and says how many of the true and of the untrue
ones today's rules still make; ``ends``, how likely the small model of the product finds the ends of those that end
earlier than their sentence does.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from bench.bullets import key
from bench.machine import machine
from bench.support import wilson
from summarize import Summarizer, spare, style
from summarize.words import count
from training.evidence import Evidence
from training.examples import read
from training.targets import passes
from training.tuning import Bar

LONGEST = 28
SEED = 11
THRESHOLDS = (-7.0, -4.0, -3.0, -2.5, -2.0, -1.5, -1.0)


def proposed(sentences: Sequence[str]) -> list[str]:
    """The shortenings of one sentence of a group."""
    shorter = (spare.shorter(sentence, count(sentence) - 2) for sentence in map(style.unopened, sentences))
    return list(dict.fromkeys(text for texts in shorter for text in texts))


def signed(sentences: Sequence[str]) -> list[str]:
    """Those that the product would take as written bullets."""
    fitting = (text for text in proposed(sentences) if Bar().shortest <= count(text) <= LONGEST)
    return [text for text in fitting if passes(text, sentences)]


def shuffled(path: Path) -> list[tuple[int, Evidence]]:
    """The groups of people's English, numbered by their place among all groups."""
    groups = list(enumerate(read(path, Evidence)))
    random.Random(SEED).shuffle(groups)
    return [(at, group) for at, group in groups if "rough" not in group.source]


def sheet(path: Path, first: int, most: int) -> Iterator[str]:
    """The lines of the sheet."""
    chance = random.Random(SEED)
    made = ((at, group, signed(group.sentences)) for at, group in shuffled(path)[first:])
    for at, group, texts in islice(((a, g, t) for a, g, t in made if t), most):
        text = chance.choice(texts)
        yield f"{at}\t{key(text)}\t{text}\t{' / '.join(' '.join(s.split()) for s in group.sentences)}"


Verdicts = dict[tuple[int, str], bool]
"""By group and key, whether a shortening was found true."""


def judge(path: Path, verdicts: Verdicts) -> None:
    """Print how many of the shortenings that were read the rules still make."""
    wanted = {at for at, _ in verdicts}
    now = {(at, key(text)) for at, group in shuffled(path) if at in wanted for text in signed(group.sentences)}
    for true in (True, False):
        those = [one for one, verdict in verdicts.items() if verdict is true]
        kept = sum(one in now for one in those)
        low, high = wilson(kept, len(those))
        print(f"{'true' if true else 'untrue'}: {kept} of {len(those)} still made ({low:.0f}–{high:.0f} %)")


def ends(path: Path, verdicts: Verdicts) -> None:
    """Print how many of the true and of the untrue ones end where the model sees no end, by thresholds."""
    reader = Summarizer.load("smollm2-135m").author.reader
    found: dict[bool, list[float]] = {True: [], False: []}
    for at, group in shuffled(path):
        for text in proposed(group.sentences):
            true = verdicts.get((at, key(text)))
            end = None if true is None else reader.end(text, group.sentences)
            if true is not None and end is not None:
                found[true].append(end)
    print("| natural logarithm below | true | untrue |\n|---|---|---|")
    for threshold in THRESHOLDS:
        below = {true: sum(end < threshold for end in values) for true, values in found.items()}
        print(f"| {threshold} | {' | '.join(f'{below[true]} of {len(found[true])}' for true in (True, False))} |")


READ = {"judge": judge, "ends": ends}


def main() -> None:
    """Write a sheet, or judge the rules by one."""
    parser = argparse.ArgumentParser(prog="python -m bench.cuts", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("sheet", *READ):
        command = commands.add_parser(name)
        command.add_argument("evidence", type=Path)
        if name == "sheet":
            command.add_argument("--from", dest="first", type=int, default=0)
            command.add_argument("--count", type=int, default=150)
        else:
            command.add_argument("verdicts", type=Path)
    options = parser.parse_args()
    if options.command == "sheet":
        for line in sheet(options.evidence, options.first, options.count):
            print(line)
        return
    print(machine())
    with options.verdicts.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    READ[options.command](options.evidence, {(int(r["group"]), r["key"]): r["true"] == "yes" for r in rows})


if __name__ == "__main__":
    main()
