"""What makes it quick and keeps it small, as structure: how often the engine is called, with what, and when."""

from __future__ import annotations

import functools
import gc
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from translate import WINDOW, Article, Decoding, Hypothesis, Translator
from translate.engine import Key
from translate.memory import Memory
from translate.parts import FIRST

WORDS = "harbour market village mountain river bridge garden window letter stone bread water".split()


class Counting:
    """An engine that says a word a token and counts its calls."""

    name = "counting"
    positions = 512

    def __init__(self) -> None:
        self.calls: list[int] = []
        self.given = 0

    def tokens(self, text: str) -> list[str]:
        return text.split()

    def unknown(self, text: str) -> str:
        return ""

    def translate(
        self, sentences: Iterable[tuple[Key, str]], decoding: Decoding, *, nbest: int = 1, attention: bool = False
    ) -> Iterator[tuple[Key, list[Hypothesis]]]:
        asked = list(sentences)
        if asked:
            self.calls.append(len(asked))
        for key, text in asked:
            self.given += 1
            words = [WORDS[at] for at, _ in enumerate(self.tokens(text))]
            yield key, [Hypothesis(" ".join(words), tuple(words), -0.5)]

    def made_with(self) -> dict[str, object]:
        return {"engine": self.name}


def different() -> Iterator[str]:
    """Sentences without numbers, none twice."""
    words = ["".join(letters) for letters in itertools.permutations("بتسملنهد", 5)]
    return (f"وصل {words[at]} إلى المدينة." for at in range(len(words)))


def articles(count: int, sentences: int) -> list[Article]:
    lines = different()
    return [Article(str(at), "\n".join(itertools.islice(lines, sentences))) for at in range(count)]


def test_articles_share_the_calls_of_the_engine() -> None:
    few, many = Counting(), Counting()
    list(Translator(few).translate_all(articles(2, 1)))
    list(Translator(many).translate_all(articles(FIRST // 2, 1)))
    assert len(many.calls) == len(few.calls)
    assert many.calls[0] == FIRST // 2


def test_the_first_article_comes_out_before_the_last_is_read() -> None:
    read: list[Article] = []

    def reading() -> Iterator[Article]:
        for article in articles(600, 2):
            read.append(article)
            yield article

    name, _ = next(Translator(Counting()).translate_all(reading()))
    assert name == read[0]
    assert len(read) <= FIRST


def test_groups_grow_so_that_batches_fill_and_never_beyond_the_window() -> None:
    engine = Counting()
    found = list(Translator(engine).translate_all(articles(2400, 2)))
    firsts = [calls for calls in engine.calls if calls >= FIRST]
    assert len(found) == 2400
    assert firsts[0] == FIRST
    assert max(firsts) == WINDOW
    assert len(firsts) <= 8


def test_a_long_article_goes_through_in_parts_and_comes_out_whole() -> None:
    engine = Counting()
    (long, after) = (articles(1, 2 * WINDOW + 300)[0], Article("after", "وصل الوزير."))
    (first, whole), (second, _) = Translator(engine).translate_all([long, after])
    assert (first, second) == (long, after)
    assert "\n".join(each.source.text for each in whole) == long.text
    assert max(engine.calls) == WINDOW
    assert [calls for calls in engine.calls if calls > 100][:3] == [WINDOW, WINDOW, 301]


def test_what_a_run_remembers_of_words_has_a_bound() -> None:
    translator = Translator(Counting())
    one, other = articles(2, 200)
    translator.translate(one)
    unbounded = {cache: cache.cache_info().currsize for cache in caches() if cache.cache_info().maxsize is None}
    translator.translate(other)
    assert {cache: cache.cache_info().currsize for cache in unbounded} == unbounded
    assert all((cache.cache_info().maxsize or 0) <= 8192 for cache in caches())


def test_what_is_remembered_by_the_thousand_are_words_and_no_sentences() -> None:
    words = ["".join(letters) for letters in itertools.permutations("بتسمل", 4)]
    translator = Translator(Counting())
    translator.translate(Article("one", "\n".join(f"وصل {one} إلى {two}." for one, two in itertools.pairwise(words))))
    many = [cache for cache in caches() if (cache.cache_info().maxsize or 0) > 1024]
    before = {cache: cache.cache_info().misses for cache in many}
    translator.translate(Article("two", "\n".join(f"وصل {two} إلى {one}." for one, two in itertools.pairwise(words))))
    assert {cache: cache.cache_info().misses for cache in many} == before


def caches() -> list[functools._lru_cache_wrapper[object]]:
    """What the translating room remembers of what it was asked."""
    return [
        thing
        for thing in gc.get_objects()
        if type(thing) is functools._lru_cache_wrapper and thing.__module__.startswith("translate.")
    ]


def test_what_comes_out_is_judged_while_the_engine_works_on() -> None:
    engine = Counting()
    given: list[int] = []
    list(Translator(engine).translate_all(articles(50, 1), progress=lambda _: given.append(engine.given)))
    assert given == list(range(1, 51))


class Watched(Counting):
    """An engine that knows which attention was looked at; its rows are made when they are asked for."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self.said = said
        self.looked: list[int] = []

    def tokens(self, text: str) -> list[str]:
        return [f"▁{word}" for word in text.split()]

    def _rows(self, hypothesis: int, words: int) -> Iterator[bytes]:
        self.looked.append(hypothesis)
        yield from [bytes([255] * 5)] * words

    def translate(
        self, sentences: Iterable[tuple[Key, str]], decoding: Decoding, *, nbest: int = 1, attention: bool = False
    ) -> Iterator[tuple[Key, list[Hypothesis]]]:
        for key, _ in sentences:
            tokens = tuple(f"▁{word}" for word in self.said.split())
            yield key, [Hypothesis(self.said, tokens, -0.5 - at, Rows(self, at, len(tokens))) for at in range(4)]


@dataclass(frozen=True)
class Rows:
    engine: Watched
    hypothesis: int
    words: int

    def __iter__(self) -> Iterator[bytes]:
        return self.engine._rows(self.hypothesis, self.words)


def test_attention_is_looked_at_only_where_something_is_to_be_repaired() -> None:
    whole, lost = Watched("The minister arrived in Libya."), Watched("The minister arrived in the country.")
    for engine in (whole, lost):
        Translator(engine).translate(Article("one", "وصل الوزير إلى ليبيا."))
    assert whole.looked == []
    assert set(lost.looked) == {0}


def test_a_search_is_remembered_until_newer_ones_need_its_room() -> None:
    memory: Memory[str] = Memory(size=3)
    for key in "abc":
        memory.put(key, key)
    assert memory.get("a") == "a"
    memory.put("d", "d")
    assert [memory.get(key) is not None for key in "abcd"] == [True, False, True, True]
