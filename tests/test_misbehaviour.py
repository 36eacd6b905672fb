"""An engine that does everything wrong, through the real pipeline: supervisor, worker, batch, brief, JSON."""

from __future__ import annotations

import json

import pytest

import batch
from tests.scripted import WRONG, Misbehaving

WAYS = {
    **{way: ("flagged", flags) for way, (_, flags) in WRONG.items()},
    "empties": ("failed", {"empty"}),
    "raises": ("failed", {"engine_error"}),
}
"""How a sentence ends when the engine goes wrong in a way at every try."""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """One run over an article a way, and one whose engine never answers."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "in").mkdir()
    for way in (*WAYS, "hangs"):
        (folder / "in" / f"{way}.txt").write_text(Misbehaving.article(way), encoding="utf-8")
    summary = batch.run(folder / "in", folder / "out", batch.BatchOptions(timeout=4.0), load=Misbehaving())
    return summary, folder / "out"


@pytest.mark.parametrize("way", WAYS)
def test_each_failure_ends_in_its_status_and_flags_and_harms_no_other_sentence(run, way):
    _, out = run
    before, wrong, after = json.loads((out / f"{way}.txt.json").read_text(encoding="utf-8"))["sentences"]
    status, flags = WAYS[way]
    assert wrong["status"] == status
    assert flags <= set(wrong["flags"])
    assert [(each["status"], each["flags"]) for each in (before, after)] == [("ok", []), ("ok", [])]


def test_an_engine_that_never_answers_costs_its_article_and_the_worker_and_nothing_else(run):
    summary, out = run
    assert {name: failure.kind for name, failure in summary.failures.items()} == {"hangs.txt": "timeout"}
    assert (summary.done, summary.exit_code) == (len(WAYS), 3)
    assert summary.restarts >= 1
    assert not (out / "hangs.txt.json").exists()
