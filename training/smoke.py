"""The whole recipe on tiny generated data, in about a minute: `python -m training.smoke`.

prepare → build → train → kill -9 → resume → turn → backtranslate → export → loaded by transformers and by CTranslate2 →
adopted again. The parents are
random and two layers deep, the pairs come from the frames, and the English stands in for its own Portuguese; the
code that runs is the recipe's. It proves that the steps fit together, nothing about quality.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import sentencepiece
import torch

from . import adopt, backtranslate, build, checkpoint, export, frames, prepare, trainer, turned, vocabulary
from .config import Config, Schedule, Shape, Stage
from .decoder import Distilling
from .e5 import E5
from .parent import DECODER_LAYERS, ENCODER_LAYERS, WIDTH, Parent
from .sources import Source
from .surgery import Matching

_SHAPE = Shape(encoder_layers=2, target_pieces=500, feed_forward=256)
_STAGE = Stage(10**9, (("portuguese", 0.3), ("pairs", 0.6), ("frames", 0.1)))
_SCHEDULE = Schedule(stages=(_STAGE,), batch_tokens=600, draws=400, warmup=2, checkpoint_seconds=2.0, log_steps=2)
_TURNED = replace(_SCHEDULE, stages=(Stage(10**9, (("sentences", 0.9), ("entries", 0.1))),))
_STEPS = 40


def config(folder: Path) -> Config:
    """Small enough for a minute; the same folders as the real one."""
    return Config(
        work=folder / "work", data=folder / "data", scoring=folder / "scoring", shape=_SHAPE, schedule=_SCHEDULE,
        portuguese=300, threads=1,
    )  # fmt: skip


def write_data(small: Config) -> prepare.Collection:
    """600 pairs from the frames to train on, 5 others to score."""
    (small.data / "smoke").mkdir(parents=True)
    small.scoring.mkdir()
    lines = [f"{pair.source}\t{pair.target}\n" for pair in frames.sentences(600, seed=1)]
    (small.data / "smoke" / "frames.tsv").write_text("".join(lines), encoding="utf-8")
    scored = list(frames.sentences(5, seed=2))
    (small.scoring / "src.ar").write_text("".join(p.source + "\n" for p in scored), encoding="utf-8")
    (small.scoring / "ref.en").write_text("".join(p.target + "\n" for p in scored), encoding="utf-8")
    return prepare.Collection((Source("smoke/frames", "none needed", 1.0),), (), ("frames",), frames=200)


def tiny_parents(folder: Path) -> tuple[E5, Parent]:
    """Random weights in the parents' shapes, pieces learnt from the frames."""
    torch.manual_seed(0)
    pairs = list(frames.sentences(600, seed=1))
    models = {}
    for side in ("source", "target"):
        (folder / f"{side}.txt").write_text("\n".join(getattr(p, side) for p in pairs), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(folder / f"{side}.txt"), model_prefix=str(folder / side), vocab_size=700, hard_vocab_limit=False,
            minloglevel=2, eos_id=0, unk_id=1, bos_id=-1, pad_id=-1,
        )  # fmt: skip
        models[side] = sentencepiece.SentencePieceProcessor(model_file=str(folder / f"{side}.model"))
    source = models["source"]
    latin = ["▁", *(mark + chr(code) for code in range(0x21, 0x7F) for mark in ("", "▁"))]
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *(source.id_to_piece(i) for i in range(2, source.get_piece_size()))]
    pieces += [piece for piece in latin if piece not in pieces]
    e5 = E5(
        _bert(len(pieces)), tuple(pieces), (-5.0,) * len(pieces), _SHAPE.width, 2, _SHAPE.heads, _SHAPE.feed_forward
    )
    return e5, Parent(_marian(models["target"].get_piece_size()), folder / "target.model")


def _bert(rows: int) -> dict[str, torch.Tensor]:
    from transformers import BertConfig, BertModel

    bert = BertModel(
        BertConfig(
            vocab_size=rows, hidden_size=_SHAPE.width, num_hidden_layers=2, num_attention_heads=_SHAPE.heads,
            intermediate_size=_SHAPE.feed_forward, max_position_embeddings=256, type_vocab_size=2,
        ),
        add_pooling_layer=False,
    )  # fmt: skip
    return dict(bert.state_dict())


def _marian(rows: int) -> dict[str, torch.Tensor]:
    """Marian's tensors by name, random: matrices (in, out), biases and norms (1, out)."""
    inner = _SHAPE.feed_forward
    made = {"Wemb": torch.randn(rows, WIDTH) / 16, "decoder_ff_logit_out_b": torch.zeros(1, rows)}
    for side, layers, attentions in (("encoder", ENCODER_LAYERS, ("self",)), ("decoder", DECODER_LAYERS, ("context",))):
        for number in range(1, layers + 1):
            prefix = f"{side}_l{number}_"
            for attention in attentions:
                for letter in "qkvo":
                    made[f"{prefix}{attention}_W{letter}"] = torch.randn(WIDTH, WIDTH) / 16
                    made[f"{prefix}{attention}_b{letter}"] = torch.zeros(1, WIDTH)
            for name in ("self_Wo_ln", "context_Wo_ln", "ffn_ffn_ln", "rnn_ffn_ln"):
                made[f"{prefix}{name}_scale"] = torch.ones(1, WIDTH)
                made[f"{prefix}{name}_bias"] = torch.zeros(1, WIDTH)
            made |= {f"{prefix}ffn_W1": torch.randn(WIDTH, inner) / 16, f"{prefix}ffn_b1": torch.zeros(1, inner)}
            made |= {f"{prefix}ffn_W2": torch.randn(inner, WIDTH) / 16, f"{prefix}ffn_b2": torch.zeros(1, WIDTH)}
            made |= {
                f"{prefix}rnn_W": torch.randn(WIDTH, WIDTH) / 16,
                f"{prefix}rnn_Wf": torch.randn(WIDTH, WIDTH) / 16,
            }
            made[f"{prefix}rnn_bf"] = torch.zeros(1, WIDTH)
    return made


def train_and_kill(folder: Path, small: Config) -> int:
    """Start training in a process of its own, kill it behind its second checkpoint; returns the step it reached."""
    process = subprocess.Popen([sys.executable, "-m", "training.smoke", str(folder)])
    try:
        for _ in range(600):
            reached = [int(path.stem.partition("-")[2]) for path in checkpoint.checkpoints(small.checkpoints)]
            if max(reached, default=0) > 0 or process.poll() is not None:
                break
            time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
    finally:
        process.wait()
    return checkpoint.load(small.checkpoints).step


def loaded_by_both(folder: Path, line: str) -> tuple[str, str]:
    """What transformers and CTranslate2 make of a line."""
    import ctranslate2
    from ctranslate2.converters import TransformersConverter
    from transformers import MarianMTModel, MarianTokenizer

    tokenizer, model = MarianTokenizer.from_pretrained(folder), MarianMTModel.from_pretrained(folder)
    ids = model.generate(**tokenizer([line], return_tensors="pt"), max_new_tokens=12, num_beams=2)
    converted = folder.parent / "ct2"
    TransformersConverter(str(folder)).convert(str(converted), quantization="int8")
    engine = ctranslate2.Translator(str(converted), intra_threads=1)
    tokens = tokenizer.convert_ids_to_tokens(tokenizer(line)["input_ids"])
    found = engine.translate_batch([tokens], beam_size=2, max_decoding_length=12)[0].hypotheses[0]
    other = tokenizer.convert_tokens_to_ids(found)
    return tokenizer.decode(ids[0], skip_special_tokens=True), tokenizer.decode(other, skip_special_tokens=True)


def smoke(folder: Path) -> dict[str, object]:
    """Run everything in `folder`; returns what happened."""
    small = config(folder)
    collection = write_data(small)
    e5, parent = tiny_parents(folder)

    def pieces(pairs: prepare.Rows, translated: prepare.Rows, lines: prepare.Rows) -> None:
        text = vocabulary.Text([r[0] for r in pairs], [r[0] for r in translated], [r[1] for r in lines])
        vocabulary.build(e5, parent.vocabulary, text, _SHAPE.target_pieces).save(small.pieces)

    prepare.prepare(small, collection, lambda lines: lines, pieces)
    build.build(small, e5, parent, Matching(steps=3, tokens=400), Distilling(steps=3, batch=8))
    killed_at = train_and_kill(folder, small)
    state = trainer.train(small, until=_STEPS)
    around = replace(small, work=folder / "turned", schedule=_TURNED)
    turned.turn(around, small, e5)
    trainer.train(around, until=4)
    backtranslate.backtranslate(small, around, 100)
    model = export.export(small, state.average, folder / "model")
    again = replace(small, work=folder / "again")
    adopt.adopt(again, model)
    losses = [json.loads(line)["loss"] for line in small.log.read_text().splitlines()]
    both = loaded_by_both(model, next(frames.sentences(1, seed=2)).source)
    return {
        "killed_at": killed_at, "steps": state.step, "first": losses[0], "last": losses[-1], "both": both,
        "turned": (small.sets / "turned.npz").is_file(), "adopted": checkpoint.load(again.checkpoints).step,
    }  # fmt: skip


def main() -> None:
    """With a folder: only train in it (what is killed). Without: everything, in a temporary folder."""
    if len(sys.argv) > 1:
        trainer.train(config(Path(sys.argv[1])), until=10**6)
        return
    began = time.monotonic()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with tempfile.TemporaryDirectory() as folder:
        for name, value in smoke(Path(folder)).items():
            print(f"{name}: {value}")
    print(f"{time.monotonic() - began:.0f} seconds")


if __name__ == "__main__":
    main()
