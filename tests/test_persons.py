"""The first time that the bullets name a person, they do so in full, where the article leaves no doubt who that is."""

from collections.abc import Sequence

import pytest

from summarize import BriefOptions, Summarizer, english
from summarize.bullet import Bullet
from summarize.page import ABSTRACTIVE, EXTRACTIVE, Page
from summarize.persons import in_full
from summarize.rewrite import Draft
from summarize.rewriter import Rewriter

ARTICLE = (
    "Mayor Lina Haddad opened the port of Sirte.",
    "The port had been closed since May.",
    "Haddad thanked the workers, who had not been paid.",
    "On Monday Haddad left for Cairo.",
)


def page(*more: str, doubtful: Sequence[int] = ()) -> Page:
    sentences = ARTICLE + more
    return Page(sentences, tuple(range(len(sentences))), frozenset(doubtful))


def wrote(text: str, *cites: int, kind: str = ABSTRACTIVE) -> Bullet:
    return Bullet(text, cites, kind, 1.0)


THANKS = wrote("Haddad thanked the workers.", 3)
LEFT = wrote("Haddad left for Cairo.", 4)


def test_the_first_mention_is_in_full_and_cites_who_introduces():
    assert in_full([THANKS, LEFT], page(), 28, None) == [wrote("Mayor Lina Haddad thanked the workers.", 3, 1), LEFT]


def test_nothing_is_put_in_front_of_a_full_name():
    """Nor behind a bullet that has it."""
    first = wrote("Lina Haddad opened the port.", 1)
    assert in_full([first, LEFT], page(), 28, None) == [first, LEFT]


def test_a_quoted_sentence_stays_and_is_a_mention():
    quoted = wrote(ARTICLE[2], 3, kind=EXTRACTIVE)
    assert in_full([quoted, LEFT], page(), 28, None) == [quoted, LEFT]


@pytest.mark.parametrize(
    "doubt",
    [
        "Ali Haddad said that he was her brother.",
        "Minister Ali Haddad was there.",
        "She was born in Haddad.",
    ],
)
def test_where_the_article_leaves_a_doubt_nothing_is_added(doubt):
    """Two persons of one surname, or a place called so."""
    assert in_full([THANKS], page(doubt), 28, None) == [THANKS]


def test_an_uncertain_translation_introduces_nobody():
    assert in_full([THANKS], page(doubtful=[0]), 28, None) == [THANKS]


@pytest.mark.parametrize(
    "text",
    [
        "The Haddad bridge was closed.",
        "Mrs Haddad thanked the workers.",
        "The workers' leader Haddad thanked them.",
        'The workers shouted: "Haddad is gone."',
    ],
)
def test_what_hangs_on_a_name_keeps_it_as_it_is(text):
    bullet = wrote(text, 3)
    assert in_full([bullet], page(), 28, None) == [bullet]


def test_it_keeps_to_the_words_of_a_bullet_and_of_all():
    """Six words are too many for five, and two more for one."""
    assert in_full([THANKS], page(), 5, None) == [THANKS]
    assert in_full([THANKS], page(), 28, 1) == [THANKS]
    assert in_full([THANKS], page(), 28, 2) != [THANKS]


def test_what_the_first_takes_the_second_lacks():
    more = "Captain Omar Saleh said that ships would come.", "Saleh waited."
    bullets = [THANKS, wrote("Saleh waited.", 6)]
    whole = in_full(bullets, page(*more), 28, 4)
    assert [b.text for b in whole] == ["Mayor Lina Haddad thanked the workers.", "Captain Omar Saleh waited."]
    assert in_full(bullets, page(*more), 28, 3)[1] == bullets[1]


def test_a_former_office_is_not_made_a_present_one():
    former = Page(("The former President Lina Haddad opened the port.", "Haddad left."), (0, 1))
    assert in_full([wrote("Haddad left.", 2)], former, 28, None) == [wrote("Lina Haddad left.", 2, 1)]


TOLD = """Mayor Lina Haddad opened the port of Sirte on Monday after five years of work by two firms.
The port will take ships from June, the harbour office wrote in a letter to the town's fishermen.
Haddad thanked the workers for their patience, who had not been paid since March, as union men know."""


class Thanks:
    """A writer that has one thing to say, of the last sentence."""

    TEXT = "Haddad thanked the workers for their patience."

    def start(self, text, **options):
        return lambda: [Draft(self.TEXT, -0.1)] * text.startswith("Haddad")


@pytest.mark.parametrize(
    ("count", "text", "cites"),
    [(1, "Mayor Lina Haddad thanked the workers for their patience.", (3, 1)), (2, Thanks.TEXT, (3,))],
)
def test_the_bullets_of_the_small_model_name_in_full_once(count, text, cites):
    """The second of two, whose first quotes the sentence that introduces her, has the surname alone."""
    options = BriefOptions(bullets=count, order="article")
    bullets = Summarizer(Rewriter(Thanks(), options), options=options).summarize(english.sentences(TOLD))
    assert (bullets[-1].text, bullets[-1].cites) == (text, cites)
    assert [b.kind for b in bullets] == [EXTRACTIVE] * (count - 1) + [ABSTRACTIVE]
