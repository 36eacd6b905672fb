"""What a reader is given, and what it gives back: text, and what is known about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from mujaz import UserError


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a file, its name for messages, and what the user said about it."""

    data: bytes
    name: str
    encoding: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """One article as a reader found it; ``title`` may stand outside ``text`` or at its beginning.

    ``mended`` names the guesses that were made about the whole text (``mojibake``, ``visual_order``).
    """

    text: str
    title: str | None = None
    date: str | None = None
    url: str | None = None
    outlet: str | None = None
    encoding: str = "utf-8"
    mended: tuple[str, ...] = ()
    place: str = ""
    """Which of several articles of a file this is: a line, a record, a chapter."""

    def whole(self) -> str:
        """The text with its title before it, if it does not begin with it already."""
        title = (self.title or "").strip()
        if not title or " ".join(self.text.split()).startswith(" ".join(title.split())):
            return self.text
        return f"{title}\n\n{self.text}"


Reader = Callable[[Source], Iterator[Extract]]


def need(package: str, extra: str, name: str) -> None:
    """Raise :class:`UserError` with the line that installs ``package`` if it is missing."""
    if find_spec(package) is None:
        raise UserError(f"{name} needs the package {package}; install it with: pip install 'mujaz[{extra}]'")
