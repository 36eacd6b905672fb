"""Choosing: every group is citable, no sentence is in two, and what carries the article comes first."""

import string
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.choose import choose, weigh

ARTICLE = [
    "The army of Jordan took the port of Aqaba on Monday after a siege of 12 days.",
    "It was the last port in the hands of the rebels.",
    "Residents of Aqaba said that the rebels left by sea.",
    "What will the rebels do now?",
    "A bakery sold bread.",
    "The United Nations called for a truce between the army and the rebels in Aqaba.",
    "Aid ships with 300 tons of flour are to reach the port of Aqaba on Friday.",
]
TEXTS = st.lists(st.text(string.ascii_letters + " .,?'1", max_size=60), max_size=12)


@given(TEXTS, st.data())
def test_groups_are_usable_and_disjoint(sentences, data):
    """Any article: groups hold usable neighbours only, one to three, no sentence twice."""
    usable = data.draw(st.sets(st.sampled_from(range(len(sentences))))) if sentences else set()
    groups = choose(sentences, usable=usable)
    members = [at for group in groups for at in group.members]
    assert set(members) <= usable
    assert len(members) == len(set(members))
    for group in groups:
        assert group.seed in group.members
        assert 1 <= len(group.members) <= 3
        assert list(group.members) == list(range(group.members[0], group.members[-1] + 1))


def test_what_carries_the_article_comes_first():
    assert 0 in choose(ARTICLE, usable=range(len(ARTICLE)))[0].members


@pytest.mark.parametrize("weak", ["What will the rebels do now?", "A bakery sold bread.", ""])
def test_questions_and_scraps_weigh_little(weak):
    weights = weigh([*ARTICLE[:3], weak, *ARTICLE[5:]])
    assert weights[3] == min(weights)


def test_a_sentence_that_leans_takes_its_support_along():
    """'It was the last port' cannot stand without the sentence before it."""
    groups = choose(ARTICLE, usable=range(len(ARTICLE)), focus="last hands")
    assert groups[0].members == (0, 1)


def test_a_doubtful_sentence_comes_behind_its_like():
    twins = ["The army took the port of Aqaba.", "The army took the port of Aqaba."]
    assert choose(twins, usable=[0, 1], doubtful=[0])[0].seed == 1


def test_redundancy_costs():
    again = [*ARTICLE[:1], ARTICLE[0].replace("Monday", "Tuesday"), ARTICLE[5]]
    seeds = [group.seed for group in choose(again, usable=range(3), redundancy=1.0)]
    assert seeds.index(2) < seeds.index(1)


def test_focus_leaves_out_what_is_about_something_else():
    groups = choose(ARTICLE, usable=range(len(ARTICLE)), focus="flour for Aqaba")
    assert groups[0].seed == 6
    assert all(4 not in group.members for group in groups)
    assert choose(ARTICLE, usable=range(len(ARTICLE)), focus="volcano") == []


def report(size):
    """News: it begins with what matters most, and everything after that weighs less and less."""
    return [f"Item {n}: the {n}th bridge of district {n % 17} needs {n * 3} tons of steel." for n in range(size)]


@pytest.mark.parametrize("size", [150, 300, 600])
def test_every_quarter_of_a_long_document_has_its_say(size):
    """Of the first four groups each stands in another quarter, of the first eight two in each."""
    seeds = [group.seed for group in choose(report(size), usable=range(size), limit=8)]
    quarters = [4 * seed // size for seed in seeds]
    assert sorted(quarters[:4]) == [0, 1, 2, 3]
    assert sorted(quarters) == [0, 0, 1, 1, 2, 2, 3, 3]


def test_an_article_is_one_part():
    """Below sixty sentences the weightiest come first, wherever they stand."""
    assert [g.seed for g in choose(report(59), usable=range(59), limit=5)] == [
        g.seed for g in choose(report(59), usable=range(59), limit=5, parts=1)
    ]


def test_a_part_without_anything_to_say_has_no_turn():
    """An annex of scraps is not cited because it is its turn."""
    annex = ["See: page 5.", "What?", "Yes."] * 25
    seeds = [group.seed for group in choose([*report(225), *annex], usable=range(300), limit=8)]
    assert max(seeds) < 225


def test_a_focus_is_followed_wherever_it_leads():
    """What is asked for is all at the end: parts do not take turns."""
    ports = [f"The port of Aqaba took in {n} ships with flour." for n in range(20, 28)]
    seeds = [g.seed for g in choose([*report(200), *ports], usable=range(208), focus="port of Aqaba", limit=4)]
    assert min(seeds) >= 200


@pytest.mark.parametrize("focus", ["US", "U.S.", "WHO"])
def test_an_acronym_is_a_focus_and_no_pronoun(focus):
    article = [
        "U.S. forces struck the port.",
        "A bakery sold bread to us.",
        "The WHO and US doctors went, who knows where.",
    ]
    groups = choose(article, usable=range(3), focus=focus, grow=False)
    assert {group.seed for group in groups} == ({2} if focus == "WHO" else {0, 2})


def test_a_text_without_full_stops_comes_last():
    endless = " ".join(["the army took the port of Aqaba and the rebels left for the sea"] * 20)
    assert weigh([endless, *ARTICLE[:3]])[0] < min(weigh([endless, *ARTICLE[:3]])[1:])


def test_a_report_of_different_words_takes_memory_by_its_length():
    """A table of sentences by words would take half a gigabyte here."""
    report = [f"The port {at} of town {at * 7} saw ships{at} and men{at} near w{at}x" for at in range(4000)]
    tracemalloc.start()
    choose(report, usable=range(4000), limit=3)
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


def test_a_long_report_is_chosen_from_in_a_second():
    """Three hundred sentences: linear work, and the end is not forgotten."""
    assert len(choose(report(300), usable=range(300), limit=20)) == 20
