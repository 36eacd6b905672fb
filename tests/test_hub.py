"""Pulling from the Hub, by the Hub's real client, from a Hub on the loopback that has accidents."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import weights
import weights.arrival
import weights.client
import weights.transfer
from mujaz import ModelError, UserError
from tests.hub import Accident, Hub
from weights.catalogue import CHAT_FILES, MARIAN_FILES, Model
from weights.lock import Lock, listing, read_lock, write_lock

TINY = Model(
    name="tiny",
    task="translate",
    sources=("hub:house/tiny",),
    licence="Apache-2.0",
    languages=("ar", "en"),
    files=MARIAN_FILES,
)
SHELF = {"tiny": TINY}
WEIGHTS = "model.safetensors"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch, own_home: Path) -> None:
    """No waiting between tries, no token of this machine's user, a store of its own."""
    monkeypatch.setattr(weights.client, "PATIENCE", 0.0)
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 1000)  # usually 10 MB: tiny files
    monkeypatch.setattr("huggingface_hub.file_download.time.sleep", lambda _: None)
    monkeypatch.setattr("huggingface_hub.utils._http.time.sleep", lambda _: None)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setenv("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")


@pytest.fixture
def served(hub: Hub, tiny_marian: Path) -> Hub:
    """A Hub that has the tiny translator."""
    hub.commit("house/tiny", tiny_marian)
    return hub


def stand_in(folder: Path, target: Path, compute_type: str, taught: object = None) -> None:
    """In place of a conversion, which is not what most tests here are about."""
    (target / "model.bin").write_bytes(b"converted")
    write_lock(target, Lock("tiny", "prepared", "", compute_type, "", files=listing(target)))


def pull(hub: Hub, *, real: bool = False, **more: object) -> Path:
    """Pull the tiny model; with ``real`` it is converted, and the canary sings."""
    settings: dict[str, object] = {"catalogue": SHELF, "endpoint": hub.url, "canary": real, **more}
    with pytest.MonkeyPatch.context() as patch:
        if not real:
            patch.setattr(weights.arrival, "build", stand_in)
        return weights.pull("tiny", **settings)  # type: ignore[arg-type]  # passed through by name


def nothing_is_installed(home: Path) -> bool:
    return not (home / "models" / "tiny").exists() and not list(home.glob("models/.*.part"))


def test_a_pulled_model_is_whole_locked_readable_and_found(served: Hub, own_home: Path, tiny_marian: Path) -> None:
    folder = pull(served, real=True)
    lock = read_lock(folder)
    assert lock is not None
    assert lock.revision == served.branches["house/tiny"]["main"]
    assert lock.source == "hub:house/tiny"
    assert json.loads(lock.canary)["difference"] < 0.3
    assert (folder / WEIGHTS).read_bytes() == (tiny_marian / WEIGHTS).read_bytes()
    assert weights.find("tiny", "translate").revision == lock.revision
    assert weights.prepared(folder).parent.parent == folder, "the converted form travels with the model"
    assert all(path.stat().st_mode & 0o444 == 0o444 for path in folder.rglob("*"))
    assert not list(own_home.glob("models/.*.download"))


def test_only_what_is_wanted_is_asked_for_and_once(served: Hub, tiny_marian: Path) -> None:
    files = {path.name: path.read_bytes() for path in tiny_marian.iterdir()}
    strange = (
        "tf_model.h5",
        "rust_model.ot",
        "flax.msgpack",
        "pytorch_model.bin",
        "run.py",
        "../vocab.json",
        "a/vocab.json",
        "LICENSE/../../up",
        "model-1/../../2-of-3.safetensors",
    )
    commit = served.commit_files("house/tiny", {**files, **dict.fromkeys(strange, b"x")})
    pull(served)
    wanted = sorted(name for name in files if name != "special_tokens_map.json")
    expected = [f"GET /house/tiny/resolve/{commit}/{name}" for name in wanted] + [f"GET /cdn/{commit}/{WEIGHTS}"]
    assert sorted(served.requests[1:]) == sorted(expected)
    assert served.requests[0].startswith("GET /api/models/house/tiny/revision/main?blobs")


def test_a_branch_that_moves_during_the_pull_changes_nothing(served: Hub, tiny_marian_tagged: Path) -> None:
    before = served.branches["house/tiny"]["main"]

    def move(path: str) -> None:
        if "resolve" in path:
            served.on_request = None
            served.commit("house/tiny", tiny_marian_tagged)

    served.on_request = move
    first = read_lock(pull(served))
    assert first is not None and first.revision == before
    assert all(before in each for each in served.requests[1:])
    second = read_lock(pull(served))
    assert second is not None and second.revision == served.branches["house/tiny"]["main"] != before


def test_pulling_again_transfers_nothing(served: Hub) -> None:
    pull(served)
    seen = len(served.requests)
    pull(served)
    assert len(served.requests) == seen + 1, "the branch is resolved, and that is all"


@pytest.mark.parametrize("name", [WEIGHTS, "README.md"])
def test_pulling_again_mends_a_model_that_rotted(served: Hub, tiny_marian: Path, own_home: Path, name: str) -> None:
    """Of the same length and time as before: no look at sizes would find it."""
    files = {path.name: path.read_bytes() for path in tiny_marian.iterdir()}
    served.commit_files("house/tiny", {**files, "README.md": b"# tiny"})
    path = pull(served) / name
    before, data = path.stat(), bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert weights.damage("tiny") == [f"{name} has other bytes than it came with"]
    pull(served)
    assert weights.damage("tiny") == []


def test_an_older_revision_can_be_asked_for(served: Hub, tiny_marian_tagged: Path) -> None:
    old = served.branches["house/tiny"]["main"]
    served.commit("house/tiny", tiny_marian_tagged)
    lock = read_lock(pull(served, revision=old))
    assert lock is not None and lock.revision == old


@pytest.mark.parametrize("name", [WEIGHTS, "vocab.json"], ids=["large file", "small file"])
def test_a_swapped_file_is_refused(served: Hub, own_home: Path, name: str) -> None:
    served.accidents[name] = Accident(swap=True)
    with pytest.raises(ModelError, match=rf"{name} is not what it should be: .* instead of the announced"):
        pull(served)
    assert nothing_is_installed(own_home)
    pull(served)


def test_the_same_commit_must_bring_the_same_bytes_again(served: Hub, own_home: Path) -> None:
    folder = pull(served)
    commit = served.branches["house/tiny"]["main"]
    served.commits[commit] = {**served.commits[commit], "source.spm": b"another"}
    (folder / "source.spm").unlink()
    with pytest.raises(ModelError, match="which this commit had when it was pulled before"):
        pull(served)


@pytest.mark.parametrize(
    "accident",
    [Accident(cut=9_000, block=4_096), Accident(short=1_000), Accident(status=500), Accident(status=429)],
    ids=["cut connection", "short answer", "server error", "too many requests"],
)
def test_a_passing_trouble_is_survived(served: Hub, accident: Accident, tiny_marian: Path) -> None:
    served.accidents[WEIGHTS] = accident
    folder = pull(served)
    assert (folder / WEIGHTS).read_bytes() == (tiny_marian / WEIGHTS).read_bytes()


def test_a_broken_download_goes_on_where_it_stopped(served: Hub, own_home: Path, tiny_marian: Path) -> None:
    served.accidents[WEIGHTS] = Accident(times=99, cut=9_000, block=4_096)
    with pytest.raises(UserError, match="it goes on where it stopped"):
        pull(served)
    assert nothing_is_installed(own_home)
    served.accidents.clear()
    served.ranges.clear()
    folder = pull(served)
    assert [int(each.removeprefix("bytes=").rstrip("-")) for each in set(served.ranges)] == [9_000]
    assert (folder / WEIGHTS).read_bytes() == (tiny_marian / WEIGHTS).read_bytes()


def test_a_server_that_ignores_ranges_gives_the_same_bytes(served: Hub, tiny_marian: Path) -> None:
    served.accidents[WEIGHTS] = Accident(times=99, cut=9_000, block=4_096)
    with pytest.raises(UserError):
        pull(served)
    served.accidents[WEIGHTS] = Accident(times=99, deaf=True)
    assert (pull(served) / WEIGHTS).read_bytes() == (tiny_marian / WEIGHTS).read_bytes()


def test_bytes_that_rotted_in_a_partial_file_are_found(served: Hub, own_home: Path) -> None:
    served.accidents[WEIGHTS] = Accident(times=99, cut=9_000, block=4_096)
    with pytest.raises(UserError):
        pull(served)
    served.accidents.clear()
    (partial,) = own_home.glob(f"models/.tiny.download/*/{WEIGHTS}.incomplete")
    partial.write_bytes(b"\0" * 9_000)
    with pytest.raises(ModelError, match="instead of the announced"):
        pull(served)
    pull(served)


@pytest.mark.parametrize(
    ("status", "advice"),
    [(401, "HF_TOKEN"), (403, "HF_TOKEN"), (404, "no such model"), (500, "answer 500"), (503, "answer 503")],
)
def test_a_refusal_says_what_to_do(served: Hub, own_home: Path, status: int, advice: str) -> None:
    served.accidents["info"] = Accident(times=99, status=status)
    with pytest.raises(UserError, match=advice):
        pull(served)
    assert nothing_is_installed(own_home)


def test_a_gated_model_needs_a_token(served: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    served.gated.add("house/tiny")
    with pytest.raises(UserError, match="HF_TOKEN"):
        pull(served)
    monkeypatch.setattr("huggingface_hub.utils._headers.get_token_to_send", lambda _: "hf_secret")
    pull(served)
    assert not [each for each in served.requests if "hf_secret" in each]


def test_an_unknown_revision_or_repository_is_said(served: Hub) -> None:
    with pytest.raises(UserError, match="no such model, file or revision"):
        pull(served, revision="nowhere")
    other = {"tiny": Model("tiny", "translate", ("hub:house/none",), "", (), MARIAN_FILES)}
    with pytest.raises(UserError, match="does not exist"):
        pull(served, catalogue=other)


def test_no_connection_is_said_and_nothing_else_is_tried(own_home: Path) -> None:
    with pytest.raises(UserError, match="cannot reach the Hub"):
        weights.pull("tiny", catalogue=SHELF, endpoint="http://127.0.0.1:9")
    assert nothing_is_installed(own_home)


def test_the_endpoint_variable_is_followed(served: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", served.url + "/")
    pull(served, endpoint=None)
    assert served.requests


def test_a_disk_without_room_is_found_out_before_anything_is_fetched(
    served: Hub, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(UserError, match=r"not enough room in .* MB are free"):
        pull(served)
    assert len(served.requests) == 1
    assert nothing_is_installed(own_home)


def test_a_disk_that_fills_up_leaves_nothing_half(served: Hub, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = weights.transfer.Hashing.write

    def full(self: weights.transfer.Hashing, block: bytes) -> int:
        if self.count > 50_000:
            raise OSError(28, "No space left on device")
        return write(self, block[:10_000])

    monkeypatch.setattr(weights.transfer.Hashing, "write", full)
    with pytest.raises(UserError, match="free some space and pull again"):
        pull(served)
    assert nothing_is_installed(own_home)


def test_an_interrupted_pull_leaves_nothing_half_and_goes_on(served: Hub, own_home: Path) -> None:
    def interrupt(arrived: int, _: int) -> None:
        if arrived > 30_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(served, progress=interrupt)
    assert nothing_is_installed(own_home)
    seen: list[tuple[int, int]] = []
    pull(served, progress=lambda arrived, size: seen.append((arrived, size)))
    assert seen[-1][0] == seen[-1][1]


def test_two_pulls_of_one_model_wait_for_each_other(served: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights.arrival, "build", stand_in)  # once for both: `pull` would undo it twice
    served.accidents[WEIGHTS] = Accident(block=65_536, slow=0.05)
    notes: list[str] = []
    settings = {"catalogue": SHELF, "endpoint": served.url, "canary": False, "note": notes.append}
    threads = [threading.Thread(target=weights.pull, args=("tiny",), kwargs=settings) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(served.asked(WEIGHTS)) == 2, "one redirect, one transfer"
    assert "tiny is there already" in " ".join(notes)


def only_bin(folder: Path, state: object, target: Path) -> Path:
    import torch

    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("*.safetensors"))
    torch.save(state, target / "pytorch_model.bin")
    return target


def test_weights_that_come_as_pytorch_bin_only_become_safetensors(hub: Hub, tiny_marian: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file

    state = load_file(tiny_marian / WEIGHTS)
    tied = {**state, "model.encoder.embed_tokens.weight": state["model.shared.weight"]}
    hub.commit("house/tiny", only_bin(tiny_marian, tied, tmp_path / "bin"))
    folder = pull(hub, real=True)
    assert not list(folder.glob("*.bin"))
    assert load_file(folder / WEIGHTS).keys() == state.keys(), "tied tensors stand once"


def test_sharded_weights_arrive_together(hub: Hub, tiny_marian: Path, tmp_path: Path) -> None:
    import torch
    from transformers import MarianMTModel

    shutil.copytree(tiny_marian, tmp_path / "shards", ignore=shutil.ignore_patterns("*.safetensors"))
    model = MarianMTModel.from_pretrained(tiny_marian, dtype=torch.float32)
    model.save_pretrained(tmp_path / "shards", max_shard_size="20KB")
    assert (tmp_path / "shards" / "model.safetensors.index.json").is_file()
    hub.commit("house/tiny", tmp_path / "shards")
    pull(hub, real=True)


def test_sharded_bins_arrive_together(hub: Hub, tiny_marian: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    state = load_file(tiny_marian / WEIGHTS)
    names = sorted(state)
    folder = only_bin(tiny_marian, {}, tmp_path / "bins")
    (folder / "pytorch_model.bin").unlink()
    shards = {"pytorch_model-00001-of-00002.bin": names[::2], "pytorch_model-00002-of-00002.bin": names[1::2]}
    for shard, kept in shards.items():
        torch.save({name: state[name] for name in kept}, folder / shard)
    index = {"weight_map": {name: shard for shard, kept in shards.items() for name in kept}}
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps(index))
    hub.commit("house/tiny", folder)
    assert load_file(pull(hub, real=True) / WEIGHTS).keys() == state.keys()


def test_an_index_that_names_files_elsewhere_is_refused(hub: Hub, tiny_marian: Path, tmp_path: Path) -> None:
    folder = only_bin(tiny_marian, {}, tmp_path / "bins")
    (folder / "pytorch_model.bin").rename(folder / "pytorch_model-00001-of-00001.bin")
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps({"weight_map": {"a": "../../secret.bin"}}))
    hub.commit("house/tiny", folder)
    with pytest.raises(ModelError, match="it names files outside the model"):
        pull(hub)


class Trap:
    """A pickle that runs a command when it is loaded."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (self.command,)


def test_a_pickle_that_would_run_code_is_refused(hub: Hub, tiny_marian: Path, tmp_path: Path, own_home: Path) -> None:
    folder = only_bin(tiny_marian, {}, tmp_path / "trap")
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Trap(f"touch {tmp_path}/sprung")))
    hub.commit("house/tiny", folder)
    with pytest.raises(ModelError, match=r"pytorch_model\.bin is refused: it is not plain tensors"):
        pull(hub)
    with pytest.raises(ModelError, match="is refused"):
        weights.find(folder, "translate")
    assert not (tmp_path / "sprung").exists()
    assert nothing_is_installed(own_home) and not list(own_home.rglob("*.bin"))


def test_the_same_pickle_is_refused_in_the_process_of_its_own(
    real_apart: None, tiny_marian: Path, tmp_path: Path
) -> None:
    folder = only_bin(tiny_marian, {"x": Trap(f"touch {tmp_path}/sprung")}, tmp_path / "trap")
    with pytest.raises(ModelError, match="is refused: it is not plain tensors"):
        weights.find(folder, "translate")
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("kind", ["tiny_bart", "tiny_llama"])
def test_summarisers_come_from_the_hub_too(kind: str, hub: Hub, request: pytest.FixtureRequest) -> None:
    hub.commit("house/tiny", request.getfixturevalue(kind))
    shelf = {"tiny": Model("tiny", "summarize", TINY.sources, "MIT", ("en",), CHAT_FILES)}
    folder = pull(hub, catalogue=shelf, real=True)
    assert weights.find("tiny", "summarize").folder == folder
    assert weights.prepared(folder).is_relative_to(folder)


def test_weights_of_other_kinds_are_never_loaded(hub: Hub) -> None:
    hub.commit_files("house/tiny", {"config.json": b"{}", "tf_model.h5": b"x", "rust_model.ot": b"x"})
    with pytest.raises(ModelError, match="other weights are never loaded"):
        pull(hub)


def test_without_its_canary_a_pull_says_so_for_good(served: Hub) -> None:
    lock = read_lock(pull(served, canary=False))
    assert lock is not None and lock.canary == "skipped"


def test_a_translator_of_the_catalogue_that_writes_rubbish_is_not_installed(served: Hub, own_home: Path) -> None:
    sane = {"tiny": Model("tiny", "translate", TINY.sources, "", (), MARIAN_FILES, sane=True)}
    with pytest.raises(ModelError, match=r"the translations are rubbish .*; nothing was installed\. --no-canary"):
        pull(served, catalogue=sane, real=True)
    assert nothing_is_installed(own_home)


_PULLER = """
import sys, time
import weights.arrival, weights.client
from tests.test_hub import SHELF, stand_in

def build(folder, target, compute_type, taught):  # many small writes
    with (target / "weights.bin").open("wb") as stream:
        for _ in range(40):
            stream.write(bytes(1000)); stream.flush(); time.sleep(0.005)
    stand_in(folder, target, compute_type)

weights.arrival.build = build
with weights.client.client():  # its libraries take a second to load: no time to be killed in
    print("ready", flush=True)
weights.arrival.pull("tiny", catalogue=SHELF, endpoint=sys.argv[1], canary=False)
"""


def kill_pulls(hub: Hub, home: Path, moments: list[float]) -> tuple[int, int]:
    """Start a pull and kill it after so many seconds, for each moment.

    Returns how many models stood whole, and how many pulls had asked for files and were not done.
    """
    hub.accidents[WEIGHTS] = Accident(times=10**6, block=16_384, slow=0.01)
    stood = halfway = 0
    for moment in moments:
        puller = subprocess.Popen(
            [sys.executable, "-c", _PULLER, hub.url],
            env={**os.environ, "MUJAZ_HOME": str(home), "PYTHONPATH": os.getcwd()},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert puller.stdout is not None
        puller.stdout.readline()
        asked = len(hub.requests)
        try:
            assert puller.wait(moment) == 0
        except subprocess.TimeoutExpired:
            puller.send_signal(signal.SIGKILL)
            puller.wait()
        puller.stdout.close()
        if (home / "models" / "tiny").exists():
            assert not weights.damage("tiny"), "a folder that is visible is whole"
            stood += 1
            shutil.rmtree(home / "models" / "tiny")
        else:
            halfway += len(hub.requests) > asked
            with pytest.raises(ModelError):
                weights.find("tiny", "translate")
    return stood, halfway


def test_a_killed_pull_never_leaves_half_a_model(served: Hub, own_home: Path) -> None:
    stood, _ = kill_pulls(served, own_home, [0.05, 0.15, 0.3, 0.5, 60.0])
    assert stood >= 1
    served.accidents.clear()
    assert not weights.damage(pull(served).name)
