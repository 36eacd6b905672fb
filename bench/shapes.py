"""Models with the shapes of the real ones and random weights, for benches that need their size and not their words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tests import tiny


@dataclass(frozen=True, slots=True)
class Shape:
    """A real model's numbers. ``dtype`` and ``pickled`` are how its weights lie on the Hub."""

    name: str
    config: dict[str, object]
    vocabulary: int
    end: int
    dtype: str
    pickled: bool


SHAPES = {
    # https://huggingface.co/Helsinki-NLP/opus-mt-ar-en: config.json; main has pytorch_model.bin alone (308 MB)
    "opus-mt-ar-en": Shape(
        "opus-mt-ar-en",
        {"d_model": 512, "encoder_ffn_dim": 2048, "decoder_ffn_dim": 2048, "encoder_attention_heads": 8,
         "decoder_attention_heads": 8, "encoder_layers": 6, "decoder_layers": 6, "max_position_embeddings": 512,
         "activation_function": "swish"},
        vocabulary=62_834, end=0, dtype="float32", pickled=True,
    ),
    # https://huggingface.co/Helsinki-NLP/opus-mt-tc-big-ar-en: config.json as kept in SaeedMLK/opus-mt-tc-big-ar-en;
    # main has model.safetensors (603 MB, fp16)
    "opus-mt-tc-big-ar-en": Shape(
        "opus-mt-tc-big-ar-en",
        {"d_model": 1024, "encoder_ffn_dim": 4096, "decoder_ffn_dim": 4096, "encoder_attention_heads": 16,
         "decoder_attention_heads": 16, "encoder_layers": 6, "decoder_layers": 6, "max_position_embeddings": 1024,
         "activation_function": "relu"},
        vocabulary=61_109, end=25_894, dtype="float16", pickled=False,
    ),
}  # fmt: skip


def build(shape: Shape, folder: Path, *, endless: bool = False) -> None:
    """A model of the shape, with random weights, as the real one lies on the Hub.

    ``endless``: it never ends a sentence by itself, so that a cap sets the length of its output; safetensors.
    """
    import torch
    from safetensors.torch import load_file, save_file
    from transformers import MarianConfig, MarianMTModel

    tiny.marian(folder)
    vocabulary = list(json.loads((folder / "vocab.json").read_text("utf-8")))
    pieces = [token for token in vocabulary if token not in {"</s>", "<pad>"}]
    pieces += [f"▁made-up-{row}" for row in range(shape.vocabulary - 2 - len(pieces))]
    tokens = [*pieces[: shape.end], "</s>", *pieces[shape.end :], "<pad>"]
    (folder / "vocab.json").write_text(json.dumps({token: row for row, token in enumerate(tokens)}), "utf-8")
    pad = shape.vocabulary - 1
    config = MarianConfig(
        vocab_size=shape.vocabulary, decoder_vocab_size=shape.vocabulary, pad_token_id=pad, decoder_start_token_id=pad,
        eos_token_id=shape.end, forced_eos_token_id=shape.end, scale_embedding=True, **shape.config,
    )  # fmt: skip
    torch.manual_seed(1)
    model = MarianMTModel(config).to(getattr(torch, shape.dtype))
    model.get_decoder().embed_tokens.weight.data[pad] = 0
    if endless:
        model.final_logits_bias[0, shape.end] = -1e4
    model.save_pretrained(folder)
    if shape.dtype == "float16":  # the real file holds the tied table twice, and is 125 MB larger for it
        state = load_file(folder / "model.safetensors")
        state["lm_head.weight"] = state["model.shared.weight"].clone()
        save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    if shape.pickled and not endless:
        torch.save(model.state_dict(), folder / "pytorch_model.bin")
        (folder / "model.safetensors").unlink()
