"""How a hypothesis is searched for: one frozen value, recorded in every output."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from mujaz import UsageError


@dataclass(frozen=True, slots=True)
class Decoding:
    """Settings of the beam search, the same for every engine.

    ``max_ratio`` and ``max_extra`` bound the output by the source: at most ``max_ratio * n + max_extra``
    target tokens for ``n`` source tokens, so that no cap of a library can cut a sentence. ``max_source``
    is the longest source in tokens that goes to the model in one piece.
    """

    beam_size: int = 4
    length_penalty: float = 1.0
    no_repeat_ngram: int = 0
    max_ratio: float = 2.0
    max_extra: int = 24
    max_source: int = 200

    @classmethod
    def chosen(cls, *, fast: bool = False, best: bool = False, beam_size: int | None = None) -> Decoding:
        """The defaults, or an end of the scale; an explicit ``beam_size`` wins.

        >>> Decoding.chosen(fast=True).beam_size, Decoding.chosen(best=True, beam_size=6).beam_size
        (1, 6)

        Raises:
            UsageError: both ends at once.
        """
        if fast and best:
            raise UsageError("--fast and --best exclude each other; give one")
        end = FAST if fast else BEST if best else cls()
        return end if beam_size is None else replace(end, beam_size=beam_size)

    def max_target(self, source_tokens: int) -> int:
        """The longest output in tokens for a source of ``source_tokens``.

        >>> Decoding().max_target(10)
        44
        """
        return int(self.max_ratio * source_tokens) + self.max_extra

    def window(self, positions: int) -> int:
        """The longest source in tokens whose longest output still fits a model with ``positions``.

        >>> Decoding().window(512), Decoding().window(128)
        (200, 52)
        """
        return max(1, min(self.max_source, int((positions - self.max_extra) / self.max_ratio)))

    def record(self) -> dict[str, float | int]:
        """The effective values, as they stand in ``made_with``."""
        return asdict(self)


FAST = Decoding(beam_size=1)
BEST = Decoding(beam_size=8)
