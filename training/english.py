"""English that becomes Portuguese and gloss: sentences of public-domain, CC0 and CC BY text, a line each.

Readers take the files of a repository as (path, text) and yield passages. Nothing that shares eight words in a row
with the scoring set is kept.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .sources import EnglishSource

_ABBREVIATION = re.compile(
    r"\b(Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Lt|Col|Prof|No|U\.S|U\.N|Jr|Sr|vs|Inc|Co|Ltd|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[A-Z])\.$"
)
_SPEECHES_FROM = 1993
_RUN = 8


def files(repository: Path, suffix: str) -> Iterator[tuple[str, str]]:
    """(path, text) of a bare clone's files that end so, at its HEAD; macOS's `._` files left out."""
    git = ["git", "-C", str(repository)]
    listed = subprocess.run([*git, "ls-tree", "-r", "-z", "--name-only", "HEAD"], check=True, capture_output=True)
    paths = [p for p in listed.stdout.decode().split("\0") if p.endswith(suffix) and "/._" not in p]
    with subprocess.Popen([*git, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        for path in paths:
            process.stdin.write(f"HEAD:{path}\n".encode())
            process.stdin.flush()
            header = process.stdout.readline().split()
            if header[-1] != b"missing":
                text = process.stdout.read(int(header[2])).decode("utf8", "replace")
                process.stdout.read(1)
                yield path, text
        process.stdin.close()


def speeches(repository: Path) -> Iterator[str]:
    """Speeches in the General Assembly's general debate, `…_YEAR.txt`."""
    for path, text in files(repository, ".txt"):
        year = re.search(r"_(\d{4})\.txt$", path)
        if year and int(year[1]) >= _SPEECHES_FROM:
            yield text


def wikinews(repository: Path) -> Iterator[str]:
    """Articles' texts, column `text`."""
    for _, text in files(repository, ".csv"):
        yield from (row["text"] for row in csv.DictReader(io.StringIO(text)) if row.get("text"))


def factbook(repository: Path) -> Iterator[str]:
    """Every string of the country files, cut at semicolons."""
    for _, text in files(repository, ".json"):
        for leaf in _leaves(json.loads(text)):
            yield from re.sub(r"<[^>]+>", " ", leaf).split(";")


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _leaves(item)


READERS = {"speeches": speeches, "wikinews": wikinews, "factbook": factbook}


def passages(source: EnglishSource, repositories: Path) -> Iterator[str]:
    """What a source's reader finds in its clone, `repositories/OWNER+NAME`."""
    yield from READERS[source.reader](repositories / source.repository.replace("/", "+"))


def split(passage: str) -> Iterator[str]:
    """Sentences, roughly: at a full stop and a space, not behind an abbreviation."""
    for paragraph in re.split(r"\n\s*\n|\n(?=[A-Z•-])", unicodedata.normalize("NFKC", passage)):
        current = ""
        for part in re.split(r"(?<=[.!?][\"'”’)]) +|(?<=[.!?]) +", " ".join(paragraph.split())):
            current = f"{current} {part}".strip()
            if not _ABBREVIATION.search(current):
                yield current
                current = ""
        if current:
            yield current


class Runs:
    """The runs of eight words of some lines; a shorter line is one run."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._runs = {run for line in lines for run in _runs(line)}

    def meet(self, sentence: str) -> bool:
        """Whether a sentence has one of them."""
        return not self._runs.isdisjoint(_runs(sentence))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return (tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1)))


@dataclass(slots=True)
class Gathering:
    """Sentences kept so far, each once; none that the scoring set holds."""

    scoring: Runs
    _seen: set[str] = field(default_factory=set)

    def takes(self, sentence: str) -> bool:
        """Whether the sentence is whole, plain, new, and not from the scoring set."""
        words = sentence.split()
        if not 5 <= len(words) <= 42 or not sentence[0].isupper() or sentence[-1] not in ".!?\"”’'":
            return False
        if sum(map(str.isalpha, sentence)) < 0.7 * len(sentence) or re.search(r"https?:|www\.|[<>{}|\\]", sentence):
            return False
        if any(c > "\u024f" and c not in "‘’“”–—…•" for c in sentence):
            return False
        key = re.sub(r"\W+", "", sentence.lower())
        if key in self._seen or self.scoring.meet(sentence):
            return False
        self._seen.add(key)
        return True


def in_order(sentences: Sequence[tuple[str, str]], first: dict[str, int], seed: int = 3) -> list[tuple[str, str]]:
    """(source, sentence) shuffled, with at most `first[source]` of a large source among the first."""
    rng = random.Random(seed)
    by_source: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for item in sentences:
        by_source[item[0]].append(item)
    head, tail = [], []
    for source in sorted(by_source):
        rng.shuffle(by_source[source])
        cut = first.get(source, len(by_source[source]))
        head += by_source[source][:cut]
        tail += by_source[source][cut:]
    rng.shuffle(head)
    rng.shuffle(tail)
    return head + tail
