"""The summariser's adapter: made by the recipe on a tiny model, merged exactly, and never into other weights."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
import torch
from safetensors import safe_open

import weights
from mujaz import ModelError
from summarize import spare
from summarize.rewrite import BULLET, HEADLINE, Writer
from summarize.words import count
from training import checkpoint, examples, packs, targets, tuner
from training.evidence import Evidence
from training.targets import Example
from training.tuning import Bar, Config, Schedule, Shape
from weights import adapter

SENTENCES = [
    "The government, which met in the capital, announced a new plan to repair the roads.",
    "People were injured in the accident, where the road is open.",
    "Oil prices fell after the meeting of the producers on Monday.",
    "A convoy of aid (with tents and food) reached the besieged city.",
    "The ministry denied the news about the closing of the crossing; the road is open.",
    "Thousands of protesters, led by the team, took part in a peaceful march in the city centre.",
    "The experts, who met in the city, said that the summer will be long.",
    "The team won the final in the capital, in the centre of the city.",
    "The foreign ministers meet in the region, where the crisis is discussed.",
    "The president (in the capital) announced the elections of the council.",
    "The spokesman of the ministry, who met the team, said that the accident is news.",
    "The president of the council, a spokesman of the producers, announced the elections of the city.",
]
PLAIN = "The old port of the city was closed."
LINES = [Example("here", BULLET, s, next(spare.shorter(s, count(s) - 1)), "rule") for s in SENTENCES]
SCHEDULE = Schedule(pack_tokens=200, rounds=40, rate=0.02, warmup=2, checkpoint_seconds=0.2, log_steps=1)


def config(work: Path, base: Path) -> Config:
    small = Config(work=work, base=base, shape=Shape(rank=2, alpha=4.0), schedule=SCHEDULE)
    work.mkdir(exist_ok=True)
    if not small.examples.exists():
        examples._write(small.examples, LINES)
    return small


@pytest.fixture(scope="module")
def trained(tiny_llama, tmp_path_factory) -> Path:
    """The recipe's own way: trained, killed without warning, gone on, exported."""
    work = tmp_path_factory.mktemp("adapter")
    small = config(work, tiny_llama)
    again = f"import sys; sys.path[:0] = {sys.path!r}\nfrom test_adapter import *\n"
    again += f"tuner.train(config(Path({str(work)!r}), Path({str(tiny_llama)!r})))"
    process = subprocess.Popen([sys.executable, "-c", again], env={**os.environ, "OMP_NUM_THREADS": "1"})
    while not checkpoint.checkpoints(small.checkpoints) and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    killed_at = checkpoint.load(small.checkpoints).step
    state = tuner.train(small)
    assert 0 < killed_at <= state.step == len(packs.Packer(LINES, tuner.load_base(tiny_llama)[1], SCHEDULE))
    return tuner.export(small, work / "made")


def test_it_learns(trained):
    lines = [json.loads(line) for line in (trained.parent / "log.jsonl").read_text().splitlines()]
    assert lines[-1]["loss"] < 0.7 * lines[0]["loss"]


def test_merged_weights_are_the_base_and_the_scaled_product(trained, tiny_llama):
    from safetensors.torch import load_file

    base, model = tuner.load_base(tiny_llama)[0], tuner.load_base(tiny_llama)[0]
    taught = adapter.read(trained)
    merged = taught.merge(model)
    raw = load_file(trained / adapter.WEIGHTS)
    assert merged * 2 == len(raw) == 2 * 7 * 2
    for name, module in base.named_modules():
        half = f"base_model.model.{name}.lora_{{}}.weight"
        if half.format("A") in raw:
            product = 2.0 * raw[half.format("B")].float() @ raw[half.format("A")].float()
            assert torch.allclose(model.get_submodule(name).weight, module.weight.float() + product)
            assert product.abs().max() > 0


def test_the_merged_form_is_another_one_and_writes_otherwise(trained, tiny_llama, own_home):
    plain, taught = (weights.prepared(tiny_llama, adapter=a) for a in (None, adapter.read(trained)))
    assert plain != taught
    assert weights.prepared(tiny_llama, adapter=adapter.read(trained)) == taught
    scores = [Writer.load(form).generator.score_batch([["T", "he"]])[0].log_probs for form in (plain, taught)]
    assert scores[0] != scores[1]


def test_other_weights_are_refused(trained, tmp_path):
    other = tiny.llama(tmp_path / "other", seed=3)
    with pytest.raises(ModelError, match=r"is for .* with the weights .*, not for .*; pull"):
        weights.prepared(other, adapter=adapter.read(trained))


def test_a_folder_without_an_adapter_says_so(tmp_path):
    with pytest.raises(ModelError, match="holds no usable adapter"):
        adapter.read(tmp_path)


def test_only_the_models_own_name_gets_the_shipped_one(trained, tiny_llama, monkeypatch):
    digest = weights.find(tiny_llama, "summarize").sha256
    monkeypatch.setattr(adapter, "SHIPPED", trained.parent)
    assert adapter.shipped("made", digest) == adapter.read(trained)
    assert adapter.shipped("made", "0" * 64) is None
    assert weights.find(tiny_llama, "summarize").adapter is None


def test_the_adapter_that_ships_is_small_and_for_the_summariser_of_its_folder():
    (folder,) = [path.parent for path in adapter.SHIPPED.glob("*/adapter_config.json")]
    read = adapter.read(folder)
    assert read.base == folder.name in weights.CATALOGUE
    assert weights.CATALOGUE[folder.name].task == "summarize"
    assert adapter.shipped(folder.name, read.base_sha256) == read
    assert sum(path.stat().st_size for path in folder.iterdir()) < 10_000_000
    with safe_open(folder / adapter.WEIGHTS, "numpy") as file:
        names = set(file.keys())
    layers = {name.split(".layers.")[1].split(".")[0] for name in names}
    assert len(layers) == 30 and len(names) == 30 * 7 * 2


def test_a_pack_teaches_what_its_examples_teach_alone(tiny_llama):
    model, tokenizer = tuner.load_base(tiny_llama)
    model = model.float()
    rows = [*LINES[:3], replace(LINES[3], task=HEADLINE)]
    together = packs.Packer(rows, tokenizer, replace(SCHEDULE, rounds=1, pack_tokens=10**4))
    alone = packs.Packer(rows, tokenizer, replace(SCHEDULE, rounds=1, pack_tokens=1))
    assert (len(together), len(alone)) == (2, 4)
    sums = [
        sum(float(tuner.loss(model, pack).detach()) * pack.learnt.sum() for pack in packer.in_order(packs.Place()))
        for packer in (together, alone)
    ]
    assert sums[0] == pytest.approx(sums[1], rel=1e-4)


def test_the_order_depends_on_seed_and_round_alone(tiny_llama):
    packer = packs.Packer(LINES, tuner.load_base(tiny_llama)[1], SCHEDULE)
    whole = list(packer.in_order(packs.Place()))
    rest = list(packer.in_order(whole[4].after))
    assert [p.ids.tolist() for p in rest] == [p.ids.tolist() for p in whole[5:]]
    assert sorted(packer.plan(0)) != sorted(packer.plan(1))


def test_every_target_passes_the_products_own_bar():
    bar = Bar(shortest=4)
    made = [x for s in SENTENCES for x in targets.examples(Evidence("here", (s,), (s,)), bar)]
    shortened = [x for x in made if x.by != targets.WHOLE]
    assert shortened
    assert all(targets.passes(x.bullet, [x.text]) for x in shortened)


def test_a_sentence_that_can_spare_nothing_stays_as_it_is():
    """So that the model learns when not to shorten; but never more of these than the bar says."""
    (example,) = targets.examples(Evidence("here", (PLAIN,), (PLAIN,)), Bar(shortest=4))
    assert (example.bullet, example.by) == (PLAIN, targets.WHOLE)


def test_prepare_takes_a_share_of_whole_sentences(tiny_llama, tmp_path):
    plain = [PLAIN.replace("port", name) for name in ("port", "club", "road", "team", "city", "wall", "park", "bank")]
    found = [Evidence("here", (s,), (s,)) for s in (*SENTENCES, *plain)]
    small = Config(work=tmp_path / "work", base=tiny_llama, bar=Bar(shortest=4, whole=0.25))
    examples.prepare(small, found)
    made = [x.by for x in examples.read(small.examples, Example)]
    assert 0 < made.count(targets.WHOLE) <= len(made) / 4


def test_shortening_only_takes_away():
    for sentence in SENTENCES:
        for made in spare.shorter(sentence, count(sentence) - 1):
            kept = [c for c in made.lower() if c.isalnum()]
            theirs = iter([c for c in sentence.lower() if c.isalnum()])
            assert all(c in theirs for c in kept), made


def test_prepare_holds_out_whole_pages_and_keeps_each_target_once(tiny_llama, tmp_path):
    small = Config(work=tmp_path / "work", base=tiny_llama, bar=Bar(shortest=4))
    found = [Evidence("here", (s,), (s,), held=at < 3) for at, s in enumerate([*SENTENCES[:3], *SENTENCES, *SENTENCES])]
    assert examples.prepare(small, found) == examples.prepare(small, [])
    made = [x.bullet for x in examples.read(small.examples, Example)]
    assert len(set(made)) == len(made) > 3
    assert [e.sentences[0] for e in examples.read(small.held, Evidence)] == SENTENCES[:3]


@pytest.mark.parametrize(
    "sentence",
    [
        "The blast killed five children in a church bus and two truck drivers.",
        "Haddad said the port is open, according to the mayor.",
        "The port is open, residents said.",
        "The port will stay closed, unless the army leaves.",
        "The minister denied the report, which he called false.",
        "The police began an inquiry, which found nothing.",
        "The party wants states' rights, gun rights, limited government and trade.",
        "The army took the port but not the city.",
        "The men who fled were arrested in Sirte.",
        "The team should go on, in areas where it has an advantage.",
    ],
)
def test_what_carries_the_sense_is_never_cut(sentence):
    assert list(spare.shorter(sentence, count(sentence) - 1)) == []


def test_no_target_loses_a_figure():
    """A toll may be left out without a lie; a model that has learnt to leave it out is of no use."""
    toll = "The bomb went off in the market of the old town, killing twelve people."
    assert [x.bullet for x in targets.examples(Evidence("here", (toll,), (toll,)), Bar(shortest=4))] in ([], [toll])


def test_no_target_has_words_that_the_model_is_not_shown():
    long = (
        "The army, which took the port of Sirte "
        + "in the long war " * 8
        + "of the east, said on Monday that it is open."
    )
    made = list(targets.examples(Evidence("here", (long,), (long,)), Bar(shortest=4)))
    assert all(targets.sees(x.text, x.bullet) for x in made)
