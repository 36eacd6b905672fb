"""A checkpoint as a plain MarianMT folder: fp16 safetensors that transformers loads and CTranslate2 converts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from torch import Tensor
from transformers import GenerationConfig, MarianMTModel

from weights.hashes import write_sums

from .config import Config
from .joint import Pieces, join
from .network import marian_config

TOKENIZER = {
    "source_lang": "ar", "target_lang": "en", "tokenizer_class": "MarianTokenizer", "model_max_length": 512,
    "separate_vocabs": False, "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>",
}  # fmt: skip


def export(config: Config, weights: Mapping[str, Tensor], folder: Path, *, length_penalty: float = 1.0) -> Path:
    """Write the folder. `weights` are a checkpoint's average (better) or its raw weights."""
    pieces = Pieces.load(config.pieces)
    vocabulary = pieces.vocabulary()
    size = len(vocabulary)
    model = MarianMTModel(marian_config(config.shape, size, dropout=0.1)).eval()
    result = model.load_state_dict(join(dict(weights), pieces), strict=False)
    assert not result.unexpected_keys, result.unexpected_keys
    assert all("embed" in key or "lm_head" in key for key in result.missing_keys), result.missing_keys
    model.tie_weights()
    model.generation_config = GenerationConfig(
        bad_words_ids=[[size - 1]], decoder_start_token_id=size - 1, eos_token_id=0, bos_token_id=0,
        pad_token_id=size - 1, forced_eos_token_id=0, num_beams=4, max_length=512, length_penalty=length_penalty,
    )  # fmt: skip
    model.half().save_pretrained(folder)
    _say_float32(folder / "config.json")
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps(TOKENIZER), encoding="utf-8")
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(config.pieces / name, folder / name)
    write_sums(folder)
    for path in folder.iterdir():
        path.chmod(0o644)  # safetensors writes 0600
    return folder


def _say_float32(path: Path) -> None:
    """Let transformers compute in float32: half precision is for the file, and slow on a CPU."""
    fields = json.loads(path.read_text(encoding="utf-8"))
    fields.pop("torch_dtype", None)
    path.write_text(json.dumps(fields | {"dtype": "float32"}, indent=1), encoding="utf-8")
