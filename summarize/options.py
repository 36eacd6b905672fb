"""What a user may ask of a brief: one frozen value, recorded in every output."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from mujaz import UsageError

ORDERS = ("importance", "article")


@dataclass(frozen=True, slots=True)
class BriefOptions:
    """Length, focus and order of the bullets; None for ``bullets`` and ``words`` means "by the article's length"."""

    bullets: int | None = None
    words: int | None = None
    """At most so many words in all bullets together."""
    focus: str | None = None
    order: str = "article"
    extractive: bool = False
    """No model at all: the article's own sentences."""
    max_words: int = 28
    """The longest abstractive bullet."""
    max_extract: int = 32
    """The longest extractive bullet; a longer sentence is cut at a clause border."""
    headline_words: int = 12
    beam_size: int = 4
    """Of the second round, for groups whose greedy sentence fails the check."""

    def __post_init__(self) -> None:
        """Refuse what cannot be carried out.

        Raises:
            UsageError: a count below one, an unknown order.
        """
        for name in ("bullets", "words", "max_words", "max_extract", "headline_words", "beam_size"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise UsageError(f"--{name.replace('_', '-')} must be at least 1, not {value}")
        if self.order not in ORDERS:
            raise UsageError(f"--order is one of {', '.join(ORDERS)}, not {self.order!r}")

    def wanted(self, sentences: int) -> int:
        """How many bullets an article of so many sentences gets: what was asked for, or 3 to 7 by length.

        >>> [BriefOptions().wanted(n) for n in (2, 12, 40)], BriefOptions(words=50).wanted(40)
        ([2, 4, 7], 2)
        """
        wanted = self.bullets or min(7, max(3, 2 + sentences // 5))
        if self.words and not self.bullets:
            wanted = min(wanted, max(1, self.words // 20))
        return min(wanted, sentences)

    def record(self) -> dict[str, object]:
        """The effective values, as they stand in ``made_with``."""
        return asdict(self)
