"""The steps overlap: nothing small waits for something large, and results come as they are ready."""

import threading
import time

from batch.job import Began, Ended, Job, Made, Parked
from batch.pipeline import LONG, Pipeline
from batch.supervisor import Flight, Supervisor
from tests.fake_work import NEWS, Craft, Fake


def work(craft, folder, texts, **more):
    """Everything that is heard of ``texts``, a job each."""
    jobs = []
    for number, text in enumerate(texts):
        path = folder / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        jobs.append(Job(number, path.name, str(path), **more))
    waiting = iter(jobs)
    heard = []
    Pipeline(craft)(lambda: next(waiting, None), heard.append)
    return heard


class Patient(Craft):
    """Has not done with a long article before all short ones are delivered."""

    def __init__(self, short):
        super().__init__("/dev/null", 0)
        self.short = short
        self.delivered = threading.Event()

    def translate(self, articles, told):
        if len(articles[0].text) >= LONG:
            assert self.delivered.wait(20)
        return [article.text.split() for article in articles]

    def finish(self, article, translation):
        self.short -= 1
        if not self.short:
            self.delivered.set()
        return super().finish(article, translation)


def test_a_long_article_does_not_hold_up_the_small_ones_behind_it(tmp_path):
    long = NEWS * (LONG // len(NEWS) + 1)
    heard = work(Patient(6), tmp_path, [long, *[NEWS] * 6])
    made = [news for news in heard if isinstance(news, Made)]
    assert [news.kind for news in made] == [None] * 7
    assert made[-1].number == 0


class Shared(Craft):
    """An engine that both lanes share: every sentence is told, and what a short group sees of the long one is noted."""

    def __init__(self):
        super().__init__("/dev/null", 0)
        self.long = 0
        self.meanwhile = None
        self.begun, self.short_done = threading.Event(), threading.Event()

    def translate(self, articles, told):
        if len(articles[0].text) >= LONG:
            self.begun.set()
            while not self.short_done.is_set():
                self.long += 1
                told(1)
        else:
            assert self.begun.wait(20)
            told(1)
            before = self.long
            time.sleep(0.5)
            self.meanwhile = self.long - before
            self.short_done.set()
        return [article.text.split() for article in articles]


def test_a_long_article_goes_slowly_while_there_are_small_ones(tmp_path):
    craft = Shared()
    work(craft, tmp_path, [NEWS * (LONG // len(NEWS) + 1), NEWS])
    assert 0 < craft.meanwhile <= 6


def test_a_large_file_leaves_room_for_small_ones():
    supervisor = Supervisor(Fake())
    supervisor._flights = {
        number: Flight(Job(number, "", "", size)) for number, size in enumerate([10**8, *[3000] * 20])
    }
    assert supervisor.room
    supervisor._flights = {number: Flight(Job(number, "", "", 10**8)) for number in range(4)}
    assert not supervisor.room


def test_every_job_ends_once_after_its_results(tmp_path):
    heard = work(Craft("/dev/null", 0), tmp_path, [NEWS, "no Arabic in here at all", f"{NEWS} (BUG)", ""])
    for number in range(4):
        own = [news for news in heard if news.number == number]
        assert own[0] == Began(number, reading=True)
        assert isinstance(own[-1], Ended)
        assert [type(news) for news in own].count(Made) == 1


class Steps(Craft):
    """Notes which articles were translated together."""

    def __init__(self):
        super().__init__("/dev/null", 0)
        self.together = []

    def translate(self, articles, told):
        self.together.append(len(articles))
        return super().translate(articles, told)


def test_what_goes_wrong_together_is_tried_in_halves_down_to_the_article_at_fault(tmp_path):
    craft = Steps()
    held = threading.Event()
    first = craft.check

    def check(article):
        if "last" in article.text:
            held.set()
        first(article)

    craft.check = check
    translate = craft.translate

    def together(articles, told):
        if articles[0].text == NEWS:
            held.wait(20)  # until the others have gathered behind this one
        return translate(articles, told)

    craft.translate = together
    texts = [NEWS, *[f"{NEWS} {number}" for number in range(6)], f"{NEWS} (BUG)", f"{NEWS} last"]
    made = [news for news in work(craft, tmp_path, texts) if isinstance(news, Made)]
    assert {news.number: news.kind for news in made} == {n: "bug" if n == 7 else None for n in range(9)}
    assert craft.together.count(1) >= 2
    assert max(craft.together) > 2


def test_alone_means_one_article_at_a_time(tmp_path):
    import json

    path = tmp_path / "x.jsonl"
    path.write_text("\n".join(json.dumps({"text": f"{NEWS} {n}"}) for n in range(5)), encoding="utf-8")
    jobs = iter([Job(0, path.name, str(path), alone=True)])
    heard = []
    Pipeline(Craft("/dev/null", 0))(lambda: next(jobs, None), heard.append)
    articles = [news.article for news in heard if not isinstance(news, Ended) and news.article]
    assert articles == sorted(articles)
    assert [news.article for news in heard if isinstance(news, Made)] == [1, 2, 3, 4, 5]


def test_what_waits_is_told_from_what_is_at_work(tmp_path):
    """An article that only waits for its step when the worker ends is no suspect."""
    hands_on = set()
    for news in work(Craft("/dev/null", 0), tmp_path, [NEWS] * 5):
        if isinstance(news, Began) and not news.reading:
            hands_on.add(news.number)
        elif isinstance(news, Parked) and not news.reading:
            hands_on.remove(news.number)
        elif isinstance(news, Made):
            assert news.number in hands_on
            hands_on.remove(news.number)
    assert not hands_on
