"""Hugging Face folder → CTranslate2 folder, in a process of its own (see :mod:`weights.child`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mujaz import ModelError

from .processor import WHOLE

CONVERTER = 2
"""Raised when this file makes something else of the same weights."""

# What is not quantised stays float32: fp16 weights would otherwise make a CPU convert them at every load.
_QUANTIZATION = {"int8": "int8_float32"}

CARRIED = ("source.spm", "target.spm", "vocab.json", "target_vocab.json", "tokenizer.json", "tokenizer_config.json",
           "merges.txt", "chat_template.jinja", "generation_config.json")  # fmt: skip
"""What an engine needs beside the converted weights, so that the converted folder stands alone."""

CONVERTIBLE = ("marian", "bart", "pegasus", "mbart", "t5", "llama")
"""The ``model_type`` values that this house has use for."""


def work(source: str, target: str, compute_type: str, adapter: str = "", largest_weight: str = "") -> str:
    """Convert the model in folder ``source``, with an adapter merged if one is named, into the empty ``target``.

    ``largest_weight`` narrows the range of 8-bit weights (see :mod:`weights.processor`).

    Memory: the weights once in their own number format, and once quantised.

    Raises:
        ModelError: no loader knows this kind of model, or its files do not fit together.
    """
    import torch
    from ctranslate2.converters.transformers import register_loader

    # The conversion is copies and roundings: more threads would only take the machine from others.
    torch.set_num_threads(1)
    register_loader("MarianConfig")(_marian_loader())
    register_loader("BartConfig")(_bart_loader())
    folder = Path(source)
    kind = json.loads((folder / "config.json").read_text("utf-8")).get("model_type")
    if kind not in CONVERTIBLE:
        raise ModelError(f"{folder} holds a {kind} model; CTranslate2 conversion is for: {', '.join(CONVERTIBLE)}")
    try:
        converter = _converter(adapter, int(largest_weight or WHOLE))(str(folder), low_cpu_mem_usage=True)
        converter.convert(target, quantization=_QUANTIZATION.get(compute_type, compute_type), force=True)
    except (ValueError, KeyError, RuntimeError, OSError, AttributeError, AssertionError) as error:
        raise ModelError(f"the {kind} model in {folder} cannot be converted: {error}") from error
    for name in CARRIED:
        path = folder / name
        if path.is_file() and not (Path(target) / name).exists():
            (Path(target) / name).write_bytes(path.read_bytes())
    return target


def _converter(adapter: str, most: int) -> Any:
    """The stock converter, but it merges what an adapter has learnt, and no 8-bit weight is larger than ``most``."""
    from ctranslate2.converters import TransformersConverter

    from .adapter import read

    class Converter(TransformersConverter):  # type: ignore[misc]  # ctranslate2 ships no types
        def load_model(self, *names: Any, **options: Any) -> Any:
            model = super().load_model(*names, **options)
            if adapter:
                read(Path(adapter)).merge(model)
            return model

        def _load(self) -> Any:
            spec = super()._load()
            return spec if most == WHOLE else _narrowing(spec, most)

    return Converter


def _narrowing(spec: Any, most: int) -> Any:
    """``spec``, made to narrow its 8-bit weights once they are quantised."""
    import numpy as np
    from ctranslate2.specs.model_spec import NumpyVariable

    stock = type(spec)

    def narrow(layer: Any, name: str, value: Any) -> None:
        key = name.rpartition("/")[2]
        scale = getattr(layer, f"{key}_scale", None)
        if isinstance(value, NumpyVariable) and isinstance(scale, NumpyVariable) and value.dtype == "int8":
            share = np.float32(most / WHOLE)
            setattr(layer, key, NumpyVariable(np.rint(value.numpy() * share).astype(np.int8)))
            setattr(layer, f"{key}_scale", NumpyVariable(scale.numpy() * share))

    class Narrow(stock):  # type: ignore[misc, valid-type]
        def optimize(self, quantization: str | None = None) -> None:
            super().optimize(quantization=quantization)
            self._visit(narrow)

    spec.__class__ = Narrow
    return spec


def _marian_loader() -> Any:
    """The stock Marian loader, made to take two vocabularies, and a pad token that does not stand last.

    A Marian decoder starts from a zero embedding; the pad token that transformers adds to say so must be
    neither read nor written by the converted model, so its row goes from every table.
    """
    from ctranslate2.converters.transformers import MarianMTLoader

    class Loader(MarianMTLoader):  # type: ignore[misc]  # ctranslate2 ships no types
        def __call__(self, model: Any, tokenizer: Any) -> Any:
            self._sides = [
                _tokens(tokenizer.encoder, model.config.vocab_size),
                _tokens(
                    tokenizer.target_encoder if tokenizer.separate_vocabs else tokenizer.encoder,
                    model.config.decoder_vocab_size or model.config.vocab_size,
                ),
            ]
            return super().__call__(model, tokenizer)

        def _remove_pad_weights(self, spec: Any) -> None:
            sides = [
                (spec.encoder.embeddings[0], self._sides[0]),
                (spec.decoder.embeddings, self._sides[1]),
                (spec.decoder.projection, self._sides[1]),
            ]
            for table, tokens in sides:
                if "<pad>" in tokens:
                    pad = tokens.index("<pad>")
                    table.weight = _without(table.weight, pad)
                    if getattr(table, "bias", None) is not None and hasattr(table.bias, "shape"):
                        table.bias = _without(table.bias, pad)

        def set_vocabulary(self, spec: Any, tokens: list[str]) -> None:
            source, target = ([token for token in side if token != "<pad>"] for side in self._sides)
            spec.register_source_vocabulary(source)
            spec.register_target_vocabulary(target)

    return Loader


def _bart_loader() -> Any:
    """The stock BART loader reads a setting that transformers 5 no longer writes; BART never had it on."""
    from ctranslate2.converters.transformers import BartLoader

    class Loader(BartLoader):  # type: ignore[misc]  # ctranslate2 ships no types
        def get_model_spec(self, model: Any) -> Any:
            model.config.normalize_before = getattr(model.config, "normalize_before", False)
            return super().get_model_spec(model)

    return Loader


def _tokens(vocabulary: dict[str, int], size: int) -> list[str]:
    """The tokens in the order of their rows; a row that no token names (opus-mt pads some) gets a name."""
    rows = {row: token for token, row in vocabulary.items()}
    if rows and max(rows) >= size:
        raise ModelError(f"the vocabulary names row {max(rows)} of a table that has {size}")
    return [rows.get(row, f"<unused-{row}>") for row in range(size)]


def _without(table: Any, row: int) -> Any:
    import torch

    return torch.cat([table[:row], table[row + 1 :]])
