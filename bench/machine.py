"""What a figure was measured on: processor features, threads, memory, date."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from mujaz import available_threads

FEATURES = ("avx512f", "avx512_vnni", "avx512_bf16", "amx_tile", "avx2", "asimd")
"""Those that change which kernels an engine takes, strongest first."""


def machine() -> str:
    """One line for the head of a table.

    >>> "threads" in machine()
    True
    """
    info = Path("/proc/cpuinfo")
    words = set(info.read_text(encoding="ascii", errors="replace").split()) if info.exists() else set()
    found = "+".join(name for name in FEATURES if name in words) or "unknown"
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{available_threads()} threads, {found}, {gigabytes:.0f} GB, "
        f"load {load:.1f}, {datetime.datetime.now(tz=datetime.timezone.utc):%Y-%m-%d}"
    )
