"""The encoder: e5's first layers brought into Marian's shape, then matched to the original's hidden states.

e5 learns positions, norms its embeddings and begins with `<s>`; Marian adds sinusoids and does neither. So e5's
embedding-layer output is baked into the rows, four times as large, so that the sinusoids weigh less beside it; the
first layer's q, k and v are corrected by least squares; and some minutes of matching states on Arabic and Portuguese
repair the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel, MarianModel

from . import batches, precision
from .config import Config, Schedule, Stage
from .e5 import E5
from .joint import Pieces
from .network import marian_config
from .sets import END, TokenSet

_PARTS = (
    ("attention.self.query", "self_attn.q_proj"), ("attention.self.key", "self_attn.k_proj"),
    ("attention.self.value", "self_attn.v_proj"), ("attention.output.dense", "self_attn.out_proj"),
    ("attention.output.LayerNorm", "self_attn_layer_norm"), ("intermediate.dense", "fc1"), ("output.dense", "fc2"),
    ("output.LayerNorm", "final_layer_norm"),
)  # fmt: skip
_GAIN = 4.0
UNKNOWN_ROW = 3  # XLM-R's `<unk>`


@dataclass(frozen=True, slots=True)
class Matching:
    """How long the states are matched, and how fast."""

    steps: int = 300
    tokens: int = 1800
    layers_rate: float = 4e-4
    rows_rate: float = 6e-4
    warmup: int = 30
    seed: int = 0


def operate(
    e5: E5, pieces: Pieces, ids: list[int], end_row: Tensor, config: Config
) -> tuple[nn.Module, nn.Parameter, nn.Module]:
    """(Marian's encoder, its rows (S, H), e5 itself cut to the same pieces and layers).

    `ids` are e5's rows of the source pieces; `end_row` is what the decoder's table holds for `</s>`.
    """
    shape = config.shape
    teacher = _teacher(e5, ids, shape.encoder_layers)
    marian_shape = marian_config(shape, 8)
    marian_shape._attn_implementation = "eager"
    encoder = MarianModel(marian_shape).encoder
    weights = e5.weights
    with torch.no_grad():
        table = marian_rows(e5, ids)
        table[END] = end_row
        table[-1] = 0
        for index, layer in enumerate(encoder.layers):
            for theirs, ours in _PARTS:
                part = layer.get_submodule(ours)
                part.weight.copy_(weights[f"encoder.layer.{index}.{theirs}.weight"])
                part.bias.copy_(weights[f"encoder.layer.{index}.{theirs}.bias"])
        first = encoder.layers[0].self_attn
        first.out_proj.weight.mul_(_GAIN)
        first.out_proj.bias.mul_(_GAIN)
    assert len(pieces.source) == len(ids)
    return encoder, nn.Parameter(table), teacher


def marian_rows(e5: E5, ids: list[int]) -> Tensor:
    """(len(ids), H), as Marian takes them: what e5's embedding layer makes of a piece, mean over positions 1 to 45."""
    weights = e5.weights
    plain = weights["embeddings.word_embeddings.weight"][ids] + weights["embeddings.token_type_embeddings.weight"][0]
    gain, shift = weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"]
    places = weights["embeddings.position_embeddings.weight"][1:46:2]
    normed = [functional.layer_norm(plain + place, (e5.width,), gain, shift, 1e-12) for place in places]
    return torch.stack(normed).mean(0) * _GAIN / math.sqrt(e5.width)


def _teacher(e5: E5, ids: list[int], layers: int) -> nn.Module:
    """e5's BERT with the rows of `ids` and, as the last row, `<s>`."""
    table = e5.weights["embeddings.word_embeddings.weight"]
    bert = BertModel(
        BertConfig(
            vocab_size=len(ids) + 1, hidden_size=e5.width, num_hidden_layers=layers, num_attention_heads=e5.heads,
            intermediate_size=e5.feed_forward, type_vocab_size=2, layer_norm_eps=1e-12, hidden_act="gelu",
            max_position_embeddings=len(e5.weights["embeddings.position_embeddings.weight"]),
        ),
        add_pooling_layer=False,
    )  # fmt: skip
    kept = {k: v for k, v in e5.weights.items() if not k.startswith("encoder.layer.") or int(k.split(".")[2]) < layers}
    bert.load_state_dict(kept | {"embeddings.word_embeddings.weight": torch.cat([table[ids], table[:1]])}, strict=False)
    return bert.eval()


def sentences(sets: dict[str, TokenSet], matching: Matching) -> Iterator[Tensor]:
    """Source ids (B, S), padded with -1: Arabic and Portuguese, about 60 to 40."""
    stage = Stage(10**9, (("pairs", 0.62), ("portuguese", 0.38)))
    schedule = Schedule(stages=(stage,), batch_tokens=2 * matching.tokens, longest=90, seed=matching.seed)
    for batch in batches.in_order(sets, schedule, batches.Place(), 0):
        yield torch.from_numpy(batch.source)


def _targets(teacher: nn.Module, source: Tensor) -> list[Tensor]:
    """e5's states a layer, (B, S, H), its `<s>` cut off again."""
    pad, begin = teacher.config.vocab_size - 2, teacher.config.vocab_size - 1
    ids = torch.cat([torch.full((len(source), 1), begin), source.masked_fill(source < 0, pad)], 1)
    there = torch.cat([torch.ones(len(source), 1, dtype=torch.long), (source >= 0).long()], 1)
    states = teacher(input_ids=ids, attention_mask=there, output_hidden_states=True).hidden_states
    return [layer[:, 1:] for layer in states]


def correct_first_layer(encoder: nn.Module, rows: Tensor, teacher: nn.Module, sample: list[Tensor]) -> float:
    """Fit e5's embedding output from (row + sinusoid) and fold the map into q, k, v; returns the fit's R²."""
    with torch.no_grad():
        width = rows.shape[1]
        ours, theirs = [], []
        for source in sample:
            there = source >= 0
            ours.append((rows[source.clamp(min=0)] * math.sqrt(width) + encoder.embed_positions(source.shape))[there])
            theirs.append(_targets(teacher, source)[0][there])
        x, y = torch.cat([torch.cat(ours), torch.ones(sum(map(len, ours)), 1)], 1), torch.cat(theirs)
        fit = torch.linalg.solve(x.T @ x + torch.eye(width + 1), x.T @ y)
        attention = encoder.layers[0].self_attn
        for part in (attention.q_proj, attention.k_proj, attention.v_proj):
            part.bias.add_(part.weight @ fit[-1])
            part.weight.copy_(part.weight @ fit[:-1].T)
        r2 = 1 - (y - x @ fit).pow(2).sum() / (y - y.mean(0)).pow(2).sum()
    return float(r2)


def match(
    encoder: nn.Module, rows: nn.Parameter, teacher: nn.Module, source: Iterator[Tensor], matching: Matching
) -> float:
    """Bring the encoder's states to e5's at every second layer; returns the last cosine at the top."""
    layers = list(encoder.layers.parameters())
    optimiser = torch.optim.AdamW(
        [{"params": layers, "peak": matching.layers_rate}, {"params": [rows], "peak": matching.rows_rate}],
        lr=matching.layers_rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True,
    )  # fmt: skip
    top = len(encoder.layers)
    tapped = sorted({*range(2, top, 2), top})
    cosine = 0.0
    for step in range(matching.steps):
        ids = next(source)
        there = ids >= 0
        factor = min(1.0, (step + 1) / matching.warmup) * max(0.02, 1 - step / matching.steps)
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * factor
        with precision.autocast():
            with torch.no_grad():
                theirs = _targets(teacher, ids)
            vectors = functional.embedding(ids.clamp(min=0), rows) * math.sqrt(rows.shape[1])
            ours = encoder(inputs_embeds=vectors, attention_mask=there.long(), output_hidden_states=True).hidden_states
        loss = torch.zeros(())
        for layer in tapped:
            a, b = ours[layer][there].float(), theirs[layer][there].float()
            loss = loss + (2.0 if layer == top else 0.7) * functional.mse_loss(a, b) / b.var(0).mean()
            cosine = functional.cosine_similarity(a.detach() - b.mean(0), b - b.mean(0), dim=-1).mean().item()
        loss.backward()
        rows.grad[END].zero_()  # the loss reaches every row's table
        torch.nn.utils.clip_grad_norm_([*layers, rows], 1.0)
        optimiser.step()
        optimiser.zero_grad()
    return cosine
