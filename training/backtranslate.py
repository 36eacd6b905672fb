"""English sentences with an Arabic that the turned network writes: the set `turned`, to train the forward one on.

Its Arabic is worse than a person's, its English is a person's, and the English is what is learnt. Each line begins with
a mark that no true Arabic does, so that the two kinds are told apart (Caswell et al. 2019, "Tagged Back-Translation").
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import sentencepiece

from . import checkpoint, export, prepare
from .config import Config
from .pairs import Pair, clean_english, fits
from .vocabulary import FULL_WIDTH

MARK = "^"
"""What back-translated Arabic begins with."""

_LONGEST = 60  # pieces of an English sentence


def backtranslate(config: Config, other: Config, count: int) -> Path:
    """Write `turned.tsv` and the set `turned`, of up to `count` English sentences that were not made Portuguese."""
    used = sum(1 for _ in (config.work / "portuguese.tsv").open(encoding="utf-8"))
    lines = (line.rstrip("\n").partition("\t")[2] for line in (config.work / "english.tsv").open(encoding="utf-8"))
    english = [clean_english(line) for line in islice(lines, used, used + count)]
    pairs = [pair for pair in map(Pair, translated(other, english), english) if fits(pair, short=False)]
    path = config.work / "turned.tsv"
    path.write_text("".join(f"{pair.source}\t{pair.target}\n" for pair in pairs), encoding="utf-8")
    prepare.tokenise(config, [("turned", [Pair(f"{MARK} {pair.source}", pair.target) for pair in pairs])])
    return path


def translated(other: Config, english: Sequence[str]) -> Iterator[str]:
    """Arabic of each sentence by the newest checkpoint of the turned run, beam 2; empty for one that is too long."""
    with tempfile.TemporaryDirectory() as folder:
        engine = _engine(export.export(other, checkpoint.load(other.checkpoints).average, Path(folder) / "model"))
        source, target = (
            sentencepiece.SentencePieceProcessor(model_file=str(other.pieces / f"{side}.spm"))
            for side in ("source", "target")
        )
        cut = [line if len(line) < _LONGEST else [] for line in source.encode(english, out_type=str)]
        found = engine.translate_iterable(
            ([*line, "</s>"] for line in cut), beam_size=2, max_batch_size=2048, batch_type="tokens",
            max_decoding_length=90,
        )  # fmt: skip
        for line, result in zip(cut, found, strict=True):
            yield _narrow(target.decode(result.hypotheses[0])) if line else ""


def _narrow(text: str) -> str:
    """Arabic pieces hold ASCII in full width."""
    return text.translate({wide: code for code, wide in FULL_WIDTH.items()})


def _engine(model: Path) -> Any:
    import ctranslate2
    from ctranslate2.converters import TransformersConverter

    made = model.with_name("converted")
    TransformersConverter(str(model)).convert(str(made), quantization="int8")
    return ctranslate2.Translator(str(made), device="cpu")
