"""Over an air gap: what leaves one machine arrives whole on another, and nothing else ever lands."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

import weights
from mujaz import ModelError, UserError
from tests.test_weights import install
from weights.lock import Lock, listing, write_lock


@pytest.fixture
def carried(
    own_home: Path, tiny_marian: Path, tiny_bart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A tar with two models, and this machine is another one now."""
    install(own_home, tiny_marian, "mine")
    install(own_home, tiny_bart, "short", "summarize")
    weights.export(tmp_path / "models.tar")
    monkeypatch.setenv("MUJAZ_HOME", str(tmp_path / "far"))
    return tmp_path / "models.tar"


def test_what_is_exported_is_found_on_the_other_machine(carried: Path, tmp_path: Path) -> None:
    notes: list[str] = []
    assert sorted(weights.import_models(carried, note=notes.append)) == ["mine", "short"]
    assert notes[0] == f"sha256 of models.tar: {hashlib.sha256(carried.read_bytes()).hexdigest()}"
    for name, task in (("mine", "translate"), ("short", "summarize")):
        assert weights.damage(name) == []
        assert weights.find(name, task).revision == "c0ffee"
        assert all(path.stat().st_mode & 0o444 == 0o444 for path in (tmp_path / "far").rglob("*"))


def test_a_converted_form_travels_along(
    own_home: Path, tiny_marian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = str(tiny_marian)
    shelf = {"mine": weights.Model("mine", "translate", (f"file:{source}",), "Apache-2.0", ("ar", "en"))}
    weights.pull("mine", catalogue=shelf)
    weights.export(tmp_path / "models.tar", ["mine"])
    monkeypatch.setenv("MUJAZ_HOME", str(tmp_path / "far"))
    weights.import_models(tmp_path / "models.tar")
    monkeypatch.setattr("weights.prepare.build", lambda *_: pytest.fail("it is converted again"))
    folder = weights.find("mine", "translate").folder
    assert weights.prepared(folder).is_relative_to(folder)


def test_the_same_models_give_the_same_tar(own_home: Path, tiny_marian: Path, tmp_path: Path) -> None:
    install(own_home, tiny_marian, "mine")
    first = weights.export(tmp_path / "a.tar", ["mine"])
    (own_home / "models" / "mine" / "config.json").touch()
    assert weights.export(tmp_path / "b.tar", ["mine"]) == first


def test_the_expected_hash_is_asked_first(carried: Path, tmp_path: Path) -> None:
    real = hashlib.sha256(carried.read_bytes()).hexdigest()
    with pytest.raises(ModelError, match="not the file that was expected"):
        weights.import_models(carried, expect="0" * 64)
    assert not (tmp_path / "far").exists()
    weights.import_models(carried, expect=real.upper() + "\n")


def test_a_damaged_model_is_not_exported(own_home: Path, tiny_marian: Path, tmp_path: Path) -> None:
    folder = install(own_home, tiny_marian, "mine")
    (folder / "vocab.json").write_bytes(b"{}")
    with pytest.raises(ModelError, match=r"mine is damaged: vocab\.json"):
        weights.export(tmp_path / "models.tar", ["mine"])
    with pytest.raises(ModelError, match="other is not a pulled model"):
        weights.export(tmp_path / "models.tar", ["other"])
    assert list(tmp_path.glob("*.tar")) == list(tmp_path.glob(".*.part")) == []


def test_there_must_be_something_to_export_and_to_import(own_home: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no pulled model to export"):
        weights.export(tmp_path / "models.tar")
    with pytest.raises(UserError, match="there is no file"):
        weights.import_models(tmp_path / "models.tar")
    (tmp_path / "text.tar").write_text("no tar at all")
    with pytest.raises(ModelError, match="no tar of models"):
        weights.import_models(tmp_path / "text.tar")


def test_a_tar_that_was_cut_short_lands_nothing(carried: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.tar"
    cut.write_bytes(carried.read_bytes()[:-200_000])
    with pytest.raises(ModelError, match="nothing was installed"):
        weights.import_models(cut)
    assert not list((tmp_path / "far").glob("models/mine"))


def test_a_changed_byte_is_found_before_anything_lands(carried: Path, tmp_path: Path) -> None:
    data = bytearray(carried.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "changed.tar").write_bytes(data)
    with pytest.raises(ModelError, match="nothing was installed"):
        weights.import_models(tmp_path / "changed.tar")
    assert not [path for path in (tmp_path / "far" / "models").iterdir() if not path.name.endswith(".lock")]


Evil = Callable[[tarfile.TarFile], None]


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", data: bytes = b"evil") -> Evil:
    def add(tar: tarfile.TarFile) -> None:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, link
        info.size = len(data) if kind == tarfile.REGTYPE else 0
        tar.addfile(info, io.BytesIO(data) if kind == tarfile.REGTYPE else None)

    return add


def _model(listed: str, member: Evil, data: bytes = b"evil") -> Evil:
    """A model whose own lock lists something that no lock may list."""

    def add(tar: tarfile.TarFile) -> None:
        file = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        lock = {"lock": 1, "name": "other", "task": "translate", "source": "", "revision": "", "licence": ""}
        _member("other/.lock.json", data=json.dumps({**lock, "files": {listed: file}}).encode())(tar)
        member(tar)

    return add


STRANGE_LOCK = json.dumps(
    {"lock": 1, "name": "mine", "task": "translate", "source": "", "revision": "", "licence": "", "files": {}}
).encode()

EVIL: dict[str, Evil] = {
    "an absolute path": _member("/etc/evil"),
    "a way up": _member("mine/../../evil"),
    "a way up at the start": _member("../evil"),
    "a file outside every model": _member("evil"),
    "a backslash": _member("mine\\..\\evil"),
    "a drive": _member("C:/evil"),
    "a hidden folder": _member(".mine.part/evil"),
    "a link": _member("mine/evil", tarfile.SYMTYPE, "/etc/passwd"),
    "a hard link": _member("mine/evil", tarfile.LNKTYPE, "mine/config.json"),
    "a device": _member("mine/evil", tarfile.CHRTYPE),
    "a pipe": _member("mine/evil", tarfile.FIFOTYPE),
    "a folder": _member("mine/evil", tarfile.DIRTYPE),
    "a file that no lock lists": _member("mine/evil.py"),
    "a file of a model without a lock": _member("other/config.json"),
    "a second file of one name": _member("mine/config.json"),
    "a way up that its lock lists": _model("../../evil", _member("other/../../evil")),
    "an absolute path that its lock lists": _model("/tmp/evil", _member("other//tmp/evil")),
    "a link that its lock lists": _model("evil", _member("other/evil", tarfile.SYMTYPE, "/etc/passwd"), b""),
    "a lock that is a bomb": _member("other/.lock.json", data=b"{" + b" " * (1 << 21)),
    "a lock of another name": _member("other/.lock.json", data=STRANGE_LOCK),
    "a lock in a folder of no form": _member("mine/deep/.lock.json", data=b"{}"),
}  # fmt: skip


@pytest.mark.parametrize("what", EVIL)
def test_nothing_but_listed_plain_files_is_ever_unpacked(what: str, carried: Path, tmp_path: Path) -> None:
    with tarfile.open(carried, "a") as tar:
        EVIL[what](tar)
    with pytest.raises(ModelError, match="nothing was installed"):
        weights.import_models(carried)
    assert not list(tmp_path.rglob("evil*"))
    far = tmp_path / "far" / "models"
    assert not far.exists() or not [path for path in far.iterdir() if not path.name.endswith(".lock")]


def test_a_file_larger_than_its_lock_says_is_refused(own_home: Path, tiny_marian: Path, tmp_path: Path) -> None:
    folder = install(own_home, tiny_marian, "mine")
    with tarfile.open(tmp_path / "big.tar", "w") as tar:
        tar.add(folder / ".lock.json", "mine/.lock.json")
        for path in folder.iterdir():
            if path.name not in {".lock.json", "config.json"}:
                tar.add(path, f"mine/{path.name}")
        _member("mine/config.json", data=bytes(10_000_000))(tar)
    with pytest.raises(ModelError, match="it has 10000000 bytes instead of"):
        weights.import_models(tmp_path / "big.tar")


def test_an_import_replaces_a_model_whole(carried: Path, tmp_path: Path, tiny_llama: Path) -> None:
    far = tmp_path / "far"
    install(far, tiny_llama, "short", "summarize")
    weights.import_models(carried)
    assert weights.damage("short") == []
    assert json.loads((far / "models" / "short" / "config.json").read_text())["model_type"] == "bart"


def test_a_lock_lists_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a").write_bytes(b"abc")
    lock = Lock("x", "translate", "s", "r", "l", files=listing(tmp_path))
    write_lock(tmp_path, lock)
    assert list(lock.files) == ["deep/a"] and lock.files["deep/a"].size == 3
