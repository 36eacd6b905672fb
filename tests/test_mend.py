"""Mending: every rule does what it says, says what it did, and leaves good text alone."""

import pytest
from hypothesis import given, settings
from nasty import NASTY

from translate.mend import mend
from translate.rules import GUESSES, RULES

EXAMPLES = [
    ("mojibake", "ÇáÓáÇã Úáíßã", "السلام عليكم"),
    ("mojibake", "ط§ظ„ط³ظ„ط§ظ… ط¹ظ„ظٹظƒظ…", "السلام عليكم"),
    ("visual_order", "ةسردملا يف ءارزولا عمتجا", "اجتمع الوزراء في المدرسة"),
    ("control_characters", "وصل\x00 الوف\x07د", "وصل الوفد"),
    ("control_characters", "وصل \ud800الوفد", "وصل الوفد"),
    ("entities", "قال: &quot;نعم&quot;", 'قال: "نعم"'),
    ("entities", "الأمن &amp; السلام", "الأمن & السلام"),
    ("tags", "وصل <b>الوفد</b>", "وصل الوفد"),
    ("tags", 'وصل <img src="a.png" alt="صورة الوفد"> الوفد', "وصل الوفد"),
    ("markdown", "# عنوان **مهم**", "عنوان مهم"),
    ("markdown", "قال [الوزير](http://a.com/b) إن `الأمر` واضح", "قال الوزير إن الأمر واضح"),
    ("presentation_forms", "ﻭﺻﻞ ﺍﻟﻮﻓﺪ", "وصل الوفد"),
    ("presentation_forms", "محمد ﷺ", "محمد صلى الله عليه وسلم"),
    ("invisible", "وصل\u200f ال\u200cوفد\u202c", "وصل الوفد"),
    ("tatweel", "وصـــل الـوفد", "وصل الوفد"),
    ("tatweel", "القاهرة ـ رويترز", "القاهرة - رويترز"),
    ("persian_letters", "علی کتاب", "على كتاب"),
    ("persian_letters", "دعا علی إلى اللقاء", "دعا علي إلى اللقاء"),
    ("persian_letters", "تعمل فی المدینة", "تعمل في المدينة"),
    ("digits", "بنسبة ١٢٫٧٥٪ عام ۱۳۹۰", "بنسبة 12.75% عام 1390"),
    ("quotes", "قال: «نعم» و“لا”…", 'قال: "نعم" و"لا"...'),
    ("repeated_punctuation", "يكفي!!! لماذا؟؟", "يكفي! لماذا؟"),
    ("repeated_punctuation", "انتظر......", "انتظر..."),
    ("repeated_letters", "جميييل جداااا", "جميل جدا"),
    ("space_before_punctuation", "وصل الوفد .", "وصل الوفد."),
    ("space_after_punctuation", "وصل،ثم غادر", "وصل، ثم غادر"),
    ("space_after_punctuation", "اليوم ,تراجع", "اليوم, تراجع"),
    ("space_at_number", "ارتفع 136نقطة", "ارتفع 136 نقطة"),
    ("glued_words", "إعلان الأممالمتحدة أمس", "إعلان الأمم المتحدة أمس"),
    ("white_space", "وصل \n  الوفد", "وصل الوفد"),
]

UNTOUCHED = [
    "وصل وزير الخارجية إلى عمان مساء أمس، وأجرى مباحثات مع نظيره الأردني.",
    "ولد سنة 1400 هـ وتوفي سنة 1470هـ.",
    "سَافَرَ الوَفْدُ لَيْلًا إلى مكّة المكرّمة.",
    "بلغ السعر 12.75 دولارا عند الساعة 10:30 في 12/5/2015.",
    "ضحك وقال: هههههه.",
    "وووري جثمان الشهيد الثرى، ووُوجهت مطالبه بالرفض.",
    "تتتبع الشرطة الجناة، وتتتابع الأحداث.",
    "إذا كان a<b قال المعلم إن c>d أيضا.",
    "قصفت مقاتلات F16 الموقع.",
    "قال عبدالله بن عبدالعزيز إن الله معنا.",
    "رقم # واحد * اثنان _ ثلاثة [أربعة] (خمسة) #وسم",
    "اللغة العربية، والليل الطويل؛ ومسلسل.",
]


@pytest.mark.parametrize(("rule", "before", "after"), EXAMPLES)
def test_a_rule_mends_what_it_is_named_for(rule, before, after):
    mended = mend(before)
    assert mended.text == after
    assert rule in {repair.rule for repair in mended.repairs}


@pytest.mark.parametrize("text", UNTOUCHED)
def test_good_text_is_left_alone(text):
    assert mend(text).text == text
    assert mend(text).repairs == ()


def test_every_rule_has_an_example():
    assert {rule for rule, _, _ in EXAMPLES} == set(RULES)


@pytest.mark.parametrize(("rule", "before", "after"), EXAMPLES)
def test_only_guesses_are_called_guesses(rule, before, after):
    assert mend(before).guessed == (rule in GUESSES)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(NASTY)
def test_a_repair_names_a_true_span(text):
    for repair in mend(text).repairs:
        assert 0 <= repair.start < repair.end <= len(text)
        assert text[repair.start : repair.end] == repair.before


@settings(max_examples=200, deadline=None, derandomize=True)
@given(NASTY)
def test_what_changed_is_on_record(text):
    mended = mend(text)
    assert mended.text == text or mended.repairs


@settings(max_examples=200, deadline=None, derandomize=True)
@given(NASTY)
def test_no_arabic_letter_vanishes_but_by_a_rule_that_says_so(text):
    mended = mend(text)
    losing = {
        "repeated_letters",
        "persian_letters",
        "mojibake",
        "visual_order",
        "presentation_forms",
        "entities",
        "tags",
    }
    if not losing & {repair.rule for repair in mended.repairs}:
        assert [c for c in mended.text if "ء" <= c <= "غ" or "ف" <= c <= "ي"] == [
            c for c in text if "ء" <= c <= "غ" or "ف" <= c <= "ي"
        ]


def test_guesses_are_told_to_who_wants_to_know(caplog):
    with caplog.at_level("DEBUG", logger="mujaz"):
        mend("إعلان الأممالمتحدة\x00 أمس")
    assert [record.getMessage() for record in caplog.records] == ["mended (glued_words): الأممالمتحدة → الأمم المتحدة"]
