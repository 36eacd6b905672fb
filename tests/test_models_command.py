"""`mujaz models` from end to end: a model of the user's own settings, from a Hub on the loopback to a translation."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import weights
from cli import main
from tests.hub import Hub


@pytest.fixture
def settings(hub: Hub, tiny_marian: Path, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings that name a model of the Hub, which its client finds by its own variable."""
    hub.commit("house/tiny", tiny_marian)
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    monkeypatch.setenv("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
    path = tmp_path / "mujaz.toml"
    path.write_text('[models.mine]\ntask = "translate"\nsource = "hub:house/tiny"\nlicence = "MIT"\n', "utf-8")
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_model_of_the_users_own_is_pulled_listed_checked_used_and_removed(
    settings: Path, hub: Hub, own_home: Path, tmp_path: Path
) -> None:
    config = ("--config", str(settings))
    pulled = run("models", "pull", "mine", *config)
    assert (pulled.exit_code, pulled.stdout.strip()) == (0, str(own_home / "models" / "mine")), pulled.stderr
    listed = {row["name"]: row for row in json.loads(run("models", "list", "--json", *config).stdout)}
    assert listed["mine"]["installed"] and listed["mine"]["licence"] == "MIT"
    assert listed["mine"]["revision"] == hub.branches["house/tiny"]["main"]
    assert run("models", "where", "mine").stdout.strip() == str(own_home / "models" / "mine")
    assert run("models", "verify", "mine").exit_code == 0
    asked = len(hub.requests)
    article = tmp_path / "article.txt"
    article.write_text("وصلت قافلة مساعدات إلى المدينة.\n", "utf-8")
    told = json.loads(run("translate", "-m", "mine", "-f", "json", str(article)).stdout)
    assert told["made_with"]["translator"]["name"] == "mine"
    assert told["made_with"]["translator"]["revision"] == listed["mine"]["revision"]
    assert len(hub.requests) == asked, "only a pull asks the Hub"
    assert run("models", "rm", "mine").exit_code == 0
    gone = run("translate", "-m", "mine", str(article))
    assert gone.exit_code == 4 and "there is no model 'mine'" in gone.stderr


@pytest.mark.parametrize("said", [("--offline", "models", "pull", "mine"), ("models", "pull", "mine", "--offline")])
def test_offline_nothing_is_asked_of_the_hub(settings: Path, hub: Hub, own_home: Path, said: tuple[str, ...]) -> None:
    refused = run(*said, "--config", str(settings))
    assert refused.exit_code == 1 and "models import models.tar" in refused.stderr
    assert run("models", "pull", "mine", "--config", str(settings), "--no-canary").exit_code == 0
    asked = len(hub.requests)
    there = run(*said, "--config", str(settings))
    assert there.exit_code == 0 and "is there already" in there.stderr
    assert len(hub.requests) == asked


def test_a_carried_file_is_imported_offline_and_the_client_is_not_even_loaded(
    own_home: Path, tiny_marian: Path, tmp_path: Path
) -> None:
    weights.pull("opus-mt-ar-en", source=str(tiny_marian), canary=False)
    weights.export(tmp_path / "models.tar")
    watch = "import sys, cli; cli.main(sys.argv[1:], standalone_mode=False)"
    script = f"try:\n    {watch}\nfinally:\n    print('huggingface_hub' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{script}", "models", "import", "--offline", str(tmp_path / "models.tar")],
        env={**os.environ, "MUJAZ_HOME": str(tmp_path / "far"), "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.split()) == (0, ["opus-mt-ar-en", "False"]), done.stderr


def test_the_doctor_says_each_line_when_it_is_known(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> weights.Check:
        raise RuntimeError("the rest is never known")

    monkeypatch.setattr("weights.doctor._files", broken)
    result = run("doctor", "--no-canary")
    assert result.exit_code == 1 and "ok  a model to translate: embedded-ar-en" in result.stdout


@pytest.mark.parametrize("said", ["--model=opus-mt-ar-en", "MUJAZ_MODEL", "mujaz.toml"])
def test_the_doctor_asks_for_the_model_that_is_configured(
    said: str, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "own.toml"
    settings.write_text('model = "opus-mt-ar-en"\n' if said == "mujaz.toml" else "", "utf-8")
    if said == "MUJAZ_MODEL":
        monkeypatch.setenv(said, "opus-mt-ar-en")
    typed = [said] if said.startswith("--") else []
    result = run("doctor", "--no-canary", "--config", str(settings), *typed)
    assert result.exit_code == 4
    assert "!!  a model to translate: the model opus-mt-ar-en is not installed" in result.stdout


def test_a_disk_that_is_full_is_not_standard_output(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Path.mkdir

    def full(self: Path, *arguments: object, **more: object) -> None:
        if self.name.endswith(".part"):
            raise OSError(errno.EDQUOT, "Disk quota exceeded", str(self))
        make(self, *arguments, **more)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(Path, "mkdir", full)
    (tmp_path / "article.txt").write_text("وصلت قافلة مساعدات إلى المدينة.\n", "utf-8")
    result = run("translate", str(tmp_path / "article.txt"), "-o", str(tmp_path / "out.txt"))
    assert result.exit_code == 1
    assert "disk quota exceeded; free some space" in result.stderr and "standard output" not in result.stderr


def test_a_fault_of_a_file_that_nobody_foresaw_names_the_file(
    own_home: Path, tiny_marian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(name: str, **_: object) -> None:
        raise OSError(errno.EIO, "Input/output error", "/disk/model")

    monkeypatch.setattr("weights.remove", dying, raising=False)
    result = run("models", "rm", "mine")
    assert (result.exit_code, result.stderr) == (1, "mujaz: cannot use /disk/model: input/output error\n")


def test_verify_ends_with_4_and_names_what_differs(settings: Path, own_home: Path) -> None:
    assert run("models", "pull", "mine", "--config", str(settings), "--no-canary").exit_code == 0
    (own_home / "models" / "mine" / "vocab.json").write_text("{}")
    result = run("models", "verify", "mine")
    assert result.exit_code == 4 and "vocab.json has 2 bytes" in result.stdout


def test_a_refusal_of_the_hub_is_one_line_and_no_traceback(settings: Path, hub: Hub) -> None:
    hub.branches.clear()
    result = run("models", "pull", "mine", "--config", str(settings))
    assert result.exit_code == 1 and "the Hub refused house/tiny" in result.stderr
    assert "Traceback" not in result.output
