"""What ends or stops a worker process costs one article, and the article is named."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

import batch
from batch.job import Ended
from batch.pipeline import Pipeline
from batch.supervisor import FLYING, Supervisor
from mujaz import UserError
from tests.fake_work import NEWS, Craft, Fake, fill, tree


def put(tmp_path, name, text=NEWS):
    path = tmp_path / "in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(tmp_path, load=Fake(), target="out", **options):  # noqa: B008 - frozen
    return batch.run(tmp_path / "in", tmp_path / target, batch.BatchOptions(**options), load=load)


def test_what_ends_the_worker_is_found_and_named_and_every_other_article_is_done(tmp_path):
    fill(tmp_path / "in", 12)
    clean = run(tmp_path, target="clean")
    for mark in ("CRASH", "KILL", "MEMORY", "BUG"):
        put(tmp_path, f"bad/{mark}", f"{NEWS} ({mark})")
    summary = run(tmp_path)
    kinds = {failure.file: failure.kind for failure in summary.failures.values()}
    assert kinds == {"bad/CRASH": "crash", "bad/KILL": "memory", "bad/MEMORY": "memory", "bad/BUG": "bug"}
    assert "SIGSEGV" in summary.failures["bad/CRASH"].reason
    assert (summary.done, summary.exit_code, clean.exit_code) == (12, 3, 0)
    assert summary.restarts >= 2
    assert tree(tmp_path / "out") == tree(tmp_path / "clean")


def test_what_hangs_is_ended_after_its_time_and_named(tmp_path):
    put(tmp_path, "a.txt")
    put(tmp_path, "hangs.txt", f"{NEWS} (HANG)")
    summary = run(tmp_path, timeout=2.0)
    assert summary.done == 1
    assert summary.failures["hangs.txt"].kind == "timeout"
    assert "no news of it for 2 s;" in summary.failures["hangs.txt"].reason


@dataclass(frozen=True)
class Abrupt:
    """Work whose process ends, once, when a brief is out and before it says that this was all."""

    mark: Path

    def __call__(self):
        work = Fake()()

        def abrupt(receive, send):
            def sending(news):
                if isinstance(news, Ended) and not self.mark.exists():
                    self.mark.touch()
                    os._exit(9)
                send(news)

            work(receive, sending)

        return abrupt


def test_an_article_whose_worker_died_when_its_brief_was_out_is_done(tmp_path):
    put(tmp_path, "a.txt")
    summary = run(tmp_path, Abrupt(tmp_path / "mark"))
    assert (tmp_path / "mark").exists()
    assert (summary.done, summary.failures) == (1, {})
    assert run(tmp_path).already == 1


@dataclass(frozen=True)
class Forgetful:
    """Work that finds no memory for the second article as long as another is in hand."""

    def __call__(self):
        craft = Craft(os.devnull, 0)
        translate = craft.translate

        def sparing(articles, told):
            if crowd.pop("first", None) is None and not crowd.get("alone"):
                raise MemoryError
            return translate(articles, told)

        crowd = {"first": True}
        read = craft.read
        craft.read = lambda job: crowd.update(alone=job.alone) or read(job)
        craft.translate = sparing
        return Pipeline(craft)


def test_what_finds_no_memory_beside_others_is_tried_again_alone(tmp_path):
    fill(tmp_path / "in", 4)
    summary = run(tmp_path, Forgetful())
    assert (summary.done, summary.failures) == (4, {})


class Broken:
    """A load that cannot be."""

    def __init__(self, how):
        self.how = how

    def __call__(self):
        if self.how == "says so":
            raise UserError("the model is damaged; pull it again")
        os._exit(7)


def test_a_worker_that_cannot_load_its_models_ends_the_run_with_its_own_words(tmp_path):
    put(tmp_path, "a.txt")
    with pytest.raises(UserError, match="the model is damaged; pull it again"):
        run(tmp_path, Broken("says so"))


def test_a_worker_that_dies_at_every_start_ends_the_run(tmp_path):
    put(tmp_path, "a.txt")
    with pytest.raises(UserError, match=r"ends before it starts to work.*code 7"):
        run(tmp_path, Broken("dies"))


def test_a_worker_does_not_outlive_its_supervisor(tmp_path):
    code = (
        "import sys, time; from batch.supervisor import Supervisor; from batch.job import Job;"
        "from tests.fake_work import Fake;"
        "s = Supervisor(Fake()); s.submit(Job(0, 'a.txt', sys.argv[1]));"
        "print(s._process.pid, flush=True); time.sleep(60)"
    )
    put(tmp_path, "a.txt", f"{NEWS} (HANG)")
    supervisor = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "in/a.txt")], stdout=subprocess.PIPE, text=True
    )
    worker = int(supervisor.stdout.readline())
    os.kill(supervisor.pid, signal.SIGKILL)
    supervisor.wait()
    supervisor.stdout.close()
    for _ in range(100):
        if not _alive(worker):
            break
        time.sleep(0.05)
    assert not _alive(worker)


def _alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


COUNT = FLYING + 36
"""More articles than a worker has in hand at once: it may finish all those together, as one group."""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_asked_to_end_ends_soon_and_keeps_what_is_finished(tmp_path, number, code):
    fill(tmp_path / "in", COUNT)

    asked = []

    def ask(progress):
        if progress.summary.done == 3 and not asked:
            asked.append(os.kill(os.getpid(), number))

    options = batch.BatchOptions()
    summary = batch.run(tmp_path / "in", tmp_path / "out", options, load=Fake(seconds=0.05), progress=ask)
    assert summary.exit_code == code
    assert summary.stopped
    assert summary.done < COUNT
    rest = run(tmp_path)
    assert (rest.already, rest.done) == (summary.done, COUNT - summary.done)


def test_a_worker_with_nothing_to_do_is_never_started(tmp_path):
    supervisor = Supervisor(Broken("dies"))
    assert supervisor.news(0.1) == []
    supervisor.close()
    assert supervisor.restarts == 0
