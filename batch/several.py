"""Several inputs of one command: the bad ones set aside and named, the good ones delivered."""

from __future__ import annotations

import itertools
import os
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mujaz import NEEDS_A_LOOK, UsageError, UserError, reason, write_whole
from mujaz.commands import heard
from report import Format, load_all, suited
from summarize import Brief
from translate import Article, came_to_nothing, is_arabic_document, read, require_arabic

from . import outputs
from .plan import LINES
from .reading import counted
from .rendering import encoded

ONE_EACH = "{} holds one article a file; give a folder with -o for several"


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
        self._interrupted: KeyboardInterrupt | None = None
        self._places: deque[Place] = deque()
        self._holds_one: Format | None = None

    def articles(self, check: Callable[[Article], None] = lambda article: None) -> Iterator[Article]:
        """The articles of all inputs, in order; what cannot be read, or fails ``check``, is reported and left out.

        Raises:
            UserError: there are several, to go to one file of a format that holds one; known before the first is out.
        """
        found = self._good(check)
        head = list(itertools.islice(found, 2 if self._holds_one else 0))
        if self._holds_one and len(head) > 1:
            raise UserError(ONE_EACH.format(self._holds_one.name))
        yield from itertools.chain(head, found)

    def _good(self, check: Callable[[Article], None]) -> Iterator[Article]:
        for file in self._files:
            path = None if file == "-" else Path(file)
            try:
                format_ = self._from if path is None else None
                found = read(path, encoding=self._encoding, format=format_, field=self._field)
                for number, article in counted(found, lines=file.lower().endswith(LINES)):
                    if self._passes(article, check):
                        self._places.append(Place(path, number))
                        yield article
            except UserError as error:
                self._set_aside(error)

    def arabic(self, force: bool) -> Iterator[Article]:
        """The articles that are Arabic; the others are reported, unless ``force``."""
        return self.articles() if force else self.articles(require_arabic)

    def english(self) -> Iterator[Article]:
        """The articles that are not Arabic: an Arabic one wants ``brief``, and is reported."""

        def check(article: Article) -> None:
            if is_arabic_document(article.text):
                raise UserError(f"{article.called} is Arabic; `mujaz brief` translates it first")

        return self.articles(check)

    def made_earlier(self) -> Iterator[Brief]:
        """The briefs that the inputs hold as JSON; what holds none is reported and left out."""
        for file in self._files:
            path = None if file == "-" else Path(file)
            try:
                briefs = load_all(sys.stdin.buffer.read() if path is None else path.read_bytes())
            except OSError as error:
                self._set_aside(UserError(f"cannot read {file}: {reason(error)}; name a .json file made by mujaz"))
            except UserError as error:
                self._set_aside(UserError(f"{'standard input' if path is None else file}: {error}"))
            else:
                if not briefs:
                    self._set_aside(UserError(f"{file}: it holds no brief"))
                called = path.with_suffix("") if path and path.suffix == ".json" else path
                for number, brief in enumerate(briefs, 1):
                    self._places.append(Place(called, number if len(briefs) > 1 else None))
                    yield brief

    def check(self, format_: Format) -> None:
        """Refuse what is known to end badly before anything is loaded.

        Raises:
            UsageError: several inputs to one file of a format that holds one article.
        """
        self._holds_one = format_ if format_.join is None and not self._is_folder() else None
        if len(self._files) > 1 and self._holds_one:
            raise UsageError(f"{ONE_EACH.format(format_.name)} inputs")

    def deliver(self, briefs: Iterable[Brief], format_: Format) -> None:
        """Write the briefs of :meth:`articles`, in their order, to where the output option says.

        Raises:
            UserError: the output cannot be written, or the format cannot hold several articles.
            KeyboardInterrupt: somebody asked for the end; what was finished is written.
        """
        good = self._translated(self._until_interrupted(briefs))
        if self._is_folder():
            self._to_folder(good, format_)
        elif self._output == "-":
            write_out(self._stream(good, suited(format_, sys.stdout, os.environ)))
        else:
            data = b"".join(self._stream(good, format_))
            if self._done:
                write_whole(Path(self._output), data, inputs=self._inputs())
        self._count()
        if self._interrupted:
            if self._done:
                self._note(f"articles that were finished, and are kept: {self._done}")
            raise self._interrupted

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

    def _until_interrupted(self, briefs: Iterable[Brief]) -> Iterator[Brief]:
        """The briefs that are finished before somebody asks for the end, which comes when they are written."""
        try:
            yield from briefs
        except KeyboardInterrupt as asked:
            heard()  # to write what is finished may take a slow disk longer than a reminder waits
            self._interrupted = asked

    def _translated(self, briefs: Iterable[Brief]) -> Iterator[Brief]:
        """The briefs that hold at least one sentence; an article that came to nothing is reported."""
        for brief in briefs:
            statuses = [translation.status for translation in brief.translations]
            if not brief.summarized_english and came_to_nothing(brief.translations):
                self._places.popleft()
                self._set_aside(UserError(f"{brief.article.called}: no sentence of it could be translated"))
                continue
            self._done += 1
            self._flagged += statuses.count("flagged")
            self._failed += statuses.count("failed")
            for note in brief.notes:
                self._note(f"{brief.article.called}: {note}")
            yield brief

    def _stream(self, briefs: Iterator[Brief], format_: Format) -> Iterator[bytes]:
        """One article as it is, several joined as the format joins them."""
        briefs = self._told_apart(briefs) if format_.told_apart else briefs
        head = list(itertools.islice(briefs, 2))
        if len(head) == 1 and len(self._files) == 1:
            yield encoded(format_.render(head[0]))
        elif head and format_.join is None:
            raise UserError(ONE_EACH.format(format_.name))
        elif head and format_.join is not None:
            yield from map(encoded, format_.join(itertools.chain(head, briefs)))

    def _told_apart(self, briefs: Iterator[Brief]) -> Iterator[Brief]:
        """An article whose file shares its name with another bears the path under the inputs' common parent."""
        files = Counter(os.path.basename(path) for path in {os.path.abspath(path) for path in self._inputs()})
        base = _common_parent(self._inputs())
        for brief in briefs:
            place, article = self._places.popleft(), brief.article
            shared = place.path is not None and files[place.path.name] > 1
            name = str(place.inside(base).parent / article.name) if shared else article.name
            yield replace(brief, article=replace(article, name=name))

    def _to_folder(self, briefs: Iterator[Brief], format_: Format) -> None:
        folder = Path(self._output)
        if not folder.is_dir():
            raise UserError(f"the folder {folder} does not exist; create it, or choose another output")
        base = _common_parent(self._inputs())
        for brief in briefs:
            target = folder / self._places.popleft().name(base, format_.endings[0])
            try:
                _make(target.parent)
                write_whole(target, encoded(format_.render(brief)), inputs=self._inputs())
            except UserError as error:  # the others go on
                self._set_aside(error)
                self._done -= 1

    def _is_folder(self) -> bool:
        if self._output == "-":
            return False
        try:
            return self._output.endswith(os.sep) or Path(self._output).is_dir()
        except OSError:  # a name that no system takes: writing says so
            return False

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
    """Where an article came from: its file (None: standard input), and its number in a file of many."""

    path: Path | None
    number: int | None

    def name(self, base: Path, ending: str) -> Path:
        """The output's path inside the output folder: the input's own ending stays.

        >>> Place(Path("in/a/b.txt"), None).name(Path("in"), ".md").as_posix()
        'a/b.txt.md'
        """
        return Path(outputs.name(str(self.inside(base)), self.number, ending))

    def inside(self, base: Path) -> Path:
        """The input's path under ``base``."""
        if self.path is None:
            return Path("stdin")
        return Path(os.path.relpath(os.path.abspath(self.path), os.path.abspath(base)))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot create {folder}: {reason(error)}") from None


def _common_parent(paths: Sequence[Path]) -> Path:
    if not paths:
        return Path()
    return Path(os.path.commonpath([os.path.dirname(os.path.abspath(path)) for path in paths]))


def write_out(chunks: Iterable[bytes]) -> None:
    """Write to standard output as the chunks come.

    Raises:
        UserError: standard output is closed.
        OSError: its reader has gone away, or it is full.
    """
    if sys.stdout is None:
        raise UserError("standard output is closed; use -o to name a file")
    out = sys.stdout.buffer
    for chunk in chunks:
        out.write(chunk)
        out.flush()
