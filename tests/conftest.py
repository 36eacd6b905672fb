"""What every test may stand on: tiny models, a model store of its own, conversions without a new process."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests import tiny


@pytest.fixture(scope="session", autouse=True)
def mujaz_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store for the session; a test that wants another sets ``MUJAZ_HOME`` itself."""
    home = tmp_path_factory.mktemp("mujaz-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MUJAZ_HOME", str(home))
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield home


@pytest.fixture(scope="session", autouse=True)
def work_inside() -> Iterator[None]:
    """Conversions run in the test's own process, where torch is loaded already: seconds saved a model.

    The real thing, in a process of its own, is what tests/test_weights.py calls ``real_apart`` for.
    """
    import weights.child

    def inside(module: str, values: Mapping[str, str]) -> str:
        return str(importlib.import_module(f"weights.{module}").work(**values))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights.child, "apart", inside)
        yield


@pytest.fixture(scope="session")
def tiny_marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny Marian translator: one vocabulary, a SentencePiece model a side."""
    return tiny.marian(tmp_path_factory.mktemp("models") / "tiny-marian")


@pytest.fixture(scope="session")
def tiny_marian_separate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a vocabulary a side."""
    return tiny.marian(tmp_path_factory.mktemp("models") / "tiny-marian-separate", separate=True, seed=16)


@pytest.fixture(scope="session")
def tiny_marian_tagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a target-language token, ``>>eng<<``."""
    return tiny.marian(tmp_path_factory.mktemp("models") / "tiny-marian-tagged", language_token=True, seed=38)


@pytest.fixture(scope="session")
def tiny_bart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny BART summariser."""
    return tiny.bart(tmp_path_factory.mktemp("models") / "tiny-bart")


@pytest.fixture(scope="session")
def tiny_llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny Llama that has a chat template."""
    return tiny.llama(tmp_path_factory.mktemp("models") / "tiny-llama")
