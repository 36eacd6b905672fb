"""The writer's second thought: how likely would it have written what stands there now?

A draft is mended and shortened by rule once it is written, and readers find most that is untrue where a text is not
what the model would have written by itself. So it is shown its prompt, the evidence and the finished text once more.
"""

from __future__ import annotations

from dataclasses import dataclass

from .rewrite import Writer

LEAST = -8.0
"""The logarithm of the least likelihood of a bullet that is shown (docs/summaries-measured.md)."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """A critic of whole bullets."""

    writer: Writer

    def is_sure(self, text: str, shown: str) -> bool:
        """Whether the writer would write ``text`` of what it was ``shown``."""
        return self.writer.likelihood(shown, text) >= LEAST
