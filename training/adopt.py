"""Going on from weights that were exported, such as those that ship: their pieces, and a first checkpoint.

An export holds neither the optimiser nor the Portuguese-only pieces, so a run that goes on from it warms up again, and
reads Portuguese, if at all, by the pieces that ship.
"""

from __future__ import annotations

from pathlib import Path

import sentencepiece
from safetensors.torch import load_file

from . import checkpoint
from .config import Config
from .joint import Pieces, separate
from .vocabulary import take_models


def adopt(config: Config, folder: Path) -> Path:
    """Write the pieces and the checkpoint of step 0. Run before `prepare`.

    Raises FileExistsError if the work folder has pieces or checkpoints of its own: sets and tables would not fit.
    """
    if (config.pieces / "pieces.json").exists() or checkpoint.checkpoints(config.checkpoints):
        raise FileExistsError(f"{config.work} has pieces or checkpoints already: choose another folder with --work")
    take_models(config.pieces, source=folder / "source.spm", target=folder / "target.spm")
    source, target = _names(config.pieces / "source.spm"), _names(config.pieces / "target.spm")
    pieces = Pieces((*source, "<pad>"), target, len(source))
    pieces.save(config.pieces)
    weights = separate(load_file(folder / "model.safetensors"), pieces)
    return checkpoint.save(config.checkpoints, checkpoint.start(weights))


def _names(path: Path) -> tuple[str, ...]:
    model = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return tuple(model.id_to_piece(i) for i in range(model.get_piece_size()))
