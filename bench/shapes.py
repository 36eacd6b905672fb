"""Models with the shapes of the real ones and random weights, for benches that need their size and not their words."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


NEVER = -1e4
"""The bias of an end token that shall not come."""


def build(shape: Shape, folder: Path, *, endless: bool = False, pieces: Path | None = None) -> None:
    """A model of the shape, with random weights, as the real one lies on the Hub.

    ``endless``: it never ends a sentence by itself, so that a cap sets the length of its output; safetensors.
    ``pieces``: the Marian folder whose pieces cut the text, for sentences of a real length in tokens.
    """
    import torch
    from safetensors.torch import load_file, save_file
    from transformers import MarianConfig, MarianMTModel

    tiny.marian(folder)
    if pieces:
        for name in ("source.spm", "target.spm", "vocab.json"):
            shutil.copy(pieces / name, folder / name)
    vocabulary = list(json.loads((folder / "vocab.json").read_text("utf-8")))
    known = [token for token in vocabulary if token not in {"</s>", "<pad>"}]
    known += [f"▁made-up-{row}" for row in range(shape.vocabulary - 2 - len(known))]
    tokens = [*known[: shape.end], "</s>", *known[shape.end :], "<pad>"]
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
        model.final_logits_bias[0, shape.end] = NEVER
    model.save_pretrained(folder)
    if shape.dtype == "float16":  # the real file holds the tied table twice, and is 125 MB larger for it
        state = load_file(folder / "model.safetensors")
        state["lm_head.weight"] = state["model.shared.weight"].clone()
        save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    if shape.pickled and not endless:
        torch.save(model.state_dict(), folder / "pytorch_model.bin")
        (folder / "model.safetensors").unlink()


def build_bart(folder: Path) -> Any:
    """A summariser with the numbers of distilbart-cnn-12-6 and random weights; its tokenizer is given back.

    https://huggingface.co/sshleifer/distilbart-cnn-12-6: config.json. It never ends by itself: ``max_length`` does.
    """
    import torch
    from tokenizers import Tokenizer
    from transformers import BartConfig, BartForConditionalGeneration

    tiny.bart(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    vocabulary = 50_264
    tokenizer.add_tokens([f"made-up-{row}" for row in range(vocabulary - tokenizer.get_vocab_size())])
    tokenizer.save(str(folder / "tokenizer.json"))
    config = BartConfig(
        vocab_size=vocabulary, d_model=1024, encoder_layers=12, decoder_layers=6, encoder_ffn_dim=4096,
        decoder_ffn_dim=4096, encoder_attention_heads=16, decoder_attention_heads=16, max_position_embeddings=1024,
        decoder_start_token_id=2, forced_bos_token_id=None, forced_eos_token_id=None,
    )  # fmt: skip
    torch.manual_seed(1)
    model = BartForConditionalGeneration(config)
    model.final_logits_bias[0, 2] = NEVER
    model.generation_config.update(max_length=64, min_length=60, num_beams=4, no_repeat_ngram_size=3)
    model.save_pretrained(folder)
    return tokenizer
