"""What a person sees of a batch while it runs, and when it has ended."""

import io
import json

import pytest

from batch.progress import Line, Progress, words
from batch.summary import Summary, as_json, as_markdown, as_text, rendering
from mujaz import UsageError


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")


def progress(files, **counts):
    return Progress(files, 100, Summary(**counts))


def test_a_line_says_files_speed_faults_and_the_time_that_is_left():
    summary = Summary(done=20, sentences=200, flagged=7)
    summary.fail("a.txt", None, "engine", "it would not")
    said = words(Progress(25, 100, summary), 40.0)
    assert said == "25 of 100 files, 5.0 sentences/s, 7 flagged, 1 failed, 2 min 30 s left"


def test_a_terminal_has_one_line_that_is_painted_over_and_gone_in_the_end():
    stream, logged, clock = Terminal(), [], Clock()
    line = Line(stream, logged.append, clock)
    for clock.now, files in ((1.0, 1), (1.1, 2), (2.0, 3)):
        line(progress(files))
    line.clear()
    assert stream.getvalue() == "\r1 of 100 files\x1b[K\r3 of 100 files\x1b[K\r\x1b[K"
    assert logged == []


def test_a_watch_says_once_what_it_waits_for_and_that_time_does_not_count_as_slow():
    logged, clock = [], Clock()
    line = Line(None, logged.append, clock)
    summary = Summary(done=2, sentences=20)
    for clock.now in (1.0, 3.0, 1001.0):
        line(Progress(2, None, summary, "waiting for more"))
    for clock.now, files in ((1001.0, 2), (1041.0, 3)):
        line(Progress(files, None, Summary(done=files, sentences=41)))
    assert logged == ["2 files, waiting for more", "3 files, 1.0 sentences/s"]


def test_a_line_never_wraps():
    stream, clock = Terminal(), Clock()
    Line(stream, print, clock)(progress(1, sentences=10**40, flagged=10**30))
    assert max(map(len, stream.getvalue().split("\r"))) <= 59 + len("\x1b[K")


@pytest.mark.parametrize("stream", [io.StringIO(), None])
def test_elsewhere_a_log_line_comes_now_and_then(stream):
    logged, clock = [], Clock()
    line = Line(stream, logged.append, clock)
    for clock.now in range(1, 100):
        line(progress(clock.now))
    line.clear()
    assert logged == ["30 of 100 files", "60 of 100 files", "90 of 100 files"]


def test_nothing_of_a_summary_is_lost_where_it_counts():
    summary = Summary(done=1, already=2, sentences=10, flagged=1, seconds=65.0)
    for number in range(30):
        summary.fail(f"{number}.txt", None, "engine", "it would not")
    summary.fail("evil\x1b[2J.txt", 3, "crash", "SIGSEGV")
    summary.alike.append(("a", "b"))
    summary.close(strict=False)
    assert summary.exit_code == 3
    text, page, record = as_text(summary), as_markdown(summary), json.loads(as_json(summary))
    assert "\x1b" not in text
    assert "done: 1; done already: 2; failed: 31; in 1 min 5 s" in text
    assert "and 10 more" in text
    assert page.count("it would not") == 30
    assert len(record["failures"]) == record["failed"] == 31
    assert record["alike"] == [["a", "b"]]


def test_names_stay_names_whatever_the_summary_is_written_as():
    summary = Summary(gone=["<b>.txt"])
    summary.fail("*a*\udce3.txt", None, "engine", "it would not")
    assert "\\*a\\*" in as_markdown(summary)
    assert "\\<b\\>.txt" in as_markdown(summary)
    (failure,) = json.loads(as_json(summary).encode("utf-8"))["failures"]
    assert failure["file"] == "*a*\udce3.txt"


def test_strict_wants_a_look_at_flagged_sentences():
    summary = Summary(done=1, sentences=10, flagged=1)
    summary.close(strict=False)
    assert summary.exit_code == 0
    summary.close(strict=True)
    assert summary.exit_code == 3


def test_a_run_that_was_stopped_says_how_to_go_on():
    assert "run the same command again to go on" in as_text(Summary(stopped="interrupted", left=True))


def test_a_report_has_an_ending_that_says_what_it_is(tmp_path):
    assert rendering(tmp_path / "run.json") is as_json
    with pytest.raises(UsageError, match=r"\.json or \.md"):
        rendering(tmp_path / "run.pdf")
