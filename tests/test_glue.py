"""Glued words come apart where the evidence is strong, and nowhere else."""

import pytest

from translate.glue import glued, unglue

GLUED = [
    ("الأممالمتحدة", "الأمم", "المتحدة"),
    ("العراقوسوريا", "العراق", "وسوريا"),
    ("سورياوالعراق", "سوريا", "والعراق"),
    ("الدولةالإسلامية", "الدولة", "الإسلامية"),
    ("إلىالمدينة", "إلى", "المدينة"),
    ("وزيرالخارجية", "وزير", "الخارجية"),
    ("فيالعراق", "في", "العراق"),
    ("الولاياتالمتحدة", "الولايات", "المتحدة"),
    ("مصروالسودان", "مصر", "والسودان"),
]

WHOLE = [
    "والمسؤولين",
    "وسيستخدمونها",
    "استقبالهم",
    "بالنسبة",
    "والمجالس",
    "اتصالاتهم",
    "المستشفيات",
    "فالمتحدثون",
    "عبدالله",
    "عبدالعزيز",
    "أبوظبي",
    "واستخباراتية",
    "الاستراتيجية",
    "للمعلومات",
    "بينهما",
    "رأيتكما",
    "أفغانستان",
    "فلسطينيين",
    "والأمريكية",
    "شىء",
    "سيئة",
    "منال",
    "جمال",
    "خلال",
    "القرآن",
    "إندونيسيا",
    "واستمرارها",
    "مسؤولياتهم",
]


@pytest.mark.parametrize(("word", "left", "right"), GLUED)
def test_a_glued_word_comes_apart_where_it_was_joined(word, left, right):
    assert unglue(word) == (left, right)


@pytest.mark.parametrize("word", WHOLE)
def test_a_word_with_all_its_affixes_stays_whole(word):
    assert unglue(word) is None


def test_the_edit_covers_the_word_and_keeps_its_letters():
    text = "إعلان الأممالمتحدة"
    assert list(glued(text)) == [(6, 18, "الأمم المتحدة")]


def test_text_with_vowel_signs_is_not_guessed_at():
    assert list(glued("الأُممالمتحدة")) == []
