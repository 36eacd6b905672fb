"""The guards: what they see, and what they leave in peace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.guard import GUARDS
from translate.measured import measured

SOURCE = "أعلنت وزارة الصحة اليوم وصول قافلة من المساعدات إلى المدينة بعد أسابيع من الحصار"
GOOD = "The Ministry of Health announced today that a convoy of aid had reached the city after weeks of siege"

BROKEN = {
    "empty": ["", "   ", "...", "—"],
    "copied": [GOOD + " المدينة", SOURCE, "The وزارة announced"],
    "repetition": [
        GOOD + " of siege of siege of siege",
        "the aid the aid the aid",
        "the city, the city, the city and the city, the city",
        "a convoy reached the city and a convoy reached the city and a convoy reached the city",
        "The Ministry hahahahahaha announced",
    ],
    "too_short": ["The Ministry announced", "Aid."],
    "too_long": [GOOD + " and " + GOOD.lower()],
}


def fired(source: str, target: str) -> set[str]:
    return {guard.flag for guard in GUARDS if guard.fires(source, target)}


@pytest.mark.parametrize(("flag", "target"), [(flag, target) for flag, targets in BROKEN.items() for target in targets])
def test_a_broken_translation_is_seen_for_what_it_is(flag, target):
    assert flag in fired(SOURCE, target)


def test_a_good_translation_passes_every_guard():
    assert fired(SOURCE, GOOD) == set()


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("يوما بعد يوم", "day after day"),
        ("كان كان كان", "was was was"),  # the source loops itself
        ("لا، لا، لا!", "No, no, no!"),
        ("نعم", "Yes"),
        ("12.75", "12.75"),
        ("«بي بي سي»", "BBC"),
        ("الجزء الأول والجزء الثاني", "Part one and part two"),
    ],
)
def test_what_repeats_or_is_short_by_right_passes(source, target):
    assert fired(source, target) == set()


@pytest.mark.parametrize(
    ("source", "target", "flags"),
    [
        ("لم يعلن أحد مسؤوليته عن الهجوم", "Nobody has claimed responsibility for the attack", set()),
        ("لم يعلن أحد مسؤوليته عن الهجوم", "Somebody has claimed responsibility for the attack", {"negation_lost"}),
        ("ولم تقبل الحكومة العرض", "The government accepted the offer", {"negation_lost"}),
        ("ولم تقبل الحكومة العرض", "The government rejected the offer", set()),
        ("قبلت الحكومة العرض", "The government has not accepted the offer", {"negation_added"}),
        ("رفضت الحكومة العرض", "The government has not accepted the offer", set()),
        ("لا يزال القتال مستمرا", "Fighting continues", set()),
        ("لا سيما في الشمال", "Especially in the north", set()),
        ("لا تقل عن عشرين هكتارا", "at least twenty hectares", set()),
        ("لا تقل عن عشرين هكتارا", "less than twenty hectares", {"negation_lost"}),
        ("رفض الكونغرس الاتفاق", "The Congress agreed to the deal", {"negation_lost"}),
        ("رفض الكونغرس الاتفاق", "The Congress turned the deal down", set()),
        ("نفى الوزير الخبر", "The minister confirmed the report", {"negation_lost"}),
        ("رفض المتحدث التعليق", "The spokesman declined to comment", set()),
        ("غادر الوزير بدون حراسة", "The minister left with a guard", {"negation_lost"}),
        ("أسقط الجيش طائرة بدون طيار", "The army shot down a drone", set()),
        ("لا يتجاوز عددهم خمسين", "They are fifty at most", set()),
        ("ليس فقط في الشمال بل في الجنوب", "In the north and in the south", set()),
        ("مر التعديل على كلا المجلسين", "The amendment passed both houses", set()),
    ],
)
def test_a_denial_that_came_or_went_is_seen_and_another_wording_of_it_is_not(source, target, flags):
    assert fired(source, target) & {"negation_lost", "negation_added"} == flags


@given(st.text(), st.text())
def test_guards_answer_for_any_text(source, target):
    assert fired(source, target) <= {guard.flag for guard in GUARDS}


def test_a_floor_holds_for_the_very_weights_that_it_was_measured_on():
    assert measured("embedded-ar-en", "0" * 64).score_floor is None
    assert measured("no-such-model", "").score_floor is None
