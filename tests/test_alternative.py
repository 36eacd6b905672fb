"""Another reading is shown where it differs in a name or a number, and is not surely worse."""

from __future__ import annotations

import pytest

from tests import scripted
from tests.scripted import RIGHT
from translate import Hypothesis, trust
from translate.judgement import Context

ARABIC = scripted.ARABIC.replace("المخيم", "الركبان")
CHOSEN = RIGHT.replace("the camp", "Rukban")


def differs(other: str, chosen: str = CHOSEN) -> tuple[str, ...]:
    hypotheses = [Hypothesis(text, (), score) for text, score in ((chosen, -0.3), (other, -0.4))]
    found = trust.choose(ARABIC, hypotheses, Context()).alternative
    assert found is None or (found.text, found.score) == (other, -0.4)
    return found.differs if found else ()


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (CHOSEN.replace("Rukban", "Zaatari"), ("Zaatari",)),
        (CHOSEN.replace("Rukban", "al-Hol"), ("al-Hol",)),
    ],
)
def test_another_name_is_another_reading(other, what):
    assert differs(other) == what


def test_a_number_of_the_arabic_that_the_text_taken_has_not_is_another_reading():
    without = CHOSEN.replace("45 ", "")
    worse = CHOSEN.replace("Libya", "the coast").replace("a week", "12 weeks")
    assert differs(worse, without) == ("45",)


@pytest.mark.parametrize(
    "other",
    [
        CHOSEN.replace("said", "announced"),  # no name
        CHOSEN.replace("from Libya", "of Libyans"),  # the same place
        CHOSEN.replace("Rukban", "Rukbaan"),  # another spelling
        CHOSEN.replace("the Ministry", "The Ministry").replace("ministry", "Ministry"),  # a capital more
        CHOSEN.replace("Libya", "Lebanon"),  # a place that the Arabic does not name
        CHOSEN.replace("45", "54"),  # a number that the Arabic has not
        CHOSEN.replace("Rukban", "Thevencourt"),  # a word that is none
        f"{CHOSEN} in Zaatari in Zaatari in Zaatari in Zaatari",  # a loop
    ],
)
def test_what_says_the_same_or_is_surely_worse_is_none(other):
    assert differs(other) == ()
