# ruff: noqa: E501 - tables of rules
"""How many corrupted sentences the support check catches, and how many true ones it turns down.

    python -m bench.support --data cnndm_val_500.jsonl [--from 250 --to 500] [--only KIND…] [--show KIND] [--judge smollm2-135m]

True sentences are the highlights of news articles with the sentences of the article that they rest on; highlights
with a name or a number that is nowhere in their article (bylines of columnists, mostly) are left out and counted. Corrupted
ones are made from them by rule; negations and modals are rare in highlights, so sentences of the articles are
corrupted and checked against themselves as well. With ``--judge`` a model has its say of the names as well. The data is
not part of this project. Intervals are Wilson's.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import weights
from summarize import english, names
from summarize import quantities as quantities_room
from summarize.align import align
from summarize.judge import Judge
from summarize.names import EQUIVALENT, Span, acronyms, related, spans, starts_sentence
from summarize.quantities import quantities
from summarize.rewrite import Writer
from summarize.support import support

MOST = 1000
"""Cases a kind."""


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence that shall pass (kind "true …") or be caught."""

    kind: str
    text: str
    evidence: tuple[str, ...]
    article: tuple[str, ...]


Change = Callable[[str, Sequence[str], Sequence[str], random.Random], str | None]


def swap_name(text: str, own: Sequence[str], others: Sequence[str], rng: random.Random) -> str | None:
    """Another name of the same article in the place of a name."""
    return _put_name(text, own, own, rng)


def foreign_name(text: str, own: Sequence[str], others: Sequence[str], rng: random.Random) -> str | None:
    """A name of another article in the place of a name."""
    return _put_name(text, own, others, rng)


def _put_name(text: str, own: Sequence[str], source: Sequence[str], rng: random.Random) -> str | None:
    mine = [s for s in spans(text) if _is_name(s, text, own)]
    if not mine:
        return None
    old = rng.choice(mine)
    known = set(old.keys)
    pool = [s for sentence in source for s in spans(sentence) if not starts_sentence(sentence, s.words[0])]
    taken = {key for span in spans(text) for key in span.keys} | known
    pool = [s for s in pool if not any(_same(key, other) for key in s.keys for other in taken)]
    pool = [s for s in pool if not acronyms(s.keys) & known and not acronyms(old.keys) & set(s.keys)]
    if not pool:
        return None
    new = " ".join(w.form for w in rng.choice(pool).words)
    return text[: old.words[0].start] + new + text[old.words[-1].end :]


def _same(one: str, other: str) -> bool:
    """Two forms of one name: put in each other's place they make nothing wrong (Buddhist, Buddhists; U.S., American)."""
    return one == other or related(one, other) or other in EQUIVALENT.get(one, ())


def _is_name(span: Span, text: str, own: Sequence[str]) -> bool:
    """Not a word that is only large because the sentence starts with it."""
    return span.words[0].start > 0 or any(
        s.words[0].start > 0 and s.keys == span.keys for sentence in own for s in spans(sentence)
    )


_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def change_number(text: str, own: Sequence[str], others: Sequence[str], rng: random.Random) -> str | None:
    """Another number: a digit changed, or another number word."""
    found = quantities(text)
    if not found:
        return None
    q = rng.choice(found)
    old = text[q.start : q.end]
    if old.lower() in _WORDS:
        new = rng.choice([w for w in _WORDS if w != old.lower()])
    else:
        digits = [i for i, c in enumerate(old) if c.isdigit()]
        if not digits:
            return None
        at = rng.choice(digits)
        new = old[:at] + rng.choice([d for d in "123456789" if d != old[at]]) + old[at + 1 :]
    return text[: q.start] + new + text[q.end :]


_NEGATIONS = (
    (r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should|must|may|might) not (?!only)\b", r"\1 "),
    (r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should)n['’]t\b", r"\1"),
    (r"\bwon['’]t\b", "will"), (r"\b(?:can['’]t|cannot)\b", "can"), (r"\bwill not\b", "will"),
    (r"\bnever ", ""), (r"\bno (?!one\b|longer\b)", ""), (r"\bwithout\b", "with"), (r"\bdenies\b", "confirms"), (r"\bdenied\b", "confirmed"),
)  # fmt: skip


def drop_negation(text: str, own: Sequence[str], others: Sequence[str], rng: random.Random) -> str | None:
    """One negation less."""
    return _rule(text, _NEGATIONS, rng)


_MODALS = (
    (r"\b(?:may|might|could) (?:have )?(?!not\b)", ""), (r"\b(?:allegedly|reportedly|apparently|possibly|probably|perhaps) ", ""),
    (r"\balleged ", ""), (r"\bsuspected ", ""), (r"\b(?:is|are) (?:expected|likely|believed|said|thought|alleged) to\b", "will"),
    (r"\b(?:was|were) (?:expected|believed|said|thought|alleged) to\b", "did"), (r"\baccused of\b", "guilty of"),
    (r"\b(?:claims|claimed|alleges|alleged|believes|believed) (?:that )?", "knew "),
)  # fmt: skip


def drop_modality(text: str, own: Sequence[str], others: Sequence[str], rng: random.Random) -> str | None:
    """A possibility or an allegation made a fact."""
    return _rule(text, _MODALS, rng)


_TURNS = {
    "rose": "fell", "rise": "fall", "increase": "decrease", "increased": "decreased", "more": "fewer", "higher": "lower",
    "before": "after", "won": "lost", "win": "lose", "up": "down", "grew": "shrank", "gained": "lost", "least": "most",
}  # fmt: skip
_TURN = _TURNS | {new: old for old, new in _TURNS.items()}


def turn_direction(text: str, own: Sequence[str], others: Sequence[str], rng: random.Random) -> str | None:
    """Up for down, before for after."""
    return _rule(text, tuple((rf"\b{old}\b", new) for old, new in _TURN.items()), rng)


def _rule(text: str, rules: Sequence[tuple[str, str]], rng: random.Random) -> str | None:
    fitting = [(pattern, new) for pattern, new in rules if re.search(pattern, text)]
    if not fitting:
        return None
    pattern, new = rng.choice(fitting)
    return " ".join(re.sub(pattern, new, text, count=1).split())


CHANGES: dict[str, Change] = {
    "name swapped": swap_name,
    "name of another article": foreign_name,
    "number changed": change_number,
    "negation dropped": drop_negation,
    "modality dropped": drop_modality,
    "direction turned": turn_direction,
}
SELF = ("negation dropped", "modality dropped", "direction turned")
"""Kinds that are also made from the articles' own sentences."""


def cases(articles: Sequence[dict[str, str]], rng: random.Random) -> Iterator[Case]:
    """True and corrupted sentences of all articles."""
    split = [tuple(t.text for t in english.sentences(a["document"])) for a in articles]
    for at, (article, own) in enumerate(zip(articles, split, strict=True)):
        others = split[(at + 1) % len(split)]
        for line in article["summary"].splitlines():
            if names.unsupported(line, " ".join(own), own) or quantities_room.unsupported(line, " ".join(own)):
                yield Case("left out", line, (), ())
                continue
            evidence = tuple(own[i] for i in align(line, own)) or own[:1]
            yield Case("true highlight", line, evidence, own)
            for kind, change in CHANGES.items():
                text = change(line, own, others, rng)
                if text and text != line:
                    yield Case(kind, text, evidence, own)
        for sentence in own:
            yield Case("true sentence", sentence, (sentence,), own)
            for kind in SELF:
                text = CHANGES[kind](sentence, own, others, rng)
                if text and text != sentence:
                    yield Case(kind + ", sentence", text, (sentence,), own)


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, in percent."""
    z = 1.96
    share = hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return 100 * (middle - half), 100 * (middle + half)


def judge_of(name: str) -> Judge:
    """The judge by a model of the store."""
    found = weights.find(name, "summarize")
    return Judge.of(Writer.load(weights.prepared(found.folder, adapter=found.adapter)))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--from", dest="first", type=int, default=250)
    parser.add_argument("--to", dest="last", type=int, default=500)
    parser.add_argument("--only", nargs="+", help="these kinds alone")
    parser.add_argument("--show", help="print the misses of this kind")
    parser.add_argument("--judge", help="a summariser that judges the names of what the check passes")
    given = parser.parse_args()
    lines = given.data.read_text(encoding="utf-8").splitlines()[given.first : given.last]
    judge = judge_of(given.judge) if given.judge else None
    rng = random.Random(1)
    left_out = 0
    kinds: dict[str, list[Case]] = defaultdict(list)
    for case in cases([json.loads(line) for line in lines], rng):
        if case.kind == "left out":
            left_out += 1
            continue
        kinds[case.kind].append(case)
    print(f"{left_out} highlights left out\n")
    print("| kind | cases | turned down | 95 % interval |\n|---|---|---|---|")
    for kind in sorted(kinds, key=lambda k: (not k.startswith("true"), k)):
        chosen = kinds[kind] if len(kinds[kind]) <= MOST else rng.sample(kinds[kind], MOST)
        if given.only and kind not in given.only:
            continue
        caught = 0
        for case in chosen:
            checked = support(case.text, case.evidence, case.article)
            misplaced = judge.misplaced(case.text, case.evidence, case.article) if judge and checked else []
            passes = bool(checked) and not misplaced
            caught += not passes
            if kind == given.show and passes != kind.startswith("true"):
                print("-", case.text, checked, misplaced, *case.evidence, sep="\n    ")
        low, high = wilson(caught, len(chosen))
        print(f"| {kind} | {len(chosen)} | {100 * caught / len(chosen):.1f} % | {low:.1f}–{high:.1f} |", flush=True)


if __name__ == "__main__":
    main()
