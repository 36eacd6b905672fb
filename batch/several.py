"""Several inputs of one command: the bad ones set aside and named, the good ones delivered."""

from __future__ import annotations

import errno
import itertools
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mujaz import NEEDS_A_LOOK, UserError, write_whole
from report import Format, load_all, suited
from summarize import Brief
from translate import Article, read, require_arabic


class Several:
    """The inputs and the output of one call of ``translate``, ``summarize``, ``brief`` or ``report``."""

    def __init__(
        self,
        files: Sequence[str],
        output: str,
        *,
        complain: Callable[[str], None],
        note: Callable[[str], None],
        encoding: str | None = None,
        from_format: str | None = None,
        field: str | None = None,
    ) -> None:
        self._files = files
        self._output = output
        self._complain = complain
        self._note = note
        self._encoding = encoding
        self._field = field
        self._from = from_format
        self._errors: list[UserError] = []
        self._done = 0
        self._flagged = 0
        self._failed = 0
        self._places: deque[Place] = deque()

    def articles(self, check: Callable[[Article], None] = lambda article: None) -> Iterator[Article]:
        """The articles of all inputs, in order; what cannot be read, or fails ``check``, is reported and left out."""
        for file in self._files:
            path = None if file == "-" else Path(file)
            try:
                format_ = self._from if path is None else None
                found = read(path, encoding=self._encoding, format=format_, field=self._field)
                for number, article in enumerate(found, 1):
                    if self._passes(article, check):
                        self._places.append(Place(path, number, article.source.format == "jsonl"))
                        yield article
            except UserError as error:
                self._set_aside(error)

    def arabic(self, force: bool) -> Iterator[Article]:
        """The articles that are Arabic; the others are reported, unless ``force``."""
        return self.articles() if force else self.articles(require_arabic)

    def made_earlier(self) -> Iterator[Brief]:
        """The briefs that the inputs hold as JSON; what holds none is reported and left out."""
        for file in self._files:
            path = None if file == "-" else Path(file)
            try:
                briefs = load_all(sys.stdin.buffer.read() if path is None else path.read_bytes())
            except OSError as error:
                self._set_aside(UserError(f"cannot read {file}: {(error.strerror or str(error)).lower()}"))
            except UserError as error:
                self._set_aside(UserError(f"{file}: {error}"))
            else:
                if not briefs:
                    self._set_aside(UserError(f"{file}: it holds no brief"))
                called = path.with_suffix("") if path and path.suffix == ".json" else path
                for number, brief in enumerate(briefs, 1):
                    self._places.append(Place(called, number, len(briefs) > 1))
                    yield brief

    def deliver(self, briefs: Iterable[Brief], format_: Format) -> None:
        """Write the briefs of :meth:`articles`, in their order, to where the output option says.

        Raises:
            UserError: the output cannot be written, or the format cannot hold several articles.
        """
        good = self._translated(briefs)
        if self._output != "-" and (Path(self._output).is_dir() or self._output.endswith(os.sep)):
            self._to_folder(good, format_)
        elif self._output == "-":
            write_out(self._stream(good, suited(format_, sys.stdout, os.environ)))
        else:
            data = b"".join(self._stream(good, format_))
            if self._done:
                write_whole(Path(self._output), data, inputs=self._inputs())
        self._count()

    def exit_code(self, strict: bool) -> int:
        """0, or 3 when something wants a look; nothing done at all is the error of the first bad input."""
        if not self._done:
            return self._errors[0].exit_code if self._errors else 1
        return NEEDS_A_LOOK if self._errors or (strict and (self._flagged or self._failed)) else 0

    def _passes(self, article: Article, check: Callable[[Article], None]) -> bool:
        try:
            check(article)
        except UserError as error:
            self._set_aside(error)
            return False
        return True

    def _set_aside(self, error: UserError) -> None:
        self._errors.append(error)
        self._complain(str(error))

    def _translated(self, briefs: Iterable[Brief]) -> Iterator[Brief]:
        """The briefs that hold at least one sentence; an article that came to nothing is reported."""
        for brief in briefs:
            statuses = [translation.status for translation in brief.translations]
            if all(status == "failed" for status in statuses):
                self._places.popleft()
                self._set_aside(UserError(f"{brief.article.name}: no sentence could be translated"))
                continue
            self._done += 1
            self._flagged += statuses.count("flagged")
            self._failed += statuses.count("failed")
            for note in brief.notes:
                self._note(f"{brief.article.name}: {note}")
            yield brief

    def _stream(self, briefs: Iterator[Brief], format_: Format) -> Iterator[bytes]:
        """One article as it is, several joined as the format joins them."""
        head = list(itertools.islice(briefs, 2))
        if len(head) == 1 and len(self._files) == 1:
            yield _bytes(format_.render(head[0]))
        elif head and format_.join is None:
            raise UserError(f"{format_.name} holds one article a file; give a folder with -o for several")
        elif head and format_.join is not None:
            yield from map(_bytes, format_.join(itertools.chain(head, briefs)))

    def _to_folder(self, briefs: Iterator[Brief], format_: Format) -> None:
        folder = Path(self._output)
        if not folder.is_dir():
            raise UserError(f"the folder {folder} does not exist; create it, or choose another output")
        base = _common_parent(self._inputs())
        for brief in briefs:
            target = folder / self._places.popleft().name(base, format_.endings[0])
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UserError(f"cannot create {target.parent}: {error.strerror}") from None
            write_whole(target, _bytes(format_.render(brief)), inputs=self._inputs())

    def _inputs(self) -> list[Path]:
        return [Path(file) for file in self._files if file != "-"]

    def _count(self) -> None:
        parts = [
            f"{self._flagged} flagged" if self._flagged else "",
            f"{self._failed} failed" if self._failed else "",
        ]
        if any(parts):
            self._note(f"sentences that want a look: {', '.join(filter(None, parts))}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article came from: its file (None: standard input), its number in it, and whether it has siblings."""

    path: Path | None
    number: int
    many: bool

    def name(self, base: Path, ending: str) -> Path:
        """The output's path inside the output folder: the input's own ending stays.

        >>> Place(Path("in/a/b.txt"), 1, False).name(Path("in"), ".md").as_posix()
        'a/b.txt.md'
        """
        if self.path is None:
            relative = Path("stdin")
        else:
            relative = Path(os.path.relpath(os.path.abspath(self.path), os.path.abspath(base)))
        return relative / f"{self.number:06d}{ending}" if self.many else relative.with_name(relative.name + ending)


def _common_parent(paths: Sequence[Path]) -> Path:
    if not paths:
        return Path()
    return Path(os.path.commonpath([os.path.dirname(os.path.abspath(path)) for path in paths]))


def _bytes(rendered: str | bytes) -> bytes:
    return rendered if isinstance(rendered, bytes) else rendered.encode("utf-8")


def write_out(chunks: Iterable[bytes]) -> None:
    """Write to standard output as the chunks come; a reader that has gone away ends it without a complaint.

    Raises:
        UserError: standard output is closed or full.
    """
    if sys.stdout is None:
        raise UserError("standard output is closed; use -o to name a file")
    out = sys.stdout.buffer
    try:
        for chunk in chunks:
            out.write(chunk)
            out.flush()
    except BrokenPipeError:
        # Python flushes once more at exit; into nowhere, so that it has nothing to complain about.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EBADF, errno.EIO):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise UserError(f"cannot write to standard output: {(error.strerror or '').lower()}") from error
