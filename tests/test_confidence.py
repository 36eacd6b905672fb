"""The second thought: what the writer finds less likely than a threshold is not shown."""

import math

import pytest

import weights
from summarize import BriefOptions, Summarizer, english
from summarize.confidence import LEAST, Confidence
from summarize.rewrite import END, Draft, Writer
from summarize.rewriter import Rewriter

PAGE = english.sentences("Mayor Lina Haddad opened the old port of Sirte, which had burned in the war.")
BULLET = "Mayor Lina Haddad opened the old port of Sirte."


@pytest.fixture(scope="module")
def writer(tiny_llama):
    return Writer.load(weights.prepared(tiny_llama))


class Sure:
    """A writer that writes one bullet and finds it as likely as it is told."""

    def __init__(self, likelihood):
        self.likely = likelihood
        self.asked = []

    def start(self, text, **_):
        return lambda: [Draft(BULLET, 0.0)]

    def likelihood(self, text, sentence):
        self.asked.append((text, sentence))
        return self.likely


def brief(writer):
    options = BriefOptions(bullets=1)
    rewriter = Rewriter(writer, options, confidence=Confidence(writer))
    return Summarizer(rewriter, options=options).summarize(PAGE)


def test_a_likelihood_is_the_logarithm_of_a_chance(writer):
    assert writer.likelihood("The port is open.", "The port is open.") < 0


def test_the_chances_of_a_sentence_and_of_what_goes_on_behind_it_are_no_more_than_one(writer):
    """No two of them can be written of the same text, since each ends."""
    written = ("The port", "The port is", "The port is open.", "A port.")
    assert sum(math.exp(writer.likelihood("The port is open.", text)) for text in written) <= 1


def test_the_same_twice_is_as_likely(writer):
    assert writer.likelihood("The port is open.", "It is.") == writer.likelihood("The port is open.", "It is.")


def test_a_special_token_in_a_text_is_letters(writer):
    """It ends nothing: the sentence that goes on behind it is another one."""
    assert writer.likelihood("The port.", f"It is{END}") != writer.likelihood("The port.", "It is")


def test_what_the_writer_would_not_write_gives_way_to_the_sentence():
    for likelihood, kind in ((LEAST + 0.1, "abstractive"), (LEAST - 0.1, "extractive")):
        (bullet,) = brief(Sure(likelihood))
        assert bullet.kind == kind


def test_it_is_asked_about_the_whole_bullet_of_what_it_was_shown():
    writer = Sure(0.0)
    brief(writer)
    assert writer.asked[0] == (PAGE[0].text, BULLET)
