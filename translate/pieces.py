"""Marian's own view of a text: SentencePiece pieces and the vocabulary that holds them, without transformers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mujaz import ModelError

END = "</s>"
UNKNOWN = "<unk>"
ENGLISH_MARKS = (">>eng<<", ">>en<<")
"""How models with several target languages are told to write English (OPUS-MT model cards)."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The two SentencePiece models of a Marian folder and its source vocabulary."""

    source: Any
    target: Any
    vocabulary: Mapping[str, str]
    """Every piece to itself: a window of sentences holds tens of thousands of them, each but once."""
    prefix: tuple[str, ...]
    """The target-language mark, when the model wants one."""
    positions: int
    """The longest sequence in tokens that the model has positions for."""

    @classmethod
    def load(cls, folder: Path) -> Pieces:
        """Read the SentencePiece models, the vocabulary and the configuration of a Marian folder.

        Raises:
            ModelError: a file is missing or unreadable.
        """
        import sentencepiece

        try:
            source, target = (
                sentencepiece.SentencePieceProcessor(model_proto=(folder / name).read_bytes())
                for name in ("source.spm", "target.spm")
            )
            vocabulary = {piece: piece for piece in json.loads((folder / "vocab.json").read_text(encoding="utf-8"))}
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            positions = int(config.get("max_position_embeddings", 512))
        except (OSError, RuntimeError, TypeError, ValueError) as error:
            raise ModelError(f"{folder} is no usable Marian model: {error}") from error
        prefix = tuple(mark for mark in ENGLISH_MARKS if mark in vocabulary)[:1]
        return cls(source, target, vocabulary, prefix, positions)

    def encode(self, text: str) -> list[str]:
        """Source pieces of ``text``; what the vocabulary does not hold becomes ``<unk>``."""
        return [self.vocabulary.get(piece, UNKNOWN) for piece in self._raw(text)]

    def model_input(self, text: str) -> list[str]:
        """What the encoder reads: the language mark, if any, the pieces, the end token."""
        return [*self.prefix, *self.encode(text), END]

    def unknown(self, text: str) -> str:
        """The characters that the model does not know, in order of appearance, without repeats."""
        missing = "".join(piece for piece in self._raw(text) if piece not in self.vocabulary)
        return "".join(dict.fromkeys(missing.replace("\N{LOWER ONE EIGHTH BLOCK}", "")))

    def decode(self, tokens: Sequence[str]) -> str:
        """Target pieces to text."""
        return str(self.target.decode_pieces(_without_specials(tokens)))

    def _raw(self, text: str) -> list[str]:
        # SentencePiece takes UTF-8; a lone surrogate has none and is nothing a model could know.
        return list(self.source.encode_as_pieces(text.encode("utf-8", "replace").decode("utf-8")))


def _without_specials(tokens: Iterable[str]) -> list[str]:
    return [token for token in tokens if token not in (END, "<pad>")]
