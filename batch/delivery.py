"""From a result to files and a line of the manifest, in the order that survives a kill at any moment."""

from __future__ import annotations

import errno
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mujaz import UserError

from .job import Made
from .manifest import INDEX, Entry, Ledger, Manifest
from .outputs import DiskFullError, Outputs, name
from .plan import owned
from .walk import GoneError


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where results go."""

    outputs: Outputs
    manifest: Manifest
    ledger: Ledger
    options_sha256: str

    def article(self, file: str, input_sha256: str | None, made: Made) -> Entry:
        """Write an article's outputs, and the line that it is done; or the line that it failed, and why.

        Outputs are staged out of sight, announced in the manifest, shown, and only then called done: whatever moment
        a kill comes at, the next run knows its own files, and calls nothing done that is not whole on the disk.

        Raises:
            DiskFullError: there is no room; nothing half-written is left in sight.
            GoneError: the output folder is no longer there.
        """
        entry = Entry(
            file,
            made.article,
            made.input_sha256 or input_sha256,
            self.options_sha256,
            "failed" if made.kind else "done",
            sentences=made.sentences,
            flagged=made.flagged,
            kind=made.kind,
            error=made.error,
            seconds=round(made.seconds, 3),
            finished=round(time.time(), 3),
            sketch=made.sketch,
            articles=made.articles,
        )
        if made.kind:
            if any(earlier.status == "done" and earlier.outputs for earlier in self.ledger.history(file, made.article)):
                entry = replace(entry, error=f"{entry.error}; an earlier brief of it stays")
            return self._failed(entry)
        outputs = {name(file, made.article, ending): data for ending, data in made.outputs.items()}
        return self._written(entry, outputs)

    def whole_file(self, file: str, input_sha256: str | None, articles: int) -> None:
        """Write the line that a file of many has been gone through."""
        self._append(
            Entry(
                file,
                None,
                input_sha256,
                self.options_sha256,
                "done",
                finished=round(time.time(), 3),
                articles=articles,
            )
        )

    def index(self, pages: Mapping[str, bytes]) -> Entry:
        """Write the pages that lead to all briefs."""
        entry = Entry(INDEX, None, None, self.options_sha256, "done", finished=round(time.time(), 3))
        return self._written(entry, pages)

    def rendered(self, entry: Entry, outputs: Mapping[str, bytes]) -> Entry:
        """Write further outputs of an article that is done."""
        return self._written(replace(entry, finished=round(time.time(), 3)), outputs)

    def _written(self, entry: Entry, outputs: Mapping[str, bytes]) -> Entry:
        hashes = {output: hashlib.sha256(data).hexdigest() for output, data in outputs.items()}
        entry = replace(entry, outputs={**entry.outputs, **hashes})
        refusal = self.outputs.refusal(outputs, owned(self.ledger, entry.file, entry.article))
        if refusal:
            return self._failed(replace(entry, status="failed", kind="output", error=refusal, outputs={}))
        try:
            waiting = self.outputs.stage(outputs)
            self._append(Entry(entry.file, entry.article, None, entry.options_sha256, "writing", hashes))
            self.outputs.show(waiting)
        except (DiskFullError, GoneError):
            raise
        except UserError as error:
            return self._failed(replace(entry, status="failed", kind="output", error=str(error), outputs={}))
        self._append(entry)
        return entry

    def _failed(self, entry: Entry) -> Entry:
        before = self.ledger.last(entry.file, entry.article)
        if before is None or replace(before, finished=0, seconds=0) != replace(entry, finished=0, seconds=0):
            self._append(entry)
        return entry

    def _append(self, entry: Entry) -> None:
        try:
            self.manifest.append(entry)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFullError(
                    "the disk is full: the manifest could not be written; free some space and run it again"
                ) from error
            raise UserError(f"cannot write the manifest: {error.strerror}; check the output folder") from error
