"""The brief of real text by the tiny models: whatever they write, what comes out can be signed."""

import pytest

from mujaz import ModelError, UsageError
from summarize import BriefOptions, Summarizer, english
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
    assert "brief" not in record


def test_a_brief_that_no_model_wrote_says_how_long_and_on_what_it_was_to_be():
    options = BriefOptions(extractive=True, words=60, focus="Aqaba")
    record = brief(Summarizer(options=options)).made_with
    assert record["summarizer"] is None
    assert (record["brief"]["words"], record["brief"]["focus"]) == (60, "Aqaba")


def test_english_is_split_where_sentences_end():
    assert [t.text.split()[-1] for t in english.sentences(TEXT)] == ["days.", "arms.", "south.", "Weber.", "change."]
    assert {t.status for t in english.sentences(TEXT)} == {"kept"}


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_a_seq2seq_model_that_writes_noise_gives_a_true_brief(tiny_bart, engine):
    made = brief(Summarizer.load(tiny_bart, engine=engine, threads=1))
    sentences = [t.text for t in made.translations]
    assert made.bullets and made.made_with["summarizer"]["engine"] == engine
    for bullet in (made.headline, *made.bullets):
        assert support(bullet.text, [sentences[cite - 1] for cite in bullet.cites], sentences).faults == ()


@pytest.fixture
def scribe(tiny_bart, monkeypatch):
    """A seq2seq model that writes what a test wants; the rest is real."""

    def writes(answer, **options):
        summarizer = Summarizer.load(tiny_bart, threads=1, options=BriefOptions(**options))
        monkeypatch.setattr(summarizer.author, "summary", answer)
        return summarizer

    return writes


def test_a_models_own_sentences_are_handed_through_where_they_pass(scribe):
    own = "Army takes port of Aqaba after siege of 12 days. Rebels left by sea."
    made = brief(scribe(lambda sentences: own))
    written = [b for b in made.bullets if b.kind == "abstractive"]
    assert " ".join(b.text for b in written) == own
    assert [b.cites for b in written] == [(1,), (2,)]


def test_a_models_invention_gives_way_to_the_nearest_sentence(scribe):
    made = brief(scribe(lambda sentences: "Rebels of Omar Qabbani left by sea with 40 arms."))
    assert all(bullet.kind == "extractive" for bullet in made.bullets)
    assert any(bullet.cites == (2,) for bullet in made.bullets)


def test_windows_end_where_sentences_end_and_leave_nothing_out(scribe):
    """A document longer than the model reads: every sentence is in one window, in order."""
    seen = []
    text = " ".join(f"The bridge of district {n} needs {n} tons of steel." for n in range(2, 200))
    page = english.sentences(text)
    summarizer = scribe(lambda sentences: seen.append(list(sentences)) or sentences[0])
    bullets = summarizer.summarize(page)
    assert [s for window in seen for s in window] == [t.text for t in page]
    assert len(seen) > 1 and bullets


def test_more_windows_than_bullets_are_read_at_even_steps_to_the_end_and_no_more_than_needed(scribe):
    """A report of twelve windows, three bullets: three windows are read, the first and the last among them."""
    subjects = "harbour market village mountain river bridge garden window letter stone bread water".split()
    doers = "army mayor court navy bishop tailor baker doctor teacher sailor farmer singer".split()
    page = english.sentences(
        "\n".join(f"The {each} was seen by the {doer}." for each, doer in zip(subjects, doers, strict=True))
    )
    read = []
    summarizer = scribe(lambda sentences: read.append(sentences) or sentences[0], bullets=3)
    summarizer.author._windows = lambda page: [(at,) for at in page.usable]
    assert [bullet.cites for bullet in summarizer.summarize(page)] == [(1,), (6,), (12,)]
    assert len(read) == 3


@pytest.mark.parametrize("answer", [" ".join, lambda sentences: "Bread is cheap."])
def test_focus_is_kept_by_a_seq2seq_model_too_or_said_to_be_absent(scribe, answer):
    assert {b.cites for b in brief(scribe(answer, focus="bread")).bullets} == {(5,)}
    absent = brief(scribe(answer, focus="volcano"))
    assert absent.bullets == () and absent.notes == ("nothing in the article is about 'volcano'",)


def test_what_a_seq2seq_model_only_copies_counts_as_the_articles_own(scribe):
    made = brief(scribe(" ".join))
    assert made.bullets and {bullet.kind for bullet in made.bullets} == {"extractive"}


def test_control_tokens_of_an_article_are_letters_to_a_seq2seq_model(tiny_bart):
    author = Summarizer.load(tiny_bart, threads=1).author
    assert not {"</s>", "<s>", "<pad>"} & set(author._pieces("end</s><s><pad> of it"))


def test_a_folder_of_another_kind_is_refused(tiny_marian):
    with pytest.raises(ModelError, match="marian"):
        Summarizer.load(tiny_marian)


def test_an_unknown_engine_is_refused(tiny_bart, tiny_llama):
    for folder in (tiny_bart, tiny_llama):
        with pytest.raises(UsageError):
            Summarizer.load(folder, engine="abacus")
