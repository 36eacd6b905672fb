"""What is left out of a sentence: nothing that turns it, and nothing out of the midst of a phrase."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.spare import mended, row, shorter, sparable, without
from summarize.support import support

NEWS = [
    "On Monday, the port of Sirte, which burned for a week, was closed after the attack.",
    "The road to Basra (which the army took in May), a city of two million, is open again.",
    "Farah, 24, fled the war with her husband, hitching rides on trucks until they crossed into Jordan.",
]


@given(st.sampled_from(NEWS), st.sets(st.integers(0, 20)))
def test_what_is_left_are_words_of_the_sentence_in_their_order(sentence, places):
    kept = row(sentence)
    runs = [(at, at + 1) for at in sorted(places) if at < len(kept)]
    left = [w.key for w in row(without(sentence, kept, runs))]
    assert left == [w.key for at, w in enumerate(kept) if at not in places]


@pytest.mark.parametrize("sentence", NEWS)
def test_nothing_left_out_is_the_sentence_itself(sentence):
    assert without(sentence, row(sentence), []) == sentence


@pytest.mark.parametrize("sentence", NEWS)
def test_a_shorter_sentence_fits_and_is_carried_by_the_longer(sentence):
    found = list(shorter(sentence, 12))
    assert found
    for text in found:
        assert len(row(text)) <= 12
        assert support(text, [sentence])


@pytest.mark.parametrize(
    "bound",
    [
        "If the court agrees, the port will open.",
        "The port will open, unless it rains.",
        "The army took the port, but lost it again.",
        "The port is open, officials said.",
        'He wrote "the port, which burned, is open" again.',
        "He met Haddad, Saleh and Nasser.",
    ],
)
def test_conditions_turns_sources_quotations_and_lists_stay_whole(bound):
    """What binds the rest of a sentence cannot be spared."""
    assert sparable(bound, row(bound)) == []


def test_what_was_cut_through_is_put_back_and_what_was_spared_stays_out():
    source = "Members must be 13 or older, at least in Cairo, to be heard in the old hall, which is closed."
    assert next(mended("Members must be 13, to be heard in the old hall.", [source])) == (
        "Members must be 13 or older to be heard in the old hall."
    )


def test_what_a_draft_says_in_words_of_its_own_is_not_mended_away():
    """Where it put something else in the place of the source's words, the source's words come back."""
    assert list(mended("The guard was hurt by Karim.", ["The guard was hurt after a kick from Karim."])) == []
