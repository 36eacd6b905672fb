"""The first weights: both parents operated on, matched, distilled and joined; written as the checkpoint of step 0."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import torch

from . import checkpoint, decoder, joining, sets, surgery
from .config import Config
from .decoder import Distilling
from .e5 import E5
from .joint import Pieces
from .parent import Parent
from .sets import END
from .surgery import Matching
from .widen import Widening


def build(
    config: Config, e5: E5, parent: Parent, matching: Matching | None = None, distilling: Distilling | None = None
) -> Path:
    """About 20 minutes on two cores with the defaults; prints how well each part took."""
    import sentencepiece

    matching, distilling = matching or Matching(), distilling or Distilling()
    torch.set_num_threads(config.threads)
    torch.manual_seed(0)
    pieces = Pieces.load(config.pieces)
    rows = [int(line) for line in (config.pieces / "e5_rows.txt").read_text(encoding="ascii").split()]
    lines = [line.split("\t") for line in (config.work / "portuguese.tsv").read_text(encoding="utf-8").splitlines()]

    end = Widening(parent.rows.shape[1], config.shape.width).rows(parent.rows[:1])[END]
    encoder, table, teacher = surgery.operate(e5, pieces, rows, end, config)
    wanted = {name: sets.load(config.sets, name) for name in ("pairs", "portuguese")}
    source = surgery.sentences(wanted, matching)
    print(f"first layer: R² {surgery.correct_first_layer(encoder, table.data, teacher, list(islice(source, 8))):.3f}")
    print(f"encoder matched: cosine {surgery.match(encoder, table, teacher, source, matching):.3f}", flush=True)

    child = decoder.child(parent)
    accuracy = decoder.distil(child, parent, [(row[0], row[1]) for row in lines[:40_000]], distilling)
    print(f"decoder distilled: next piece {accuracy['child']:.3f}, parent {accuracy['parent']:.3f}", flush=True)

    spm = sentencepiece.SentencePieceProcessor(model_file=str(config.pieces / "source_pt.spm"))
    weight, bias, r2 = joining.linear_map(encoder.eval(), table.data, spm, parent, [row[0] for row in lines[:2000]])
    print(f"linear map: held-out R² {r2:.3f}", flush=True)
    weights = joining.join(encoder, table.data, child, (weight, bias), parent=parent, pieces=pieces)
    return checkpoint.save(config.checkpoints, checkpoint.start(weights))
