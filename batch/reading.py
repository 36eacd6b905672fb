"""From a job's file to its articles, each with the number and the hash that the manifest knows it by."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

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

    A file of lines is one of many, be it of one line; every other is if a second article comes.

    Raises:
        UserError: the file, or its next article, cannot be read.
    """
    from translate import read

    found = read(Path(job.path), encoding=encoding, field=field)
    head = list(itertools.islice(found, 2))
    many = len(head) > 1 or job.file.lower().endswith(LINES)
    inside = PurePosixPath(job.file).parent
    for number, article in enumerate(itertools.chain(head, found), 1):
        named = replace(article, name=str(inside / article.name))
        if many:
            yield Numbered(number, content_sha256(article), named)
        else:
            yield Numbered(None, article.source.sha256, named)


def content_sha256(article: Article) -> str:
    """The hash of what an article of a file of many says: it stays when other articles come into the file."""
    says = [article.text, article.title, article.date, article.url, article.outlet]
    return hashlib.sha256(json.dumps(says).encode("ascii")).hexdigest()
