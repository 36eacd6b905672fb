"""What 8-bit weights cost where the processor cannot add their products exactly, and what 7-bit ones cost there.

    python bench/narrow.py --flores DIR [--lines 300]

The embedded model as float32, and as int8 with weights up to 127 and up to 63 (:mod:`weights.processor`), on this
machine: the mean log-probability a piece of what each finds likeliest, BLEU and chrF. DIR has ``src.ar``, ``ref.en``.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import ctranslate2
import sacrebleu

import weights
from translate.ct2_engine import CTranslate2Engine
from translate.decoding import Decoding
from translate.pieces import Pieces
from weights import convert, processor


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--flores", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=300)
    given = parser.parse_args()
    source, reference = (
        (given.flores / name).read_text(encoding="utf-8").split("\n")[: given.lines] for name in ("src.ar", "ref.en")
    )
    folder = weights.find("embedded-ar-en", "translate").folder
    print(f"here weights go up to {processor.largest_weight()}\n")
    print("| weights | log-probability a piece | BLEU | chrF |\n|---|---|---|---|")
    for kind, most in (("float32", processor.WHOLE), ("int8", processor.WHOLE), ("int8", processor.NARROW)):
        with tempfile.TemporaryDirectory() as form:
            convert.work(str(folder), form, kind, largest_weight=str(most))
            translator = ctranslate2.Translator(form, compute_type=kind, inter_threads=1, intra_threads=1)
            engine = CTranslate2Engine(translator, Pieces.load(folder), threads=1, compute_type=kind)
            best = [found[0] for _, found in sorted(engine.translate(enumerate(source), Decoding()))]
        texts = [hypothesis.text for hypothesis in best]
        bleu, chrf = sacrebleu.corpus_bleu(texts, [reference]).score, sacrebleu.corpus_chrf(texts, [reference]).score
        name = f"{kind}, up to {most}" if kind == "int8" else kind
        print(f"| {name} | {sum(h.score for h in best) / len(best):.3f} | {bleu:.1f} | {chrf:.1f} |", flush=True)


if __name__ == "__main__":
    main()
