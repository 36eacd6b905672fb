"""The article: the text as decoded or extracted, never cleaned, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Origin:
    """What was read, so that a brief can be checked against its source."""

    sha256: str = ""
    """Of the bytes read, in hex."""
    format: str = "text"
    encoding: str = "utf-8"
    mended: tuple[str, ...] = ()
    """Guesses made about the whole text (``mojibake``, ``visual_order``)."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article. Sentence offsets count code points of ``text``."""

    name: str
    text: str
    title: str | None = None
    date: str | None = None
    url: str | None = None
    outlet: str | None = None
    source: Origin = field(default_factory=Origin)

    @property
    def called(self) -> str:
        """What a message calls it."""
        return "standard input" if self.name == "-" else self.name
