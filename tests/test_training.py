"""Laws of the training room: order, resumption, joining, and examples that tell the truth."""

from __future__ import annotations

import importlib.util
import random
import re
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from training import ablation, alignment, batches, checkpoint, precision, sets, sources, substitute
from training.adopt import adopt
from training.batches import Place
from training.config import Config, Schedule, Stage
from training.english import Gathering, Runs, split
from training.export import export
from training.joint import Pieces, join, separate
from training.pairs import Pair, clean_arabic, fits
from training.trainer import rate_factor
from training.translate import chosen, parser
from training.turned import arabic_rows
from training.widen import Widening

EMBEDDED = Path(__file__).parents[1] / "weights" / "embedded-ar-en"
needs_babel = pytest.mark.skipif(not importlib.util.find_spec("babel"), reason="the extra `training` is not installed")
SCHEDULE = Schedule(stages=(Stage(10**9, (("some", 0.7), ("more", 0.3))),), batch_tokens=60, draws=50)


@pytest.fixture
def two_sets(tmp_path):
    rng = random.Random(0)
    for name in ("some", "more"):
        rows = [[rng.randint(2, 90) for _ in range(rng.randint(1, 9))] for _ in range(40)]
        sets.save(tmp_path / f"{name}.npz", rows, rows[::-1], [1.0] * 40)
    return {name: sets.load(tmp_path, name) for name in ("some", "more")}


def test_a_resumed_run_sees_what_an_unbroken_one_would(two_sets):
    unbroken = list(islice(batches.in_order(two_sets, SCHEDULE, Place(), 0), 40))
    for broken_at in (1, 7, 23):
        resumed = list(islice(batches.in_order(two_sets, SCHEDULE, unbroken[broken_at - 1].after, broken_at), 5))
        for ours, theirs in zip(resumed, unbroken[broken_at:], strict=False):
            assert ours.name == theirs.name
            assert np.array_equal(ours.source, theirs.source)
            assert np.array_equal(ours.target, theirs.target)


def test_without_options_the_recipe_is_what_made_the_shipped_weights():
    assert chosen(parser("translate", None).parse_args([])) == Config()


def test_another_seed_gives_another_order(two_sets):
    first, other = (
        next(batches.in_order(two_sets, replace(SCHEDULE, seed=seed), Place(), 0)).source.tolist() for seed in (1, 2)
    )
    assert first != other


def test_every_arm_of_the_ablation_draws_as_many_pairs(two_sets):
    for schedule in (SCHEDULE, SCHEDULE.without("more"), replace(SCHEDULE, seed=8)):
        step, pieces = ablation.steps(two_sets, schedule, 90)
        seen = list(islice(batches.in_order(two_sets, schedule, Place(), 0), step))
        assert sum(len(batch.source) for batch in seen[:-1]) < 90 <= sum(len(batch.source) for batch in seen)
        assert pieces == sum((side >= 0).sum() for batch in seen for side in (batch.source, batch.target))


def test_an_arm_lacks_one_set_and_the_shares_of_the_others_stay():
    whole = [dict(stage.shares) for stage in ablation.ARMS["all"].stages]
    for name in ("portuguese", "glossed"):
        lacking = [dict(stage.shares) for stage in ablation.ARMS[f"without {name}"].stages]
        assert lacking == [{key: share for key, share in shares.items() if key != name} for shares in whole]
        assert lacking != whole


def test_batches_keep_to_their_size(two_sets):
    for batch in islice(batches.in_order(two_sets, SCHEDULE, Place(), 0), 40):
        rows = len(batch.source)
        assert rows == 1 or rows * (batch.source.shape[1] + batch.target.shape[1]) <= SCHEDULE.batch_tokens


def test_a_set_comes_back_as_it_was_saved_without_unknown_english(tmp_path):
    kept = sets.save(tmp_path / "x.npz", [[5, 6], [7], [8]], [[9], [sets.UNKNOWN], [3, 4]], [1.0, 1.0, 0.5])
    found = sets.load(tmp_path, "x")
    assert (kept, len(found)) == (2, 2)
    assert found.source.tolist() == [5, 6, 0, 8, 0]
    assert found.target_lengths.tolist() == [2, 3]


def test_a_missing_set_says_which_there_are(tmp_path):
    sets.save(tmp_path / "here.npz", [[2]], [[2]], [1.0])
    with pytest.raises(FileNotFoundError, match="here"):
        sets.load(tmp_path, "gone")


def test_a_checkpoint_comes_back_and_a_torn_one_is_never_seen(tmp_path):
    state = checkpoint.start({"w": torch.arange(3.0)})
    state.step, state.place, state.cooldown_from = 4, Place(1, 2), 3
    checkpoint.save(tmp_path, state)
    (tmp_path / "step-00000009.tmp").write_bytes(b"torn by kill -9")
    found = checkpoint.load(tmp_path)
    assert (found.step, found.place, found.cooldown_from) == (4, Place(1, 2), 3)
    assert torch.equal(found.weights["w"], state.weights["w"])


def test_two_checkpoints_are_kept(tmp_path):
    state = checkpoint.start({"w": torch.zeros(1)})
    for state.step in (1, 2, 3):
        checkpoint.save(tmp_path, state)
    assert [path.stem for path in checkpoint.checkpoints(tmp_path)] == ["step-00000002", "step-00000003"]


def test_the_rate_warms_up_holds_and_cools_down():
    schedule = Schedule(warmup=10, cooldown=100, floor=0.02)
    rates = [rate_factor(schedule, step, 50) for step in range(200)]
    assert rates[:10] == sorted(rates[:10])
    assert set(rates[10:50]) == {1.0}
    assert rates[50:150] == sorted(rates[50:150], reverse=True)
    assert set(rates[150:]) == {0.02}


def test_a_widened_layer_computes_what_the_narrow_one_did():
    torch.manual_seed(0)
    widening = Widening(8, 12)
    x, weight = torch.randn(8), torch.randn(5, 8)
    assert torch.allclose(widening.reads(weight) @ widening.writes(x), weight @ x, atol=1e-5)
    table = torch.randn(3, 8)
    assert torch.allclose(widening.rows(table) * 12**0.5, table[:, widening.index] * 8**0.5, atol=1e-5)


def test_both_tables_join_into_one_vocabulary_with_the_pad_last():
    pieces = Pieces(("</s>", "<unk>", "▁قال", "▁ｂｏａ", "<pad>"), ("</s>", "<unk>", "▁said"), shipped=3)
    weights = {
        "source_rows": torch.arange(10.0).view(5, 2), "target_rows": torch.ones(3, 2), "bias": torch.zeros(3),
        "encoder.x": torch.ones(1),
    }  # fmt: skip
    joined = join(weights, pieces)
    assert pieces.vocabulary() == {"</s>": 0, "<unk>": 1, "▁said": 2, "▁قال": 3, "<pad>": 4}
    assert joined["model.shared.weight"][3].tolist() == [4.0, 5.0]
    assert joined["model.shared.weight"][4].tolist() == [0.0, 0.0]
    assert joined["final_logits_bias"][0].tolist() == [0.0, -1e4, 0.0, -1e4, -1e4]


def test_the_joint_vocabulary_splits_into_the_tables_it_was_joined_of():
    pieces = Pieces(("</s>", "<unk>", "▁قال", "<pad>"), ("</s>", "<unk>", "▁said"), shipped=3)
    weights = {
        "source_rows": torch.tensor([[1.0, 1.0], [2.0, 2.0], [3.0, 4.0], [0.0, 0.0]]),
        "target_rows": torch.tensor([[1.0, 1.0], [2.0, 2.0], [5.0, 6.0]]), "bias": torch.tensor([0.5, 0.0, -1.0]),
        "decoder.layers.0.x": torch.ones(1),
    }  # fmt: skip
    again = separate(join(weights, pieces), pieces)
    assert again.keys() == weights.keys()
    assert all(torch.equal(again[name], weights[name]) for name in weights)


def test_weights_that_are_adopted_and_exported_again_are_the_same_bytes(tmp_path):
    config = Config(work=tmp_path / "work")
    begun = checkpoint.load(adopt(config, EMBEDDED))
    model = export(config, begun.average, tmp_path / "model")
    for name in ("model.safetensors", "vocab.json", "source.spm", "target.spm"):
        assert (model / name).read_bytes() == (EMBEDDED / name).read_bytes(), name


def test_weights_are_not_adopted_into_a_folder_with_pieces_of_its_own(tmp_path):
    config = Config(work=tmp_path)
    Pieces(("</s>", "<unk>", "<pad>"), ("</s>", "<unk>"), 2).save(_made(config.pieces))
    with pytest.raises(FileExistsError, match="another folder"):
        adopt(config, EMBEDDED)


def _made(folder):
    folder.mkdir(parents=True)
    return folder


def test_an_arabic_piece_begins_as_the_english_that_it_stands_for():
    pieces = Pieces(("</s>", "<unk>", "▁port", "▁ship", "<pad>"), ("</s>", "<unk>", "▁ميناء", "▁سفينة", "▁قط"), 4)
    english = torch.tensor([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    pairs = [(["▁port"], ["▁ميناء"]), (["▁port", "▁ship"], ["▁سفينة", "▁ميناء"]), (["▁ship"], ["▁سفينة"])] * 20
    rows, bias = arabic_rows(pairs, pieces, english, torch.tensor([0.5, 0.0, 1.0, 2.0]))
    nearest = torch.nn.functional.normalize(rows[2:4], dim=1) @ torch.nn.functional.normalize(english, dim=1).T
    assert nearest[:, 2:].argmax(1).tolist() == [0, 1]
    assert torch.equal(rows[0], english[0])
    assert bias[0] == 0.5
    assert bias[4] < bias[2] < bias[3], "what no table knows starts unlikely"


def test_a_turned_set_turned_again_is_the_set(two_sets):
    tokens = two_sets["some"]
    again = sets.turned(sets.turned(tokens))
    assert all(np.array_equal(getattr(again, name), getattr(tokens, name)) for name in sets.ARRAYS)
    assert np.array_equal(sets.turned(tokens).source_lengths, tokens.target_lengths)


def test_a_set_that_is_written_as_it_is_comes_back_so(two_sets, tmp_path):
    sets.write(tmp_path / "new" / "some.npz", two_sets["some"])
    again = sets.load(tmp_path / "new", "some")
    assert all(np.array_equal(getattr(again, name), getattr(two_sets["some"], name)) for name in sets.ARRAYS)


def test_pairs_that_are_no_translations_do_not_fit():
    assert fits(Pair("قتل 17 شخصا", "17 people were killed"), short=False)
    assert not fits(Pair("only English", "only English"), short=False)
    assert not fits(Pair("قال " * 15, "said"), short=False)
    assert not fits(Pair("10 20 30 " + "قال " * 9, "he said that " * 4), short=False)


def test_numbers_are_exchanged_alike_on_both_sides():
    rng = random.Random(0)
    pair = Pair("قتل 17 شخصا و4,500 جنديا عام 2014", "17 people and 4,500 soldiers were killed in 2014")
    for _ in range(200):
        new = substitute.numbers(pair, rng)
        assert new is not None
        assert sorted(re.findall(r"[\d,]+", new.source)) == sorted(re.findall(r"[\d,]+", new.target))
        assert "," in new.source


def test_numbers_that_one_side_lacks_stay():
    assert substitute.numbers(Pair("في 12 مايو", "in May"), random.Random(0)) is None


@needs_babel
def test_places_are_exchanged_alike_on_both_sides():
    rng = random.Random(0)
    new = substitute.places(Pair("سافر الوفد إلى ليبيا", "The delegation went to Libya"), rng)
    assert new is not None
    assert "ليبيا" not in new.source
    assert new.target.startswith("The delegation went to ")


@needs_babel
def test_frames_fill_every_slot_and_agree_in_their_numbers():
    from training import frames

    for pair in frames.sentences(500, seed=1):
        assert "{" not in pair.source + pair.target
        plain = [re.findall(r"\d+", text.replace(",", "")) for text in (clean_arabic(pair.source), pair.target)]
        if not re.search(r"آلاف|ألف", pair.source):
            assert sorted(plain[0]) == sorted(plain[1]), pair


@needs_babel
def test_frames_of_one_seed_are_the_same():
    from training import frames

    assert list(frames.sentences(20, seed=4)) == list(frames.sentences(20, seed=4))


def test_word_tables_find_what_is_translated_by_what():
    arabic = ["بيت كبير", "بيت صغير", "كتاب كبير", "كتاب صغير"]
    english = ["big house", "small house", "big book", "small book"]
    sides = [[line.split() for line in side] for side in (english, arabic)]
    forward, backward = alignment.fit(*sides, [1.0] * 4), alignment.fit(*sides[::-1], [1.0] * 4)
    found = alignment.dictionary(forward, backward)
    assert {word: entries[0][0] for word, entries in found.items()} == {
        "house": "بيت", "book": "كتاب", "big": "كبير", "small": "صغير"
    }  # fmt: skip


def test_english_of_the_scoring_set_is_never_gathered():
    scored = "The quick brown fox jumps over the lazy dog near the river."
    gathering = Gathering(Runs([scored]))
    assert not gathering.takes(scored)
    assert not gathering.takes("Yesterday the quick brown fox jumps over the lazy dog.")
    assert gathering.takes("The council met on Monday to discuss the new law.")
    assert not gathering.takes("The council met on Monday to discuss the new law.")


@pytest.mark.parametrize(("found", "kind"), [({"avx2": True}, torch.float32), ({"amx_bf16": True}, torch.bfloat16)])
def test_a_processor_without_bf16_works_in_float32(monkeypatch, found, kind):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: found)
    assert precision.native() is kind


def test_sentences_are_not_cut_behind_a_title():
    assert list(split("Dr. Ahmed came. He left.")) == ["Dr. Ahmed came.", "He left."]


def test_every_source_states_an_open_licence():
    for source in (*sources.PAIRS, *sources.ENGLISH):
        assert source.licence
        assert not re.search(r"\bNC\b|research|none stated|unknown", source.licence), source.name
