"""What is Arabic, what is not, and what only looks like it."""

import json
import sys
import tracemalloc
from pathlib import Path

import pytest

from mujaz import UserError
from translate import Article, Sentence, Translation
from translate.language import is_arabic_document, is_boilerplate, kind, require_arabic

HERE = Path(__file__).parent
CASES = json.loads((HERE / "cases" / "languages.json").read_text(encoding="utf-8"))
ARTICLE = (HERE.parent / "examples" / "libya.txt").read_text(encoding="utf-8")
OTHERS = ("fa", "ur", "ckb", "ps")
DIALECTS = ("arz", "apc", "ary", "afb")


@pytest.mark.parametrize("code", OTHERS)
def test_other_languages_in_arabic_script_are_kept_from_the_model(code):
    missed = [text for text in CASES[code] if kind(text).name != "other_language"]
    assert len(missed) <= len(CASES[code]) // 25, missed


@pytest.mark.parametrize("text", ["كنت جائعا و عطشان.", "وجدت له عملا.", "د سامي", "هم كبار جدا", "انا احب ذلک."])
def test_arabic_words_that_its_neighbours_have_too_prove_nothing(text):
    assert kind(text).name == "arabic"


@pytest.mark.parametrize("code", OTHERS)
def test_and_nearly_always_named_rightly(code):
    assert sum(kind(text).language == code for text in CASES[code]) >= 0.9 * len(CASES[code])


@pytest.mark.parametrize("text", CASES["ar"])
def test_arabic_with_foreign_letters_or_words_is_arabic(text):
    assert (kind(text).name, kind(text).language) == ("arabic", None)


def test_every_sentence_of_the_golden_cases_is_arabic():
    cases = json.loads((HERE / "cases" / "split.json").read_text(encoding="utf-8"))
    assert [case["text"] for case in cases if kind(case["text"]).name != "arabic"] == []


@pytest.mark.parametrize("code", DIALECTS)
def test_a_clear_dialect_is_named(code):
    assert [kind(text).language for text in CASES[code]] == [code] * len(CASES[code])


@pytest.mark.parametrize("text", CASES["none"])
def test_what_has_no_arabic_word_is_not_arabic(text):
    assert kind(text).name == "not_arabic"


def test_arabic_in_the_wrong_decoding_is_still_arabic():
    assert kind("ÇáÓáÇã Úáíßã").name == "arabic"


def test_a_word_without_end_is_noise():
    assert kind("ا" * 20_000).name == "not_arabic"


def test_a_document_is_arabic_by_a_fifth_of_its_letters():
    assert is_arabic_document(ARTICLE)
    assert is_arabic_document("Breaking news from Reuters: " + "قال الوزير إن الوضع مستقر.")
    assert not is_arabic_document("The minister said (الوزير) that the situation is stable in all provinces.")
    assert not is_arabic_document("12.75")
    assert not is_arabic_document("")
    assert not is_arabic_document(" ".join(CASES["fa"]))


def test_to_tell_whether_a_long_document_is_arabic_takes_less_memory_than_the_document():
    text = "\n".join(f"{ARTICLE} {number}" for number in range(60))
    is_arabic_document(ARTICLE)  # the tables are read
    tracemalloc.start()
    assert is_arabic_document(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < sys.getsizeof(text)


def test_a_document_that_is_not_arabic_is_refused_with_a_way_out():
    with pytest.raises(UserError, match="--force-arabic"):
        require_arabic(Article("a.txt", "The minister said that the situation is stable."))
    require_arabic(Article("a.txt", ARTICLE))


@pytest.mark.parametrize(
    "text",
    [
        "اقرأ أيضًا: أسعار النفط ترتفع",
        "رابط الخبر بصحيفة الغد: الأمطار",
        "- شارك الخبر",
        "جميع الحقوق محفوظة ©",
        "طباعة",
        "المزيد...",
    ],
)
def test_furniture_of_web_pages_is_known(text):
    assert is_boilerplate(text)


@pytest.mark.parametrize(
    "text",
    [
        "اقرأ الرئيس البيان أمام النواب.",
        "شارك الوزير في المؤتمر.",
        "طباعة الكتب تراجعت هذا العام.",
        "المزيد من القتلى في حلب.",
    ],
)
def test_news_is_no_furniture(text):
    assert not is_boilerplate(text)


def test_arabic_under_a_wrong_decoding_is_no_persian():
    garbled = "وأوضح المتحدث أن الاجتماع سيعقد عند الساعة العاشرة صباحا.".encode().decode("windows-1256")
    assert kind(garbled).name == "arabic"
    assert is_arabic_document(garbled)


@pytest.mark.parametrize("text", ["https://example.org/a", "#طرابلس @someone", "12/3/2016 - 45%", "🎉🎉", "a@b.org"])
def test_what_has_no_words_is_kept_and_never_cited(text):
    kept = Translation(Sentence(text, 0, len(text), 1), text, "kept", ("not_arabic",))
    assert kind(text).name == "not_arabic"
    assert not kept.citable


def test_a_long_link_does_not_make_noise_of_the_sentence_before_it():
    link = "https://example.org/news?" + "utm_source=feed&" * 30
    assert kind(f"قتل خمسة جنود في سرت صباح اليوم {link}").name == "arabic"


def test_a_sentence_of_noise_is_kept_whatever_stands_beside_it():
    noise = "ثمكدصشغلتا" * 2000
    assert kind(f"قال {noise} ثم غادر القاعة.").name == "not_arabic"
