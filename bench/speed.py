"""Decoding settings: speed against quality, from which the defaults were chosen.

    python bench/speed.py --flores DIR [--lines 200] [--rounds 3] [--model NAME|FOLDER]

``DIR`` holds ``src.ar`` and ``ref.en``. Every setting is timed in turn, round after round, in one process; the
median is printed, with BLEU and chrF (sacrebleu) of its texts and how many of them are those of the default.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not bench/: files there would hide packages of their name
sys.path.append(str(ROOT / "bench"))

from machine import machine  # noqa: E402 - found in bench/

import weights  # noqa: E402
from mujaz import ModelError, available_threads  # noqa: E402
from translate import Decoding  # noqa: E402
from translate.ct2_engine import CTranslate2Engine  # noqa: E402


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table; ``loading`` goes to the engine."""

    label: str
    beam: int = 4
    loading: dict[str, Any] = field(default_factory=dict)


def settings() -> list[Setting]:
    """The rows: each differs from the default in one thing. Threads have a bench of their own."""
    return [
        Setting("default: int8, beam 4", loading={}),
        *(Setting(f"beam {beam}", beam) for beam in (1, 2, 8)),
        *(Setting(kind, loading={"compute_type": kind}) for kind in ("int16", "bfloat16", "float32")),
        *(Setting(f"{tokens} tokens a batch", loading={"batch_tokens": tokens}) for tokens in (128, 4096)),
    ]


def loaded(row: Setting, folder: Path, threads: int) -> CTranslate2Engine | None:
    """The engine of a row; None, and a word on stderr, where this processor has no such arithmetic."""
    try:
        return CTranslate2Engine.load(folder, **({"threads": threads} | row.loading))
    except ModelError as error:
        print(f"{row.label}: {error}", file=sys.stderr)
        return None


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flores", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--model")
    options = parser.parse_args()
    sources, references = (
        (options.flores / name).read_text(encoding="utf-8").splitlines()[: options.lines]
        for name in ("src.ar", "ref.en")
    )
    threads, folder = available_threads(), weights.find(options.model, "translate").folder
    found = [(row, loaded(row, folder, threads)) for row in settings()]
    engines = [(row, engine) for row, engine in found if engine is not None]
    rows = [row for row, _ in engines]
    seconds: list[list[float]] = [[] for _ in rows]
    texts: list[list[str]] = [[] for _ in rows]
    for _ in range(options.rounds):
        for at, (row, engine) in enumerate(engines):
            start = time.perf_counter()
            found = dict(engine.translate(enumerate(sources), Decoding(beam_size=row.beam), nbest=row.beam))
            seconds[at].append(time.perf_counter() - start)
            texts[at] = [found[number][0].text for number in range(len(sources))]
    import sacrebleu

    print(f"{machine()}; first {len(sources)} lines of {options.flores.name}, {options.rounds} rounds\n")
    print("| setting | seconds, median | against the default | BLEU | chrF | same text |\n|---|---|---|---|---|---|")
    base = statistics.median(seconds[0])
    for row, spent, made in zip(rows, seconds, texts, strict=True):
        bleu = sacrebleu.corpus_bleu(made, [references]).score
        chrf = sacrebleu.corpus_chrf(made, [references]).score
        same = sum(one == other for one, other in zip(made, texts[0], strict=True))
        middle = statistics.median(spent)
        print(f"| {row.label} | {middle:.1f} | {middle / base:.2f} | {bleu:.1f} | {chrf:.1f} | {same}/{len(made)} |")


if __name__ == "__main__":
    main()
