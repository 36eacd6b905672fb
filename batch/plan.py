"""What is to be done with a file: nothing, because it is done; nothing, because it cannot be; or the work."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mujaz import reason
from mujaz.files import sha256_of

from .job import LOOKED_AT_AGAIN, Job
from .manifest import Entry, Ledger
from .outputs import Outputs, name
from .walk import Found

LINES = (".jsonl", ".ndjson")
"""Endings of files that hold an article a line, be it only one: their outputs lie in a folder."""


@dataclass(frozen=True, slots=True)
class Decision:
    """``job`` is the work; without it, ``entries`` say how the file's articles ended in an earlier run, or ``kind``
    and ``reason`` why it cannot be worked on.
    """

    input_sha256: str | None
    job: Job | None = None
    entries: tuple[Entry, ...] = ()
    kind: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Planner:
    """Compares what lies in IN with what the manifests and OUT say."""

    ledger: Ledger
    outputs: Outputs
    folder: Path
    options_sha256: str
    endings: Sequence[str]
    force: bool = False
    retry_failed: bool = False

    def decide(self, number: int, found: Found) -> Decision:
        """What to do with a file; reads it once, for its hash."""
        collision = self.outputs.claim(found.file)
        if collision:
            return Decision(None, kind="output", reason=collision)
        try:
            sha256 = sha256_of(found.path)
        except OSError as error:
            return Decision(None, kind="unreadable", reason=reason(error))
        last = self.ledger.last(found.file)
        if not self.force and last is not None and self._same(last, sha256):
            earlier = self._earlier(last)
            if earlier is not None:
                return Decision(sha256, entries=earlier)
        refusal = self._refusal(found.file)
        if refusal:
            return Decision(sha256, kind="output", reason=refusal)
        finished = {} if self.force else self._finished(found.file)
        return Decision(sha256, Job(number, found.file, os.fspath(found.path), found.size, finished))

    def _same(self, entry: Entry, sha256: str | None) -> bool:
        return entry.input_sha256 == sha256 and entry.options_sha256 == self.options_sha256

    def _earlier(self, last: Entry) -> tuple[Entry, ...] | None:
        """How the file's articles ended, if none of them needs work; its ``last`` line fits input and options."""
        entries: list[Entry | None] = [] if last.articles is not None and last.status == "done" else [last]
        entries += [self.ledger.last(last.file, number) for number in range(1, (last.articles or 0) + 1)]
        known = [each for each in entries if each is not None and self._stands(each)]
        return tuple(known) if len(known) == len(entries) else None

    def _stands(self, entry: Entry) -> bool:
        """Whether an article needs no work: failed for good, or all its outputs lie there as recorded."""
        if entry.options_sha256 != self.options_sha256:
            return False
        if entry.status == "failed":
            return not self.retry_failed and entry.kind not in LOOKED_AT_AGAIN
        return all(_lies_there(self.folder / output, sha256) for output, sha256 in entry.outputs.items())

    def _finished(self, file: str) -> dict[int, str]:
        """The articles of a file of many that need no work as long as they are the same."""
        finished = {}
        number = 1
        while (entry := self.ledger.last(file, number)) is not None:
            if entry.input_sha256 and self._stands(entry):
                finished[number] = entry.input_sha256
            number += 1
        return finished

    def _refusal(self, file: str) -> str | None:
        if file.lower().endswith(LINES):
            return None  # its articles are looked at as they come
        return self.outputs.refusal([name(file, None, ending) for ending in self.endings], owned(self.ledger, file))


def owned(ledger: Ledger, file: str, article: int | None = None) -> dict[str, set[str]]:
    """The contents (sha256) that an article's outputs may have and be ours: as recorded, or about to be."""
    found: dict[str, set[str]] = {}
    for entry in ledger.history(file, article):
        for output, sha256 in entry.outputs.items():
            found.setdefault(output, set()).add(sha256)
    return found


def _lies_there(path: Path, sha256: str) -> bool:
    try:
        return not path.is_symlink() and sha256_of(path) == sha256
    except OSError:
        return False
