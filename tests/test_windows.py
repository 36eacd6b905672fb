"""Windows: no piece too long, nothing lost, cuts where clauses meet."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import NASTY

from translate.windows import windows


def by_words(text):
    return len(text.split())


def by_letters(text):
    """A model that knows no word: a token a letter and one a word."""
    return sum(len(word) + 1 for word in text.split())


@settings(max_examples=300, deadline=None, derandomize=True)
@given(NASTY, st.integers(1, 12), st.sampled_from([by_words, by_letters]))
def test_no_window_is_too_long_and_nothing_is_lost(text, limit, count):
    pieces = windows(text, count, limit)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(piece and (count(piece) <= limit or len(piece) == 1) for piece in pieces)


def test_a_text_that_fits_is_left_as_it_is():
    assert windows("وصل الوفد.", by_words, 2) == ["وصل الوفد."]
    assert windows("  ", by_words, 2) == []


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("وصل الوفد مساء؛ ثم غادر صباحا، ولم يعد", ["وصل الوفد مساء؛", "ثم غادر صباحا، ولم يعد"]),
        ("وصل الوفد مساء أمس، وغادر صباح اليوم التالي", ["وصل الوفد مساء أمس،", "وغادر صباح اليوم التالي"]),
        ("وصل الوفد مساء أمس - كما أعلن مصدر", ["وصل الوفد مساء أمس", "- كما أعلن مصدر"]),
        ("زار الوزير مدينة البصرة وقال إن الوضع جيد", ["زار الوزير مدينة البصرة", "وقال إن الوضع جيد"]),
    ],
)
def test_a_window_ends_where_a_clause_ends(text, pieces):
    assert windows(text, by_words, 5) == pieces


def test_windows_are_of_like_size():
    sizes = [by_words(piece) for piece in windows(" ".join(["كلمة"] * 101), by_words, 50)]
    assert max(sizes) <= 2 * min(sizes)


@pytest.mark.parametrize("text", ["ا" * 20_000, "كلمة " * 20_000, "ا، " * 20_000], ids=["one word", "words", "clauses"])
def test_a_text_without_end_is_cut_quickly(text):
    started = time.process_time()
    pieces = windows(text, by_letters, 100)
    assert time.process_time() - started < 5, "half a second on an idle machine"
    assert max(map(by_letters, pieces)) <= 100
