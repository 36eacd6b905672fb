"""Heavy and risky work in a process of its own: its memory goes back to the system, its faults stay there."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping

from mujaz import ModelError

QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
}
"""What makes the libraries in the child stay off the network and off the terminal."""

# `-I` keeps the current folder and PYTHON* variables out; the parent's own path is handed over instead.
_START = "import json, sys; path, module, values = json.loads(sys.argv[1]); sys.path[:] = path; from weights.child import answer; answer(module, values)"  # noqa: E501  (one line for -c)


def apart(module: str, values: Mapping[str, str]) -> str:
    """Call ``weights.<module>.work(**values)`` in a process of its own, and return what it returns.

    If the module has a ``limit``, that is called first with the same values: it binds the process only.

    Raises:
        ModelError: the work failed; the message is the child's own, or the signal that ended it.
    """
    path = [place for place in sys.path if place and os.path.isabs(place)]
    path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # a checkout that is not installed
    done = subprocess.run(
        [sys.executable, "-I", "-c", _START, json.dumps([path, module, dict(values)])],
        capture_output=True,
        env={**os.environ, **QUIET},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    last = done.stdout.decode("utf-8", "replace").rpartition("\x1e")[2]
    if done.returncode == 0 and last:
        return str(json.loads(last))
    if last and done.returncode == ModelError.exit_code:
        raise ModelError(str(json.loads(last)))
    told = done.stderr.decode("utf-8", "replace").strip().splitlines()
    why = told[-1] if told else f"it ended with code {done.returncode}"
    raise ModelError(f"the work on a model ({module}) failed: {why}")


def answer(module: str, values: Mapping[str, str]) -> None:
    """The child's side: do the work; the last thing on stdout, after a record separator, is the answer."""
    room = importlib.import_module(f"weights.{module}")
    code = 0
    try:
        if limit := getattr(room, "limit", None):
            limit(**values)
        said = str(room.work(**values))
    except ModelError as error:
        said, code = str(error), error.exit_code
    sys.stdout.write("\x1e" + json.dumps(said))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # torch's threads need no farewell
