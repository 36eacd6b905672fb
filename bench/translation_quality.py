"""How good a translation model is: BLEU and chrF on flores_dev, kept numbers, and the difference to another model.

    python bench/translation_quality.py MODEL_FOLDER [--against OTHER_FOLDER] [--lines 300] [--json]

CTranslate2 int8, beam 4, length penalty 1. FLORES+ dev (997 lines, CC BY-SA 4.0) is read from `--flores`, a folder
with `src.ar` and `ref.en`; it is for scoring only. Needs sacrebleu.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import sacrebleu

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")


@dataclass(frozen=True, slots=True)
class Score:
    """Figures of one model on one set; `numbers` is the share of the source's numerals found in the output."""

    model: str
    lines: int
    bleu: float
    chrf: float
    brevity: float
    numbers: float
    long_numbers: float
    tokens_a_second: float
    bleu_signature: str
    chrf_signature: str


def translate(
    folder: Path, lines: Sequence[str], *, threads: int, beam: int = 4, compute: str = "int8"
) -> tuple[list[str], float]:
    """Translations by the form that mujaz makes of a model on this processor, and how many target pieces a second."""
    import ctranslate2
    import sentencepiece

    from weights.prepare import build

    source = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    target = sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm"))
    with tempfile.TemporaryDirectory() as made:
        build(folder, Path(made), compute)
        engine = ctranslate2.Translator(made, device="cpu", inter_threads=1, intra_threads=threads)
        pieces = [[*line, "</s>"] for line in source.encode(list(lines), out_type=str)]
        began = time.perf_counter()
        results = engine.translate_batch(
            pieces,
            beam_size=beam,
            max_batch_size=1024,
            batch_type="tokens",
            length_penalty=1.0,
            max_decoding_length=200,
        )
        seconds = time.perf_counter() - began
    found = [result.hypotheses[0] for result in results]
    return [target.decode(hypothesis) for hypothesis in found], sum(map(len, found)) / seconds


def kept_numbers(source: Sequence[str], output: Sequence[str], digits: int = 1) -> float:
    """The share of the source's numerals of so many digits and more that stand in the output, commas aside."""
    kept = total = 0
    for line, english in zip(source, output, strict=True):
        there = re.findall(r"\d+", english.translate(_DIGITS).replace(",", ""))
        for numeral in re.findall(r"\d+", line.translate(_DIGITS).replace(",", "")):
            if len(numeral) >= digits:
                total += 1
                kept += numeral in there
    return kept / total if total else 1.0


def score(folder: Path, source: Sequence[str], reference: Sequence[str], output: Sequence[str], speed: float) -> Score:
    """All figures of one model's output."""
    bleu, chrf = sacrebleu.BLEU(), sacrebleu.CHRF()
    b, c = bleu.corpus_score(list(output), [list(reference)]), chrf.corpus_score(list(output), [list(reference)])
    return Score(
        folder.name, len(source), round(b.score, 2), round(c.score, 2), round(b.bp, 3),
        round(kept_numbers(source, output), 4), round(kept_numbers(source, output, 3), 4), round(speed),
        str(bleu.get_signature()), str(chrf.get_signature()),
    )  # fmt: skip


def bootstrap(
    ours: Sequence[str], theirs: Sequence[str], reference: Sequence[str], samples: int = 1000
) -> dict[str, Any]:
    """Paired bootstrap: mean difference of BLEU and chrF (ours less theirs), 95 % interval, share of samples won."""
    rng, found = random.Random(12345), {}
    for name, metric in (("bleu", sacrebleu.BLEU()), ("chrf", sacrebleu.CHRF())):
        stats = [metric._extract_corpus_statistics(list(side), [list(reference)]) for side in (ours, theirs)]
        deltas = []
        for _ in range(samples):
            drawn = [rng.randrange(len(reference)) for _ in reference]
            a, b = (metric._aggregate_and_compute([side[i] for i in drawn]).score for side in stats)
            deltas.append(a - b)
        deltas.sort()
        low, high = deltas[int(0.025 * samples)], deltas[int(0.975 * samples) - 1]
        wins = sum(delta > 0 for delta in deltas) / samples
        found[name] = {"mean": sum(deltas) / samples, "low": low, "high": high, "wins": wins}
    return found


def read_flores(folder: Path, lines: int) -> tuple[list[str], list[str]]:
    """The first `lines` lines of both sides."""
    return tuple((folder / name).read_text(encoding="utf-8").splitlines()[:lines] for name in ("src.ar", "ref.en"))  # type: ignore[return-value]


def main() -> None:
    """Print one model's figures, and what another model's are beside them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--flores", type=Path, default=Path(os.environ.get("MUJAZ_FLORES", "data/flores_dev")))
    parser.add_argument("--lines", type=int, default=997)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--compute", default="int8")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--output", type=Path, help="write the translations here")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    source, reference = read_flores(options.flores, options.lines)
    found: dict[str, Any] = {}
    outputs = {}
    for role, folder in (("model", options.model), ("against", options.against)):
        if folder:
            outputs[role], speed = translate(
                folder, source, threads=options.threads, beam=options.beam, compute=options.compute
            )
            found[role] = asdict(score(folder, source, reference, outputs[role], speed))
    if options.against:
        found["bootstrap"] = bootstrap(outputs["model"], outputs["against"], reference)
    if options.output:
        options.output.write_text("\n".join(outputs["model"]) + "\n", encoding="utf-8")
    if options.json:
        print(json.dumps(found))
        return
    for role, figures in found.items():
        print(role)
        for name, value in figures.items():
            print(f"  {name:16} {value}")


if __name__ == "__main__":
    main()
