"""Processors that cannot add the products of 8-bit weights exactly get weights of 7 bits, in a form of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import tiny
from weights import processor
from weights.prepare import form_key

AVX2 = "flags\t\t: fpu sse2 avx avx2\n"


def asked(monkeypatch, tmp_path: Path, machine: str, cpuinfo: str | None) -> int:
    path = tmp_path / "cpuinfo"
    if cpuinfo is not None:
        path.write_text(cpuinfo)
    monkeypatch.setattr(processor, "_CPUINFO", path)
    monkeypatch.setattr(processor.platform, "machine", lambda: machine)
    processor.largest_weight.cache_clear()
    try:
        return processor.largest_weight()
    finally:
        processor.largest_weight.cache_clear()


@pytest.mark.parametrize(
    ("machine", "cpuinfo", "most"),
    [
        ("x86_64", AVX2, processor.NARROW),
        ("x86_64", AVX2.replace("avx2", "avx2 avx512_vnni"), processor.WHOLE),
        ("x86_64", AVX2.replace("avx2", "avx2 avx_vnni"), processor.WHOLE),
        ("AMD64", None, processor.NARROW),
        ("aarch64", None, processor.WHOLE),
    ],
)
def test_weights_are_as_wide_as_the_processor_can_add_them(monkeypatch, tmp_path, machine, cpuinfo, most):
    assert asked(monkeypatch, tmp_path, machine, cpuinfo) == most


def test_two_products_of_narrow_weights_fit_into_sixteen_bits():
    assert 2 * 255 * processor.NARROW < 2**15 <= 2 * 255 * (processor.NARROW + 2)


def test_forms_of_different_widths_never_stand_for_each_other(monkeypatch, tmp_path):
    folder = tiny.marian(tmp_path / "model")
    keys = set()
    for most in (processor.WHOLE, processor.NARROW):
        monkeypatch.setattr(processor, "largest_weight", lambda most=most: most)
        keys |= {form_key(folder, "int8"), form_key(folder, "float32")}
    assert len(keys) == 3
