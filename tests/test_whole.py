"""A shorter text keeps whole what belongs together: lists, names, a verb and what it is about."""

import pytest

from summarize import english
from summarize.aliases import cut_inside
from summarize.cuts import doubts
from summarize.page import Page
from summarize.predicate import verb_lost
from summarize.style import faults, has_verb


def page(*sentences):
    return Page.of(english.sentences("\n\n".join(sentences)))


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("The fire killed five children.", "The fire killed five children, a driver and two teachers."),
        (
            "The fire killed five children and two teachers.",
            "The fire killed five children, a driver and two teachers.",
        ),
        ("A driver and two teachers died.", "Five children, a driver and two teachers died."),
        ("They came to talk.", "They came to talk about the truce."),
        ("The clerk was charged.", "The clerk was charged with murder."),
        ("The council called on Monday.", "The council called for calm on Monday."),
        ("The talks are held again.", "For too many in Basra, the talks are held again."),
        ("Prices rose by 5 percent.", "Prices rose by roughly 5 percent."),
        ("Visitors to cross the streets.", "Visitors to Basra cross the streets."),
        ("The talks saw the end.", "The talks saw the end of the siege."),
        ("The prince thrived.", "The prince thrived in a hospital."),
        ("It is rarely seen.", "It is rarely seen since the war."),
        ("The case of a boy.", "The case of Omar Saleh, a boy."),
        ("They passed a test, had no debts.", "They passed a test, had no debts and showed no fear."),
        ("Without them all will fail.", "Without them all will fail, or another law must come."),
        ("The line is: They choose.", "The line is: They choose, we wait and all will be well."),
    ],
)
def test_no_list_and_no_complement_is_cut_through(short, whole):
    assert doubts(short, [whole])


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("The army took the port.", "The army took the port and left."),
        ("The army took the port.", "The army took the port in the morning."),
        ("The guard died.", "The guard died in Sirte."),
        ("The army of Jordan took the port.", "The army of Jordan took the port, including ships, cranes and boats."),
    ],
)
def test_time_place_a_second_deed_and_a_whole_list_may_go(short, whole):
    assert doubts(short, [whole]) == []


def test_a_name_is_kept_whole_unless_the_article_itself_shortens_it():
    told = "Reporters of the Basra Evening Post met Mayor Lina Haddad in the Green Hall."
    assert cut_inside("They met in the Hall.", [told], [told]) == ["Hall"]
    assert cut_inside("The Evening Post met Lina Haddad.", [told], [told]) == ["Evening Post"]
    assert cut_inside("The Evening Post met Lina Haddad.", [told], [told, "The Evening Post is old."]) == []


@pytest.mark.parametrize(
    "text",
    [
        "The faces of the season in Basra.",
        "The film, a slickly produced story of the city.",
        "Four days later, when men threw bombs, police say.",
        "A split in the party.",
    ],
)
def test_a_fragment_has_no_verb(text):
    assert not has_verb(text)
    assert "no verb" in faults(text, max_words=28)


@pytest.mark.parametrize("text", ["The hall is, in the midst of the city.", "The guard was hurt, said Dr."])
def test_what_breaks_off_is_no_bullet(text):
    assert "breaks off" in faults(text, max_words=28)


def test_a_participle_is_no_verb():
    source = "The men arrested in Sirte were freed."
    assert verb_lost("The men arrested in Sirte.", [source])
    assert page(source).judge("The men arrested in Sirte.", [0], 28).doubts


def test_a_draft_that_left_something_whole_out_says_so_on_its_page():
    """The page asks every one of these."""
    met = page("They met in the Green Hall on Monday.", "The port is open.")
    assert "cut name: Hall" in met.judge("They met in the Hall.", [0], 28).doubts


@pytest.mark.parametrize("text", ["", "...", "\N{RIGHT DOUBLE QUOTATION MARK}"])
def test_a_draft_without_words_is_turned_down_and_breaks_nothing(text):
    assert page("The port is open.").judge(text, [0], 28).faults
