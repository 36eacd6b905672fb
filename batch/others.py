"""What another batch has written: its briefs are no articles, be their folder inside IN, or IN itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mujaz import UserError

from .manifest import INDEX, STATE, Ledger


@dataclass(frozen=True, slots=True)
class Made:
    """The outputs of a batch, as its manifests name them. ``inside`` is their folder's path inside IN, ``/`` behind."""

    ledger: Ledger
    inside: str

    @classmethod
    def by(cls, folder: Path, inside: str) -> Made | None:
        """Those in ``folder``; None if its manifests cannot be read: then they hold nothing that is known."""
        try:
            return cls(Ledger(folder / STATE), inside)
        except UserError:
            return None

    def holds(self, file: str) -> bool:
        """Whether ``file`` (its path inside IN) is one of the outputs."""
        output = PurePosixPath(file.removeprefix(self.inside))
        makers: list[tuple[str, int | None]] = [(str(output.with_suffix("")), None), (INDEX, None)]
        if output.stem.isdecimal():
            makers.append((str(output.parent), int(output.stem)))
        return any(str(output) in entry.outputs for maker in makers for entry in self.ledger.history(*maker))
