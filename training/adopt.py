"""Going on from weights that were exported, such as those that ship: their pieces, and a first checkpoint.

An export holds neither the optimiser nor the Portuguese-only pieces, so a run that goes on from it warms up again, and
reads Portuguese, if at all, by the pieces that ship.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import sentencepiece
from safetensors.torch import load_file

from . import checkpoint
from .config import Config
from .joint import Pieces, separate


def adopt(config: Config, folder: Path) -> Path:
    """Write the pieces and the checkpoint of step 0. Run before `prepare`.

    Raises FileExistsError if the work folder has pieces or checkpoints of its own: sets and tables would not fit.
    """
    if (config.pieces / "pieces.json").exists() or checkpoint.checkpoints(config.checkpoints):
        raise FileExistsError(f"{config.work} has pieces or checkpoints already: choose another folder with --work")
    config.pieces.mkdir(parents=True, exist_ok=True)
    for name, copy in (("source.spm", "source.spm"), ("source.spm", "source_pt.spm"), ("target.spm", "target.spm")):
        shutil.copyfile(folder / name, config.pieces / copy)
    source, target = _names(config.pieces / "source.spm"), _names(config.pieces / "target.spm")
    pieces = Pieces((*source, "<pad>"), target, len(source))
    pieces.save(config.pieces)
    weights = separate(load_file(folder / "model.safetensors"), pieces)
    return checkpoint.save(config.checkpoints, checkpoint.start(weights))


def _names(path: Path) -> tuple[str, ...]:
    model = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return tuple(model.id_to_piece(i) for i in range(model.get_piece_size()))
