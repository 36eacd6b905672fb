"""Who said it stays: a claim without its source is in doubt, wherever the source stood."""

import pytest

from summarize.attribution import attributions, source_dropped

HEAD = "Mayor Lina Haddad said that the port of Sirte is closed."
TAIL = "The port of Sirte is closed after the attack, Mayor Lina Haddad said on Monday."
TURNED = "The port of Sirte is closed, said Lina Haddad, the mayor of the city."
MIDST = "The port of Sirte, residents say, is closed for a week."
PAPER = "The port of Sirte is closed, according to a paper of the council."
QUOTED = '"The port of Sirte is closed for good," Haddad told reporters.'


@pytest.mark.parametrize("sentence", [HEAD, TAIL, TURNED, MIDST, PAPER, QUOTED])
def test_a_claim_without_its_source_is_in_doubt(sentence):
    assert source_dropped("The port of Sirte is closed.", [sentence])


@pytest.mark.parametrize("sentence", [HEAD, TAIL, TURNED, MIDST, PAPER, QUOTED])
def test_a_sentence_keeps_its_own_sources(sentence):
    assert source_dropped(sentence, [sentence]) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Mayor Haddad said the port is closed.", HEAD),
        ("The port of Sirte is closed, Haddad said.", TAIL),
        ("The port of Sirte is closed, said Haddad.", TURNED),
        ("According to a paper, the port of Sirte is closed.", PAPER),
    ],
)
def test_a_source_may_be_made_shorter(text, sentence):
    assert source_dropped(text, [sentence]) == []


def test_said_without_anybody_who_says_it_is_no_source():
    assert source_dropped("The port of Sirte is closed, said.", [TAIL]) == ["said"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("The king, 70, opened the port of Sirte.", "The king, 70, who said he was ill, opened the port of Sirte."),
        ("The port of Sirte exports oil.", "The port of Sirte exports oil, and the mayor said it will export gas."),
        ("The mayor read the reports.", "The mayor read the reports about the port."),
    ],
)
def test_what_the_source_does_not_cover_needs_none(text, sentence):
    assert source_dropped(text, [sentence]) == []


def test_a_source_without_what_it_said_says_nothing():
    assert source_dropped("Said Lina Haddad, the mayor of the city.", [TURNED])


def test_the_united_states_say_nothing():
    assert attributions("The port lies in the United States near the sea.") == []


def test_of_several_sentences_only_those_count_that_the_text_is_made_of():
    news = ["The port of Sirte was closed by the army on Monday.", "A guard said that the army was kind."]
    assert source_dropped("The port of Sirte was closed by the army.", news) == []
