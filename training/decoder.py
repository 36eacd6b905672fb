"""The decoder: the parent's, its SSRU replaced by self-attention, brought back by matching hidden states.

The SSRU's candidate becomes the values of self-attention and the attention starts near uniform, which is close to
what a gated running mean does. Some minutes under teacher forcing on (Portuguese, English) repair the rest.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import MarianConfig, MarianModel

from . import precision
from .parent import DECODER_LAYERS, ENCODER_LAYERS, HEADS, WIDTH, Parent
from .sets import END


@dataclass(frozen=True, slots=True)
class Distilling:
    """How long, and how fast; `longest` is in pieces, on both sides."""

    steps: int = 300
    batch: int = 48
    longest: int = 60
    rate: float = 1e-3
    warmup: int = 40
    seed: int = 0


def child(parent: Parent) -> MarianModel:
    """Marian's own layers with the parent's weights; relu, width 256, no table (rows come in as vectors)."""
    inner = parent.tensors["decoder_l1_ffn_W1"].shape[1]
    config = MarianConfig(
        vocab_size=8, decoder_vocab_size=8, d_model=WIDTH, encoder_layers=ENCODER_LAYERS, decoder_layers=DECODER_LAYERS,
        encoder_attention_heads=HEADS, decoder_attention_heads=HEADS, encoder_ffn_dim=inner, decoder_ffn_dim=inner,
        dropout=0.0, attention_dropout=0.0, activation_dropout=0.0, max_position_embeddings=512, scale_embedding=True,
        activation_function="relu", pad_token_id=7, eos_token_id=END, decoder_start_token_id=7,
    )  # fmt: skip
    config._attn_implementation = "eager"
    model = MarianModel(config)
    copy = _Copy(parent)
    for number, layer in enumerate(model.encoder.layers, 1):
        prefix = f"encoder_l{number}_"
        copy.attention(layer.self_attn, prefix + "self", layer.self_attn_layer_norm)
        copy.feed_forward(layer, prefix)
    for number, layer in enumerate(model.decoder.layers, 1):
        prefix = f"decoder_l{number}_"
        copy.attention(layer.encoder_attn, prefix + "context", layer.encoder_attn_layer_norm)
        copy.feed_forward(layer, prefix)
        copy.norm(layer.self_attn_layer_norm, prefix + "rnn_ffn_ln")
        with torch.no_grad():
            layer.self_attn.v_proj.weight.copy_(parent.tensors[prefix + "rnn_W"].T)
            layer.self_attn.v_proj.bias.zero_()
            layer.self_attn.out_proj.weight.copy_(torch.eye(WIDTH))
            layer.self_attn.out_proj.bias.zero_()
    return model


class _Copy:
    """The parent's tensors into transformers' modules: Marian keeps (in, out), torch (out, in)."""

    def __init__(self, parent: Parent) -> None:
        self.tensors = parent.tensors

    @torch.no_grad()
    def linear(self, part: nn.Module, weight: str, bias: str) -> None:
        part.weight.copy_(self.tensors[weight].T)
        part.bias.copy_(self.tensors[bias].view(-1))

    @torch.no_grad()
    def norm(self, part: nn.Module, name: str) -> None:
        part.weight.copy_(self.tensors[name + "_scale"].view(-1))
        part.bias.copy_(self.tensors[name + "_bias"].view(-1))

    def attention(self, part: nn.Module, name: str, norm: nn.Module) -> None:
        for letter, ours in (("q", "q_proj"), ("k", "k_proj"), ("v", "v_proj"), ("o", "out_proj")):
            self.linear(part.get_submodule(ours), f"{name}_W{letter}", f"{name}_b{letter}")
        self.norm(norm, name + "_Wo_ln")

    def feed_forward(self, layer: nn.Module, prefix: str) -> None:
        self.linear(layer.get_submodule("fc1"), prefix + "ffn_W1", prefix + "ffn_b1")
        self.linear(layer.get_submodule("fc2"), prefix + "ffn_W2", prefix + "ffn_b2")
        self.norm(layer.get_submodule("final_layer_norm"), prefix + "ffn_ffn_ln")


def distil(
    model: MarianModel, parent: Parent, pairs: Sequence[tuple[str, str]], distilling: Distilling
) -> dict[str, float]:
    """Match the child's states to the parent's; returns the last next-piece accuracies of both."""
    batches = _batches(parent, pairs, distilling)
    rng = random.Random(distilling.seed)
    params = list(model.encoder.layers.parameters()) + list(model.decoder.layers.parameters())
    optimiser = torch.optim.AdamW(params, lr=distilling.rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
    accuracy = {"child": 0.0, "parent": 0.0}
    model.train()
    for step in range(distilling.steps):
        for group in optimiser.param_groups:
            warm = min(1.0, (step + 1) / distilling.warmup)
            group["lr"] = distilling.rate * warm * max(0.03, 1 - step / distilling.steps)
        loss, accuracy = _loss(model, parent, *rng.choice(batches))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(params, 1.0)
        optimiser.step()
        optimiser.zero_grad()
    return accuracy


def _batches(parent: Parent, pairs: Sequence[tuple[str, str]], distilling: Distilling) -> list[tuple[Tensor, Tensor]]:
    """Ids of both sides, of like lengths together, padded with -1."""
    rows = []
    for source, target in zip(*(parent.pieces.encode([pair[side] for pair in pairs]) for side in (0, 1)), strict=True):
        if max(len(source), len(target)) < distilling.longest:
            rows.append(([*source, END], [*target, END]))
    rows.sort(key=lambda row: (len(row[1]), len(row[0])))
    cut = [rows[i : i + distilling.batch] for i in range(0, len(rows), distilling.batch)]
    return [(_pad([row[0] for row in part]), _pad([row[1] for row in part])) for part in cut]


def _pad(rows: Sequence[Sequence[int]]) -> Tensor:
    padded = np.full((len(rows), max(map(len, rows))), -1, np.int64)
    for i, row in enumerate(rows):
        padded[i, : len(row)] = row
    return torch.from_numpy(padded)


def _loss(model: MarianModel, parent: Parent, source: Tensor, target: Tensor) -> tuple[Tensor, dict[str, float]]:
    """Squared distances of states over their variance: encoder's end, both layers' self-attention and end."""
    there, wanted = source >= 0, target >= 0
    memory, mask = parent.encode(source, there)
    theirs = parent.decode(target, memory, mask)
    scale = WIDTH**0.5
    before = torch.cat([torch.zeros(len(target), 1, WIDTH), parent.rows[target[:, :-1].clamp(min=0)]], 1)
    recurrent: list[Tensor] = []
    hooks = [
        layer.self_attn_layer_norm.register_forward_hook(lambda _m, _i, out: recurrent.append(out))
        for layer in model.decoder.layers
    ]
    with precision.autocast():
        states = model.encoder(inputs_embeds=parent.rows[source.clamp(min=0)] * scale, attention_mask=there.long())
        out = model.decoder(
            inputs_embeds=before, encoder_hidden_states=states.last_hidden_state, encoder_attention_mask=there.long(),
            use_cache=False, output_hidden_states=True,
        )  # fmt: skip
    for hook in hooks:
        hook.remove()
    loss = _distance(states.last_hidden_state, memory, there)
    for number, layer in enumerate(theirs):
        loss = loss + _distance(recurrent[number], layer.recurrent, wanted)
        loss = loss + _distance(out.hidden_states[number + 1], layer.final, wanted)
    with torch.no_grad():
        guesses = {"child": out.last_hidden_state.float(), "parent": theirs[-1].final}
        hits = {
            k: (parent.logits(v[wanted]).argmax(-1) == target[wanted]).float().mean().item() for k, v in guesses.items()
        }
    return loss, hits


def _distance(ours: Tensor, theirs: Tensor, where: Tensor) -> Tensor:
    return functional.mse_loss(ours[where].float(), theirs[where]) / theirs[where].var()
