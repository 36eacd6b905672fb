"""The batch with real, if tiny, models: a brief is the same alone, among others, and from `mujaz brief`."""

import dataclasses
import importlib
import json
import os
import queue
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

import batch
import cli
import mujaz
import summarize
import translate
import weights
from batch.briefer import Loader
from batch.job import Job, Work
from batch.pipeline import Pipeline
from tests.fake_work import NEWS, Craft, Fake, Inline, fill, tree

TEXTS = [
    "أعلنت وزارة الصحة اليوم عن افتتاح مستشفى جديد. قال الوزير إن العمل سيبدأ غدا. سافر الرئيس إلى القاهرة.",
    "وصل الوفد إلى العاصمة صباح اليوم. ثم عقد اجتماعا مع الوزير. وقال إن المحادثات كانت مفيدة للبلدين.",
    "قتل ثلاثة أشخاص في حادث سير على الطريق السريع. ونقل عشرة جرحى إلى المستشفى.",
]


@pytest.fixture
def recipe(tiny_marian):
    return batch.Recipe(model=str(tiny_marian), brief={"extractive": True})


def write(folder, *texts):
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def go(source, target, recipe, **options):
    crew = Inline(Loader(recipe, ("json", *options.get("formats", ["md"])), 1))
    return batch.run(source, target, batch.BatchOptions(recipe=recipe, **options), crew=crew)


def test_a_brief_is_the_same_whatever_else_is_in_the_run(tmp_path, recipe):
    write(tmp_path / "in", *TEXTS)
    go(tmp_path / "in", tmp_path / "together", recipe)
    for number in range(len(TEXTS)):
        go(tmp_path / "in", tmp_path / "alone", recipe, include=(f"{number}.txt",))
    assert tree(tmp_path / "alone") == tree(tmp_path / "together")
    assert len(tree(tmp_path / "together")) == 2 * len(TEXTS)


def test_a_name_that_is_no_utf_8_stands_in_every_format(tmp_path, recipe):
    write(tmp_path / "in", TEXTS[0])
    os.rename(os.fsencode(tmp_path / "in/0.txt"), os.fsencode(tmp_path / "in") + b"/\xe3\xd5\xd1.txt")
    summary = go(tmp_path / "in", tmp_path / "out", recipe, formats=("md", "text", "html", "tsv", "tmx"), index=True)
    assert (summary.done, summary.failures) == (1, {})
    assert {name.rpartition(".")[2] for name in tree(tmp_path / "out")} == {"json", "md", "txt", "html", "tsv", "tmx"}
    assert (
        json.loads(tree(tmp_path / "out")["\udce3\udcd5\udcd1.txt.json"])["article"]["name"] == "\udce3\udcd5\udcd1.txt"
    )


def test_a_further_format_is_made_without_a_model_and_as_a_model_would_have(tmp_path, recipe):
    write(tmp_path / "in", *TEXTS)
    go(tmp_path / "in", tmp_path / "both", recipe, formats=("md", "tsv"))
    go(tmp_path / "in", tmp_path / "out", recipe)
    nobody = Inline(lambda: None)
    summary = batch.run(tmp_path / "in", tmp_path / "out", batch.BatchOptions(formats=("tsv",)), crew=nobody)
    assert (summary.done, summary.rendered, summary.exit_code) == (0, 3, 0)
    assert {name for name in tree(tmp_path / "out") if name.endswith(".tsv")} == {f"{n}.txt.tsv" for n in range(3)}


@pytest.mark.parametrize("other", [{"brief": {"extractive": False}}, {"summarizer": "tiny-llama"}])
def test_a_folder_of_extracts_is_no_folder_for_another_choice_until_redo(tmp_path, recipe, tiny_llama, other):
    """Neither ``--no-extractive`` nor a summarizer goes unheard; what was made is not mixed with it."""
    write(tmp_path / "in", TEXTS[0])
    go(tmp_path / "in", tmp_path / "out", recipe)
    other = {name: str(tiny_llama) if name == "summarizer" else value for name, value in other.items()}
    option = "without --summarizer" if "summarizer" in other else "with --extractive:"
    with pytest.raises(mujaz.UserError, match=f"that were made {option}"):
        go(tmp_path / "in", tmp_path / "out", batch.Recipe(**other))
    assert go(tmp_path / "in", tmp_path / "out", batch.Recipe()).already == 1


def test_a_switch_that_is_off_is_the_same_as_none(tmp_path, recipe):
    write(tmp_path / "in", TEXTS[0])
    off = dataclasses.replace(recipe, brief={"extractive": False}, force_arabic=False)
    plain = dataclasses.replace(recipe, brief={}, force_arabic=None)
    assert off.over(batch.Recipe()).brief == plain.brief
    assert off.differences(dataclasses.replace(plain, force_arabic=False)) == []


def test_the_command_makes_what_the_brief_command_makes(tmp_path, recipe):
    write(tmp_path / "in", TEXTS[0])
    models = ["-m", recipe.model, "--extractive"]
    folders = [str(tmp_path / "in"), str(tmp_path / "out")]
    run = [sys.executable, "-m", "cli"]
    made = subprocess.run([*run, "batch", *folders, *models, "-f", "text"], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert "done: 1" in made.stdout
    one = subprocess.run(
        [*run, "brief", str(tmp_path / "in/0.txt"), *models, "-f", "json"], capture_output=True, check=False
    )
    assert (tmp_path / "out/0.txt.json").read_bytes() == one.stdout
    again = subprocess.run([*run, "batch", *folders, "--status", "--json"], capture_output=True, text=True, check=False)
    assert json.loads(again.stdout)["done"] == 1


ROOM = 300_000_000
"""Bytes that the worker of the next test may have beside what it has when it starts."""

NEEDED = 120_000_000
"""Bytes that an article of it needs; one of them needs ten times as much."""


class Hungry(Craft):
    def translate(self, articles, told):
        held = [bytearray(NEEDED * (10 if "(HUGE)" in article.text else 1)) for article in articles]
        return [article.text.split() for article, _ in zip(articles, held, strict=True)]


@dataclass(frozen=True)
class Starved:
    """Work that needs memory, in a process that has little."""

    def __call__(self) -> Work:
        for late in ("numpy", "report", "translate"):  # they take address space whenever they are first wanted
            importlib.import_module(late)
        has = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (has + ROOM + 4 * 80_000_000, -1))  # threads reserve, too
        return Slowly(Hungry("/dev/null", 0))


class Slowly(Pipeline):
    """Gathers whole groups, so that there is something to halve; one that nobody fills up goes on after a second."""

    def _translate(self, lane, most, told):
        group = []
        while True:
            try:
                item = lane.get(timeout=1 if group else None)
            except queue.Empty:
                item = None
            else:
                if item is None:
                    break
                group.append(item)
            if item is None or len(group) == 8 or item.ticket.job.alone:
                self._together(group, told)
                group = []
        if group:
            self._together(group, told)


def test_what_does_not_fit_into_memory_together_is_tried_in_halves_and_only_what_never_fits_fails(tmp_path):
    fill(tmp_path / "in", 15)
    (tmp_path / "in/huge.txt").write_text(f"{NEWS} (HUGE)", encoding="utf-8")
    summary = batch.run(tmp_path / "in", tmp_path / "out", load=Starved())
    assert {failure.file: failure.kind for failure in summary.failures.values()} == {"huge.txt": "memory"}
    assert summary.done == 15


def test_a_run_with_nothing_to_do_loads_nothing_to_do_it_with(tmp_path):
    fill(tmp_path / "in", 3)
    options = batch.BatchOptions(recipe=batch.Recipe(brief={"extractive": True}))
    batch.run(tmp_path / "in", tmp_path / "out", options, crew=Inline(Fake()))
    code = (
        "import sys, cli\n"
        "try: cli.main(['batch', *sys.argv[1:]])\n"
        "finally: print({name for name in sys.modules if name.startswith(('translate.', 'report', 'numpy', 'torch'))})"
    )
    for typed, needed in (["--extractive"], set()), (["--beam-size", "4"], {"translate.decoding"}):
        command = [sys.executable, "-c", code, str(tmp_path / "in"), str(tmp_path / "out"), *typed]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert "done already: 3; failed: 0" in done.stdout
        assert done.stdout.endswith(f"\n{needed}\n")


def test_no_module_is_called_like_what_its_package_exports():
    for package in (batch, summarize, translate, weights):
        assert not {path.stem for path in Path(package.__file__).parent.glob("*.py")} & set(package.__all__)
        assert all(hasattr(package, name) for name in package.__all__)


def test_an_article_that_is_too_long_is_not_called_foreign(tmp_path, recipe, monkeypatch):
    monkeypatch.setattr("batch.briefer.LONGEST", 150)
    write(tmp_path / "in", TEXTS[0], TEXTS[0] * 2)
    summary = go(tmp_path / "in", tmp_path / "out", recipe)
    assert (summary.done, list(summary.failures)) == (1, ["1.txt"])
    failure = summary.failures["1.txt"]
    assert failure.kind == "input" and "more than 150; cut it into articles" in failure.reason


@pytest.mark.parametrize("text", ["#ليبيا #طرابلس", "قذقذ ضظضظ.\nhttps://example.org/a"], ids=["kept", "failed"])
def test_what_came_to_nothing_is_no_brief_in_a_batch_as_by_itself(tmp_path, recipe, tiny_marian, monkeypatch, text):
    """No sentence was translated: a post of hashtags, and one whose Arabic failed beside a link."""
    monkeypatch.setattr(
        "translate.ct2_engine.CTranslate2Engine.translate",
        lambda self, asked, *_, **__: ((key, []) for key, _ in list(asked)),
    )
    write(tmp_path / "in", text)
    forced = dataclasses.replace(recipe, force_arabic=True)
    summary = go(tmp_path / "in", tmp_path / "out", forced)
    assert summary.failures["0.txt"].reason == "no sentence could be translated"
    alone = CliRunner().invoke(
        cli.main, ["brief", "--extractive", "--force-arabic", "-m", str(tiny_marian), str(tmp_path / "in/0.txt")]
    )
    assert alone.exit_code == 1 and "no sentence of it could be translated" in alone.stderr


def test_a_job_of_a_file_that_is_gone_fails_with_a_reason(tmp_path):
    from tests.fake_work import Fake

    crew = Inline(Fake())
    crew.submit(Job(0, "gone.txt", str(tmp_path / "gone.txt")))
    made = [news for news in crew.news(1) if getattr(news, "kind", None)]
    assert [news.kind for news in made] == ["input"]
    assert "there is no file it" in made[0].error
