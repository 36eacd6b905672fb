"""Encoder and decoder become one network: the decoder widened, its cross-attention reading through a linear map.

The map goes from the new encoder's states to the parent encoder's states on the same Portuguese words, fitted by
least squares; folded into the cross-attention's keys and values, it lets the decoder read what it knows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from transformers import MarianModel

from .joint import Pieces
from .network import Weights
from .parent import Parent
from .sets import END
from .widen import Widening

_GELU = 3.0  # relu(x) ≈ gelu(3x)/3
FRESH_BIAS = -3.0  # pieces that the parent lacks start unlikely


def linear_map(
    encoder: nn.Module, rows: Tensor, spm: Any, parent: Parent, portuguese: Sequence[str]
) -> tuple[Tensor, Tensor, float]:
    """(weight (256, H), bias (256), held-out R²) from our states to the parent's, word by word."""
    ours, theirs = [], []
    for i in range(0, len(portuguese), 32):
        a, b = _aligned_states(encoder, rows, spm, parent, portuguese[i : i + 32])
        ours += a
        theirs += b
    x, y = torch.stack(ours), torch.stack(theirs)
    x = torch.cat([x, torch.ones(len(x), 1)], 1)
    cut = int(len(x) * 0.9)
    fit = torch.linalg.solve(x[:cut].T @ x[:cut] + torch.eye(x.shape[1]), x[:cut].T @ y[:cut])
    rest = y[cut:] - x[cut:] @ fit
    r2 = 1 - (rest.pow(2).sum() / (y[cut:] - y.mean(0)).pow(2).sum()).item()
    return fit[:-1].T, fit[-1], r2


@torch.no_grad()
def _aligned_states(
    encoder: nn.Module, rows: Tensor, spm: Any, parent: Parent, lines: Sequence[str]
) -> tuple[list[Tensor], list[Tensor]]:
    """States of both encoders at the pieces that cover the same characters; lines cut differently are left out."""
    lines = [" ".join(line.split()) for line in lines]
    a, b = spm.encode(lines), parent.pieces.encode(lines)
    x, y = _ended(a), _ended(b)
    states = encoder(
        inputs_embeds=rows[x.clamp(min=0)] * math.sqrt(rows.shape[1]), attention_mask=(x >= 0).long()
    ).last_hidden_state
    memory, _ = parent.encode(y, y >= 0)
    ours, theirs = [], []
    for n in range(len(lines)):
        spans = _spans([spm.id_to_piece(i) for i in a[n]])
        other = _spans([parent.pieces.id_to_piece(i) for i in b[n]])
        if not spans or not other or spans[-1][1] != other[-1][1]:
            continue
        for k, (start, end) in enumerate(spans):
            best = max(range(len(other)), key=lambda j: min(end, other[j][1]) - max(start, other[j][0]))
            ours.append(states[n, k])
            theirs.append(memory[n, best])
        ours.append(states[n, len(spans)])
        theirs.append(memory[n, len(other)])
    return ours, theirs


def _ended(rows: Sequence[Sequence[int]]) -> Tensor:
    longest = max(map(len, rows)) + 1
    return torch.tensor([[*row, END, *[-1] * (longest - len(row) - 1)] for row in rows])


def _spans(pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Where each piece begins and ends in the line, in characters."""
    spans, at = [], 0
    for piece in pieces:
        spans.append((at, at + len(piece)))
        at += len(piece)
    return spans


@torch.no_grad()
def join(
    encoder: nn.Module, rows: Tensor, child: MarianModel, fit: tuple[Tensor, Tensor], *, parent: Parent, pieces: Pieces
) -> Weights:
    """The first weights of the whole network, as wide as the encoder; `fit` is the linear map."""
    torch.manual_seed(0)
    widening = Widening(child.config.d_model, rows.shape[1])
    weights = {f"encoder.{k}": v.clone() for k, v in encoder.state_dict().items() if "embed" not in k}
    for number, layer in enumerate(child.decoder.layers):
        last = number + 1 == len(child.decoder.layers)
        weights |= _wide_layer(f"decoder.layers.{number}.", layer, widening, fit, last=last)
    known = {parent.pieces.id_to_piece(i): i for i in range(parent.pieces.get_piece_size())}
    index = torch.tensor([known[p] if p in known else known[p.removeprefix("▁")] for p in pieces.target])
    bias = parent.bias[index].clone().clamp(min=-9)
    bias[[i for i, p in enumerate(pieces.target) if p not in known]] += FRESH_BIAS
    return weights | {
        "source_rows": rows.detach().clone(),
        "target_rows": widening.rows(parent.rows[index]),
        "bias": bias,
    }


def _wide_layer(
    prefix: str, layer: nn.Module, widening: Widening, fit: tuple[Tensor, Tensor], *, last: bool
) -> Weights:
    """One decoder layer at the new width. Heads 1 to 4 are doubled, so both copies write half of what they did."""
    size = widening.narrow // layer.self_attn.num_heads
    extra = (widening.wide - widening.narrow) // size
    heads = torch.arange(widening.narrow).view(-1, size)
    new = torch.cat([heads, heads[:extra]]).reshape(-1)
    half = torch.ones(len(new) // size)
    half[:extra] = half[len(heads) :] = 0.5
    weights: Weights = {}
    for name in ("self_attn", "encoder_attn"):
        attention = layer.get_submodule(name)
        for part in ("q_proj", "k_proj", "v_proj"):
            weight, bias = _linear(attention.get_submodule(part))
            if name == "encoder_attn" and part != "q_proj":
                weight, bias = weight @ fit[0], bias + weight @ fit[1]
            else:
                weight = widening.reads(weight)
            weight = weight[new]
            weight[widening.narrow :] *= 1 + 0.1 * torch.randn_like(weight[widening.narrow :])  # copies must part
            weights |= {f"{prefix}{name}.{part}.weight": weight, f"{prefix}{name}.{part}.bias": bias[new]}
        weight, bias = _linear(attention.get_submodule("out_proj"))
        weights[f"{prefix}{name}.out_proj.weight"] = widening.writes(weight)[:, new] * half.repeat_interleave(size)
        weights[f"{prefix}{name}.out_proj.bias"] = widening.writes(bias)
        weights |= _wide_norm(f"{prefix}{name}_layer_norm", layer.get_submodule(f"{name}_layer_norm"), widening)
    weight, bias = _linear(layer.get_submodule("fc1"))
    weights |= {f"{prefix}fc1.weight": widening.reads(weight) * _GELU, f"{prefix}fc1.bias": bias * _GELU}
    weight, bias = _linear(layer.get_submodule("fc2"))
    weights |= {f"{prefix}fc2.weight": widening.writes(weight) / _GELU, f"{prefix}fc2.bias": widening.writes(bias)}
    norm = _wide_norm(f"{prefix}final_layer_norm", layer.get_submodule("final_layer_norm"), widening)
    if last:  # the output layer adds up copies: the last norm divides them
        norm = {k: v / (widening.copies * widening.scale) for k, v in norm.items()}
    return weights | norm


def _linear(part: nn.Module) -> tuple[Tensor, Tensor]:
    return part.weight.detach(), part.bias.detach()


def _wide_norm(name: str, part: nn.Module, widening: Widening) -> Weights:
    weight, bias = _linear(part)
    return {f"{name}.weight": widening.writes(weight), f"{name}.bias": widening.writes(bias)}
