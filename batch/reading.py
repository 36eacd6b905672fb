"""From a job's file to its articles, each with the number and the hash that the manifest knows it by."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mujaz import UserError

from .job import Job
from .plan import LINES

if TYPE_CHECKING:
    from translate import Article


@dataclass(frozen=True, slots=True)
class Numbered:
    """An article of a file. ``number`` counts from 1 in a file of many, and is None for a file's only one."""

    number: int | None
    sha256: str
    article: Article


def articles(job: Job, *, encoding: str | None = None, field: str | None = None) -> Iterator[Numbered]:
    """The articles of a job's file, under names that hold no folder above IN.

    Raises:
        UserError: the file, or its next article, cannot be read.
    """
    from translate import read

    inside = PurePosixPath(job.file).parent
    found = read(Path(job.path), encoding=encoding, field=field)
    for number, article in counted(found, lines=job.file.lower().endswith(LINES)):
        sha256 = article.source.sha256 if number is None else content_sha256(article)
        yield Numbered(number, sha256, replace(article, name=str(inside / article.name)))


def counted(found: Iterator[Article], *, lines: bool) -> Iterator[tuple[int | None, Article]]:
    """Articles with their numbers in their file; None for a file's only one.

    A file of ``lines`` is one of many, be it of one line; every other is if a second article comes, or would have
    come, had it not been damaged: what is wrong with it is told after the first article, which is as good as any.

    Raises:
        UserError: what ``found`` raises.
    """
    head: list[Article] = []
    fault: UserError | None = None
    try:
        head.extend(itertools.islice(found, 1))
        head.extend(itertools.islice(found, 0 if lines else 1))
    except UserError as error:
        fault = error
    many = len(head) > 1 or lines or fault is not None
    for number, article in enumerate(itertools.chain(head, found), 1):
        yield number if many else None, article
    if fault:
        raise fault


def content_sha256(article: Article) -> str:
    """The hash of what an article of a file of many says: it stays when other articles come into the file."""
    says = [article.text, article.title, article.date, article.url, article.outlet]
    return hashlib.sha256(json.dumps(says).encode("ascii")).hexdigest()
