"""The Hub's own client, on our terms: where it talks to, how often it tries, what its refusals mean."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from mujaz import UserError

from .landing import FULL

HUB = "https://huggingface.co"
TRIES = 4
PATIENCE = 1.0
"""Seconds before the second try; doubled each time. The Hub's own client waits for 429 by itself."""


@contextlib.contextmanager
def client() -> Iterator[Any]:
    """The Hub's client, told to send no telemetry, draw no bars of its own, and use no other transport."""
    for name in ("HF_HUB_DISABLE_XET", "HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_PROGRESS_BARS"):
        os.environ.setdefault(name, "1")
    import huggingface_hub
    import huggingface_hub.file_download
    import huggingface_hub.utils

    huggingface_hub.utils.logging.set_verbosity_error()
    huggingface_hub.utils.disable_progress_bars()
    yield huggingface_hub


def address(endpoint: str | None) -> str:
    """The Hub's address: the one given, else that of ``HF_ENDPOINT``, else the public one."""
    return (endpoint or os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")


def patiently(act: Callable[[], Any], what: str) -> Any:
    """Do it; try again, later and later, what may be a passing trouble of the net or the server."""
    from huggingface_hub import errors

    for attempt in range(TRIES):
        try:
            return act()
        except errors.OfflineModeIsEnabled as error:
            raise UserError(
                "HF_HUB_OFFLINE is set, so nothing can be pulled; unset it, or import a carried file"
            ) from error
        except errors.HfHubHTTPError as error:
            status = getattr(error.response, "status_code", 0)
            if status < 500 or attempt + 1 == TRIES:
                raise UserError(_refused(status, what)) from error
        except Exception as error:
            if isinstance(error, OSError) and error.errno in FULL:
                raise UserError(
                    f"no room for {what}: {error.strerror}; free some space and pull again, it goes on where it stopped"
                ) from error
            if not _passing(error):
                raise
            if attempt + 1 == TRIES:
                raise UserError(
                    f"cannot reach the Hub for {what}: {error}; pull again later, it goes on where it stopped"
                ) from error
        time.sleep(PATIENCE * 2**attempt)
    raise AssertionError("the last try returns or raises")


def _passing(error: Exception) -> bool:
    """Whether an error is one of the net: those of the client's transport, whichever it uses, and short answers."""
    transport = type(error).__module__.partition(".")[0] in {"httpx", "httpx2", "httpcore", "httpcore2", "requests"}
    return transport or isinstance(error, ConnectionError) or "Consistency check failed" in str(error)


def _refused(status: int, what: str) -> str:
    reasons = {
        401: "it does not exist, or is private or gated: accept its terms on the Hub, then set HF_TOKEN",
        403: "it is gated: accept its terms on the Hub, then set HF_TOKEN",
        404: "no such model, file or revision",
        429: "too many requests; wait a few minutes",
    }
    return f"the Hub refused {what}: {reasons.get(status, f'answer {status}; try again later')}"
