"""`mujaz models` from end to end: a model of the user's own settings, from a Hub on the loopback to a translation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

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
