"""Open text becomes the file of examples and the file of held-out evidence."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import evidence, targets
from .evidence import Evidence
from .targets import Example
from .tuning import Config


def prepare(config: Config, found: Iterable[Evidence]) -> int:
    """Write both files, each only when it is whole; returns how many examples there are."""
    config.work.mkdir(parents=True, exist_ok=True)
    if not config.held.is_file():
        groups = list(found)
        _write(config.work / "evidence.jsonl", (g for g in groups if not g.held))
        _write(config.held, (g for g in groups if g.held))
    if not config.examples.is_file():
        _write(config.examples, _examples(config))
    return sum(1 for _ in config.examples.open(encoding="utf-8"))


def _examples(config: Config) -> Iterator[Example]:
    """From groups in a shuffled order, each target once (formulas return), until there are enough.

    At most :attr:`Bar.whole` of them are sentences that stay as they are.
    """
    groups = list(read(config.work / "evidence.jsonl", Evidence))
    random.Random(config.schedule.seed).shuffle(groups)
    seen: set[str] = set()
    whole = 0
    for at, group in enumerate(groups):
        if at % 200 == 0:
            print(f"{at} groups read, {len(seen)} examples", flush=True)
        if len(seen) >= config.most:
            break
        for example in targets.examples(group, config.bar):
            stays = example.by == targets.WHOLE
            if example.bullet in seen or (stays and whole + 1 > config.bar.whole * (len(seen) + 1)):
                continue
            seen.add(example.bullet)
            whole += stays
            yield example


def open_text(config: Config) -> Iterator[Evidence]:
    """What made the shipped adapter."""
    return evidence.gather(config.data, config.repositories, translator(config), pages=config.pages, rough=config.rough)


def translator(config: Config) -> Callable[[Sequence[str]], list[str]]:
    """Arabic lines into the embedded translator's English, a line a line, as a brief gets it."""
    from translate import Article, Translator

    engine = Translator.load("embedded-ar-en", threads=config.threads)

    def translate(lines: Sequence[str]) -> list[str]:
        done = engine.translate_all(Article(str(at), line) for at, line in enumerate(lines))
        return [" ".join(t.text for t in translations) for _, translations in done]

    return translate


def read(path: Path, kind: type[Any]) -> Iterator[Any]:
    """The values of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            fields = json.loads(line)
            yield kind(**{name: tuple(v) if isinstance(v, list) else v for name, v in fields.items()})


def _write(path: Path, values: Iterable[Any]) -> None:
    aside = path.with_suffix(".part")
    with aside.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(value), ensure_ascii=False) + "\n" for value in values)
    os.replace(aside, path)
