"""Words that are none: garbled ones are named, and no English word, name or address is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate import Sentence, Translation, invented

ARABIC = "أعلن الوزير أن القوات وصلت إلى مدينة بني وليد قرب مصراتة"


@pytest.mark.parametrize(
    ("english", "words"),
    [
        ("The minister announced that forces had reached Bani Walid near Misrata.", []),
        ("The thevention of forces reached Bani Walid near Misrata.", ["thevention"]),
        ("The minister of Abbotage and the formerlyAmerican forces", ["Abbotage", "formerlyAmerican"]),
        ("Forces reached Baniwaleed near Musratah, Misuratah and al-Misrati.", []),  # spelled out, as one word too
        ("Unmistakable counterdemonstrations, overscans, renationalising, footballers' hopelessness", []),
        ("The minister's YPGs and the USS QZXW", []),  # possessives, abbreviations
        ("See https://qzxwv.org/vrdlk, write to vrdlk@qzxwv.org or @qzxwvrd, read vrdlk.txt", []),
        ("Kyrgyzstan, Nouakchott and N'Djamena", []),
    ],
)
def test_what_is_neither_english_nor_arabic_spelled_out_is_named_and_nothing_else(english, words):
    assert list(invented(ARABIC, english)) == words


def test_latin_words_of_the_arabic_and_terms_of_a_glossary_are_no_inventions():
    assert not list(invented("أطلقت شركة Qwzrtlk تطبيقا", "The company Qwzrtlk launched an application"))
    assert not list(invented(ARABIC, "Forces reached Vrdlkstan", ["Vrdlkstan"]))
    assert list(invented(ARABIC, "Forces reached Vrdlkstan")) == ["Vrdlkstan"]


def test_a_report_says_which_word_it_is():
    from report.shown import reasons

    sentence = Sentence(ARABIC, 0, len(ARABIC), 1)
    (reason,) = reasons(Translation(sentence, "The thevention came.", "flagged", ("invented",)))
    assert "thevention" in reason


@given(st.text(), st.text())
def test_any_text_can_be_asked(source, target):
    assert set(invented(source, target)) <= set(re.split(r"[^A-Za-zÀ-ÿ]", target))
