"""The small model as a reader of what it wrote: what the judge of names and the reader of cuts have in common.

A critic only turns down. Without a model there is none, and nothing else changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from .rewrite import Writer

AnyCritic = TypeVar("AnyCritic", bound="Critic")

MOST = 400
"""Pieces that are read at most; of more a critic says nothing."""

START = "<|endoftext|>"


@dataclass(frozen=True, slots=True)
class Critic:
    """The model of a loaded :class:`~summarize.rewrite.Writer`: what writes can read as well."""

    generator: Any
    tokenizer: Any

    @classmethod
    def of(cls: type[AnyCritic], writer: Writer) -> AnyCritic:
        """The writer's own model, loaded once."""
        return cls(writer.generator, writer.tokenizer)

    def pieces(self, text: str) -> Any:
        """The pieces of a text behind a space; special tokens that it spells out are letters."""
        return self.tokenizer.encode(" " + text, add_special_tokens=False)
