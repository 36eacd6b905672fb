"""bfloat16 where the processor multiplies it, float32 elsewhere: without such instructions it is far slower.

`python -m training.precision` prints how fast this machine multiplies in either.
"""

from __future__ import annotations

import time

import torch

INSTRUCTIONS = ("amx_bf16", "avx512_bf16", "bf16")
"""What x86 and ARM call them."""


def native() -> torch.dtype:
    """The faster of the two on this machine."""
    found = torch.cpu.get_capabilities()
    return torch.bfloat16 if any(found.get(name) for name in INSTRUCTIONS) else torch.float32


def autocast() -> torch.autocast:
    """A context in which matrix products run in :func:`native` precision."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=native() is torch.bfloat16)


def speed(kind: torch.dtype, size: int = 1024) -> float:
    """Billions of operations a second of one thread that multiplies two square matrices."""
    torch.set_num_threads(1)
    one, other = torch.randn(size, size, dtype=kind), torch.randn(size, size, dtype=kind)
    one @ other
    began = time.perf_counter()
    one @ other
    return 2 * size**3 / (time.perf_counter() - began) / 1e9


if __name__ == "__main__":
    for each in (torch.float32, torch.bfloat16):
        print(f"{each}: {speed(each):.1f} GFLOPS a thread{' (taken)' if each is native() else ''}")
