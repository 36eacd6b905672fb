"""Parts of a folder: every file in exactly one, and all of them together are the whole."""

import contextlib
import hashlib
import json
import os
import time
import unicodedata

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import batch
import cli
from batch.console import options_of
from batch.interrupts import Interrupts
from batch.manifest import Entry, Ledger, manifests, spell
from batch.merge import merge
from batch.near import groups, similarity, sketch
from batch.shard import Shard, folded
from batch.status import status
from mujaz import UsageError, UserError
from tests.fake_work import NEWS, Fake, Inline, fill, tree

names = st.text(min_size=1, max_size=40)


def go(tmp_path, target="out", **options):
    return batch.run(tmp_path / "in", tmp_path / target, batch.BatchOptions(**options), crew=Inline(Fake()))


@settings(derandomize=True, max_examples=200)
@given(names, st.integers(1, 50))
def test_every_file_is_in_exactly_one_part_of_every_division(file, of):
    assert sum(Shard(number, of).holds(file) for number in range(1, of + 1)) == 1


@settings(derandomize=True, max_examples=100)
@given(names, st.integers(1, 50))
def test_names_that_fold_to_one_are_in_one_part(file, of):
    for other in (file.upper(), unicodedata.normalize("NFD", file)):
        if folded(other) == folded(file):
            assert [Shard(n, of).holds(other) for n in range(1, of + 1)] == [
                Shard(n, of).holds(file) for n in range(1, of + 1)
            ]


def test_a_part_is_the_same_on_every_machine():
    """The first eight bytes of BLAKE2b, modulo n: a change of it would do a cluster's work twice."""
    for file in map(str, range(20)):
        number = int.from_bytes(hashlib.blake2b(file.encode(), digest_size=8).digest(), "big") % 3
        assert Shard(number + 1, 3).holds(file)


@pytest.mark.parametrize("text", ["0/4", "5/4", "1/0", "1", "a/b", "1/4/", "-1/4", "\u0661/4"])
def test_what_is_no_part_is_refused(text):
    with pytest.raises(UsageError, match="write i/n"):
        Shard.parse(text)


def test_four_parts_and_a_merge_are_one_run_byte_for_byte(tmp_path):
    fill(tmp_path / "in", 30)
    go(tmp_path, "whole")
    done = [go(tmp_path, shard=Shard(number, 4)).done for number in (3, 1, 4, 2)]
    assert sum(done) == 30
    assert all(done)
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")
    notes = []
    assert merge(tmp_path / "in", tmp_path / "out", note=notes.append) == 30
    assert notes == ["merged 4 manifests of shards into one of 30 lines, 0 of them failures"]
    assert [path.name for path in manifests(tmp_path / "out/.mujaz")] == ["manifest.jsonl"]
    assert go(tmp_path).already == 30


def test_the_number_of_parts_may_change_between_runs(tmp_path):
    fill(tmp_path / "in", 20)
    first = go(tmp_path, shard=Shard(1, 4)).done
    assert sum(go(tmp_path, shard=Shard(number, 3)).done for number in (1, 2, 3)) == 20 - first


def test_a_merge_of_parts_that_do_not_cover_the_folder_names_what_is_missing(tmp_path):
    fill(tmp_path / "in", 10)
    go(tmp_path, shard=Shard(1, 2))
    with pytest.raises(UserError, match=r"files have no result yet: part0/"):
        merge(tmp_path / "in", tmp_path / "out")
    assert len(manifests(tmp_path / "out/.mujaz")) == 1


def test_a_merge_forgets_no_output_of_an_article_that_failed_since(tmp_path):
    """Mended, it is made again: what lies there is known to be the batch's own."""
    fill(tmp_path / "in", 3)
    article = tmp_path / "in/part0/000.txt"
    good = article.read_text(encoding="utf-8")
    for text in (good, "hardly Arabic, this one"):
        article.write_text(text, encoding="utf-8")
        for number in (1, 2):
            go(tmp_path, shard=Shard(number, 2))
    state = tmp_path / "out/.mujaz"
    before = Ledger(state).history("part0/000.txt")
    assert [entry.status for entry in before] == ["done", "failed"]
    assert merge(tmp_path / "in", tmp_path / "out") == 4
    assert Ledger(state).history("part0/000.txt") == before
    article.write_text(good + "وهذا جديد.", encoding="utf-8")
    assert (go(tmp_path).done, len(go(tmp_path).failures)) == (1, 0)


def test_a_merge_keeps_what_was_announced_before_a_kill(tmp_path):
    """The outputs of an article may lie there, and only its ``writing`` line says whose they are."""
    fill(tmp_path / "in", 1)
    go(tmp_path, shard=Shard(1, 1))
    announced = Entry("old.txt", None, None, "0" * 64, "writing", {"old.txt.md": "f" * 64})
    with (tmp_path / "out/.mujaz/manifest.jsonl").open("ab") as manifest:
        manifest.write(spell(announced))
    assert merge(tmp_path / "in", tmp_path / "out") == 2
    assert Ledger(tmp_path / "out/.mujaz").history("old.txt") == [announced]


def test_status_counts_what_is_done_and_left_and_failed(tmp_path):
    fill(tmp_path / "in", 6)
    (tmp_path / "in/bad.txt").write_text("hardly Arabic, this one", encoding="utf-8")
    with pytest.raises(UserError, match="no batch yet"):
        status(tmp_path / "in", tmp_path / "out")
    go(tmp_path, limit=5)
    found = status(tmp_path / "in", tmp_path / "out")
    assert (found.files, found.left, found.done, found.failed) == (7, 2, 4, 1)
    assert json.loads(found.as_json())["failures_by_kind"] == {"not_arabic": 1}
    assert "not Arabic: 1" in found.as_text()


def test_the_index_leads_to_every_brief_and_is_written_anew_but_never_over_a_foreign_file(tmp_path):
    fill(tmp_path / "in", 2)
    go(tmp_path, index=True)
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert page.count('"./part') == 2
    assert '"./part0/000.txt.md"' in page
    fill(tmp_path / "in", 3)
    assert go(tmp_path, index=True).exit_code == 0
    assert (tmp_path / "out/index.html").read_text(encoding="utf-8").count('"./part') == 3
    (tmp_path / "out/index.html").write_text("mine")
    assert go(tmp_path, index=True).exit_code == 3
    assert (tmp_path / "out/index.html").read_text() == "mine"


class Looks(Interrupts):
    """Lets something happen between two looks of a watch, and ends it after the last."""

    def __init__(self, *between):
        super().__init__()
        self.between = list(between)

    def wait(self, seconds):
        if not self.between:
            self.note(2)
        else:
            self.between.pop(0)()
        self.check()


def test_a_watch_takes_a_file_when_it_has_stopped_growing_and_a_changed_one_again(tmp_path, monkeypatch):
    old = tmp_path / "in/old.txt"
    fill(tmp_path / "in", 1)
    old.write_text(NEWS, encoding="utf-8")
    long_ago = time.time() - 3600
    for path in (tmp_path / "in").rglob("*.txt"):
        os.utime(path, (long_ago, long_ago))
    new = tmp_path / "in/new.txt"
    steps = [
        lambda: new.write_text(NEWS[:20], encoding="utf-8"),
        lambda: new.write_text(NEWS, encoding="utf-8"),  # seen twice, but it has grown in between
        lambda: None,  # now it stands still
        lambda: (old.write_text(NEWS + " جديد", encoding="utf-8"), os.utime(old, (long_ago, long_ago + 9))),
    ]
    worked = []
    crew = Inline(Fake())
    submit = crew.submit
    crew.submit = lambda job: (worked.append((job.file, job.size)), submit(job))
    looks = Looks(*steps)
    monkeypatch.setattr("batch.folder.listening", lambda: contextlib.nullcontext(looks))
    summary = batch.run(tmp_path / "in", tmp_path / "out", batch.BatchOptions(watch=1.0), crew=crew)
    whole = len(NEWS.encode())
    assert [file for file, _ in worked] == ["old.txt", "part0/000.txt", "new.txt", "old.txt"]
    assert worked[2] == ("new.txt", whole)
    assert (summary.exit_code, summary.done) == (130, 4)


def test_a_watch_outlives_a_folder_that_is_away_and_keeps_its_index_up_to_date(tmp_path, monkeypatch):
    source, away, page = tmp_path / "in", tmp_path / "away", tmp_path / "out/index.html"
    long_ago = time.time() - 3600

    def more():
        away.rename(source)
        fill(source, 2)
        for path in source.rglob("*.txt"):
            os.utime(path, (long_ago, long_ago))

    links = []
    steps = [lambda: source.rename(away), more, lambda: links.append(page.read_text(encoding="utf-8").count('"./part'))]
    fill(source, 1)
    os.utime(source / "part0/000.txt", (long_ago, long_ago))
    looks = Looks(*steps)
    monkeypatch.setattr("batch.folder.listening", lambda: contextlib.nullcontext(looks))
    said = []
    options = batch.BatchOptions(watch=1.0, index=True)
    summary = batch.run(source, tmp_path / "out", options, crew=Inline(Fake()), progress=said.append)
    assert (summary.exit_code, summary.done, links) == (130, 2, [2])
    assert [each.waiting for each in said if each.waiting] == [
        "waiting for more, until Ctrl-C",
        f"waiting until {source} is there again",
        "waiting for more, until Ctrl-C",
        "waiting for more, until Ctrl-C",
    ]
    assert {each.total for each in said} == {None}


def test_wire_copy_is_named_as_alike_and_nothing_else_is(tmp_path):
    words = [f"كلمة{number}" for number in range(300)]
    (tmp_path / "in").mkdir()
    for name, text in {
        "a.txt": words,
        "b.txt": [*words[:140], "تصحيح", *words[141:]],
        "c.txt": words[150:] + [f"غير{number}" for number in range(150)],
        "d.txt": [f"آخر{number}" for number in range(300)],
    }.items():
        (tmp_path / "in" / name).write_text(" ".join(text) + ".", encoding="utf-8")
    assert go(tmp_path).alike == [("a.txt", "b.txt")]
    assert go(tmp_path).alike == [("a.txt", "b.txt")]  # also when nothing was left to do


@pytest.mark.parametrize("shared", [0, 150, 270, 300])
def test_the_estimate_of_likeness_is_near_the_truth(shared):
    one = [f"w{number}" for number in range(300)]
    other = one[:shared] + [f"x{number}" for number in range(300 - shared)]
    triples = [{tuple(text[i : i + 3]) for i in range(298)} for text in (one, other)]
    truth = len(triples[0] & triples[1]) / len(triples[0] | triples[1])
    assert similarity(sketch(" ".join(one)), sketch(" ".join(other))) == pytest.approx(truth, abs=0.12)


def test_groups_are_the_same_in_whatever_order_articles_come():
    texts = {
        f"{group}{number}": f"{group} " * 5 + f"{group}x " * 30 + " ".join(f"{group}{i}" for i in range(90))
        for group in "abc"
        for number in range(4)
    }
    pairs = [(name, sketch(text)) for name, text in texts.items()]
    assert groups(pairs) == groups(pairs[::-1]) == [tuple(f"{g}{n}" for n in range(4)) for g in "abc"]
    assert groups([]) == []


def test_a_text_of_a_few_words_resembles_nothing():
    assert sketch("خبر عاجل") is None


def test_every_option_of_the_command_line_reaches_the_room():
    chosen = dict.fromkeys(batch.BatchOptions.__slots__) | dict.fromkeys(
        ["model", "engine", "glossary", "force_arabic", "summarizer", "encoding", "field", "fast", "best", "beam_size"]
    )
    chosen |= {"formats": ("html",), "include": ("*.txt",), "exclude": (), "shard": "2/3", "bullets": 5, "fast": True}
    options = options_of(chosen)
    assert options.shard == Shard(2, 3)
    assert options.formats == ("html",)
    assert options.recipe.brief == {"bullets": 5}
    assert options.recipe.decoding["beam_size"] == 1
    assert options_of(chosen | {"fast": None}).recipe.decoding is None


@pytest.mark.parametrize(
    "both", [("status", "report"), ("ray", "watch"), ("status", "merge"), ("status", "dry_run"), ("merge", "watch")]
)
def test_options_that_mean_different_calls_are_refused_together(both, tmp_path):
    flags = {"ray": ["--ray", "local"], "watch": ["--watch", "1"], "report": ["--report", "r.md"]}
    given = [word for name in both for word in flags.get(name, [f"--{name.replace('_', '-')}"])]
    done = CliRunner().invoke(cli.main, ["batch", str(tmp_path), str(tmp_path / "out"), *given])
    assert done.exit_code == 2
    assert "exclude each other; give one" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_report_that_has_no_folder_is_refused_before_anything_is_done(tmp_path):
    fill(tmp_path / "in", 1)
    report = tmp_path / "no/r.md"
    call = ["batch", str(tmp_path / "in"), str(tmp_path / "out"), "--report", str(report)]
    done = CliRunner().invoke(cli.main, call)
    assert (done.exit_code, f"{report.parent} does not exist" in done.stderr) == (1, True)
    assert not (tmp_path / "out").exists()


def test_all_manifests_are_counted_when_parts_are_at_work(tmp_path):
    fill(tmp_path / "in", 9)
    for number in (1, 2, 3):
        go(tmp_path, shard=Shard(number, 3))
    assert len(list(Ledger(tmp_path / "out/.mujaz").articles())) == 9
