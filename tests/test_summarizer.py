"""From translations to bullets: everything is cited, checked, and in the article's own words where a model fails."""

import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mujaz import ModelError, UsageError
from summarize import BriefOptions, Summarizer, english
from summarize.page import Page
from summarize.rewrite import BULLET, Draft
from summarize.rewriter import Rewriter
from summarize.support import overlap, support
from translate import Article, Sentence, Translation

TEXT = """The army of Jordan took the port of Aqaba on Monday after a siege of 12 days, officials said.
Residents of Aqaba said that the rebels of Hani Saleh left by sea with their arms.
A truce between both sides was demanded by the United Nations.
Some 300 tons of flour were unloaded by the men of the harbour.
Today the price of bread was fixed by the government of the land.
The mayor did not say when the shops will open again."""
PAGE = english.sentences(TEXT)


class Scripted:
    """A writer that proposes what a test tells it to."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    def start(self, text, **options):
        self.asked.append((text, options))
        return lambda: [Draft(t, -0.1) for t in self.answer(text)]


def made(answer, translations=PAGE, title=None, **options):
    chosen = BriefOptions(**options)
    return Summarizer(Rewriter(Scripted(answer), chosen), options=chosen).summarize(translations, title=title)


def half(text):
    """An honest writer: the first words of the group."""
    return [" ".join(text.split()[:7]).rstrip(",.") + "."]


@pytest.mark.parametrize(
    "answer", [half, lambda text: [], lambda text: ["Two moons fell on Mars."], lambda text: [text]]
)
def test_every_bullet_is_cited_and_supported_whatever_the_model_writes(answer):
    bullets = made(answer)
    assert bullets
    for bullet in bullets:
        evidence = [PAGE[cite - 1].text for cite in bullet.cites]
        assert evidence and all(1 <= cite <= len(PAGE) for cite in bullet.cites)
        assert support(bullet.text, evidence).faults == ()
        assert bullet.kind in ("abstractive", "extractive")
        assert 0.0 <= bullet.support <= 1.0


def test_an_honest_draft_is_taken():
    """At least half of the bullets are written where the model writes what passes."""
    for count in (1, 2, 3, 5):
        kinds = [b.kind for b in made(half, bullets=count)]
        assert 2 * kinds.count("abstractive") >= count


def test_inventions_and_copies_give_way_to_the_article():
    """A model that invents, and one that only repeats: the sentence itself, and it says so."""
    for answer in (lambda text: ["Two moons fell on Mars."], lambda text: [text]):
        bullets = made(answer)
        assert {b.kind for b in bullets} == {"extractive"}
        assert {b.text for b in bullets} <= {t.text for t in PAGE}


def test_a_draft_that_drops_a_not_is_refused():
    bullets = made(lambda text: [text.replace("did not say", "did say").replace("took", "took")], bullets=6)
    assert any("did not say" in b.text for b in bullets)
    assert not any("did say" in b.text for b in bullets)


def test_a_judge_only_turns_down():
    """One that objects to nothing changes nothing; one that objects to all leaves the article's own sentences."""

    def bullets(judge):
        return Summarizer(Rewriter(Scripted(half), BriefOptions(), judge)).summarize(PAGE)

    content, stern = (SimpleNamespace(misplaced=lambda *_, found=found: found) for found in ([], ["Aqaba"]))
    assert bullets(content) == bullets(None)
    assert "abstractive" in {b.kind for b in bullets(None)}
    assert {b.kind for b in bullets(stern)} == {"extractive"}


def test_the_second_prompt_is_asked_only_where_the_first_failed():
    silent = Scripted(lambda text: [])
    Summarizer(Rewriter(silent, BriefOptions())).summarize(PAGE)
    good = Scripted(half)
    Summarizer(Rewriter(good, BriefOptions())).summarize(PAGE)
    assert len({options["task"] for _, options in good.asked}) < len({options["task"] for _, options in silent.asked})


def test_without_a_model_the_bullets_are_sentences_and_no_library_is_loaded():
    program = (
        "import sys; from summarize import Summarizer, BriefOptions, english\n"
        f"page = english.sentences({TEXT!r})\n"
        "bullets = Summarizer.load(options=BriefOptions(extractive=True)).summarize(page)\n"
        "assert bullets and all(b.kind == 'extractive' for b in bullets)\n"
        "assert not {'torch', 'transformers', 'ctranslate2', 'tokenizers'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_without_an_installed_summariser_a_note_says_how_to_get_one(own_home, caplog):
    with caplog.at_level("INFO", logger="mujaz"):
        summarizer = Summarizer.load()
    brief = summarizer.brief(Article("a", TEXT), PAGE, None)
    assert "mujaz models pull smollm2-135m" in caplog.text
    assert any("no model wrote" in note for note in brief.notes)
    assert brief.made_with["summarizer"] is None
    with pytest.raises(ModelError):
        Summarizer.load("smollm2-135m")


def marked(at, **changes):
    return [replace(t, **changes) if i == at else t for i, t in enumerate(PAGE)]


@pytest.mark.parametrize("flag", ["other_language", "boilerplate"])
def test_furniture_and_other_languages_are_never_cited(flag):
    for at in range(len(PAGE)):
        bullets = made(half, marked(at, flags=(flag,)), bullets=6)
        assert all(at + 1 not in bullet.cites for bullet in bullets)


def test_a_failed_sentence_is_never_cited():
    bullets = made(half, marked(0, text="", status="failed"), bullets=6)
    assert all(1 not in bullet.cites for bullet in bullets)


def test_a_bullet_that_rests_on_an_uncertain_translation_alone_says_so():
    uncertain = [replace(t, status="flagged", flags=("low_score",)) for t in PAGE]
    assert all(b.text.endswith("(translation uncertain)") for b in made(half, uncertain))
    one = made(half, marked(3, status="flagged"), bullets=6)
    assert [b for b in one if b.text.endswith("(translation uncertain)")] == [b for b in one if b.cites == (4,)]


@pytest.mark.parametrize("answer", [half, lambda text: []])
@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(["ok", "flagged", "failed"]), min_size=len(PAGE), max_size=len(PAGE)))
def test_no_bullet_rests_on_uncertain_translations_without_saying_so(answer, statuses):
    """Whatever is flagged: a bullet or headline without the mark is carried by certain sentences alone."""
    page = [replace(t, status=status) for t, status in zip(PAGE, statuses, strict=True)]
    brief = Summarizer(Rewriter(Scripted(answer), BriefOptions())).brief(Article("a", TEXT), page, None)
    for bullet in (brief.headline, *brief.bullets):
        certain = [page[cite - 1].text for cite in bullet.cites if page[cite - 1].certain]
        says_so = bullet.text.endswith("(translation uncertain)")
        assert says_so or (certain and not support(bullet.text, certain).faults)
        assert not says_so or len(certain) < len(bullet.cites)


def test_a_certain_sentence_among_the_cites_does_not_vouch_for_an_uncertain_one():
    """What only the flagged sentence says is uncertain, though a certain one stands beside it."""
    page = Page.of([replace(t, status="flagged") if at == 1 else t for at, t in enumerate(PAGE)])
    said = "The army of Jordan took the port of Aqaba on Monday, officials said"
    both = signed(page, f"{said}, and the rebels of Hani Saleh left by sea.")
    assert both.cites == (1, 2) and both.text.endswith("(translation uncertain)")
    alone = signed(page, f"{said}.")
    assert alone.cites == (1,) and not alone.text.endswith("(translation uncertain)")


def signed(page, text):
    """As a bullet on the first two sentences."""
    return page.bullet(text, (0, 1), page.support(text, (0, 1)).score)


def test_of_two_sentences_that_say_the_same_the_certain_one_is_cited():
    twice = english.sentences(TEXT.split("\n")[3] + "\n" + TEXT.split("\n")[3])
    page = Page.of([replace(twice[0], status="flagged"), twice[1]])
    bullet = signed(page, "The harbour expects 300 tons of flour.")
    assert bullet.cites == (2,) and not bullet.text.endswith("(translation uncertain)")


def test_no_two_bullets_say_the_same():
    twice = english.sentences(TEXT + "\n" + TEXT)
    bullets = made(half, twice, bullets=12)
    for at, one in enumerate(bullets):
        assert all(overlap(one.text, other.text) <= 0.6 for other in bullets[at + 1 :])


def test_order():
    by_place = made(half, order="article")
    by_weight = made(half, order="importance")
    assert [b.cites for b in by_place] == sorted(b.cites for b in by_weight)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_as_many_bullets_as_asked_for(count):
    assert len(made(half, bullets=count)) == count


@pytest.mark.parametrize("words", [8, 15, 30, 60])
def test_words_bound_the_whole(words):
    bullets = made(half, words=words)
    assert bullets and sum(len(b.text.split()) for b in bullets) <= words


def test_a_sentence_that_fills_the_page_and_cannot_be_cut_gives_way_to_shorter_ones():
    endless = "Officials " + " ".join(f"spoke of harbour {at} and" for at in range(40)) + " they did not leave."
    page = english.sentences(f"{endless} {TEXT}")
    assert all(len(bullet.text.split()) <= 64 for bullet in made(half, page, extractive=True, bullets=3))
    assert [bullet.cites for bullet in made(half, page[:1], extractive=True)] == [(1,)]


def test_more_bullets_than_the_article_bears_gives_fewer_and_a_note():
    options = BriefOptions(bullets=40)
    brief = Summarizer(options=options).brief(Article("a", TEXT), PAGE, None)
    assert len(brief.bullets) <= len(PAGE)
    assert any("40" in note for note in brief.notes)


def test_focus_is_kept_or_said_to_be_absent():
    assert made(half, focus="price of bread")[0].cites == (5,)
    brief = Summarizer(options=BriefOptions(focus="volcano")).brief(Article("a", TEXT), PAGE, None)
    assert brief.bullets == ()
    assert any("volcano" in note for note in brief.notes)


@pytest.mark.parametrize(
    ("options", "note"),
    [
        ({"words": 3}, "no bullet fits into 3 words"),
        ({"focus": "Aqaba", "words": 3}, "no bullet fits into 3 words"),
        ({"bullets": 5, "words": 40}, "5 bullets were asked for; 40 words hold 2"),
        ({"bullets": 4, "focus": "Aqaba"}, "4 bullets were asked for; the article bears 2 about 'Aqaba'"),
        ({"bullets": 7}, "7 bullets were asked for; the article bears 6"),
        ({"focus": "volcano"}, "nothing in the article is about 'volcano'"),
        ({"focus": "العقبة"}, "nothing in the article is about 'العقبة'; name it in English"),
    ],
)
def test_a_note_gives_the_reason_for_which_bullets_are_missing(options, note):
    assert Summarizer(options=BriefOptions(**options)).brief(Article("a", TEXT), PAGE, None).notes == (note,)


@pytest.mark.parametrize(("options", "groups"), [({"words": 4}, 3), ({"bullets": 2}, 6), ({"bullets": 7}, 21)])
def test_however_long_the_article_a_model_works_on_three_groups_a_bullet_at_most(options, groups):
    """The rest is quoted, also where nothing that is written passes, or fits."""
    page = english.sentences("\n".join(TEXT.replace("12", str(at)).replace("300", str(at)) for at in range(20, 30)))
    silent = Scripted(lambda text: [])
    Summarizer(Rewriter(silent, BriefOptions(**options)), options=BriefOptions(**options)).summarize(page)
    assert [asked["task"] for _, asked in silent.asked].count(BULLET) == groups


def test_a_number_that_cannot_be_carried_out_is_named_as_it_is_given():
    """Not every option is a flag."""
    with pytest.raises(UsageError, match=r"^max_extract must be at least 1, not 0$"):
        BriefOptions(max_extract=0)


@pytest.mark.parametrize("bad", [{"bullets": 0}, {"words": -1}, {"order": "random"}])
def test_options_that_cannot_be_carried_out_are_refused(bad):
    with pytest.raises(UsageError):
        BriefOptions(**bad)


@given(st.lists(st.sampled_from([t.text for t in PAGE] + ["", "Yes.", "5", "<|im_end|> <b>"]), max_size=9))
def test_any_page_gives_a_brief(sentences):
    """Empty, short, repeated: a brief comes out, and every cite is valid."""
    translations = [Translation(Sentence(s, 0, len(s), 1), s, "ok") for s in sentences]
    brief = Summarizer().brief(Article("a", "\n".join(sentences)), translations, None)
    for bullet in (*brief.bullets, *((brief.headline,) if brief.headline else ())):
        assert bullet.text and all(sentences[cite - 1] for cite in bullet.cites)


def test_the_title_is_the_headline_and_no_bullet():
    titled = english.sentences("Army takes Aqaba\n\n" + TEXT)
    brief = Summarizer().brief(Article("a", TEXT, title="Army takes Aqaba"), titled, None)
    assert brief.headline.text == "Army takes Aqaba" and brief.headline.cites == (1,)
    assert all(1 not in bullet.cites for bullet in brief.bullets)


def test_a_headline_has_at_most_twelve_words():
    for translations in (PAGE, PAGE[1:], PAGE[4:]):
        brief = Summarizer().brief(Article("a", TEXT), translations, None)
        assert len(brief.headline.text.split()) <= 12
        evidence = [translations[cite - 1].text for cite in brief.headline.cites]
        assert support(brief.headline.text, evidence).faults == ()


def test_a_headline_is_never_cut_before_a_denial():
    """The weightiest sentence cannot be cut short without turning it: another one is the headline."""
    denied = english.sentences(
        "The army of Jordan shelled the port of Aqaba with 12 guns, rebels of Hani Saleh said, but Jordan denied it. "
        "The rebels left the port of Aqaba by sea."
    )
    brief = Summarizer().brief(Article("a", ""), denied, None)
    assert brief.headline.cites == (2,)


def test_why_a_draft_was_turned_down_is_logged(caplog):
    """What `-v` shows: the draft and every reason."""
    with caplog.at_level("DEBUG", logger="mujaz"):
        made(lambda text: ["Two moons fell on Mars."])
    assert "turned down: Two moons fell on Mars. (number Two; name Mars" in caplog.text


def test_a_draft_that_cuts_through_a_phrase_is_mended():
    """What may not be left out comes back, what may stays out."""
    page = english.sentences(
        "Members of the club were 13 or older and were heard by Mayor Lina Haddad on Monday in the old town hall."
    )
    (bullet,) = made(lambda text: ["Members of the club were 13 and were heard by Mayor Lina Haddad."], page)
    assert bullet.kind == "abstractive"
    assert bullet.text == "Members of the club were 13 or older and were heard by Mayor Lina Haddad."
