"""Packed tries say what the tuple said."""

from __future__ import annotations

import pickle
import sys

from hypothesis import given
from hypothesis import strategies as st

from translate.translation import FAULTS, Try
from translate.tries import Tries

texts = st.text(st.characters(exclude_categories=()))
scores = st.none() | st.floats(allow_nan=False)
tries = st.lists(st.builds(Try, texts, texts, scores, st.lists(st.sampled_from(sorted(FAULTS))).map(tuple)), max_size=4)


@given(tries)
def test_what_is_unpacked_is_what_was_packed(some: list[Try]) -> None:
    packed, plain = Tries(some), tuple(some)
    assert tuple(packed) == plain
    assert (packed, len(packed), hash(packed), repr(packed)) == (plain, len(plain), hash(plain), repr(plain))
    assert packed[:2] == plain[:2]
    assert pickle.loads(pickle.dumps(packed)) == plain


def test_other_tries_are_not_equal() -> None:
    one, other = (Tries([Try("first search, hypothesis 1", text, -0.5, ())]) for text in ("He left.", "She left."))
    assert one != other


def test_packed_tries_take_less_memory_than_one_of_their_texts_alone() -> None:
    said = "The minister told reporters in Tripoli that the talks would go on next week. " * 3
    some = [Try(f"first search, hypothesis {at}", said, -0.5 - at, ("name_lost",)) for at in range(1, 4)]
    assert sys.getsizeof(Tries(some)._packed) < sys.getsizeof(said)
