"""The one entry of the room: a folder of articles into a folder of briefs."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from mujaz import UserError, reason

from .crew import Crew, Nobody
from .index import write_index
from .interrupts import Interrupted, Interrupts, listening
from .lock import gate, lock
from .manifest import STATE, Ledger, Manifest, called
from .near import groups
from .options import BatchOptions
from .outputs import DiskFullError, Outputs
from .progress import Progress
from .recipe import Settled
from .record import Record, recorded, settled_for
from .rounds import Enough, Place, Rounds
from .summary import Summary
from .walk import GoneError, PassedBy, Walk
from .worker import Load

_log = logging.getLogger("mujaz")


def run(
    in_folder: Path,
    out_folder: Path,
    options: BatchOptions = BatchOptions(),  # noqa: B008 - frozen
    *,
    note: Callable[[str], None] = _log.info,
    progress: Callable[[Progress], None] | None = None,
    load: Load | None = None,
    crew: Crew | None = None,
) -> Summary:
    """Brief every article under ``in_folder`` that has no brief in ``out_folder`` yet.

    What goes wrong with an article is in the summary, and so is an interruption or a full disk; its ``exit_code``
    is the contract's.

    Args:
        in_folder: read, never written to.
        out_folder: made if it is missing.
        options: what to do, and with which choices.
        note: takes a line about the run as such.
        progress: called whenever something is finished.
        load: the work, if not the real one.
        crew: who does it, if not a process on this machine.

    Raises:
        UserError: the folders do not go together, another run is at work, or a choice contradicts an earlier one.
        ModelError: a model is missing or damaged.
    """
    source, target = _checked(in_folder, out_folder)
    walk = Walk(source, options.include, options.exclude, target if target.is_dir() else None)
    if options.dry_run:
        return _dry(walk, source, target, replace(options, watch=None), note)
    with _place(source, target, options, note) as (place, settled), listening() as interrupts:
        walk = replace(walk, leave_out=target)
        total = _count(walk, options) if progress and options.watch is None else None
        crew = crew or _crew(load or _loader(settled, place, options), options, interrupts)
        rounds = Rounds(place, options, crew, interrupts, progress=progress or _ignore, total=total)
        summary = _watched(rounds, walk, options, crew, interrupts)
        _look_back(walk, place, options, summary)
        return summary


def _dry(walk: Walk, source: Path, target: Path, options: BatchOptions, note: Callable[[str], None]) -> Summary:
    """Decide about every file, and write nothing."""
    state = target / STATE
    settled, made = settled_for(options, state, note)
    nowhere = Manifest(Path(os.devnull))
    place = Place(target, state, _outputs(source, target, options), nowhere, settled.sha256, made)
    with contextlib.closing(nowhere), listening() as interrupts:
        rounds = Rounds(place, options, Nobody(), interrupts, progress=_ignore)
        summary = _watched(rounds, walk, options, Nobody(), interrupts)
    summary.close(strict=options.strict)
    return summary


def _watched(rounds: Rounds, walk: Walk, options: BatchOptions, crew: Crew, interrupts: Interrupts) -> Summary:
    """Go through the folder as often as ``options`` say, and write down why it ended."""
    began = time.monotonic()
    summary = rounds.summary
    indexed = 0
    try:
        rounds.once(walk)
        while options.watch is not None:
            if options.index and summary.done > indexed:
                write_index(rounds.place, summary)
                indexed = summary.done
            there = walk.folder.is_dir()  # a share on the network may be away for a while
            rounds.look_up("waiting for more, until Ctrl-C" if there else f"waiting until {walk.folder} is there again")
            interrupts.wait(options.watch)
            if walk.folder.is_dir():
                rounds.once(walk)
    except Interrupted as asked:
        summary.stopped, summary.exit_code = str(asked), asked.exit_code
    except (DiskFullError, GoneError) as halt:
        summary.stopped, summary.exit_code = str(halt), halt.exit_code
    except Enough as enough:
        summary.stopped = str(enough)
    finally:
        crew.close(at_once=crew.busy)
    summary.left |= summary.stopped is not None and options.watch is None
    summary.seconds = time.monotonic() - began
    summary.restarts = crew.restarts
    return summary


def _look_back(walk: Walk, place: Place, options: BatchOptions, summary: Summary) -> None:
    """Look at all that is done in the folder, by whatever run: what resembles what, what is gone, and the index."""
    done = [entry for entry in Ledger(place.state).articles() if entry.status == "done"]
    if walk.folder.is_dir():
        files = sorted({entry.file for entry in done})
        summary.gone += [file for file in files if not _is_there(walk.folder / file)]
    summary.alike = groups((called(entry.file, entry.article), entry.sketch) for entry in done if entry.sketch)
    if options.index:
        try:
            write_index(place, summary)
        except (DiskFullError, GoneError) as halt:
            summary.stopped, summary.exit_code = str(halt), halt.exit_code
    summary.close(strict=options.strict)


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    except OSError:  # it cannot be looked at: that is not to be gone
        return True
    return True


def _checked(in_folder: Path, out_folder: Path) -> tuple[Path, Path]:
    source, target = Path(os.path.realpath(in_folder)), Path(os.path.realpath(out_folder))
    if source.is_file():
        raise UserError(f"{in_folder} is a file; name the folder that it lies in, or use mujaz brief")
    if not source.is_dir():
        raise UserError(f"there is no folder {in_folder}; name the folder that holds the articles")
    if source == target or (target.is_dir() and os.path.samefile(source, target)):
        raise UserError("the input folder and the output folder are the same; choose another output folder")
    if target in source.parents:
        raise UserError(f"{in_folder} lies inside the output folder {out_folder}; choose another output folder")
    if target.exists() and not target.is_dir():
        raise UserError(f"{out_folder} is a file; name a folder for the briefs")
    return source, target


@contextlib.contextmanager
def _place(
    source: Path, target: Path, options: BatchOptions, note: Callable[[str], None]
) -> Iterator[tuple[Place, Settled]]:
    state = target / STATE
    try:
        state.mkdir(parents=True, exist_ok=True)
        (state / "gate").touch()
    except OSError as error:
        raise UserError(f"cannot write to the folder {target}: {reason(error)}") from None
    with lock(state, options.shard, break_lock=options.break_lock):
        with gate(state):  # shards that start together settle on one recipe
            settled, made = settled_for(options, state, note)
            record = Record(settled.recipe, settled.models, settled.sha256, made)
            if recorded(options, state) != record:
                record.write(state / "run.json")
        outputs = _outputs(source, target, options)
        try:
            outputs.tidy()
            manifest = Manifest(state / f"{options.shard.name}.jsonl")
        except OSError as error:
            raise UserError(f"cannot write to the folder {state}: {reason(error)}") from None
        try:
            yield Place(target, state, outputs, manifest, settled.sha256, made), settled
        finally:
            manifest.close()


def _outputs(source: Path, target: Path, options: BatchOptions) -> Outputs:
    scratch = target / STATE / f"{options.shard.name}.tmp"
    return Outputs(target, scratch, source=source, force=options.force)


def _count(walk: Walk, options: BatchOptions) -> int:
    return sum(1 for item in walk if not isinstance(item, PassedBy) and options.shard.holds(item.file))


def _loader(settled: Settled, place: Place, options: BatchOptions) -> Load:
    from .briefer import Loader

    return Loader(settled.recipe, tuple(place.formats), options.threads, options.cache)


def _crew(load: Load, options: BatchOptions, interrupts: Interrupts) -> Crew:
    if options.ray is not None:
        from .cluster import Cluster

        return Cluster(load, address=options.ray, timeout=options.timeout, threads=options.threads)
    from .supervisor import Supervisor

    return Supervisor(load, timeout=options.timeout, wake=interrupts.wake)


def _ignore(_: Progress) -> None:
    pass
