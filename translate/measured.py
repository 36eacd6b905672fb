"""What was measured of a model, by the bench named at each field; a model that was not measured has none of it."""

from __future__ import annotations

from dataclasses import dataclass

from .tables import rows


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures that hold for these very weights.

    ``score_floor`` is the 2 % quantile of the model's own scores on the even lines of FLORES-200 dev
    (``bench/guards.py --model``): below it ``low_score`` is said. ``longest`` is the length in tokens from which
    a sentence comes out better in pieces (``bench/windows.py``).
    """

    score_floor: float | None = None
    longest: int | None = None


def measured(model: str, sha256: str) -> Measured:
    """What is known of the model with this name and these weights.

    >>> measured("of-my-own", "")
    Measured(score_floor=None, longest=None)
    """
    for name, start, floor, longest in rows("measured.tsv"):
        if name == model and sha256.startswith(start):
            return Measured(float(floor), int(longest))
    return Measured()
