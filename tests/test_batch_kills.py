"""Killed at any moment, a run goes on where it was: the same bytes in the end, and nothing done twice."""

import os
import random
import shutil
import signal
import subprocess
import sys

import batch
from batch.manifest import Ledger
from batch.manifest import Manifest as RealManifest
from tests.fake_work import Fake, Inline, fill, tree

RUN = (
    "import sys, pathlib, batch; from tests.fake_work import Fake\n"
    "batch.run(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), load=Fake(sys.argv[3], 0.015))"
)


def finished(out):
    """The articles that the manifest calls done."""
    return {entry.file for entry in Ledger(out / ".mujaz") if entry.status == "done"}


def lines(log):
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def test_killed_at_random_moments_a_run_ends_with_the_same_bytes_and_does_nothing_twice(tmp_path):
    fill(tmp_path / "in", 60)
    batch.run(tmp_path / "in", tmp_path / "clean", crew=Inline(Fake()))
    log, out = tmp_path / "log", tmp_path / "out"
    command = [sys.executable, "-c", RUN, str(tmp_path / "in"), str(out), str(log)]
    moments = random.Random(9)
    kills = 0
    for _ in range(10):
        done, before = finished(out), len(lines(log))
        process = subprocess.Popen(command)
        try:
            process.wait(0.3 + moments.random() * 0.5)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
        assert not done & {line.split(" ")[0] for line in lines(log)[before:]}
    subprocess.run(command, check=True)
    assert kills >= 3  # else the machine is so fast that nothing was tested
    assert tree(out) == tree(tmp_path / "clean")
    assert finished(out) == {name.removesuffix(".md") for name in tree(out) if name.endswith(".md")}


POINTS = [(os, "fsync"), (os, "replace"), (os, "mkdir"), (os, "write")]
"""Where bytes and names reach the disk."""


def dies_at(point):
    """Let this process die before the ``point``-th call that reaches the disk, or in the middle of it if it writes."""
    count = 0
    real_write = os.write

    def wrapped(call):
        def calling(*args, **kwargs):
            nonlocal count
            count += 1
            if count == point:
                if call is real_write:
                    real_write(args[0], bytes(args[1])[: len(args[1]) // 2])
                os._exit(9)
            return call(*args, **kwargs)

        return calling

    for module, name in POINTS:
        setattr(module, name, wrapped(getattr(module, name)))


def kill_at_every_point(base, files):
    """Let a run over so many articles die at each point in turn, and go on; how many points there are."""
    fill(base / "in", files)
    batch.run(base / "in", base / "clean", crew=Inline(Fake()))
    clean = tree(base / "clean")
    point = 0
    status = -1
    while status != 0:
        point += 1
        out, log = base / f"out{point}", base / f"log{point}"
        child = os.fork()
        if child == 0:
            dies_at(point)
            batch.run(base / "in", out, crew=Inline(Fake()))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        done = {entry.file: entry for entry in Ledger(out / ".mujaz") if entry.status == "done"}
        for entry in done.values():
            assert all((out / name).read_bytes() == clean[name] for name in entry.outputs)  # done means done
        assert batch.run(base / "in", out, crew=Inline(Fake(str(log)))).failures == {}
        assert tree(out) == clean
        assert not set(done) & {line.split(" ")[0] for line in lines(log)}
        shutil.rmtree(out)
    return point - 1


def test_killed_at_every_point_where_something_reaches_the_disk(tmp_path):
    assert kill_at_every_point(tmp_path, 2) >= 30


def test_a_full_disk_stops_the_run_cleanly_and_it_goes_on_when_there_is_room(tmp_path, monkeypatch):
    fill(tmp_path / "in", 6)
    batch.run(tmp_path / "in", tmp_path / "clean", crew=Inline(Fake()))
    room = 3

    def full(self, entry):
        nonlocal room
        room -= entry.status == "done"
        if room < 0:
            raise OSError(28, "No space left on device")
        append(self, entry)

    append = RealManifest.append
    with monkeypatch.context() as patch:
        patch.setattr(RealManifest, "append", full)
        summary = batch.run(tmp_path / "in", tmp_path / "out", crew=Inline(Fake()))
    assert summary.exit_code == 1
    assert "disk is full" in summary.stopped
    assert len(finished(tmp_path / "out")) == 3
    assert batch.run(tmp_path / "in", tmp_path / "out", crew=Inline(Fake())).exit_code == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "clean")
