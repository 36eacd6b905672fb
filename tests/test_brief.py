"""The brief of real text by the tiny models: whatever they write, what comes out can be signed."""

import pytest

from summarize import Summarizer, english
from summarize.support import support
from translate import Article

TEXT = """Aqaba, Jordan (AP) - The army took the port of Aqaba on Monday after a siege of 12 days. Residents said that
the rebels of Hani Saleh left by sea with their arms.

The United Nations called for a truce between the army and the rebels in the south. Aid ships with 300 tons of flour
are to reach the harbour on Friday, according to Mr. Lukas Weber. Prices of bread in the U.S. did not change.
"""


@pytest.fixture(scope="module")
def summarizer(tiny_llama):
    return Summarizer.load(tiny_llama)


def brief(summarizer):
    return summarizer.brief(Article("a", TEXT), english.sentences(TEXT), None)


def test_a_model_that_writes_noise_gives_a_true_brief(summarizer):
    made = brief(summarizer)
    sentences = [t.text for t in made.translations]
    for bullet in (made.headline, *made.bullets):
        assert support(bullet.text, [sentences[cite - 1] for cite in bullet.cites], sentences).faults == ()


def test_the_same_brief_twice(summarizer):
    assert brief(summarizer) == brief(summarizer)


def test_a_brief_says_how_it_was_made(summarizer, tiny_llama):
    record = brief(summarizer).made_with
    assert record["translator"] is None
    assert record["summarizer"]["name"] == tiny_llama.name
    assert record["summarizer"]["decoding"]["beam_size"] == 4


def test_english_is_split_where_sentences_end():
    assert [t.text.split()[-1] for t in english.sentences(TEXT)] == ["days.", "arms.", "south.", "Weber.", "change."]
    assert {t.status for t in english.sentences(TEXT)} == {"kept"}
