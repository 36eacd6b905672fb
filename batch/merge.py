"""Several shards' manifests into one, when they cover the folder."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from mujaz import UserError, write_whole

from .lock import lock
from .manifest import STATE, Ledger, manifests, spell
from .shard import Shard
from .walk import Found, Walk

MISSED = 5
"""Files without a result that the message names."""


def merge(
    in_folder: Path,
    out_folder: Path,
    *,
    include: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
    break_lock: bool = False,
    note: Callable[[str], None] = lambda line: None,
) -> int:
    """Write one manifest that says what all of them say, and remove the others; gives the number of its lines.

    Of an article it keeps what the ledger holds: how it ended, and the outputs that are its own from before.

    Raises:
        UserError: a file of ``in_folder`` has no result yet (the message names some), or a run is at work.
    """
    state = out_folder / STATE
    if not state.is_dir():
        raise UserError(f"{out_folder} holds no batch; run its shards first")
    with lock(state, Shard(), break_lock=break_lock):
        ledger = Ledger(state)
        missed = [
            item.file
            for item in Walk(in_folder, include, exclude, out_folder)
            if isinstance(item, Found) and ledger.last(item.file) is None
        ]
        if missed:
            some = ", ".join(missed[:MISSED]) + (f" and {len(missed) - MISSED} more" if len(missed) > MISSED else "")
            raise UserError(
                f"{len(missed)} files have no result yet: {some}; run every shard to its end, or the whole folder "
                f"without --shard"
            )
        others = [path for path in manifests(state) if path.stem != Shard().name]
        histories = filter(None, ledger.histories())
        spelled = sorted((told[0].file, told[0].article or 0, [*map(spell, told)]) for told in histories)
        lines = [line for _, _, told in spelled for line in told]
        write_whole(state / f"{Shard().name}.jsonl", b"".join(lines))
        for path in others:  # the whole manifest is on the disk: what they say is said
            path.unlink()
            for ending in (".lock", ".tmp"):
                left = path.with_suffix(ending)
                with contextlib.suppress(OSError):
                    left.rmdir() if left.is_dir() else left.unlink()
    failed = sum(1 for entry in Ledger(state).articles() if entry.status == "failed")
    note(f"merged {len(others)} manifests of shards into one of {len(lines)} lines, {failed} of them failures")
    return len(lines)
