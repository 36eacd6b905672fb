"""An engine that does everything wrong, through the real translator: every failure ends in its status and flags."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scripted import ARABIC, RIGHT, WRONG, Answers, Scripted
from translate import Article, Decoding, Hypothesis, Translation, Translator, trust
from translate.engine import in_bytes
from translate.glossary import Glossary, Term
from translate.judgement import Choice, Context, Source, judge
from translate.sentence import Sentence
from translate.translation import LostName

IN_WINDOWS = next(second for second in trust.SECOND_TRIES if second.windows)


def record(script: Callable[[str, Decoding], Answers], context: Context = Context()) -> Translation:  # noqa: B008
    translator = Translator(Scripted(script), context=context, force_arabic=True)
    (found,) = translator.translate(Article("test", ARABIC))
    return found


def always(*answers: str) -> Callable[[str, Decoding], Answers]:
    return lambda text, decoding: [(answer, -0.2 - 0.1 * at) for at, answer in enumerate(answers)]


@pytest.mark.parametrize(("said", "flags"), WRONG.values(), ids=WRONG)
def test_what_stays_wrong_is_flagged_with_its_faults_and_the_text_is_kept(said, flags):
    found = record(always(said))
    assert found.status == "flagged"
    assert flags <= set(found.flags)
    assert found.text == said


@pytest.mark.parametrize(("said", "flags"), WRONG.values(), ids=WRONG)
def test_another_of_the_n_best_is_taken_when_the_likeliest_is_wrong(said, flags):
    found = record(always(said, RIGHT))
    assert (found.text, found.status, found.flags) == (RIGHT, "ok", ())
    assert [(each.text, flags <= set(each.flags)) for each in found.tries] == [(said, True)]


@pytest.mark.parametrize("said", [said for name, (said, _) in WRONG.items() if name not in ("runs on",)])
def test_a_second_try_is_made_when_the_whole_n_best_is_wrong(said):
    halves = {"first": RIGHT[:52].strip(), "second": RIGHT[52:].strip()}

    def script(text: str, decoding: Decoding) -> Answers:
        if len(text) > 0.9 * len(ARABIC):
            return [(said, -0.3)]
        return [(halves["first" if ARABIC.startswith(text[:10]) else "second"], -0.4)]

    found = record(script)
    assert found.text.split() == RIGHT.split()
    assert (found.status, found.flags) == ("retried", ())
    assert found.tries[0].text == said


def test_nothing_that_comes_out_is_a_failure_and_is_told():
    found = record(always(""))
    assert (found.status, found.text, found.score) == ("failed", "", None)
    assert "empty" in found.flags


def test_no_hypothesis_at_all_is_a_failure():
    assert record(lambda text, decoding: []).status == "failed"


def test_an_engine_that_raises_fails_that_sentence_alone():
    def script(text: str, decoding: Decoding) -> Answers:
        if "انفجر" in text:
            raise RuntimeError("no")
        return [("The minister arrived in the city today", -0.3)]

    translator = Translator(Scripted(script), force_arabic=True)
    found = translator.translate(
        Article("x", "وصل الوزير إلى المدينة اليوم.\nانفجر كل شيء هنا اليوم.\nعاد الوزير إلى المدينة أمس.")
    )
    assert [each.status for each in found][1] == "failed"
    assert found[1].flags == ("engine_error",)
    assert found[0].status == "ok"


def test_a_neighbour_s_translation_is_not_believed():
    translator = Translator(Scripted(always("The minister arrived in the city")), force_arabic=True)
    first, second, third = translator.translate(
        Article("x", "وصل الوزير إلى المدينة.\nسقط المطر على الجبال.\nسقط المطر على الجبال.")
    )
    assert first.status == "ok"
    assert (second.status, second.flags) == ("flagged", ("repetition",))
    assert third.flags == ()  # the same source may say the same


def test_a_low_score_is_said_and_costs_no_second_try():
    engine = Scripted(lambda text, decoding: [(RIGHT, -2.0)])
    translator = Translator(engine, context=Context(score_floor=-1.0), force_arabic=True)
    (found,) = translator.translate(Article("x", ARABIC))
    assert (found.status, found.flags) == ("flagged", ("low_score",))
    assert len(engine.asked) == 1


def test_a_clean_sentence_costs_one_search():
    engine = Scripted(always(RIGHT))
    (found,) = Translator(engine, force_arabic=True).translate(Article("x", ARABIC))
    assert (found.status, found.flags, found.tries) == ("ok", (), ())
    assert len(engine.asked) == 1


def test_a_loop_that_windows_do_not_mend_is_tried_with_a_wider_beam_and_no_repeats():
    loop = WRONG["loops"][0]
    found = record(lambda text, decoding: [(RIGHT if decoding.no_repeat_ngram else loop, -0.3)])
    assert (found.text, found.status) == (RIGHT, "retried")
    assert all(each.settings for each in found.tries)


def test_a_term_that_nothing_stands_for_is_put_into_the_arabic_and_comes_out():
    """What the first search wrote is no part of the second: only a hypothesis of the model's is taken."""
    glossary = Glossary((Term("المخيم", "Rukban camp"), Term("شاحنة", "lorry"), Term("الانتظار", "", keep=True)))

    def script(text: str, decoding: Decoding) -> Answers:
        return [(RIGHT.replace("the camp", "Rukban camp" if "Rukban camp" in text else "there"), -0.3)]

    found = record(script, Context(glossary=glossary))
    assert "Rukban camp" in found.text
    applied = {hit.term: hit.applied for hit in found.glossary}
    assert applied == {"المخيم": True, "شاحنة": False, "الانتظار": False}
    assert (found.status, found.flags) == ("flagged", ("glossary_missed",))


def test_an_english_word_of_the_article_is_no_term_that_was_met():
    found = record(always(RIGHT), Context(glossary=Glossary((Term("حلف", "tucks"),))))
    assert (found.status, found.glossary) == ("ok", ())


def test_a_zero_that_was_lost_is_put_back_and_what_the_model_wrote_is_kept():
    arabic = "قتل 9000 شخص في الحرب التي بدأت قبل أعوام في الجنوب."
    translator = Translator(
        Scripted(always("Some 900 people have been killed in the war in the south")), force_arabic=True
    )
    (found,) = translator.translate(Article("x", arabic))
    assert found.text == "Some 9000 people have been killed in the war in the south"
    assert set(found.flags) == {"repaired"}
    assert "900 people" in found.tries[-1].text
    assert found.numbers[0].ok


def test_a_name_put_right_leaves_a_wrong_number_worth_another_try():
    repaired = Choice("x", -0.5, ("number_lost", "name_lost"), repaired=True)
    assert IN_WINDOWS.serves(repaired)
    assert not IN_WINDOWS.serves(Choice("x", -0.5, ("name_lost",), repaired=True))
    assert IN_WINDOWS.serves(Choice("x", -0.5, ("name_lost",), lost_names=(LostName("ليبيا", "Libya"),), repaired=True))


def test_the_numbers_of_the_record_name_what_was_lost_and_added():
    found = record(always(WRONG["swaps numbers"][0]))
    assert {(row.source, row.target, row.ok) for row in found.numbers} == {("45", None, False), (None, "37", False)}


def test_characters_that_the_model_cannot_read_are_said():
    translator = Translator(Scripted(always("He said hello to the whole world")), force_arabic=True)
    (found,) = translator.translate(Article("x", "قال مرحبا للعالم كله \N{PILE OF POO}"))
    assert "unknown_characters" in found.flags


# -- the choice itself ---------------------------------------------------------------------------------------------


def test_among_equals_the_likeliest_wins():
    hypotheses = [Hypothesis(RIGHT, (), -0.1), Hypothesis(RIGHT.replace("said", "announced"), (), -0.2)]
    assert trust.choose(ARABIC, hypotheses, Context()).index == 0


def test_a_graver_fault_never_wins_over_a_lighter_one():
    empty, renamed = Hypothesis("", (), -0.1), Hypothesis(WRONG["renames"][0], (), -0.9)
    assert trust.choose(ARABIC, [empty, renamed], Context()).text == renamed.text


def test_the_first_of_two_searches_wins_a_draw_and_the_other_is_remembered():
    first, second = (Choice(text, -0.5, ("name_lost",)) for text in ("one", "two"))
    best = trust.better(first, second, "again")
    assert best.text == "one"
    assert [each.text for each in best.tries] == ["two"]


def test_a_sentence_is_judged_by_what_it_holds():
    source = Source.read(ARABIC, Context())
    assert [number.written for number in source.numbers if number.firm] == ["45"]
    assert [mention.english for mention in source.names] == ["Libya", "Tuesday"]
    assert judge(source, Hypothesis(RIGHT, (), -0.1), Context()).flags == ()


def test_neighbours_leave_kept_lines_alone():
    line = Translation(Sentence("https://x", 0, 9, 1), "https://x and a b c", "kept")
    assert trust.neighbours([line, line]) == [line, line]


def test_windows_run_on_as_one_sentence():
    parts = [(Choice(text, -0.5), 5) for text in ("The convoy left.", "The army, however, stayed.", "NATO watched.")]
    joined = trust.join("x", parts, Context(), pieces=["غادرت القافلة،", "لكن الجيش بقي.", "وراقب الناتو."])
    assert joined.text == "The convoy left the army, however, stayed. NATO watched."


ARABIC_WORDS = (
    "ليبيا",
    "وتونس",
    "القذافي",
    "حسني",
    "مبارك",
    "9000",
    "ألف",
    "و300",
    "مجلس",
    "الأمن",
    "قال",
    "أن",
    "في",
    "«داعش»",
)
ENGLISH_WORDS = (
    "Libya",
    "Lebanese",
    "Al-Qaida",
    "900",
    "900,",
    "the",
    "council.",
    "U.S.",
    "Gaddafi's",
    "thousand",
    "an",
)
WORDS = st.lists(st.sampled_from(ARABIC_WORDS + ENGLISH_WORDS), max_size=12)


@given(WORDS, WORDS, st.data())
def test_whatever_comes_out_of_an_engine_a_choice_is_made_and_nothing_is_lost(source, target, data):
    """Random words, pieces and attention, well formed or not, with a glossary."""
    weight = st.floats(min_value=0, max_value=1)
    width = data.draw(st.integers(min_value=0, max_value=len(source) + 2))
    rows = data.draw(st.lists(st.lists(weight, min_size=width, max_size=width), max_size=len(target) + 1))
    said = Hypothesis(" ".join(target), tuple(f"▁{word}" for word in target), -0.5, in_bytes(rows))
    context = Context(glossary=Glossary((Term("مجلس الأمن", "UNSC"), Term("قال", "", keep=True))))
    chosen = trust.choose(" ".join(source), [said], context, pieces=[f"▁{word}" for word in source])
    assert chosen.repaired or chosen.text == said.text
    assert not chosen.repaired or chosen.tries[-1].text == said.text
    assert {hit.term for hit in chosen.glossary} <= {"مجلس الأمن", "قال"}
