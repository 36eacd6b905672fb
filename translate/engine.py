"""What an engine is: sentences in, n-best hypotheses out. Nothing else in the house knows which one it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from mujaz import UsageError

from .decoding import Decoding

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One candidate translation.

    ``tokens`` are target pieces without the end token; ``score`` is the mean natural log-probability a
    token, end included; ``attention`` is a row a target token over the source tokens, in 255ths, or None when it was
    not asked for. An engine may make the rows only when they are looked at: few hypotheses' ever are.
    """

    text: str
    tokens: tuple[str, ...]
    score: float
    attention: Iterable[bytes] | None = None


def in_bytes(rows: Iterable[Iterable[float]]) -> tuple[bytes, ...]:
    """Attention weights between 0 and 1 as bytes.

    >>> [list(row) for row in in_bytes([[0.0, 0.5, 1.0]])]
    [[0, 128, 255]]
    """
    # A generator, round() and min() took seven times as long: 3 % of a translation.
    return tuple(bytes([int(255 * weight + 0.5) for weight in row]) for row in rows)


class Engine(Protocol):
    """A loaded model. The result for a sentence never depends on what else is in the stream."""

    name: str
    positions: int
    """The longest source or target in tokens, end included, that the model has positions for."""

    def tokens(self, text: str) -> list[str]:
        """The source pieces of ``text``, without the end token."""
        ...

    def unknown(self, text: str) -> str:
        """The characters of ``text`` that the model does not know, in order, without repeats."""
        ...

    def translate(
        self,
        sentences: Iterable[tuple[Key, str]],
        decoding: Decoding,
        *,
        nbest: int = 1,
        attention: bool = False,
    ) -> Iterator[tuple[Key, list[Hypothesis]]]:
        """N-best hypotheses a sentence, best first, in any order of keys."""
        ...

    def made_with(self) -> dict[str, object]:
        """Name, versions and number format, as they stand in the output."""
        ...


def _ctranslate2(folder: Path, threads: int) -> Engine:
    from .ct2_engine import CTranslate2Engine

    return CTranslate2Engine.load(folder, threads=threads)


def _transformers(folder: Path, threads: int) -> Engine:
    from .hf_engine import TransformersEngine

    return TransformersEngine.load(folder, threads=threads)


ENGINES: dict[str, Callable[[Path, int], Engine]] = {
    "ctranslate2": _ctranslate2,
    "transformers": _transformers,
}


def load_engine(name: str, folder: Path, *, threads: int) -> Engine:
    """Load the Marian model in ``folder`` (Hugging Face form) with the engine ``name``.

    Raises:
        UsageError: no engine has that name.
        ModelError: the folder is no Marian model, or is damaged.
    """
    if name not in ENGINES:
        raise UsageError(f"there is no engine {name!r}; there are: {', '.join(ENGINES)}")
    return ENGINES[name](folder, threads)
