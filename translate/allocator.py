"""Memory that was freed, given back to the system; the C library keeps much of it for later."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Let the C library give back what it holds free, where it can be asked (glibc); elsewhere nothing happens.

    The engine's threads allocate and free large buffers of ever new sizes, and glibc keeps the pieces: in a long run
    some 100 MB, half of all that the process takes (``bench/scale.py``). It takes some 40 ms.
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library; no library of that kind at all
        return
    trim(0)
