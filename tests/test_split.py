"""Splitting: golden cases, and the laws that hold for any text."""

import json
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import NASTY

from translate import split
from translate.sentence import title_of

CASES = Path(__file__).parent / "cases"
GOLDEN = json.loads((CASES / "split.json").read_text(encoding="utf-8"))
BLIND = json.loads((CASES / "split-blind.json").read_text(encoding="utf-8"))


def marked(case):
    known = case["group"] == "known-failures"
    return pytest.param(case, id=case["why"], marks=[pytest.mark.xfail(strict=True)] if known else [])


def texts(text):
    return [sentence.text for sentence in split(text)]


@pytest.mark.parametrize("case", [marked(case) for case in GOLDEN])
def test_a_golden_case_is_wholly_right(case):
    assert texts(case["text"]) == case["sentences"]


def test_the_golden_cases_are_many_and_each_says_why():
    assert len(GOLDEN) >= 200
    assert all(case["why"] for case in GOLDEN)
    assert len({case["text"] for case in GOLDEN}) == len(GOLDEN)


def test_every_golden_case_keeps_every_letter():
    for case in GOLDEN + BLIND:
        assert "".join("".join(case["sentences"]).split()) == "".join(case["text"].split())


def test_cases_written_without_sight_of_the_code_pass_too():
    right = sum(texts(case["text"]) == case["sentences"] for case in BLIND)
    assert right / len(BLIND) >= 0.95


@settings(max_examples=300, deadline=None, derandomize=True)
@given(NASTY | st.text(max_size=40))
def test_nothing_is_lost_between_sentences_but_white_space(text):
    sentences = split(text)
    at = 0
    for sentence in sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text and sentence.text == sentence.text.strip()
        assert sentence.start >= at and not text[at : sentence.start].strip()
        at = sentence.end
    assert not text[at:].strip()
    assert [sentence.paragraph for sentence in sentences] == sorted(sentence.paragraph for sentence in sentences)


def test_the_first_line_before_a_blank_line_is_the_title():
    assert title_of("الأمطار تغرق جدة\n\nهطلت أمطار.") == "الأمطار تغرق جدة"
    assert title_of("الأمطار.. تغرق جدة\r\n\r\nهطلت أمطار.") == "الأمطار.. تغرق جدة"


@pytest.mark.parametrize(
    "text",
    [
        "هطلت أمطار.\n\nوتوقفت الحركة.",
        "سطر أول\nسطر ثان",
        "وحيد",
        "",
        " ".join(["كلمة"] * 21) + "\n\nنص",
        "عنوان بلا نص\n\n  \n",
    ],
    ids=["full stop", "no blank line", "alone", "empty", "too long", "nothing after it"],
)
def test_other_first_lines_are_no_title(text):
    assert title_of(text) is None


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
def test_wrapping_a_paragraph_changes_no_sentence(width):
    article = (CASES.parent.parent / "examples" / "libya.txt").read_text(encoding="utf-8")
    wrapped = "\n".join(textwrap.wrap(article, width, break_on_hyphens=False, break_long_words=False))
    assert [" ".join(text.split()) for text in texts(wrapped)] == texts(article)


def test_a_link_opens_a_sentence_of_its_own_and_a_small_latin_letter_does_not():
    found = [sentence.text for sentence in split("غادر الوفد. https://example.org/a قال e.g. هذا. www.a.org مصدر")]
    assert found == ["غادر الوفد.", "https://example.org/a قال e.g. هذا.", "www.a.org مصدر"]
