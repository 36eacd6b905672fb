"""Net2Net: the parent's 256 dimensions spread over 384, so that the wide decoder computes what the narrow one did.

Dimension i of the wide stream carries the narrow one's `MAP[i]`; half of them stand there twice. The map goes
through sines and cosines in the same order, so that Marian's sinusoids of width 384 meet the rows they belong to.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Widening:
    """The map from `narrow` to `wide` dimensions, and how often each narrow one stands in the wide stream."""

    narrow: int
    wide: int

    @property
    def index(self) -> Tensor:
        """For each wide dimension, the narrow one that it copies; (wide,)."""
        half, wide_half = self.narrow // 2, self.wide // 2
        first = torch.round(torch.arange(wide_half) * (half / wide_half) - 0.01).long().clamp(min=0, max=half - 1)
        return torch.cat([first, half + first])

    @property
    def copies(self) -> Tensor:
        """For each wide dimension, how many wide ones share its narrow one; (wide,)."""
        index = self.index
        return torch.bincount(index, minlength=self.narrow).float()[index]

    @property
    def scale(self) -> float:
        """Rows are multiplied by √width on their way in: what to multiply them with so that they arrive the same."""
        return math.sqrt(self.narrow / self.wide)

    def writes(self, weight: Tensor) -> Tensor:
        """A matrix or vector whose rows write to the stream."""
        return weight[self.index]

    def reads(self, weight: Tensor) -> Tensor:
        """A matrix whose columns read from the stream: copies share the old column's weight."""
        return weight[:, self.index] / self.copies

    def rows(self, table: Tensor) -> Tensor:
        """A table of embeddings."""
        return table[:, self.index] * self.scale
