"""The network turned round, English in and Arabic out, so that English text can be translated back into examples.

Nothing is trained from nothing. The encoder came from a multilingual one, so English pieces take e5's rows and are read
at once; an Arabic piece takes the mean of the English rows that it stands for, so that the decoder begins by writing
Arabic words in the order of the English. Then it learns from the same pairs, their sides exchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from . import alignment, checkpoint, sets, surgery
from .config import Config
from .e5 import E5
from .joining import FRESH_BIAS
from .joint import Pieces
from .sets import END, TokenSet
from .vocabulary import take_models

_ALIGNED = 60_000  # pairs a set that the word tables are fitted on
_LEAST = 0.02  # probability from which an English piece counts as a translation


def turn(config: Config, other: Config, e5: E5) -> Path:
    """Pieces, sets and first checkpoint of the turned run for `config.work`, from those of the run in `other.work`."""
    pieces = Pieces.load(other.pieces)
    weights = checkpoint.load(other.checkpoints).average
    turned = Pieces((*pieces.target, "<pad>"), pieces.source[: pieces.shipped], len(pieces.target))
    take_models(config.pieces, source=other.pieces / "target.spm", target=other.pieces / "source.spm")
    turned.save(config.pieces)
    found = {name: sets.turned(_known(sets.load(other.sets, name), pieces)) for name in config.schedule.drawn()}
    for name, tokens in found.items():
        sets.write(config.sets / f"{name}.npz", tokens)
    tables = [row for name in ("sentences", "entries") for row in _named(found[name], turned)]
    source_rows = torch.cat([english_rows(e5, pieces.target, weights["target_rows"][END]), torch.zeros(1, e5.width)])
    target_rows, bias = arabic_rows(tables, turned, weights["target_rows"], weights["bias"])
    start = weights | {"source_rows": source_rows, "target_rows": target_rows, "bias": bias}
    return checkpoint.save(config.checkpoints, checkpoint.start(start))


def english_rows(e5: E5, pieces: Sequence[str], end: Tensor) -> Tensor:
    """(T, H) rows for the encoder: e5's own for a piece that it has, else the mean of those that spell it."""
    row = {piece: index for index, piece in reversed(list(enumerate(e5.pieces)))}
    spelt = [_spelt(piece, row) for piece in pieces]
    flat = torch.tensor([index for ids in spelt for index in ids])
    owner = torch.repeat_interleave(torch.tensor([len(ids) for ids in spelt]))
    baked = surgery.marian_rows(e5, flat.tolist())
    summed = torch.zeros(len(pieces), e5.width).index_add_(0, owner, baked)
    made = summed / torch.tensor([[float(len(ids))] for ids in spelt])
    made[END] = end
    return made


def _spelt(piece: str, row: dict[str, int]) -> list[int]:
    """The fewest pieces from the left that spell `piece`; `<unk>` where a character is in none.

    >>> _spelt("abc", {"a": 4, "ab": 5, "c": 6})
    [5, 6]
    """
    ids = []
    while piece:
        length = next((n for n in range(len(piece), 0, -1) if piece[:n] in row), 0)
        ids.append(row[piece[:length]] if length else surgery.UNKNOWN_ROW)
        piece = piece[length or 1 :]
    return ids


def arabic_rows(
    pairs: Sequence[tuple[list[str], list[str]]], pieces: Pieces, english: Tensor, bias: Tensor
) -> tuple[Tensor, Tensor]:
    """(rows (S, H), biases (S)) for the decoder: the mean of the English rows that a piece stands for, as long as one.

    `pairs` are (English, Arabic) pieces by name.
    """
    lexicon = alignment.fit([arabic for _, arabic in pairs], [words for words, _ in pairs], [1.0] * len(pairs))
    size = len(lexicon.targets)
    kept = (lexicon.keys >= size) & (lexicon.probability > _LEAST)  # the first row is the empty word's
    arabic_at = {piece: index for index, piece in enumerate(pieces.target)}
    english_at = {piece: index for index, piece in enumerate(pieces.source)}
    ours = torch.tensor([arabic_at.get(piece, 0) for piece in lexicon.sources])[lexicon.keys[kept] // size]
    theirs = torch.tensor([english_at[piece] for piece in lexicon.targets])[lexicon.keys[kept] % size]
    share = torch.from_numpy(lexicon.probability[kept]).float()
    total = torch.zeros(len(pieces.target)).index_add_(0, ours, share)
    known = total > 0
    rows = torch.zeros(len(pieces.target), english.shape[1]).index_add_(0, ours, share[:, None] * english[theirs])
    rows *= english.norm(dim=1).mean() / rows.norm(dim=1, keepdim=True).clamp(min=1e-6)
    made = torch.zeros(len(pieces.target)).index_add_(0, ours, share * bias[theirs])
    made = torch.where(known, made / total.clamp(min=1e-6), torch.tensor(FRESH_BIAS))
    rows[END], made[END] = english[END], bias[END]
    return rows, made


def _known(tokens: TokenSet, pieces: Pieces) -> TokenSet:
    """Without the pairs whose Arabic has an unknown piece, or one that does not ship."""
    bad = np.flatnonzero((tokens.source == sets.UNKNOWN) | (tokens.source >= pieces.shipped))
    weight = tokens.weight.copy()
    weight[np.searchsorted(tokens.source_at, bad, side="right") - 1] = 0.0
    return replace(tokens, weight=weight)


def _named(tokens: TokenSet, pieces: Pieces) -> list[tuple[list[str], list[str]]]:
    """(English, Arabic) pieces by name of the first pairs that may be drawn, without the ends of sentences."""
    drawn = (i for i in range(len(tokens)) if tokens.weight[i] > 0)
    return [
        ([pieces.source[p] for p in tokens.source[tokens.source_at[i] : tokens.source_at[i + 1] - 1]],
         [pieces.target[p] for p in tokens.target[tokens.target_at[i] : tokens.target_at[i + 1] - 1]])
        for i in islice(drawn, _ALIGNED)
    ]  # fmt: skip
