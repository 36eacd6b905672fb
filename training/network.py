"""The network while it learns: Marian's layers from transformers, with one table of rows a language.

Two tables, because the English rows are also the output layer and may learn at a rate of their own; `export` joins
them into the one vocabulary that MarianMTModel wants. Everything lies in one flat dict of named tensors, which is
what a checkpoint holds: `encoder.…`, `decoder.…` as in transformers' MarianModel, `source_rows` (S, H),
`target_rows` (T, H), `bias` (T).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import MarianConfig, MarianModel

from . import precision
from .config import Rates, Shape
from .sets import END

Weights = dict[str, Tensor]


def marian_config(shape: Shape, vocabulary: int, dropout: float = 0.0) -> MarianConfig:
    """Transformers' configuration; the pad is the last piece and starts the decoder, as CTranslate2 wants it."""
    return MarianConfig(
        vocab_size=vocabulary, decoder_vocab_size=vocabulary, d_model=shape.width,
        encoder_layers=shape.encoder_layers, decoder_layers=shape.decoder_layers,
        encoder_attention_heads=shape.heads, decoder_attention_heads=shape.heads,
        encoder_ffn_dim=shape.feed_forward, decoder_ffn_dim=shape.feed_forward,
        dropout=dropout, attention_dropout=0.0, activation_dropout=0.0, max_position_embeddings=shape.positions,
        scale_embedding=True, activation_function="gelu", pad_token_id=vocabulary - 1, eos_token_id=END,
        bos_token_id=END, decoder_start_token_id=vocabulary - 1, forced_eos_token_id=END,
        share_encoder_decoder_embeddings=True, tie_word_embeddings=True,
    )  # fmt: skip


class Network(nn.Module):
    """Encoder, decoder and the two tables."""

    def __init__(self, shape: Shape, weights: Mapping[str, Tensor], dropout: float) -> None:
        super().__init__()
        config = marian_config(shape, 8, dropout)
        config._attn_implementation = "eager"  # faster than sdpa on these short rows
        marian = MarianModel(config)
        self.encoder, self.decoder = marian.encoder, marian.decoder
        for part in (self.encoder, self.decoder):
            part.embed_tokens = nn.Embedding(1, 1)  # never used: rows come in as vectors
            part.embed_tokens.weight.requires_grad_(False)
        self.width = shape.width
        self.source_rows = nn.Parameter(weights["source_rows"].clone())
        self.target_rows = nn.Parameter(weights["target_rows"].clone())
        self.bias = nn.Parameter(weights["bias"].clone())
        missing = self.load_state_dict(dict(weights), strict=False)
        assert not missing.unexpected_keys, missing.unexpected_keys
        assert all("embed" in key for key in missing.missing_keys), missing.missing_keys

    def learnt(self) -> dict[str, nn.Parameter]:
        """The parameters that a checkpoint holds, by name."""
        return {name: p for name, p in self.named_parameters() if "embed" not in name}

    def groups(self, rates: Rates) -> list[dict[str, object]]:
        """Optimiser groups, always four of them; parts at rate 0 are frozen and get no gradient."""
        named = self.learnt()
        decoder = [p for n, p in named.items() if n.startswith("decoder.") or n == "bias"]
        encoder = [p for n, p in named.items() if n.startswith("encoder.")]
        parts = ((decoder, rates.decoder), ([self.target_rows], rates.target_rows),
                 (encoder, rates.encoder), ([self.source_rows], rates.source_rows))  # fmt: skip
        for params, rate in parts:
            for p in params:
                p.requires_grad_(rate > 0)
        return [{"params": params, "peak": rate, "lr": rate} for params, rate in parts]

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Mean cross-entropy a target piece; `source` (B, S) and `target` (B, T) are ids padded with -1."""
        scale = math.sqrt(self.width)
        there, wanted = source >= 0, target >= 0
        with precision.autocast():
            rows = functional.embedding(source.clamp(min=0), self.source_rows) * scale
            with torch.set_grad_enabled(self.source_rows.requires_grad or self._encoder_learns()):
                states = self.encoder(inputs_embeds=rows, attention_mask=there.long()).last_hidden_state
            before = functional.embedding(target[:, :-1].clamp(min=0), self.target_rows)
            before = torch.cat([torch.zeros(len(target), 1, self.width), before], 1)  # the pad's row is zero
            out = self.decoder(
                inputs_embeds=before, encoder_hidden_states=states, encoder_attention_mask=there.long(), use_cache=False
            ).last_hidden_state
            logits = functional.linear(out[wanted], self.target_rows, self.bias)
        return functional.cross_entropy(logits.float(), target[wanted])

    def _encoder_learns(self) -> bool:
        return any(p.requires_grad for p in self.encoder.layers.parameters())

    @torch.no_grad()
    def tie_end(self) -> None:
        """The joint vocabulary has one end-of-sentence row, so both tables must hold the same."""
        self.source_rows[END].copy_(self.target_rows[END])


@contextmanager
def pooled_dropout(rate: float, generator: torch.Generator, size: int = 24_000_000) -> Iterator[None]:
    """Dropout masks as slices of one drawn pool: fresh masks cost 8 % of a step on a CPU."""
    pool = (torch.rand(size, generator=generator) >= rate).to(precision.native()) / (1 - rate)
    fresh = functional.dropout

    def dropout(x: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
        if not training or p == 0:
            return x
        start = int(torch.randint(max(1, size - x.numel()), (), generator=generator))
        return x * pool[start : start + x.numel()].view(x.shape) if x.numel() <= size else fresh(x, p)

    functional.dropout = dropout  # type: ignore[assignment]  # torch's layers pass the tensor by position
    try:
        yield
    finally:
        functional.dropout = fresh
