"""What the docs tell a user to type is what the command line takes; what can run here is run."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import cli

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NOT_RUN = frozenset(
    "pull --watch --ray --break-lock --merge < $ doctor opus-mt bart /media smollm2 NAME FILE SHA256".split()
)
"""Words of commands that need the network, a second machine, a big model or a person: these are parsed only."""


def commands(page: Path) -> list[list[str]]:
    """The ``mujaz`` calls in the code blocks of a page, comments dropped."""
    blocks = re.findall(r"^```(?:console|sh|bash)?\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)
    calls = re.findall(r"(?:^|[|$] )(?:\$ )?mujaz ([^|\n#]+)", "\n".join(blocks), re.M)
    return [shlex.split(call) for call in calls if "…" not in call and "[" not in call]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_the_docs_is_one_that_the_command_line_takes(page: Path) -> None:
    for call in commands(page):
        command: click.Command = cli.main
        rest = call
        context = click.Context(cli.main, info_name="mujaz")
        while isinstance(command, click.Group):
            assert rest and rest[0] in command.commands, f"{page.name}: mujaz {shlex.join(call)}"
            command, rest = command.commands[rest[0]], rest[1:]
        try:
            command.make_context("mujaz", list(rest), parent=context)
        except click.exceptions.Exit:
            pass  # --help and --version end here
        except click.ClickException as error:
            pytest.fail(f"{page.name}: mujaz {shlex.join(call)}: {error.format_message()}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_run_one_after_the_other(
    page: Path, tmp_path: Path, tiny_marian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    for name in ("my-article.txt", "articles/one.txt", "articles/two.txt"):
        shutil.copy(ROOT / "examples" / "libya.txt", tmp_path / name)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    english = "The minister arrived in the capital on Monday. He met the president. Talks go on tomorrow."
    (tmp_path / "report-in-english.txt").write_text(english, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, value in {"MODEL": str(tiny_marian), "BEAM_SIZE": "1", "EXTRACTIVE": "1", "THREADS": "1"}.items():
        monkeypatch.setenv(f"MUJAZ_{name}", value)
    text = (ROOT / "examples" / "libya.txt").read_bytes()
    for call in commands(page):
        if any(word in shlex.join(call) for word in NOT_RUN):
            continue
        done = CliRunner().invoke(cli.main, call, input=text)
        assert done.exit_code in (0, 3), f"{page.name}: mujaz {shlex.join(call)}\n{done.output}{done.exception!r}"


def test_the_python_of_the_readme_runs() -> None:
    (block,) = re.findall(r"^```python\n(.*?)^```", PAGES[0].read_text(encoding="utf-8"), re.S | re.M)
    names: dict[str, list[object]] = {}
    exec(block, names)
    assert len(names["sentences"]) == 2
    assert len(names["translations"]) == 1
    assert names["bullets"]


def test_no_page_has_a_gap_left_to_fill() -> None:
    for page in PAGES:
        assert not re.search(r"@@|TODO|XXX|figures to come", page.read_text(encoding="utf-8")), page.name


def test_no_page_links_to_a_file_that_is_not_there() -> None:
    for page in [*PAGES, ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
