"""Two engines, one interface: what one yields the other yields, and a neighbour never matters."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

import weights
from mujaz import ModelError, UsageError
from translate import Decoding, Engine, allocator, ct2_engine, load_engine
from translate.ct2_engine import CTranslate2Engine, equal_length_batches
from translate.hf_engine import TransformersEngine
from translate.pieces import Pieces

CASES = Path(__file__).parent / "cases"
LINES = [case["arabic"] for case in json.loads((CASES / "sentences.json").read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def embedded() -> Path:
    return weights.find("embedded-ar-en", "translate").folder


@pytest.fixture(scope="module", params=["ctranslate2", "transformers"])
def engine(request: pytest.FixtureRequest, tiny_marian: Path) -> Engine:
    return load_engine(request.param, tiny_marian, threads=1)


@pytest.fixture(scope="module")
def pair(embedded: Path) -> tuple[Engine, Engine]:
    """The embedded model in both engines, float32."""
    ours = CTranslate2Engine.load(embedded, threads=2, compute_type="float32")
    return ours, TransformersEngine.load(embedded, threads=1)


def test_the_engines_agree_on_at_least_95_of_100_sentences(pair: tuple[Engine, Engine]) -> None:
    """The rest are ties within rounding, or beams that end at another moment: transformers may go on after
    CTranslate2 has its finished hypotheses, and find a likelier one."""
    decoding = Decoding(beam_size=2)
    keyed = list(enumerate(LINES))
    ours, reference = (dict(engine.translate(keyed, decoding)) for engine in pair)
    same = sum(ours[key][0].text == reference[key][0].text for key in ours)
    assert len(LINES) == 100
    assert same >= 95


def test_both_engines_give_the_same_scores_end_included_and_the_same_attention(pair: tuple[Engine, Engine]) -> None:
    for penalty in (0.6, 1.0):
        decoding = Decoding(beam_size=2, length_penalty=penalty)
        for line in sorted(LINES, key=len)[:4]:
            (_, [mine]), (_, [theirs]) = (
                next(iter(engine.translate([(0, line)], decoding, attention=True))) for engine in pair
            )
            assert mine.tokens == theirs.tokens
            assert mine.score == pytest.approx(theirs.score, abs=1e-3)
            assert mine.attention is not None and theirs.attention is not None
            rows = list(mine.attention)
            assert len(rows) == len(mine.tokens)
            for row, other in zip(rows, theirs.attention, strict=True):
                assert list(row) == pytest.approx(list(other), abs=1)


def test_every_key_comes_out_once_whatever_the_texts(engine: Engine) -> None:
    texts = ["نعم", "", " ", "12.75", "🙂", "الحكومة " * 30, "نعم", "\N{REPLACEMENT CHARACTER}", "a\ud800b"]
    out = list(engine.translate(enumerate(texts), Decoding(max_extra=4, max_ratio=1.0)))
    assert sorted(key for key, _ in out) == list(range(len(texts)))
    assert all(hypotheses for _, hypotheses in out)


def test_nbest_is_ordered_by_score(engine: Engine) -> None:
    for _, hypotheses in engine.translate([(0, "حذر خبراء من موجة حر.")], Decoding(max_extra=6), nbest=4):
        scores = [hypothesis.score for hypothesis in hypotheses]
        assert scores == sorted(scores, reverse=True)
        assert len(hypotheses) == 4
        assert all(math.isfinite(score) and score <= 0 for score in scores)


def test_no_output_is_longer_than_its_source_allows(engine: Engine) -> None:
    decoding = Decoding(max_ratio=1.0, max_extra=3)
    text = "وصلت قافلة مساعدات إلى المدينة المحاصرة."
    for _, hypotheses in engine.translate([(0, text)], decoding):
        # The end token and, where the model has one, the language mark count as source.
        assert len(hypotheses[0].tokens) <= decoding.max_target(len(engine.tokens(text)) + 2)


def test_a_sentence_comes_out_the_same_alone_and_among_others(engine: Engine) -> None:
    decoding = Decoding(max_extra=4)
    lines = LINES[:12]
    together = dict(engine.translate(enumerate(lines), decoding, nbest=2))
    for key, line in enumerate(lines):
        ((_, alone),) = engine.translate([(key, line)], decoding, nbest=2)
        assert alone == together[key]


def test_the_embedded_model_keeps_the_byte_law(embedded: Path) -> None:
    engine = CTranslate2Engine.load(embedded, threads=2)
    lines = sorted(LINES, key=len)[:40]
    together = dict(engine.translate(enumerate(lines), Decoding(), nbest=4))
    backwards = dict(engine.translate(reversed(list(enumerate(lines))), Decoding(), nbest=4))
    assert together == backwards
    for key in (0, 13, 26, 39):
        ((_, alone),) = engine.translate([(key, lines[key])], Decoding(), nbest=4)
        assert alone == together[key]


def test_batches_hold_one_length_and_are_full() -> None:
    inputs = [(number, ["x"] * (1 + number % 3)) for number in range(1000)]
    batches = list(equal_length_batches(inputs, tokens=64))
    assert sorted(key for batch in batches for key, _ in batch) == list(range(1000))
    for batch in batches:
        assert len({len(pieces) for _, pieces in batch}) == 1
    ends = 3  # the last batch of each length may be smaller
    assert sum(len(batch) * len(batch[0][1]) > 64 - 3 for batch in batches) >= len(batches) - ends


def test_what_the_engine_freed_is_given_back_after_many_sentences_not_after_few(
    tiny_marian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[bool] = []
    monkeypatch.setattr(ct2_engine, "give_back", lambda: given.append(True))
    monkeypatch.setattr(ct2_engine, "MANY", 3)
    engine = CTranslate2Engine.load(tiny_marian, threads=1)
    list(engine.translate(enumerate(LINES[:2]), Decoding(beam_size=1)))
    assert given == []
    list(engine.translate(enumerate(LINES[:3]), Decoding(beam_size=1)))
    assert given == [True]


def test_a_c_library_that_keeps_what_was_freed_harms_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No error, no problem."""
    allocator.give_back()
    monkeypatch.setattr(allocator.ctypes, "CDLL", lambda name: object())
    allocator.give_back()


def test_models_with_a_vocabulary_a_side_and_with_a_language_mark_load(
    tiny_marian_separate: Path, tiny_marian_tagged: Path
) -> None:
    for folder in (tiny_marian_separate, tiny_marian_tagged):
        found = [
            next(iter(each.translate([(0, "حذر خبراء.")], Decoding(max_extra=6))))[1][0]
            for each in (
                CTranslate2Engine.load(folder, threads=1, compute_type="float32"),
                TransformersEngine.load(folder, threads=1),
            )
        ]
        assert found[0].tokens == found[1].tokens


def test_what_the_model_does_not_know_is_named(engine: Engine) -> None:
    assert engine.unknown("قال 漢字 المتحدث") == "漢字"
    assert engine.unknown("قال المتحدث") == ""


def test_a_piece_is_held_once_however_often_it_stands_in_the_sentences_of_a_window(tiny_marian: Path) -> None:
    pieces = Pieces.load(tiny_marian)
    held = {id(piece) for line in LINES for _ in range(2) for piece in pieces.encode(line)}
    assert len(held) == len({piece for line in LINES for piece in pieces.encode(line)})


def test_a_damaged_folder_is_a_model_error(tmp_path: Path, tiny_marian: Path) -> None:
    for name in ("config.json", "source.spm", "target.spm"):
        (tmp_path / name).write_bytes((tiny_marian / name).read_bytes())
    (tmp_path / "vocab.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="no usable Marian model"):
        load_engine("ctranslate2", tmp_path, threads=1)


def test_an_unknown_engine_is_a_usage_error(tiny_marian: Path) -> None:
    with pytest.raises(UsageError, match="ctranslate2, transformers"):
        load_engine("tensorflow", tiny_marian, threads=1)


def test_the_default_path_imports_neither_torch_nor_transformers(embedded: Path, mujaz_home: Path) -> None:
    CTranslate2Engine.load(embedded, threads=1)  # the converted form exists from here on
    program = (
        "import sys; from translate import Translator, Article\n"
        "print([t.status for t in Translator.load('embedded-ar-en').translate(Article('a', 'وصل الوزير اليوم.'))])\n"
        "print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_importing_the_rooms_loads_nothing_heavy() -> None:
    program = (
        "import sys, translate, summarize, weights, report, batch, cli\n"
        "heavy = 'torch transformers ctranslate2 huggingface_hub sentencepiece rich jinja2'.split()\n"
        "print(sorted(set(heavy) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
