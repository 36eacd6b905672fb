"""The commands of docs/clusters.md, as a cluster would run them: four parts and a merge are one run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.fake_work import fill, tree

PAGE = Path("docs/clusters.md").read_text("utf-8")
PARTS = range(1, 5)

torture = pytest.mark.skipif("MUJAZ_TORTURE" not in os.environ, reason="a dozen starts of mujaz: `make torture`")


def block(heading: str, number: int = 0) -> str:
    """A code block below a heading of the page."""
    return re.findall(r"^```\w*\n(.*?)^```", PAGE.split(f"## {heading}\n", 1)[1], re.S | re.M)[number]


@pytest.fixture
def place(tmp_path: Path, tiny_marian: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with articles, a command ``mujaz``, and what one undisturbed run makes of them."""
    fill(tmp_path / "articles", 12)
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin/mujaz"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m cli "$@"\n')
    command.chmod(0o755)
    settings = {"MUJAZ_MODEL": tiny_marian, "MUJAZ_EXTRACTIVE": 1, "MUJAZ_FAST": 1, "PYTHONPATH": Path.cwd()}
    for name, value in settings.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    run("mujaz batch articles alone", tmp_path)
    return tmp_path


def run(script: str, folder: Path, **environment: object) -> None:
    """A script, by the shell that would run it."""
    variables = {name: str(value) for name, value in environment.items()}
    done = subprocess.run(
        ["bash", "-ec", script],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def one_run(place: Path) -> None:
    """The parts are all there, and merged they are what one run makes."""
    run("mujaz batch articles briefs --merge", place)
    assert tree(place / "briefs") == tree(place / "alone")
    assert [path.name for path in (place / "briefs/.mujaz").glob("*.jsonl")] == ["manifest.jsonl"]


@torture
@pytest.mark.skipif(not shutil.which("parallel"), reason="GNU parallel is not installed")
def test_gnu_parallel(place: Path) -> None:
    run(block("GNU parallel"), place)
    assert tree(place / "briefs") == tree(place / "alone")


@torture
def test_an_array_of_slurm(place: Path) -> None:
    for part in PARTS:
        variables = {"SLURM_CPUS_PER_TASK": 1, "SLURM_ARRAY_TASK_ID": part, "SLURM_ARRAY_TASK_COUNT": len(PARTS)}
        run(block("SLURM"), place, **variables)
    one_run(place)


@torture
def test_the_pods_of_a_kubernetes_job(place: Path) -> None:
    job = yaml.safe_load(block("Kubernetes"))
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert container["command"] == ["/bin/sh", "-c"]
    assert job["spec"]["completions"] == len(PARTS)
    (script,) = container["args"]
    for pod in range(job["spec"]["completions"]):
        run(script.replace("/folder", str(place)), place, JOB_COMPLETION_INDEX=pod)
    one_run(place)
