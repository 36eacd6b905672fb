"""The ledger: sentences in are records out, and every letter of the article stands in exactly one of them."""

import pytest
from echo import Echo
from hypothesis import given, settings
from nasty import NASTY

from translate import Article, Origin, Translator, split
from translate.translation import FLAGS, STATUSES

TRANSLATOR = Translator(Echo(), force_arabic=True)


def balanced(text, records):
    """Offsets cover every character that is no white space once, in order."""
    at = 0
    for record in records:
        sentence = record.source
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= at and not text[at : sentence.start].strip()
        at = sentence.end
    return not text[at:].strip()


@settings(max_examples=500, deadline=None, derandomize=True)
@given(NASTY)
def test_sentences_in_are_records_out(text):
    records = TRANSLATOR.translate(Article("a.txt", text))
    assert [record.source for record in records] == split(text)
    assert balanced(text, records)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(NASTY)
def test_a_record_is_translated_kept_as_it_is_or_failed(text):
    for record in TRANSLATOR.translate(Article("a.txt", text)):
        assert record.status in STATUSES
        assert set(record.flags) <= set(FLAGS)
        if record.status == "kept":
            assert record.text == record.source.text
        for repair in record.repairs:
            assert text[repair.start : repair.end] == repair.before


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "\ud800", "\u202e" * 10, "\u064b\u0652", ".", "ا", "؟!", "\ufeff", "«", "ا" * 20_000],
    ids=["empty", "space", "nul", "surrogate", "override", "marks", "stop", "letter", "asked", "bom", "quote", "long"],
)
def test_the_smallest_and_strangest_texts_balance(text):
    records = TRANSLATOR.translate(Article("a.txt", text))
    assert len(records) == len(split(text)) == (1 if text.strip() else 0)
    assert balanced(text, records)


def test_ten_thousand_sentences_are_ten_thousand_records():
    text = " ".join(f"وصل الوفد {at}." for at in range(10_000))
    assert len(split(text)) == 10_000
    assert balanced(text, [type("Record", (), {"source": sentence}) for sentence in split(text)])


def test_every_sentence_of_a_text_that_was_mended_by_a_guess_says_so():
    article = Article("a.txt", "وصل الوفد. غادر الضيف.", source=Origin(mended=("mojibake",)))
    assert ["repaired" in record.flags for record in TRANSLATOR.translate(article)] == [True, True]
