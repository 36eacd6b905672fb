"""What a user installs is what is in the tree: wheel and sdist build, install into an empty venv, and work there."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("mujaz", "translate", "summarize", "weights", "report", "batch")
NEEDED = (
    "cli.py",
    "weights/embedded-ar-en/model.safetensors",
    "weights/embedded-ar-en/README.md",
    "weights/embedded-ar-en/SHA256SUMS",
    "weights/adapters/smollm2-135m/adapter_config.json",
    "weights/adapters/smollm2-135m/adapter_model.safetensors",
    "weights/adapters/smollm2-135m/README.md",
    "report/brief.schema.json",
    "report/templates/brief.html",
    "report/templates/index.js",
    *(f"{room}/py.typed" for room in ROOMS),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sdist and the wheel made from it, as a release makes them; without the network."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, "--sdist", str(ROOT)], check=True, capture_output=True)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (source,) = (folder / "unpacked").iterdir()
    subprocess.run([*build, "--wheel", str(source)], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return sdist, wheel


def test_the_wheel_holds_every_room_and_the_embedded_model(built: tuple[Path, Path]) -> None:
    names = set(zipfile.ZipFile(built[1]).namelist())
    assert set(NEEDED) <= names
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {*ROOMS, "cli.py"}
    assert not any("__pycache__" in name for name in names)


def test_the_sdist_can_be_tested_by_whoever_packages_it(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[0]) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"tests/conftest.py", "tests/cases/split.json", "examples/libya.txt", "constraints.txt", "Makefile"} <= names


def test_the_wheel_installs_into_an_empty_environment_and_translates_there(
    built: tuple[Path, Path], tmp_path: Path
) -> None:
    """Its dependencies are lent by a path file, since the network is out of reach; mujaz itself is not."""
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    python = venv / "bin" / "python"
    subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(built[1])], check=True
    )
    (site,) = venv.glob("lib/python*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(venv / "bin" / "mujaz"), "translate"],
        input="وصل الوزير إلى العاصمة صباح اليوم.".encode(),
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.strip()
    where = [str(python), "-c", "import translate; print(translate.__file__)"]
    found = subprocess.run(where, capture_output=True, text=True, cwd=tmp_path, env=environment, check=True).stdout
    assert Path(found.strip()).is_relative_to(venv)


@pytest.mark.parametrize("room", ROOMS)
def test_the_installed_rooms_are_ours(room: str) -> None:
    """PyPI's ``translate`` and ``translate-toolkit`` also install a top-level ``translate``."""
    spec = importlib.util.find_spec(room)
    assert spec is not None and spec.origin is not None
    assert Path(spec.origin) == ROOT / room / "__init__.py"
