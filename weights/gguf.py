"""GGUF file → Hugging Face folder with fp16 safetensors, for Llama-shaped models.

transformers can read GGUF too, but wants ``accelerate`` for it, parses the vocabulary three times (a minute
for a 135M model) and leaves a quantisation note in the config that breaks later loading. Here one reader
walks the tensors once: a few seconds, memory for one copy of the weights in fp16.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mujaz import ModelError

# GGUF's name for a tensor of a block → the module of transformers' Llama.
_BLOCK = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
_TOP = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}

_CONTROL = 3
"""GGUF's token type of control tokens (``gguf.TokenType.CONTROL``)."""


def work(source: str, target: str) -> str:
    """Write the model of the GGUF file ``source`` into the existing folder ``target``.

    Raises:
        ModelError: the file is damaged, or its architecture or tokenizer is none that is known here.
    """
    import gguf

    try:
        reader = gguf.GGUFReader(source)
        said = _Said(reader.fields)
        if said("general.architecture") != "llama" or said("tokenizer.ggml.model") != "gpt2":
            raise ModelError(f"{Path(source).name}: only Llama models with a byte-level BPE can be read from GGUF")
        tied = all(tensor.name != "output.weight" for tensor in reader.tensors)
        folder = Path(target)
        _write_json(folder / "config.json", _config(said, tied=tied))
        ids = {f"{key}_token_id": said(f"tokenizer.ggml.{key}_token_id") for key in ("bos", "eos")}
        _write_json(
            folder / "generation_config.json",
            {**ids, "pad_token_id": said("tokenizer.ggml.padding_token_id")},
        )
        _write_tokenizer(folder, said)
        _write_weights(folder / "model.safetensors", reader, said)
    except (ValueError, KeyError, IndexError, OSError) as error:
        raise ModelError(f"{Path(source).name} is no GGUF file that can be read: {error}") from error
    return target


class _Said:
    """The key–value part of a GGUF file."""

    def __init__(self, fields: Any) -> None:
        self._fields = fields

    def __call__(self, key: str, default: Any = None) -> Any:
        field = self._fields.get(key)
        return default if field is None else field.contents()


def _config(said: _Said, *, tied: bool) -> dict[str, object]:
    heads = said("llama.attention.head_count")
    width = said("llama.embedding_length")
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "dtype": "float16",
        "attention_bias": False,
        "attention_dropout": 0.0,
        "bos_token_id": said("tokenizer.ggml.bos_token_id"),
        "eos_token_id": said("tokenizer.ggml.eos_token_id"),
        "pad_token_id": said("tokenizer.ggml.padding_token_id"),
        "head_dim": width // heads,
        "hidden_act": "silu",
        "hidden_size": width,
        "intermediate_size": said("llama.feed_forward_length"),
        "max_position_embeddings": said("llama.context_length"),
        "mlp_bias": False,
        "num_attention_heads": heads,
        "num_hidden_layers": said("llama.block_count"),
        "num_key_value_heads": said("llama.attention.head_count_kv", heads),
        "rms_norm_eps": said("llama.attention.layer_norm_rms_epsilon"),
        "rope_parameters": {"rope_theta": said("llama.rope.freq_base", 10000.0), "rope_type": "default"},
        "tie_word_embeddings": tied,
        "use_cache": True,
        "vocab_size": len(said("tokenizer.ggml.tokens")),
    }


def _write_weights(path: Path, reader: Any, said: _Said) -> None:
    import gguf
    import numpy as np
    from safetensors.numpy import save_file

    heads = said("llama.attention.head_count")
    swapped = {"attn_q": heads, "attn_k": said("llama.attention.head_count_kv", heads)}
    tensors = {}
    for tensor in reader.tensors:
        stem, _, kind = tensor.name.rpartition(".")
        block, number = stem.split(".")[2:], stem.split(".")[1:2]
        part = block[0] if block else ""
        if stem.startswith("rope_"):
            continue
        values = gguf.dequantize(tensor.data, tensor.tensor_type)
        if part in swapped:
            values = _unswapped(values, swapped[part])
        name = f"model.layers.{number[0]}.{_BLOCK[part]}" if part else _TOP[stem]
        tensors[f"{name}.{kind}"] = np.ascontiguousarray(values.astype(np.float16))
    save_file(tensors, path, metadata={"format": "pt"})


def _unswapped(values: Any, heads: int) -> Any:
    """Undo llama.cpp's order of the rotary rows (``LlamaModel.permute`` in its convert_hf_to_gguf.py)."""
    half = values.shape[0] // heads // 2
    return values.reshape(heads, half, 2, *values.shape[1:]).swapaxes(2, 1).reshape(values.shape)


def _write_tokenizer(folder: Path, said: _Said) -> None:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    tokens, kinds = said("tokenizer.ggml.tokens"), said("tokenizer.ggml.token_type")
    merges = [tuple(merge.split(" ", 1)) for merge in said("tokenizer.ggml.merges")]
    tokenizer = Tokenizer(models.BPE(vocab={token: row for row, token in enumerate(tokens)}, merges=merges))
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    if said("tokenizer.ggml.pre") == "smollm":  # numbers go in digit by digit
        digits = pre_tokenizers.Digits(individual_digits=True)
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([digits, byte_level])
    else:
        tokenizer.pre_tokenizer = byte_level
    tokenizer.decoder = decoders.ByteLevel()
    control = [token for token, kind in zip(tokens, kinds, strict=True) if kind == _CONTROL]
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in control])
    tokenizer.save(str(folder / "tokenizer.json"))
    named = {"bos_token": "bos", "eos_token": "eos", "unk_token": "unknown", "pad_token": "padding"}
    special = {name: said(f"tokenizer.ggml.{key}_token_id") for name, key in named.items()}
    _write_json(
        folder / "tokenizer_config.json",
        {
            **{name: tokens[row] for name, row in special.items() if row is not None},
            "tokenizer_class": "PreTrainedTokenizerFast",
            "clean_up_tokenization_spaces": False,
            "model_max_length": said("llama.context_length"),
        },
    )
    if template := said("tokenizer.chat_template"):
        (folder / "chat_template.jinja").write_text(template, "utf-8")


def _write_json(path: Path, value: dict[str, object]) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "utf-8")
