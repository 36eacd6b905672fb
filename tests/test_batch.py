"""A folder into a folder: what is done once is not done twice, what is somebody else's is left alone."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

import batch
from batch.manifest import Ledger, spell
from batch.walk import PassedBy, Walk
from mujaz import UserError
from tests.fake_work import NEWS, Fake, Inline, fill, tree


@pytest.fixture
def go(tmp_path):
    """Run a batch from ``in`` to ``out`` with work that needs no model; what was worked on is in ``go.worked()``."""

    def run(source="in", target="out", **options):
        return batch.run(
            tmp_path / source,
            tmp_path / target,
            batch.BatchOptions(**options),
            crew=Inline(Fake(str(tmp_path / "log"))),
        )

    def worked():
        log = tmp_path / "log"
        names = [line.split(" ")[0] for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
        log.unlink(missing_ok=True)
        return names

    run.worked = worked
    return run


def put(tmp_path, name, text=NEWS):
    path = tmp_path / "in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def reasons(summary):
    return {failure.name: (failure.kind, failure.reason) for failure in summary.failures.values()}


def test_every_file_gives_its_outputs_under_its_own_name(tmp_path, go):
    put(tmp_path, "a/b.txt")
    put(tmp_path, "c")
    summary = go()
    assert sorted(tree(tmp_path / "out")) == ["a/b.txt.json", "a/b.txt.md", "c.json", "c.md"]
    assert (summary.done, summary.exit_code) == (2, 0)
    assert not list((tmp_path / "out/.mujaz/manifest.tmp").iterdir())


def good_and_bad(tmp_path):
    """Articles, a file of many, and every way to fail that costs nothing."""
    fill(tmp_path / "in", 5)
    put(tmp_path, "many/x.jsonl", json.dumps({"text": NEWS}, ensure_ascii=False) + "\n{\n")
    put(tmp_path, "bad/english.txt", "The minister said that the hospital would open tomorrow. " * 5)
    put(tmp_path, "bad/bug.txt", f"{NEWS} (BUG)")
    put(tmp_path, "bad/empty.txt", "")
    put(tmp_path, "n" * 251)
    os.mkfifo(tmp_path / "in/fifo")
    return 6


@pytest.mark.parametrize("target", ["out", "in/out"])
def test_the_input_folder_is_never_touched(tmp_path, go, target):
    good_and_bad(tmp_path)

    def state():
        paths = [path for path in (tmp_path / "in").rglob("*") if "out" not in path.parts]
        return {path: (os.lstat(path), path.read_bytes() if path.is_file() else None) for path in paths}

    (tmp_path / target).mkdir()
    before = state()
    for options in ({"index": True}, {"force": True}, {"retry_failed": True}):
        go(target=target, **options)
    assert {path: (s.st_mtime_ns, s.st_ctime_ns, s.st_ino, data) for path, (s, data) in state().items()} == {
        path: (s.st_mtime_ns, s.st_ctime_ns, s.st_ino, data) for path, (s, data) in before.items()
    }


def test_the_output_folder_holds_outputs_and_the_notes_of_the_batch_and_nothing_else(tmp_path, go):
    good = good_and_bad(tmp_path)
    summary = go(index=True)
    assert (summary.done, len(summary.failures)) == (good, 6)
    out = tmp_path / "out"
    outputs = {output for entry in Ledger(out / ".mujaz") for output in entry.outputs}
    assert set(tree(out)) == outputs
    assert len(outputs) == 2 * good + 1
    notes = {"gate", "manifest.jsonl", "manifest.lock", "manifest.tmp", "run.json"}
    assert {path.name for path in (out / ".mujaz").rglob("*")} == notes
    folders = {str(folder) for output in outputs for folder in Path(output).parents}
    found = {str(path.relative_to(out)) for path in [out, *out.rglob("*")] if path.is_dir()}
    assert found == folders | {".mujaz", ".mujaz/manifest.tmp"}


def test_what_is_done_is_not_done_again(tmp_path, go):
    fill(tmp_path / "in", 4)
    go()
    go.worked()
    summary = go()
    assert go.worked() == []
    assert (summary.done, summary.already, summary.exit_code) == (0, 4, 0)


def test_new_and_changed_files_are_worked_on_and_only_they(tmp_path, go):
    fill(tmp_path / "in", 3)
    go()
    go.worked()
    put(tmp_path, "part0/000.txt", NEWS + "\nثم تغير الخبر.")
    put(tmp_path, "new.txt")
    go()
    assert sorted(go.worked()) == ["new.txt", "part0/000.txt"]


def test_a_missing_output_is_made_again(tmp_path, go):
    fill(tmp_path / "in", 3)
    go()
    before = tree(tmp_path / "out")
    (tmp_path / "out/part1/001.txt.md").unlink()
    go.worked()
    go()
    assert go.worked() == ["part1/001.txt"]
    assert tree(tmp_path / "out") == before


def test_without_its_manifest_nothing_is_written_over_and_force_begins_anew(tmp_path, go):
    fill(tmp_path / "in", 2)
    go()
    (tmp_path / "out/.mujaz/manifest.jsonl").unlink()
    assert {kind for kind, _ in reasons(go()).values()} == {"output"}
    assert go(force=True).done == 2
    assert go().already == 2


def test_a_file_that_is_not_ours_is_not_written_over(tmp_path, go):
    put(tmp_path, "a.txt")
    put(tmp_path, "b.txt")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.txt.md").write_text("my own notes")
    summary = go()
    assert (tmp_path / "out/a.txt.md").read_text() == "my own notes"
    assert reasons(summary)["a.txt"][0] == "output"
    assert "not from this batch" in reasons(summary)["a.txt"][1]
    assert (summary.done, summary.exit_code) == (1, 3)
    (tmp_path / "out/a.txt.md").unlink()
    assert go().exit_code == 0  # no --retry-failed is needed for what costs no work
    assert (tmp_path / "out/a.txt.md").exists()


def test_an_output_that_was_edited_is_kept_unless_forced(tmp_path, go):
    put(tmp_path, "a.txt")
    go()
    (tmp_path / "out/a.txt.md").write_text("edited")
    summary = go()
    assert "was changed since" in reasons(summary)["a.txt"][1]
    assert (tmp_path / "out/a.txt.md").read_text() == "edited"
    assert go(force=True).exit_code == 0
    assert (tmp_path / "out/a.txt.md").read_text() != "edited"


def test_a_link_in_the_output_folder_never_leads_into_the_input_folder(tmp_path, go):
    original = put(tmp_path, "sub/a.txt")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/sub").symlink_to(tmp_path / "in/sub")
    summary = go()
    assert "never written to" in reasons(summary)["sub/a.txt"][1]
    assert list(original.parent.iterdir()) == [original]


def test_names_that_fold_to_one_do_not_meet_in_one_output(tmp_path, go):
    put(tmp_path, "News.txt")
    put(tmp_path, "news.txt", NEWS + "\nغيره")
    put(tmp_path, "cafe\N{COMBINING ACUTE ACCENT}.txt")
    put(tmp_path, "caf\N{LATIN SMALL LETTER E WITH ACUTE}.txt", NEWS + "\nغيره")
    summary = go()
    assert summary.done == 2
    assert {kind for kind, _ in reasons(summary).values()} == {"output"}
    assert len(tree(tmp_path / "out")) == 4


def test_a_name_too_long_for_its_output_is_a_failure_with_a_reason(tmp_path, go):
    put(tmp_path, "n" * 251 + ".txt")
    put(tmp_path, "n" * 250 + ".txt"[:0])
    summary = go()
    assert summary.done == 1
    assert [("long" in reason) for _, reason in reasons(summary).values()] == [True]


def test_a_name_in_another_encoding_and_one_that_windows_cannot_hold_come_through(tmp_path, go):
    (tmp_path / "in").mkdir()
    for raw in (b"\xe3\xd5\xd1.txt", b"aux.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/" + raw)).write_text(NEWS, encoding="utf-8")
    summary = go()
    assert (summary.done, summary.unportable, summary.exit_code) == (2, 1, 0)
    assert b"\xe3\xd5\xd1.txt.json" in [os.fsencode(name) for name in tree(tmp_path / "out")]
    assert go().already == 2


def test_a_file_of_many_gives_a_folder_and_only_new_lines_are_worked_on(tmp_path, go):
    lines = [json.dumps({"text": f"{NEWS} {number}"}, ensure_ascii=False) for number in range(3)]
    put(tmp_path, "x.jsonl", "\n".join(lines[:2]) + "\n")
    assert go().done == 2
    assert sorted(tree(tmp_path / "out")) == [
        f"x.jsonl/{number:06d}.{ending}" for number in (1, 2) for ending in ("json", "md")
    ]
    assert (go().already, len(go.worked())) == (2, 2)
    put(tmp_path, "x.jsonl", "\n".join(lines) + "\n")
    summary = go()
    assert (summary.done, summary.already, len(go.worked())) == (1, 2, 1)
    put(tmp_path, "x.jsonl", lines[0] + "\n")
    summary = go()
    assert (summary.already, summary.gone) == (1, ["x.jsonl (article 2)", "x.jsonl (article 3)"])


def test_bad_lines_of_a_file_of_many_are_named_and_the_good_ones_are_done_once(tmp_path, go):
    good = json.dumps({"text": NEWS}, ensure_ascii=False)
    put(tmp_path, "x.jsonl", f"{good}\n")
    go()
    put(tmp_path, "x.jsonl", f"{good}\n{{\n{good}\n")
    summary = go()
    assert (summary.done, summary.already) == (1, 1)
    assert "line 2" in reasons(summary)["x.jsonl"][1]
    assert "earlier brief" not in reasons(summary)["x.jsonl"][1]
    go.worked()
    summary = go()
    assert (summary.already, summary.done, go.worked()) == (2, 0, [])
    assert summary.failures["x.jsonl"].earlier
    (tmp_path / "out/x.jsonl/000002.md").unlink()
    assert go().done == 1


@pytest.mark.parametrize(("name", "text"), [("x.jsonl", "{}\n{{\n"), ("x.json", '[{}, {{"author": "no text"}}]')])
def test_the_only_good_article_of_a_file_is_done_however_bad_the_next_one_is(tmp_path, go, name, text):
    put(tmp_path, name, text.format(json.dumps({"text": NEWS}, ensure_ascii=False)))
    summary = go()
    assert summary.done == 1
    assert reasons(summary)[name][0] == "input"
    assert sorted(tree(tmp_path / "out")) == [f"{name}/000001.json", f"{name}/000001.md"]
    go.worked()
    assert (go().already, go.worked()) == (1, [])


@pytest.mark.parametrize(
    ("source", "target", "says"),
    [
        ("in", "in", "the same"),
        ("in/sub", "in", "inside the output"),
        ("in", "link", "the same"),
        ("no", "out", "no folder"),
        ("in/sub/a.txt", "out", "is a file"),
    ],
)
def test_folders_that_do_not_go_together_are_refused(tmp_path, go, source, target, says):
    put(tmp_path, "sub/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "in")
    with pytest.raises(UserError, match=says):
        go(source, target)
    assert not (tmp_path / "in/.mujaz").exists()


def test_an_output_folder_inside_the_input_folder_is_no_input(tmp_path, go):
    put(tmp_path, "a.txt")
    go(target="in/briefs")
    summary = go(target="in/briefs")
    assert (summary.already, summary.done, len(summary.failures)) == (1, 0, 0)


def test_the_briefs_of_another_batch_inside_the_input_folder_are_no_input_but_articles_beside_them_are(tmp_path, go):
    put(tmp_path, "a.txt")
    put(tmp_path, "x.jsonl", json.dumps({"text": NEWS + " أيضا"}, ensure_ascii=False))
    go(target="in/briefs", index=True)
    put(tmp_path, "briefs/b.txt", NEWS + " وغيره")
    go.worked()
    summary = go()
    assert sorted(go.worked()) == ["a.txt", "briefs/b.txt", "x.jsonl#1"]
    assert (summary.passed_by["made"], summary.failures) == (5, {})


def test_a_folder_of_briefs_is_no_folder_of_articles(tmp_path, go):
    put(tmp_path, "a.txt")
    go()
    summary = go("out", "again")
    assert (summary.done, summary.passed_by["made"], summary.failures) == (0, 2, {})


def test_folders_may_lie_deeper_than_the_stack_of_python(tmp_path, go, monkeypatch):
    put(tmp_path, "a.txt")
    monkeypatch.chdir(tmp_path / "in")
    for _ in range(600):
        os.mkdir("d")
        os.chdir("d")
    Path("b.txt").write_text(NEWS + " وغيره", encoding="utf-8")
    summary = go()
    assert (summary.done, summary.failures) == (2, {})


def test_a_file_that_vanishes_is_counted(tmp_path, go):
    fill(tmp_path / "in", 6)
    found = iter(Walk(tmp_path / "in"))
    next(found)
    (tmp_path / "in/part0/003.txt").unlink()
    assert PassedBy("part0/003.txt", "gone") in list(found)


class Vanishing(Inline):
    """A crew that takes a folder away as soon as it has a job."""

    def __init__(self, folder):
        super().__init__(Fake())
        self._folder = folder

    def submit(self, job):
        super().submit(job)
        if self._folder.exists():
            self._folder.rename(self._folder.with_name("away"))


@pytest.mark.parametrize("folder", ["in", "out"])
def test_a_folder_that_vanishes_ends_the_run_with_its_name(tmp_path, folder):
    fill(tmp_path / "in", 6)
    summary = batch.run(tmp_path / "in", tmp_path / "out", crew=Vanishing(tmp_path / folder))
    assert summary.exit_code == 1
    assert f"{tmp_path / folder}" in summary.stopped
    assert summary.failures == {}
    (tmp_path / "away").rename(tmp_path / folder)
    assert batch.run(tmp_path / "in", tmp_path / "out", crew=Inline(Fake())).exit_code == 0


def test_an_article_that_is_deleted_keeps_its_brief_and_is_named(tmp_path, go):
    put(tmp_path, "a.txt")
    gone = put(tmp_path, "b.txt")
    go()
    gone.unlink()
    assert go().gone == ["b.txt"]
    assert (tmp_path / "out/b.txt.md").exists()


def test_a_failed_article_is_named_again_and_tried_again_when_asked(tmp_path, go):
    put(tmp_path, "good.txt")
    bad = put(tmp_path, "bad.txt", f"{NEWS} (BUG)")
    assert reasons(go()) == {"bad.txt": ("bug", "ZeroDivisionError: division by zero")}
    go.worked()
    again = go()
    assert (again.exit_code, again.failures["bad.txt"].earlier, go.worked()) == (3, True, [])
    assert not go(retry_failed=True).failures["bad.txt"].earlier
    bad.write_text(NEWS, encoding="utf-8")
    assert go().exit_code == 0


def test_a_brief_that_outlives_its_article_is_told_so(tmp_path, go):
    put(tmp_path, "a.txt")
    go()
    put(tmp_path, "a.txt", "The minister said that the hospital would open tomorrow. " * 5)
    for _ in range(2):
        assert reasons(go())["a.txt"][1].endswith("; an earlier brief of it stays")
    assert (tmp_path / "out/a.txt.md").exists()


def test_a_text_that_is_not_arabic_fails_with_that_reason(tmp_path, go):
    put(tmp_path, "english.txt", "The minister said that the hospital would open tomorrow. " * 5)
    assert [kind for kind, _ in reasons(go()).values()] == ["not_arabic"]


@pytest.mark.parametrize(("options", "most"), [({"fail_fast": True}, 1), ({"max_failures": 2}, 2)])
def test_a_run_stops_when_enough_has_failed(tmp_path, go, options, most):
    for number in range(5):
        put(tmp_path, f"{number}", "no Arabic here, nothing to translate at all")

    class OneByOne(Inline):
        @property
        def room(self):
            return not self.busy

    summary = batch.run(tmp_path / "in", tmp_path / "out", batch.BatchOptions(**options), crew=OneByOne(Fake()))
    assert len(summary.failures) == most
    assert summary.stopped.startswith("--fail-fast" if "fail_fast" in options else "--max-failures 2")
    assert summary.left
    assert summary.exit_code == 3


def test_a_format_that_cannot_be_made_is_refused_before_anything_is_done(tmp_path, go, monkeypatch):
    import sys

    put(tmp_path, "a.txt")
    with pytest.raises(UserError, match="batch can make: "):
        go(formats=("papyrus",))
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(UserError, match=r"python-docx|mujaz\[docx\]"):
        go(formats=("docx",))
    assert go.worked() == []


def test_a_brief_that_cannot_be_made_into_a_further_format_is_named_and_the_others_go_on(tmp_path, go):
    fill(tmp_path / "in", 2)
    go()  # what the fake work writes is no brief
    put(tmp_path, "new.txt")
    summary = go(formats=("md", "html"))
    assert (summary.done, summary.already, summary.exit_code) == (1, 2, 3)
    assert all(reason.startswith("html could not be made from ") for _, reason in reasons(summary).values())


def test_a_limit_leaves_the_rest_for_the_next_run(tmp_path, go):
    fill(tmp_path / "in", 5)
    assert [go(limit=2).done for _ in range(3)] == [2, 2, 1]


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(tmp_path, go):
    fill(tmp_path / "in", 3)
    summary = go(dry_run=True)
    assert (summary.todo, summary.done) == (3, 0)
    assert not (tmp_path / "out").exists()
    go()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    put(tmp_path, "new.txt")
    assert go(dry_run=True).todo == 1
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == before


def test_a_later_run_keeps_to_the_recorded_choices_and_another_needs_redo(tmp_path, go):
    put(tmp_path, "a.txt")
    go(recipe=batch.Recipe(brief={"bullets": 3}))
    go.worked()
    assert go().already == 1
    assert go(recipe=batch.Recipe(brief={"bullets": 3})).already == 1
    with pytest.raises(UserError, match=r"articles .* made with --bullets 3: 1; .* --redo"):
        go(recipe=batch.Recipe(brief={"bullets": 5}))
    with pytest.raises(UserError, match=r"made with --beam-size 4: 1;"):  # the translator's and the summariser's
        go(recipe=batch.Recipe(decoding={"beam_size": 2}, brief={"beam_size": 2}))
    assert go(recipe=batch.Recipe(brief={"bullets": 5}), redo=True).done == 1
    assert go().already == 1  # and now 5 is what is recorded
    assert len(go.worked()) == 1


def test_what_was_made_with_weights_that_are_gone_can_only_be_made_again(tmp_path, go):
    put(tmp_path, "a.txt")
    put(tmp_path, "bad.txt", "The minister said that the hospital would open tomorrow. " * 5)
    go()
    path = tmp_path / "out/.mujaz/run.json"
    manifest = tmp_path / "out/.mujaz/manifest.jsonl"
    now = json.loads(path.read_bytes())["options_sha256"]
    path.write_text(path.read_text().replace(now, "0" * 64))
    entries = [replace(entry, options_sha256="0" * 64) for entry in Ledger(tmp_path / "out/.mujaz")]
    manifest.write_bytes(b"".join(map(spell, entries)))
    with pytest.raises(UserError, match=r"other weights of that name.*: 1; choose another output folder, or .*--redo"):
        go()
    assert go(redo=True).done == 1


def test_a_record_that_is_damaged_needs_redo_and_one_that_cannot_be_read_does_not_get_it(tmp_path, go):
    put(tmp_path, "a.txt")
    go()
    path = tmp_path / "out/.mujaz/run.json"
    path.write_text("{")
    with pytest.raises(UserError, match=r"is damaged.*--redo"):
        go()
    assert go(redo=True).exit_code == 0
    path.unlink()
    path.mkdir()
    with pytest.raises(UserError, match=r"cannot read .*run\.json: is a directory; check the permissions of OUT"):
        go()


def test_the_manifest_says_what_the_files_are(tmp_path, go):
    import hashlib

    path = put(tmp_path, "a.txt")
    go()
    (entry,) = Ledger(tmp_path / "out/.mujaz")
    assert entry.input_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    outputs = tree(tmp_path / "out")
    assert entry.outputs == {name: hashlib.sha256(data).hexdigest() for name, data in outputs.items()}
