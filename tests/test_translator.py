"""One record for every sentence, in order, whatever happens to it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz import UserError
from translate import FLAGS, STATUSES, Article, Decoding, Hypothesis, Translation, Translator, split
from translate.engine import Key


class Echo:
    """An engine that says an English word a token; it fails, or stays silent, where the text asks for it."""

    name = "echo"
    positions = 512

    def __init__(self) -> None:
        self.asked: list[str] = []

    def tokens(self, text: str) -> list[str]:
        return text.split()

    def unknown(self, text: str) -> str:
        return ""

    def translate(
        self, sentences: Iterable[tuple[Key, str]], decoding: Decoding, *, nbest: int = 1, attention: bool = False
    ) -> Iterator[tuple[Key, list[Hypothesis]]]:
        for key, text in sentences:
            self.asked.append(text)
            if "انفجر" in text:
                raise RuntimeError("the engine exploded")
            words = [f"word{number}" for number, _ in enumerate(self.tokens(text))]
            yield key, [Hypothesis(" ".join(words), tuple(words), -0.5)]

    def made_with(self) -> dict[str, object]:
        return {"engine": self.name}


def records(text: str, engine: Echo | None = None) -> list[Translation]:
    return Translator(engine or Echo(), force_arabic=True).translate(Article("test", text))


@given(st.text(alphabet="ابتثجلم و.؟!\n \t12«»()a", max_size=300))
def test_one_record_for_each_sentence_in_order(text: str) -> None:
    sentences = split(text)
    assert [record.source for record in records(text)] == sentences
    for record in records(text):
        assert record.status in STATUSES
        assert set(record.flags) <= set(FLAGS)
        assert (record.text == "") == (record.status == "failed")
        assert text[record.source.start : record.source.end] == record.source.text


def test_an_engine_that_fails_on_one_sentence_harms_no_other() -> None:
    found = records("وصل الوزير اليوم. انفجر المحرك هنا. غادر الوزير غدا.")
    assert "failed" not in (found[0].status, found[2].status)
    assert found[0].text and found[2].text
    assert found[1].status == "failed"
    assert found[1].flags == ("engine_error",)
    assert found[1].text == ""
    assert found[1].score is None


def test_a_sentence_that_repeats_goes_to_the_engine_once() -> None:
    engine = Echo()
    translator = Translator(engine, force_arabic=True)
    article = Article("wire", "وصل الوزير إلى المدينة.\n" * 5)
    first = translator.translate(article)
    asked = len(engine.asked)
    second = translator.translate(article)
    assert len({record.text for record in first}) == 1
    assert len(engine.asked) == asked
    assert second == first


def test_a_sentence_too_long_for_the_model_goes_through_in_pieces_and_loses_no_word() -> None:
    engine = Echo()
    engine.positions = 60
    words = ["".join(letters) for letters in itertools.permutations("بتسملن", 3)]
    text = "، ".join(words) + "."
    (record,) = records(text, engine)
    assert "windowed" in record.flags
    sent = " ".join(engine.asked)
    for word in text.split():
        assert word in sent
    assert all(len(engine.tokens(piece)) <= Decoding().window(60) for piece in engine.asked)


def test_latin_lines_are_kept_byte_for_byte_and_never_asked() -> None:
    engine = Echo()
    line = "https://example.org/a?b=1  (BBC, 2016)"
    found = records(f"وصل الوزير اليوم.\n{line}\nغادر الوزير أمس.", engine)
    (kept,) = [record for record in found if record.status == "kept"]
    assert kept.text == line == kept.source.text
    assert kept.flags == ("not_arabic",)
    assert kept.score is None
    assert not any("example" in text for text in engine.asked)


def test_a_text_that_is_not_arabic_is_refused_unless_forced() -> None:
    article = Article("english.txt", "The minister arrived in the capital today.")
    with pytest.raises(UserError, match=r"english\.txt is not Arabic.*--force-arabic"):
        Translator(Echo()).translate(article)
    assert Translator(Echo(), force_arabic=True).translate(article)


def test_articles_come_out_in_order_and_neighbours_do_not_matter() -> None:
    articles = [Article(str(number), f"وصل {number} وزراء. " * (1 + number % 7)) for number in range(40)]
    together = {article.name: found for article, found in Translator(Echo()).translate_all(articles)}
    assert list(together) == [article.name for article in articles]
    for article in articles[::9]:
        assert Translator(Echo()).translate(article) == together[article.name]


def test_the_example_article_comes_through_whole(example: Article, embedded_translator: Translator) -> None:
    found = embedded_translator.translate(example)
    assert [record.source for record in found] == split(example.text)
    assert len(found) == 12
    assert all(record.status in ("ok", "retried", "flagged") and record.text for record in found)
    assert all(record.score is not None and record.score < 0 for record in found)
    assert found == embedded_translator.translate(example)


@pytest.fixture(scope="module")
def example() -> Article:
    from translate import read

    return next(read(Path(__file__).parent.parent / "examples" / "libya.txt"))


@pytest.fixture(scope="module")
def embedded_translator() -> Translator:
    return Translator.load("embedded-ar-en")
