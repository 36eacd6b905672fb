"""Where models are found, how they are converted, and what is never loaded."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import weights
import weights.canary
import weights.prepare
from mujaz import ModelError, UsageError, UserError
from weights.catalogue import CATALOGUE, with_own
from weights.hashes import SUMS, combined, remembered, write_sums
from weights.landing import landing
from weights.lock import Lock, listing, read_lock, write_lock

NEVER_AT_IMPORT = ("torch", "transformers", "ctranslate2", "huggingface_hub", "numpy", "gguf", "safetensors")


def install(home: Path, source: Path, name: str, task: str = "translate") -> Path:
    """A model in the store, as a pull would leave it, without its converted form."""
    folder = home / "models" / name
    shutil.copytree(source, folder)
    lock = Lock(name, task, f"hub:house/{name}", "c0ffee", "Apache-2.0", files=listing(folder))
    write_lock(folder, lock)
    return folder


def run_apart(code: str) -> list[str]:
    """What a new Python prints that runs ``code``, and then the heavy modules that it has loaded."""
    code = f"import sys, weights; {code}; print([name for name in {NEVER_AT_IMPORT} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_importing_weights_imports_nothing_heavy() -> None:
    assert run_apart("weights.find, weights.prepared, weights.pull, weights.export") == ["[]"]


def test_a_converted_model_is_found_without_a_heavy_import(tiny_marian: Path, own_home: Path) -> None:
    form = weights.prepared(tiny_marian)
    code = f"print(weights.prepared(weights.find({str(tiny_marian)!r}, 'translate').folder))"
    assert run_apart(code) == [str(form), "[]"]


def test_every_catalogued_model_says_what_it_is() -> None:
    for name, model in CATALOGUE.items():
        assert name == model.name
        assert model.task in {"translate", "summarize"}
        assert model.licence and model.advice and model.languages and model.sources
        assert not any(
            pattern.endswith((".h5", ".ot", ".msgpack", "*")) for pattern in model.files if "LICENSE" not in pattern
        )


def test_a_user_adds_models_of_their_own() -> None:
    own = with_own({"mine": {"task": "summarize", "source": "hub:me/mine", "languages": ["en"]}})
    assert next(iter(own)) == "mine" and own["mine"].sources == ("hub:me/mine",)
    for wrong, said in (
        ({"source": "hub:me/mine"}, "task must be one of"),
        ({"task": "translate", "source": "ftp:me"}, "source must be"),
        ({"task": "translate", "source": "hub:me/mine", "trust_remote_code": True}, "unknown key 'trust_remote_code'"),
        ({"task": "translate", "source": "hub:me/mine", "files": "*"}, "must be a list"),
    ):
        with pytest.raises(UsageError, match=said):
            with_own({"mine": wrong})
    with pytest.raises(UsageError, match="embedded-ar-en is part of this package"):
        with_own({"embedded-ar-en": {"task": "translate", "source": "hub:me/mine"}})


def test_the_home_is_chosen_by_the_variable_and_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUJAZ_HOME", str(tmp_path / "elsewhere"))
    assert weights.home() == tmp_path / "elsewhere"
    assert weights.installed("summarize") == []
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("inside", ["", "deeper"])
def test_a_store_that_is_no_folder_is_said_by_all_who_want_it(own_home: Path, inside: str, tmp_path: Path) -> None:
    own_home.write_text("a file")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MUJAZ_HOME", str(own_home / inside))
        wants = (
            weights.installed,
            weights.home,
            lambda: weights.find(None, "translate"),
            lambda: weights.pull("smollm2-135m"),
        )
        for want in wants:
            with pytest.raises(UserError, match="cannot be read: not a directory; set MUJAZ_HOME to a folder"):
                want()
        *_, last = weights.diagnose(canaries=False)
        assert (last.name, last.ok, last.fault) == ("model store", False, 1)


def test_the_embedded_translator_is_always_there(own_home: Path) -> None:
    found = weights.find(None, "translate")
    assert found.name == "embedded-ar-en" and len(found.sha256) == 64
    assert weights.installed("translate") == ["embedded-ar-en"]


def test_the_best_installed_model_is_the_default(own_home: Path, tiny_marian: Path, tiny_bart: Path) -> None:
    install(own_home, tiny_marian, "opus-mt-ar-en")
    assert weights.default("translate") == "opus-mt-ar-en"
    install(own_home, tiny_marian, "opus-mt-tc-big-ar-en")
    assert weights.find(None, "translate").name == "opus-mt-tc-big-ar-en"
    install(own_home, tiny_bart, "smollm2-135m", "summarize")
    assert weights.default("summarize") == "smollm2-135m"
    install(own_home, tiny_bart, "distilbart-cnn-12-6", "summarize")
    assert weights.default("summarize") == "distilbart-cnn-12-6"


def test_a_missing_model_tells_the_command_and_how_to_carry_it(own_home: Path) -> None:
    for name, task in (("opus-mt-ar-en", "translate"), ("smollm2-135m", "summarize"), (None, "summarize")):
        with pytest.raises(ModelError) as caught:
            weights.find(name, task)
        named = name or "smollm2-135m"
        assert caught.value.exit_code == 4
        for part in (
            f"mujaz models pull {named}",
            f"mujaz models export models.tar {named}",
            "mujaz models import models.tar",
        ):
            assert part in str(caught.value)


def test_an_unknown_name_lists_what_exists(own_home: Path) -> None:
    with pytest.raises(ModelError, match=r"there is no model 'opus'; there are: .*opus-mt-ar-en.*, or a folder"):
        weights.find("opus", "translate")
    with pytest.raises(ModelError, match=r"there is no folder \./opus"):
        weights.find("./opus", "translate")


def test_a_model_for_another_task_is_refused(own_home: Path, tiny_bart: Path, tiny_marian: Path) -> None:
    with pytest.raises(ModelError, match="embedded-ar-en is for translate"):
        weights.find("embedded-ar-en", "summarize")
    with pytest.raises(ModelError, match="holds a bart model; to translate"):
        weights.find(tiny_bart, "translate")
    with pytest.raises(ModelError, match="holds a marian model; to summarize"):
        weights.find(tiny_marian, "summarize")


def test_a_folder_is_a_model_by_its_path(own_home: Path, tiny_bart: Path, tiny_llama: Path) -> None:
    for folder in (tiny_bart, tiny_llama):
        found = weights.find(str(folder), "summarize")
        assert (found.name, found.revision, found.folder) == (folder.name, "local", folder)


def test_a_folder_may_lie_in_the_home_of_the_user(
    own_home: Path, tiny_marian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A settings file has no shell that would say where ``~`` is."""
    monkeypatch.setenv("HOME", str(tmp_path))
    shutil.copytree(tiny_marian, tmp_path / "m")
    assert weights.find("~/m", "translate").folder == tmp_path / "m"
    own = with_own({"mine": {"task": "translate", "source": "file:~/m"}})
    assert read_lock(weights.pull("mine", catalogue=own, canary=False)) is not None
    with pytest.raises(ModelError, match="there is no folder ~nobody-here/m"):
        weights.find("~nobody-here/m", "translate")


def test_an_installed_model_that_lacks_bytes_is_not_loaded(own_home: Path, tiny_marian: Path) -> None:
    folder = install(own_home, tiny_marian, "mine")
    assert weights.find("mine", "translate").revision == "c0ffee"
    with (folder / "model.safetensors").open("r+b") as stream:
        stream.truncate(1000)
    with pytest.raises(ModelError, match=r"mine is damaged: model.safetensors has 1000 bytes instead of \d+"):
        weights.find("mine", "translate")
    (folder / "vocab.json").unlink()
    assert sorted(weights.damage("mine"))[1].startswith("vocab.json is missing")


def test_weights_changed_after_the_pull_are_not_loaded(own_home: Path, tiny_marian: Path) -> None:
    folder = install(own_home, tiny_marian, "mine")
    weights.find("mine", "translate")
    data = bytearray((folder / "model.safetensors").read_bytes())
    data[-1] ^= 1
    (folder / "model.safetensors").write_bytes(data)
    os.utime(folder / "model.safetensors", ns=(1, 1))
    for name in ("mine", folder):
        with pytest.raises(ModelError, match=r"model\.safetensors has other bytes than it came with"):
            weights.find(name, "translate")


def test_a_torn_folder_is_not_loaded(tiny_marian: Path, tmp_path: Path, own_home: Path) -> None:
    torn = shutil.copytree(tiny_marian, tmp_path / "torn")
    with (torn / "model.safetensors").open("r+b") as stream:
        stream.truncate(20_000)
    with pytest.raises(ModelError, match=r"is incomplete: 20000 bytes instead of \d+"):
        weights.find(torn, "translate")
    (torn / "model.safetensors").write_bytes(b"PK\x03\x04 no safetensors at all")
    with pytest.raises(ModelError, match="is no safetensors file"):
        weights.find(torn, "translate")
    (torn / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="has no weights"):
        weights.find(torn, "translate")
    (torn / "config.json").write_text("[]")
    with pytest.raises(ModelError, match="is no model configuration"):
        weights.find(torn, "translate")


def test_a_damaged_lock_is_said(own_home: Path, tiny_marian: Path) -> None:
    folder = install(own_home, tiny_marian, "mine")
    for text in (b"", b"[]", b'{"lock": 2}', b'{"lock": 1, "files": {"a": 1}}', b'{"lock": 1, \xff'):
        (folder / ".lock.json").write_bytes(text)
        with pytest.raises(ModelError, match="is damaged"):
            read_lock(folder)
    assert weights.find(None, "translate").name == "embedded-ar-en", "other models are none the worse"
    assert "mine" in [row.name for row in weights.rows()]
    with pytest.raises(ModelError, match="is damaged"):
        weights.find("mine", "translate")
    (wrong,) = weights.damage("mine")
    assert ".lock.json is damaged" in wrong
    checks = {check.name: check for check in weights.diagnose(canaries=False)}
    assert checks["mine: files"].fault == 4 and checks["embedded-ar-en: files"].ok


def test_verify_finds_every_kind_of_damage(own_home: Path, tiny_marian: Path) -> None:
    folder = install(own_home, tiny_marian, "mine")
    assert weights.damage("mine") == []
    data = bytearray((folder / "model.safetensors").read_bytes())
    data[-1] ^= 1
    (folder / "model.safetensors").write_bytes(data)
    (folder / "source.spm").unlink()
    (folder / "notes.py").write_text("print()")
    seen: list[tuple[int, int]] = []
    wrong = weights.damage("mine", progress=lambda done, size: seen.append((done, size)))
    assert sorted(wrong) == [
        "model.safetensors has other bytes than it came with",
        "notes.py does not belong to the model (remove that file)",
        "source.spm is missing",
    ]
    assert seen
    with pytest.raises(ModelError, match="mujaz models pull opus-mt-ar-en"):
        weights.damage("opus-mt-ar-en")


@pytest.mark.parametrize("litter", [".DS_Store", "._model.safetensors", "prepared/.sync", "Thumbs.db", "desktop.ini"])
def test_what_a_file_manager_leaves_in_a_model_is_no_damage(
    litter: str, own_home: Path, tiny_marian: Path, tmp_path: Path
) -> None:
    folder = install(own_home, tiny_marian, "mine")
    before = weights.find("mine", "translate")
    (folder / "prepared").mkdir()
    (folder / litter).write_bytes(b"of no model")
    assert weights.damage("mine") == []
    assert weights.find("mine", "translate") == before
    assert len(weights.export(tmp_path / "models.tar", ["mine"])) == 64


@pytest.fixture
def embedded(tiny_marian: Path, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny model in the place of the one that ships, with its sums."""
    folder = shutil.copytree(tiny_marian, tmp_path / "package")
    write_sums(folder)
    for room in ("checks", "store"):
        monkeypatch.setattr(f"weights.{room}.model_folder", lambda _: folder)
    return folder


def test_the_model_that_ships_is_the_one_that_its_sums_are_of(tmp_path: Path) -> None:
    assert weights.damage("embedded-ar-en") == []
    folder = weights.place("embedded-ar-en")
    copy = shutil.copytree(folder, tmp_path / "copy", copy_function=os.link)
    (copy / SUMS).unlink()
    write_sums(copy)
    assert (copy / SUMS).read_bytes() == (folder / SUMS).read_bytes()


def test_the_embedded_weights_are_checked_for_their_length(embedded: Path) -> None:
    (embedded / "model.safetensors").write_bytes(b"half")
    assert weights.damage("embedded-ar-en") == ["model.safetensors is torn"]


@pytest.mark.parametrize("name", ["model.safetensors", "vocab.json"])
def test_every_byte_of_the_embedded_model_is_checked(embedded: Path, name: str) -> None:
    """A bad disk gives back empty blocks, of the right length, and engines that read the same ones agree."""
    assert weights.damage("embedded-ar-en") == []
    size = (embedded / name).stat().st_size
    with (embedded / name).open("r+b") as stream:
        stream.seek(size // 2)
        stream.write(bytes(size // 4))
    assert weights.damage("embedded-ar-en") == [f"{name} has other bytes than it came with"]
    with pytest.raises(ModelError, match=rf"{name} has other bytes than it came with; install mujaz again"):
        weights.find("embedded-ar-en", "translate")
    (embedded / name).unlink()
    with pytest.raises(ModelError, match=f"{name} is missing|has no weights"):
        weights.find("embedded-ar-en", "translate")


def test_a_file_that_the_disk_does_not_give_back_is_a_damage(
    own_home: Path, tiny_marian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(own_home, tiny_marian, "mine")

    def dying(path: Path, *_: object) -> str:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("weights.checks.sha256_of", dying)
    monkeypatch.setattr("weights.hashes.sha256_of", dying)
    assert "model.safetensors cannot be read: input/output error" in weights.damage("mine")
    with pytest.raises(ModelError, match=r"cannot read .*: input/output error"):
        weights.find("mine", "translate")


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_of_what_could_not_be_made(tmp_path: Path, fault: int) -> None:
    with (
        pytest.raises(UserError, match=r"cannot make .*/form: .*; free some space, or set MUJAZ_HOME"),
        landing(tmp_path / "form"),
    ):
        raise OSError(fault, os.strerror(fault))
    assert list(tmp_path.iterdir()) == []
    with (
        pytest.raises(UserError, match=r"cannot make .*: no such file or directory \(.*nowhere"),
        landing(tmp_path / "nowhere" / "form"),
    ):
        pytest.fail("there is no folder to make it in")


def test_remove_frees_the_room_and_spares_the_rest(own_home: Path, tiny_marian: Path) -> None:
    install(own_home, tiny_marian, "mine")
    install(own_home, tiny_marian, "other")
    assert weights.remove("mine") > 100_000
    assert weights.installed("translate") == ["embedded-ar-en", "other"]
    for name in ("mine", "..", "", "../models/other"):
        with pytest.raises(ModelError, match="is not installed"):
            weights.remove(name)
    with pytest.raises(UsageError, match="part of the package"):
        weights.remove("embedded-ar-en")


def test_the_list_shows_what_is_there(own_home: Path, tiny_marian: Path) -> None:
    install(own_home, tiny_marian, "mine")
    by_name = {row.name: row for row in weights.rows()}
    assert by_name["mine"].installed and by_name["mine"].size > 100_000 and by_name["mine"].licence == "Apache-2.0"
    assert by_name["embedded-ar-en"].default and not by_name["bart-large-cnn"].installed
    assert set(CATALOGUE) <= set(by_name)
    assert by_name["mine"].shown()["MB here"] == "1" and by_name["bart-large-cnn"].shown()["MB to pull"] == 1630


def test_hashes_are_remembered_and_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import weights.hashes

    path, memory = tmp_path / "a", tmp_path / "deep" / "hashes.json"
    path.write_bytes(b"one")
    first = remembered([path], memory)
    monkeypatch.setattr(weights.hashes, "sha256_of", lambda _: pytest.fail("it was read again"))
    assert remembered([path], memory) == first
    monkeypatch.undo()
    path.write_bytes(b"two")
    os.utime(path, ns=(1, 1))
    assert remembered([path], memory) != first
    memory.write_text("rubbish")
    assert remembered([path], memory).keys() == first.keys()


def test_the_combined_hash_is_that_of_a_sha256sum_listing(tmp_path: Path) -> None:
    import hashlib

    assert combined([("b", "02"), ("a", "01")]) == hashlib.sha256(b"01  a\n02  b\n").hexdigest()


KINDS = ("tiny_marian", "tiny_marian_separate", "tiny_marian_tagged", "tiny_bart", "tiny_llama")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_model_is_converted_faithfully(kind: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(kind)
    for compute_type, most in (("float32", 0.001), ("int8", 0.3)):
        form = weights.prepared(folder, compute_type=compute_type)
        report = json.loads(weights.canary.work(str(folder), str(form), compute_type))
        assert report["difference"] <= most


def test_a_conversion_that_went_wrong_is_found_out(tiny_marian: Path, tmp_path: Path) -> None:
    """One row too far in the vocabulary: every word becomes its neighbour, and nothing else complains."""
    shifted = shutil.copytree(weights.prepared(tiny_marian, compute_type="float32"), tmp_path / "shifted")
    (vocabulary,) = shifted.glob("*vocabulary.json")
    tokens = json.loads(vocabulary.read_text("utf-8"))
    vocabulary.write_text(json.dumps(tokens[:2] + tokens[3:] + tokens[2:3], ensure_ascii=False), "utf-8")
    with pytest.raises(ModelError, match="the canary died"):
        weights.canary.work(str(tiny_marian), str(shifted), "float32")


def test_an_old_fault_of_the_library_would_be_found_out(tiny_marian: Path) -> None:
    """huggingface/transformers#26216: a Marian model loads and writes rubbish, the same in both engines."""
    form = weights.prepared(tiny_marian)
    with pytest.raises(ModelError, match="the translations are rubbish"):
        weights.canary.work(str(tiny_marian), str(form), "int8", sane="yes")


def test_a_form_is_built_once_and_anew_for_other_weights(tiny_marian: Path, tmp_path: Path, own_home: Path) -> None:
    notes: list[str] = []
    form = weights.prepared(tiny_marian, note=notes.append)
    assert weights.prepared(tiny_marian, note=notes.append) == form
    assert len(notes) == 1 and "this happens once" in notes[0]
    assert weights.prepared(tiny_marian, compute_type="float32") != form
    other = shutil.copytree(tiny_marian, tmp_path / "other")
    config = json.loads((other / "config.json").read_text())
    (other / "config.json").write_text(json.dumps({**config, "max_length": 100}))
    assert weights.prepared(other) != form
    with pytest.raises(UserError, match="unknown compute type"):
        weights.prepared(tiny_marian, compute_type="int3")


def test_a_form_that_lost_bytes_is_built_again(tiny_marian: Path, own_home: Path) -> None:
    form = weights.prepared(tiny_marian)
    size = (form / "model.bin").stat().st_size
    with (form / "model.bin").open("r+b") as stream:
        stream.truncate(10)
    assert (weights.prepared(tiny_marian) / "model.bin").stat().st_size == size


@pytest.mark.parametrize("kind", ["tiny_marian", "tiny_bart", "tiny_llama"])
def test_code_in_a_model_folder_is_never_run(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, own_home: Path
) -> None:
    folder = shutil.copytree(request.getfixturevalue(kind), tmp_path / "folder")
    (folder / "evil.py").write_text(f"open({str(tmp_path / 'sprung')!r}, 'w')\nclass Evil: pass\n")
    classes = ("AutoConfig", "AutoModel", "AutoModelForSeq2SeqLM", "AutoModelForCausalLM", "AutoTokenizer")
    for name in ("config.json", "tokenizer_config.json"):
        settings = json.loads((folder / name).read_text())
        remote = {each: ["evil.Evil", "evil.Evil"] if each == "AutoTokenizer" else "evil.Evil" for each in classes}
        (folder / name).write_text(json.dumps({**settings, "auto_map": remote}))
    form = weights.prepared(folder)
    weights.canary.work(str(folder), str(form), "int8")
    assert not (tmp_path / "sprung").exists()


def test_a_failed_conversion_leaves_nothing(tiny_marian: Path, tmp_path: Path, own_home: Path) -> None:
    broken = shutil.copytree(tiny_marian, tmp_path / "broken")
    (broken / "vocab.json").write_text('{"</s>": 0, "<unk>": 1, "<pad>": 99999}')
    with pytest.raises(ModelError, match="the vocabulary names row 99999"):
        weights.prepared(broken)
    gpt = shutil.copytree(tiny_marian, tmp_path / "gpt")
    (gpt / "config.json").write_text('{"model_type": "gpt_neo"}')
    with pytest.raises(ModelError, match="conversion is for: marian, bart"):
        weights.prepared(gpt)
    assert [path for path in (own_home / "prepared").iterdir() if not path.name.endswith(".lock")] == []


def test_two_that_want_the_same_form_wait_for_each_other(
    tiny_marian: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds: list[str] = []
    build = weights.prepare.build

    def counted(folder: Path, target: Path, compute_type: str, adapter: object) -> None:
        assert adapter is None
        builds.append(compute_type)
        build(folder, target, compute_type)

    monkeypatch.setattr(weights.prepare, "build", counted)
    forms: list[Path] = []
    threads = [threading.Thread(target=lambda: forms.append(weights.prepared(tiny_marian))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(forms)) == 1 and builds == ["int8"]


def test_a_shared_store_that_cannot_be_written_still_serves(
    tiny_marian: Path, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may write anywhere, so the right to write is taken away where it is asked about."""
    folder = install(own_home, tiny_marian, "mine")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(weights.prepare, "_writable", lambda shelf: not shelf.is_relative_to(own_home))
    form = weights.prepared(weights.find("mine", "translate").folder)
    assert form.is_relative_to(tmp_path / "cache")
    assert not (own_home / "prepared").exists() and not (folder / "prepared").exists()


def test_hashes_of_a_store_that_cannot_be_written_are_remembered_in_the_cache(
    tiny_marian: Path, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(own_home, tiny_marian, "mine")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("weights.store.os.access", lambda place, _: not Path(place).is_relative_to(own_home))
    weights.find("mine", "translate")
    monkeypatch.setattr("weights.hashes.sha256_of", lambda _: pytest.fail("it was read again"))
    weights.find("mine", "translate")
    assert not (own_home / "hashes.json").exists()


def test_other_users_may_look_into_a_store_whatever_the_umask(own_home: Path, tiny_marian: Path) -> None:
    before = os.umask(0o077)
    try:
        folder = weights.pull("opus-mt-ar-en", source=str(tiny_marian), to=own_home / "shared", canary=False)
    finally:
        os.umask(before)
    inside = [own_home, own_home / "shared", folder, *folder.rglob("*")]
    assert {oct(path.stat().st_mode & 0o777) for path in inside if path.is_dir()} == {"0o755"}
    assert {oct(path.stat().st_mode & 0o777) for path in inside if path.is_file()} == {"0o644"}


def test_a_form_in_a_folder_without_a_lock_is_not_trusted(tiny_marian: Path, tmp_path: Path, own_home: Path) -> None:
    folder = shutil.copytree(tiny_marian, tmp_path / "gift")
    key = weights.prepare.form_key(folder, "int8")
    shutil.copytree(weights.prepared(tiny_marian), folder / "prepared" / key)
    assert weights.prepared(folder).is_relative_to(own_home)


def test_the_conversion_works_in_a_process_of_its_own(real_apart: None, tiny_marian: Path, own_home: Path) -> None:
    assert (weights.prepared(tiny_marian) / "model.bin").is_file()


def test_a_fault_in_the_other_process_comes_back_as_it_was_said(real_apart: None, tmp_path: Path) -> None:
    import weights.child

    with pytest.raises(ModelError, match=r"model\.gguf is no GGUF file"):
        (tmp_path / "model.gguf").write_bytes(b"GGUF of no worth")
        weights.child.apart("gguf", {"source": str(tmp_path / "model.gguf"), "target": str(tmp_path)})
    with pytest.raises(ModelError, match="unexpected keyword argument"):
        weights.child.apart("gguf", {"nonsense": "x"})


def test_the_doctor_tells_what_is_wrong(own_home: Path, tiny_marian: Path) -> None:
    from weights.doctor import worst

    checks = {check.name: check for check in weights.diagnose(canaries=False)}
    assert checks["versions"].ok and checks["processor"].ok and checks["a model to translate"].ok
    assert not checks["a model to summarize"].ok and "models pull smollm2-135m" in checks["a model to summarize"].advice
    assert worst(list(checks.values())) == 0
    folder = install(own_home, tiny_marian, "mine")
    (folder / "vocab.json").write_text("{}")
    checks = {check.name: check for check in weights.diagnose(canaries=False)}
    assert "vocab.json has 2 bytes" in checks["mine: files"].found
    assert "models pull mine" in checks["mine: files"].advice and "models rm" not in checks["mine: files"].advice
    assert worst(list(checks.values())) == 4


def test_the_doctor_looks_at_the_models_that_the_commands_would_use(own_home: Path, tiny_marian: Path) -> None:
    def checked(*named: str | None) -> tuple[weights.Check, weights.Check, int]:
        checks = list(weights.diagnose(*named, canaries=False))
        by_name = {check.name: check for check in checks}
        return by_name["a model to translate"], by_name["a model to summarize"], weights.worst(checks)

    translator, summarizer, code = checked("opus-mt-ar-en", "bart-large-cnn")
    assert (translator.fault, summarizer.fault, code) == (4, 4, 4)
    assert "opus-mt-ar-en is not installed" in translator.found and "models import" in translator.advice
    assert "bart-large-cnn is not installed" in summarizer.found
    translator, _, code = checked(str(tiny_marian))
    assert translator.found == "tiny-marian (local)" and code == 0


def test_the_doctor_takes_a_damaged_model_for_no_missing_one(
    own_home: Path, tiny_marian: Path, tiny_bart: Path
) -> None:
    for name, source, task in (("opus-mt-ar-en", tiny_marian, "translate"), ("smollm2-135m", tiny_bart, "summarize")):
        with (install(own_home, source, name, task) / "config.json").open("a") as stream:
            stream.write(" ")
    checks = list(weights.diagnose(canaries=False))
    said = {check.name: check for check in checks if check.name.startswith("a model to")}
    assert all("is damaged: config.json has" in check.found and check.fault == 4 for check in said.values())
    assert not any("install mujaz again" in check.line() or "until then" in check.line() for check in checks)
    assert weights.worst(checks) == 4


def test_a_file_that_cannot_be_read_silences_no_other_check(
    own_home: Path, tiny_marian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damage(name: str) -> list[str]:
        if name == "mine":
            raise PermissionError(errno.EACCES, "Permission denied")
        return []

    install(own_home, tiny_marian, "mine")
    monkeypatch.setattr("weights.doctor.damage", damage)
    checks = {check.name: check for check in weights.diagnose(canaries=False)}
    assert (checks["mine: files"].found, checks["mine: files"].fault) == ("cannot be told: permission denied", 4)
    assert checks["embedded-ar-en: files"].ok


def test_the_doctor_knows_rubbish_when_a_translator_writes_it(own_home: Path, tiny_marian: Path) -> None:
    """Both engines read the same weights, and agree about whatever these say."""
    install(own_home, tiny_marian, "opus-mt-ar-en")
    checks = {check.name: check for check in weights.diagnose()}
    canary = checks["opus-mt-ar-en: canary"]
    assert "the translations are rubbish" in canary.found and canary.fault == 4
    assert "nothing was installed" not in canary.found
    assert canary.advice.startswith("remove ") and "models pull opus-mt-ar-en" in canary.advice


def test_the_doctor_lets_the_models_sing(own_home: Path, tiny_marian: Path) -> None:
    install(own_home, tiny_marian, "mine")
    checks = {check.name: check for check in weights.diagnose()}
    assert checks["mine: canary"].ok and "both engines agree" in checks["mine: canary"].found
    assert checks["embedded-ar-en: canary"].ok
