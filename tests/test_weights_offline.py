"""After a pull nothing connects anywhere; and a model gets over an air gap by the commands that the docs show."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

import weights
from tests.test_weights import install

# Every attempt to reach out is written down, and fails; an audit hook cannot be taken off again.
SPY = """
import json, sys
from pathlib import Path

def spy(event, details):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"}:
        with open(sys.argv[1], "a") as log:
            log.write(f"{event} {details!r}\\n")
        raise OSError("no network here")

sys.addaudithook(spy)
import cli
import weights.client
weights.client.PATIENCE = 0.0

for command in json.loads(sys.argv[2]):
    sys.stdout.flush()
    try:
        cli.main(command, standalone_mode=False, prog_name="mujaz")
        code = 0
    except SystemExit as end:
        code = end.code or 0
    print(f"\\n#{code}", file=sys.stderr)
"""


def alone(*command: str) -> list[str]:
    """The command in a network namespace of its own, where the system lets one be made: not even a loopback."""
    apart = ["unshare", "--map-root-user", "--net"]
    possible = (
        shutil.which("unshare") and not subprocess.run([*apart, "true"], capture_output=True, check=False).returncode
    )
    return [*apart, *command] if possible else list(command)


def run(commands: list[list[str]], home: Path, log: Path, place: Path) -> tuple[list[int], str]:
    """Run mujaz commands in one process that is cut off; exit codes, and what it said on stdout."""
    done = subprocess.run(
        alone(sys.executable, "-c", SPY, str(log), json.dumps(commands)),
        env={**os.environ, "MUJAZ_HOME": str(home), "PYTHONPATH": os.getcwd()},
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    codes = [int(code) for code in re.findall(r"^#(\d+)$", done.stderr, re.MULTILINE)]
    assert len(codes) == len(commands), done.stderr
    return codes, done.stdout


def test_no_command_connects_anywhere(tiny_marian: Path, tiny_bart: Path, own_home: Path, tmp_path: Path) -> None:
    install(own_home, tiny_marian, "mine")
    weights.prepared(own_home / "models" / "mine")
    article = tmp_path / "article.txt"
    article.write_text("أعلنت الحكومة خطة جديدة.\n\nوصلت قافلة مساعدات إلى المدينة.\n", "utf-8")
    commands = [
        ["translate", "-m", "mine", str(article)],
        ["brief", "-m", "mine", "--extractive", str(article)],
        ["models", "list"],
        ["models", "where"],
        ["models", "verify"],
        ["models", "export", "models.tar", "mine"],
        ["models", "rm", "mine"],
        ["models", "import", "models.tar"],
        ["doctor", "--no-canary"],
        ["config"],
    ]
    codes, _ = run(commands, own_home, tmp_path / "log", tmp_path)
    assert codes == [0] * len(commands)
    assert not (tmp_path / "log").exists(), (tmp_path / "log").read_text()


def test_the_spy_sees_a_pull(own_home: Path, tmp_path: Path) -> None:
    """Without this the test above could pass because the spy is blind."""
    codes, _ = run([["models", "pull", "opus-mt-ar-en"]], own_home, tmp_path / "log", tmp_path)
    assert codes == [1]
    assert "huggingface.co" in (tmp_path / "log").read_text()


def documented(heading: str) -> list[list[str]]:
    """The commands of the first code block below a heading of docs/models.md."""
    text = Path("docs/models.md").read_text("utf-8").split(f"## {heading}\n", 1)[1]
    block = re.search(r"```sh\n(.*?)```", text, re.DOTALL)
    assert block, f"no commands below {heading}"
    lines = [line.split("#")[0].strip() for line in block[1].splitlines()]
    return [shlex.split(line) for line in lines if line]


def test_a_model_gets_over_the_air_gap_by_the_documented_commands(
    tiny_marian: Path, own_home: Path, tmp_path: Path
) -> None:
    weights.pull("opus-mt-tc-big-ar-en", source=str(tiny_marian), canary=False)  # in place of the first command
    article = tmp_path / "article.txt"
    article.write_text("وصلت قافلة مساعدات إلى المدينة.\n", "utf-8")
    commands = documented("Without a network")
    assert [command[:3] for command in commands][:2] == [["mujaz", "models", "pull"], ["mujaz", "models", "export"]]
    near, far = commands[1:2], commands[2:]
    codes, said = run([command[1:] for command in near], own_home, tmp_path / "log", tmp_path)
    assert codes == [0]
    digest = said.split()[0]
    arguments = [[each if each != "SHA256" else digest for each in command[1:]] for command in far]
    codes, said = run(arguments, tmp_path / "far", tmp_path / "log", tmp_path)
    assert codes == [0] * len(far)
    assert said.strip() and not (tmp_path / "log").exists()
    assert (tmp_path / "far" / "models" / "opus-mt-tc-big-ar-en").is_dir()


def test_a_python_without_a_filter_for_tars_imports_as_well(
    tiny_marian: Path, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """3.10.11 has none, and we promise 3.10; what we refuse ourselves does not hang on it."""
    install(own_home, tiny_marian, "mine")
    weights.export(tmp_path / "models.tar")
    monkeypatch.delattr(tarfile, "data_filter")
    monkeypatch.setenv("MUJAZ_HOME", str(tmp_path / "far"))
    assert weights.import_models(tmp_path / "models.tar") == ["mine"]


@pytest.mark.parametrize("page", ["security", "models"])
def test_the_tests_and_files_that_the_docs_name_exist(page: str) -> None:
    text = Path(f"docs/{page}.md").read_text("utf-8")
    named = re.findall(r"`(test_\w+)`", text)
    tests = "".join(path.read_text("utf-8") for path in Path("tests").glob("test_*.py"))
    written = set(re.findall(r"def (test_\w+)", tests))
    assert [name for name in named if name not in written] == []
    assert [name for name in re.findall(r"`((?:tests|bench|weights)/[\w./]+)`", text) if not Path(name).exists()] == []
    assert page != "security" or len(named) > 20
