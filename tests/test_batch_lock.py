"""One writer a manifest, freed by the system when its holder dies, however it dies."""

import json
import subprocess
import sys

import pytest

from batch.lock import lock
from batch.shard import Shard
from mujaz import UserError

HOLD = (
    "import sys, pathlib; from batch.lock import lock; from batch.shard import Shard\n"
    "with lock(pathlib.Path(sys.argv[1]), Shard.parse(sys.argv[2])): print('held', flush=True); sys.stdin.read()"
)


@pytest.fixture
def holder(tmp_path):
    """Start a process that holds a lock."""
    started = []

    def start(shard):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(tmp_path), shard], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    ("held", "wanted", "goes"),
    [
        ("1/1", "1/1", False),
        ("1/1", "2/4", False),
        ("2/4", "1/1", False),
        ("2/4", "2/4", False),
        ("2/4", "1/3", False),
        ("2/4", "3/4", True),
    ],
)
def test_who_excludes_whom(tmp_path, holder, held, wanted, goes):
    process = holder(held)
    if goes:
        with lock(tmp_path, Shard.parse(wanted)):
            pass
    else:
        with pytest.raises(UserError, match=f"process {process.pid} on "), lock(tmp_path, Shard.parse(wanted)):
            pass


def test_a_lock_that_cannot_be_written_is_an_error_that_says_where(tmp_path):
    (tmp_path / "manifest.lock").mkdir()
    with pytest.raises(UserError, match=r"cannot write .*manifest\.lock: is a directory"), lock(tmp_path, Shard()):
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path, holder):
    process = holder("1/1")
    process.kill()
    process.wait()
    with lock(tmp_path, Shard()):
        pass


@pytest.mark.parametrize("mine", [Shard(), Shard(1, 2)])
def test_a_lock_that_another_host_has_not_given_back_needs_a_word(tmp_path, mine):
    (tmp_path / "manifest.lock").write_text(json.dumps({"host": "elsewhere", "pid": 7}))
    with pytest.raises(UserError, match=r"process 7 on elsewhere.*--break-lock"), lock(tmp_path, mine):
        pass
    with lock(tmp_path, mine, break_lock=True):
        pass
    with lock(tmp_path, mine):
        pass


def test_a_lock_that_was_given_back_names_nobody(tmp_path):
    with lock(tmp_path, Shard()):
        assert json.loads((tmp_path / "manifest.lock").read_text())["pid"]
    assert (tmp_path / "manifest.lock").read_text() == ""
