"""A Ray cluster gives what one machine gives, byte for byte, even when it loses an actor."""

import os
import signal
import subprocess
import sys
import time

import pytest

import batch
from batch.manifest import Ledger
from tests.fake_work import NEWS, Fake, Inline, fill, tree

pytest.importorskip("ray", reason="the extra `ray` is not installed")

RUN = (
    "import sys, pathlib, batch; from tests.fake_work import Fake\n"
    "options = batch.BatchOptions(ray='local')\n"
    "summary = batch.run(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), options, load=Fake(sys.argv[3], 0.05))\n"
    "sys.exit(summary.exit_code)"
)
"""In a process of its own: Ray talks to itself over the machine's address, which tests may not."""


@pytest.mark.skipif("MUJAZ_TORTURE" not in os.environ, reason="starting Ray takes half a minute: `make torture`")
@pytest.mark.timeout(1200)
def test_ray_is_one_machine_byte_for_byte_and_survives_the_loss_of_an_actor(tmp_path):
    fill(tmp_path / "in", 40)
    (tmp_path / "in/bad.txt").write_text(f"{NEWS} (CRASH)", encoding="utf-8")
    batch.run(tmp_path / "in", tmp_path / "local", load=Fake())
    log = tmp_path / "log"
    command = [sys.executable, "-c", RUN, str(tmp_path / "in"), str(tmp_path / "out"), str(log)]
    process = subprocess.Popen(command)
    while process.poll() is None and not (log.exists() and log.read_text().endswith("\n")):
        time.sleep(0.1)
    actor = int(log.read_text().split()[1])
    os.kill(actor, signal.SIGKILL)
    assert process.wait() == 3
    assert {int(line.split()[1]) for line in log.read_text().splitlines()} > {actor}
    assert tree(tmp_path / "out") == tree(tmp_path / "local")
    failed = [entry.file for entry in Ledger(tmp_path / "out/.mujaz") if entry.status == "failed"]
    assert failed == ["bad.txt"]
    again = batch.run(tmp_path / "in", tmp_path / "out", crew=Inline(Fake()))
    assert (again.done, again.already) == (0, 40)
