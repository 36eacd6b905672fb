"""What a user may ask of a brief: one frozen value, recorded in every brief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

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
    """Hypotheses that the small model proposes for a group; the translator's ``--beam-size`` sets it too."""

    def __post_init__(self) -> None:
        """Refuse what cannot be carried out.

        Raises:
            UsageError: a count below one, an unknown order.
        """
        for name in ("bullets", "words", "max_words", "max_extract", "headline_words", "beam_size"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise UsageError(f"{name} must be at least 1, not {value}")
        if self.order not in ORDERS:
            raise UsageError(f"order is one of {', '.join(ORDERS)}, not {self.order!r}")

    @classmethod
    def given(cls, options: Mapping[str, Any]) -> dict[str, Any]:
        """The fields that were given among a command's ``options``.

        >>> BriefOptions.given({"bullets": 3, "words": None, "model": "opus-mt-ar-en"})
        {'bullets': 3}
        """
        return {name: options[name] for name in cls.__slots__ if options.get(name) is not None}

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
        """The effective values, as they stand in ``made_with``: beside the model that wrote, or under ``brief``."""
        return asdict(self)
