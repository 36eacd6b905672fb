"""``mujaz report``: a brief made earlier becomes any other format, and no model is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli
import report
from tests.briefs import english_brief, example


def mujaz(*arguments: str | Path, stdin: str | None = None) -> Result:
    # A store that does not exist and a model that is none: whoever asks for either fails.
    environment = {"MUJAZ_HOME": "/nowhere", "MUJAZ_MODEL": "none"}
    return CliRunner().invoke(cli.main, ["report", *map(str, arguments)], input=stdin, env=environment)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "derna.txt.json"
    path.write_text(str(report.FORMATS["json"].render(example())), "utf-8")
    return path


@pytest.fixture
def array(tmp_path: Path) -> Path:
    join = report.FORMATS["json"].join
    assert join is not None
    path = tmp_path / "night.json"
    path.write_text("".join(join([example(), english_brief()])), "utf-8")
    return path


@pytest.mark.parametrize("form", report.formats_of("report"), ids=lambda form: form.name)
def test_every_format_can_be_made_from_the_json(made: Path, tmp_path: Path, form: report.Format) -> None:
    target = tmp_path / f"out{form.endings[0]}"
    assert mujaz(made, "-o", target).exit_code == 0
    direct = form.render(example())
    assert target.read_bytes() == (direct if isinstance(direct, bytes) else direct.encode())


def test_it_is_read_from_a_pipe_and_written_to_one(made: Path) -> None:
    done = mujaz("-", "-f", "md", stdin=made.read_text("utf-8"))
    assert done.exit_code == 0
    assert done.stdout == report.FORMATS["md"].render(example())


def test_a_folder_gets_a_file_an_article(made: Path, array: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert mujaz(made, "-o", out, "-f", "html").exit_code == 0
    assert mujaz(array, "-o", out, "-f", "html").exit_code == 0
    found = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.html"))
    assert found == ["derna.txt.html", "night/000001.html", "night/000002.html"]


def test_several_briefs_are_joined_or_refused(array: Path) -> None:
    assert mujaz(array).stdout.count("==> ") == 2
    assert len(json.loads(mujaz(array, "-f", "json").stdout)) == 2
    refused = mujaz(array, "-f", "html")
    assert refused.exit_code == 1
    assert "folder" in refused.stderr


@pytest.mark.parametrize(("content", "told"), [("{", "not JSON"), ("[]", "holds no brief"), ("{}", "no brief")])
def test_what_holds_no_brief_is_an_error_that_names_the_file(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(content)
    done = mujaz(path)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "odd.json" in done.stderr
    assert told in done.stderr


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    done = mujaz(tmp_path / "gone.json")
    assert done.exit_code == 1
    assert "gone.json" in done.stderr


def test_a_format_that_it_cannot_make_is_refused_with_those_that_it_can(made: Path) -> None:
    done = mujaz(made, "-f", "pdf")
    assert done.exit_code == 2
    assert all(form.name in done.stderr for form in report.formats_of("report"))
