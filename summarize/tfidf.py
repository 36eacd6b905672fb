"""The sentences of an article as sparse TF-IDF rows: as much memory as they have words."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .words import content

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of unit length over stems; a sentence without content is a row of zeros.

    ``value[i]`` stands in ``column[i]`` of the row that ``starts`` says: row ``at`` is ``starts[at]:starts[at + 1]``.
    """

    column: npt.NDArray[np.int64]
    value: Vector
    starts: npt.NDArray[np.int64]
    width: int

    @classmethod
    def of(cls, sentences: Sequence[str]) -> Rows:
        """The rows of ``sentences``, one each: term counts times log(1 + sentences / sentences with the stem).

        >>> rows = Rows.of(["The port of Sirte burns.", "The port is closed.", "of the"])
        >>> (rows @ rows.sum([0])).round(2).tolist()
        [1.0, 0.23, 0.0]
        """
        counts = [Counter(w.stem for w in content(s)) for s in sentences]
        columns = {stem: at for at, stem in enumerate(dict.fromkeys(itertools.chain.from_iterable(counts)))}
        column = np.fromiter((columns[stem] for row in counts for stem in row), np.int64)
        value = np.fromiter((times for row in counts for times in row.values()), np.float64)
        starts = np.cumsum([0, *map(len, counts)])
        value *= np.log(1.0 + len(counts) / np.bincount(column, minlength=1).clip(min=1))[column]
        lengths = np.sqrt(np.bincount(_places(starts), value**2, minlength=len(counts)))
        return cls(column, value / lengths[_places(starts)], starts, len(columns))

    def __matmul__(self, other: Vector) -> Vector:
        """The product of every row with a vector over the stems."""
        products = self.value * other[self.column]
        totals = np.bincount(_places(self.starts), products, minlength=len(self.starts) - 1)
        return np.asarray(totals, dtype=np.float64)  # without any word they are whole numbers

    def sum(self, members: Iterable[int]) -> Vector:
        """The sum of some rows, as a vector over the stems."""
        total = np.zeros(self.width)
        for at in members:
            here = slice(self.starts[at], self.starts[at + 1])
            total[self.column[here]] += self.value[here]
        return total


def _places(starts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The row of every value."""
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


def unit(vector: Vector) -> Vector:
    """``vector`` with length 1, or as it is where it is zero."""
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
