"""What every test may stand on: tiny models, a model store of its own, conversions without a new process."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from tests import tiny
from tests.hub import Hub, serving
from weights.child import apart as _REAL_APART  # noqa: N812  (kept from before it is replaced)

settings.register_profile("mujaz", deadline=None, derandomize=True)  # tables load on first use; machines are slow
settings.load_profile("mujaz")


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

    A test that means the real thing, in a process of its own, asks for ``real_apart``.
    """
    import weights.child

    def inside(module: str, values: Mapping[str, str]) -> str:
        return str(importlib.import_module(f"weights.{module}").work(**values))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights.child, "apart", inside)
        yield


@pytest.fixture
def real_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real thing for once: heavy and risky work in a process of its own."""
    monkeypatch.setattr("weights.child.apart", _REAL_APART)


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store for one test."""
    home = tmp_path / "home"
    monkeypatch.setenv("MUJAZ_HOME", str(home))
    return home


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A Hub on the loopback."""
    with serving() as running:
        yield running


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
    return tiny.marian(tmp_path_factory.mktemp("models") / "tiny-marian-tagged", language_token=True, seed=8)


@pytest.fixture(scope="session")
def tiny_bart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny BART summariser."""
    return tiny.bart(tmp_path_factory.mktemp("models") / "tiny-bart")


@pytest.fixture(scope="session")
def tiny_llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny Llama that has a chat template."""
    return tiny.llama(tmp_path_factory.mktemp("models") / "tiny-llama")
