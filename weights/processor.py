"""What this machine's processor does to 8-bit numbers.

Without VNNI an x86 processor adds the products of two pairs of 8-bit numbers in 16 bits, and what does not fit is cut
off (oneDNN's "Nuances of int8 computations"). Weights of 7 bits fit: two products of at most 255 by 63 stay below
32,768.
"""

from __future__ import annotations

import platform
from functools import lru_cache
from pathlib import Path

WHOLE, NARROW = 127, 63
"""The largest weights of 8 and of 7 bits."""

_CPUINFO = Path("/proc/cpuinfo")


@lru_cache(maxsize=1)
def largest_weight() -> int:
    """The largest 8-bit weight whose products are added exactly here."""
    return NARROW if platform.machine().lower() in ("x86_64", "amd64") and not _has_vnni() else WHOLE


def _has_vnni() -> bool:
    """Whether the processor says that it has VNNI; where nothing can be asked, it has none."""
    try:
        lines = _CPUINFO.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return False
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    return not {"avx512_vnni", "avx_vnni"}.isdisjoint(flags)
