"""Long sentences: whole or in windows, and from which length on.

    python bench/windows.py --source FILE.ar --reference FILE.en [--model NAME|FOLDER] [--sentences 80] [--joined 3]

Lines of a parallel corpus (named by the options, a sentence each) are joined to long sentences by «، و», as Arabic
news does (``--joined 1`` takes them as they are), and translated whole and in windows of at most so many tokens.
``--least`` leaves out sentences of fewer tokens. A row a limit: chrF against the joined references, the words of the
output as a part of the references' (content that is dropped shows here), the share of the references' long words that
the output has, and the windows a sentence.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import sacrebleu  # noqa: E402
from machine import machine  # noqa: E402 - found beside this file

from translate import Decoding, Engine, Translator  # noqa: E402
from translate.windows import windows  # noqa: E402

LIMITS = (1000, 200, 120, 80, 64, 50, 30)
LONG = re.compile(r"[a-z]{6,}")


def main() -> None:
    """Print a table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--source", type=Path, required=True)
    options.add_argument("--reference", type=Path, required=True)
    options.add_argument("--model", default=None)
    options.add_argument("--sentences", type=int, default=80)
    options.add_argument("--joined", type=int, default=3, help="lines that make one sentence")
    options.add_argument("--least", type=int, default=0, help="tokens that a sentence must have")
    given = options.parse_args()
    lines = given.source.read_text(encoding="utf-8").splitlines()
    references = given.reference.read_text(encoding="utf-8").splitlines()
    groups = [slice(at, at + given.joined) for at in range(0, len(lines) - given.joined + 1, given.joined)]
    engine = Translator.load(given.model).engine
    pairs = [
        ("، و".join(line.rstrip(".؟! ") for line in lines[group]) + ".", " ".join(references[group]))
        for group in groups
    ]
    pairs = [pair for pair in pairs if len(engine.tokens(pair[0])) >= given.least][: given.sentences]
    sources, targets = [source for source, _ in pairs], [target for _, target in pairs]
    lengths = sorted(len(engine.tokens(source)) for source in sources)
    median = lengths[len(lengths) // 2]
    print(machine())
    print(f"{len(sources)} sentences of {given.joined} lines of {given.source.name}; median of {median} tokens")
    print("\n| limit | chrF | words | long words found | windows a sentence | seconds |\n|---|---|---|---|---|---|")
    for limit in LIMITS:
        if limit > lengths[-1] and limit != LIMITS[0]:
            continue
        started = time.perf_counter()
        pieces = [windows(source, lambda text: len(engine.tokens(text)), limit) for source in sources]
        outputs = translated(engine, pieces)
        chrf = sacrebleu.corpus_chrf(outputs, [targets]).score
        print(
            f"| {'whole' if limit == LIMITS[0] else limit} | {chrf:.1f} | {words(outputs) / words(targets):.2f} "
            f"| {found(outputs, targets):.2f} | {sum(map(len, pieces)) / len(pieces):.1f} "
            f"| {time.perf_counter() - started:.0f} |",
            flush=True,
        )


def translated(engine: Engine, pieces: list[list[str]]) -> list[str]:
    """The windows of each sentence, translated and joined."""
    decoding = Decoding()
    keyed = [((at, part), text) for at, texts in enumerate(pieces) for part, text in enumerate(texts)]
    best = {key: hypotheses[0].text for key, hypotheses in engine.translate(keyed, decoding)}
    return [" ".join(best[at, part] for part in range(len(texts))) for at, texts in enumerate(pieces)]


def words(texts: list[str]) -> int:
    """How many words there are."""
    return sum(len(text.split()) for text in texts)


def found(outputs: list[str], targets: list[str]) -> float:
    """The share of the references' words of six letters or more that stand in the output."""
    wanted = [set(LONG.findall(target.lower())) for target in targets]
    held = [set(LONG.findall(output.lower())) for output in outputs]
    return sum(len(want & have) for want, have in zip(wanted, held, strict=True)) / max(1, sum(map(len, wanted)))


if __name__ == "__main__":
    main()
