"""Work for a batch without models: quick, the same every time, and able to fail in every way that work can."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from batch.job import Job, News, Work
from batch.near import sketch
from batch.pipeline import Outcome, Pipeline, Told
from batch.reading import Numbered, articles
from translate import Article, require_arabic

NEWS = "أعلنت وزارة الصحة يوم الاثنين عن افتتاح مستشفى جديد في المدينة. وقال الوزير إن العمل سيبدأ غدا."


@dataclass(frozen=True)
class Fake:
    """Loads the fake work. Every article that is finished is noted in ``log``, with the process that the worker
    works for; each takes ``seconds``."""

    log: str = os.devnull
    seconds: float = 0.0

    def __call__(self) -> Work:
        require_arabic(Article("warm.txt", NEWS))  # what is imported late is imported before clocks run
        sketch(NEWS)
        return Pipeline(Craft(self.log, self.seconds))


class Craft:
    def __init__(self, log: str, seconds: float) -> None:
        self.log = log
        self.seconds = seconds

    def read(self, job: Job) -> Iterator[Numbered]:
        return articles(job)

    def fits(self, article: Article) -> None:
        pass

    def check(self, article: Article) -> None:
        require_arabic(article)

    def translate(self, articles: Sequence[Article], told: Told) -> list[list[str]]:
        return [self._translate(article.text) for article in articles]

    def _translate(self, text: str) -> list[str]:
        time.sleep(self.seconds)
        if "(CRASH)" in text:
            os.kill(os.getpid(), signal.SIGSEGV)
            time.sleep(10)
        if "(KILL)" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "(HANG)" in text:
            time.sleep(1000)
        if "(MEMORY)" in text:
            raise MemoryError
        if "(BUG)" in text:
            raise ZeroDivisionError("division by zero")
        return text.split()

    def finish(self, article: Article, translation: list[str]) -> Outcome:
        with open(self.log, "a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{article.name} {os.getppid()}\n")
        text = json.dumps({"name": article.name, "words": translation}, indent=1)
        page = article.name.encode("utf-8", "backslashreplace") + b"\n"
        return Outcome({".json": text.encode(), ".md": page}, len(translation), 0, sketch(article.text))


class Inline:
    """A crew without a process: for tests that stop the run itself."""

    restarts = 0
    room = True

    def __init__(self, load: Fake) -> None:
        self._work = load()
        self._jobs: list[Job] = []

    @property
    def busy(self) -> bool:
        return bool(self._jobs)

    def submit(self, job: Job) -> None:
        self._jobs.append(job)

    def news(self, timeout: float) -> list[News]:
        if not timeout:
            return []
        jobs: list[Job | None] = [*self._jobs, None]
        self._jobs = []
        heard: list[News] = []
        self._work(lambda: jobs.pop(0), heard.append)
        return heard

    def close(self, *, at_once: bool = False) -> None:
        pass


def fill(folder: Path, count: int) -> None:
    """``count`` articles, no two alike, in a few folders."""
    for number in range(count):
        path = folder / f"part{number % 3}" / f"{number:03d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{NEWS}\nوهذا هو الخبر رقم {number} من اليوم.\n", encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Everything in a folder but the batch's own notes."""
    return {
        os.path.relpath(path, folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".mujaz" not in path.relative_to(folder).parts
    }
