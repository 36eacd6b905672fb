"""What a run did, for people and for programs."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from mujaz import NEEDS_A_LOOK, UsageError, visible

from .job import FAILURES
from .manifest import Entry, called
from .walk import PASSED_BY

NAMED = 20
"""Failures of a kind that are named on a terminal; files name all."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that has no brief, and why. ``kind`` is a key of :data:`batch.job.FAILURES`."""

    file: str
    article: int | None
    kind: str
    reason: str
    earlier: bool = False
    """It failed in an earlier run, and was not tried again."""

    @property
    def name(self) -> str:
        """The file, and the article's number in a file of many."""
        return called(self.file, self.article)


@dataclass(slots=True)
class Summary:
    """Counts of articles, unless said otherwise; grows while the run goes on."""

    done: int = 0
    already: int = 0
    """Finished in an earlier run."""
    rendered: int = 0
    """Finished in an earlier run, and now written in another format too."""
    sentences: int = 0
    flagged: int = 0
    """Sentences of this run's articles, and those among them that want a look."""
    flagged_earlier: int = 0
    """The same of articles that were finished in an earlier run."""
    gone: list[str] = field(default_factory=list)
    """Articles that are no longer in IN, or in their file of many; their outputs were left."""
    seconds: float = 0.0
    restarts: int = 0
    """How often the worker process had to be started again."""
    failures: dict[str, Failure] = field(default_factory=dict)
    """By name; an article that comes right after all is struck off."""
    passed_by: Counter[str] = field(default_factory=Counter)
    """Names in the folder that are no articles, by reason."""
    unportable: int = 0
    """Names that Windows could not hold."""
    damaged: int = 0
    """Lines of manifests that were torn and dropped."""
    alike: list[tuple[str, ...]] = field(default_factory=list)
    """Groups of articles with nearly the same text."""
    todo: int | None = None
    """Files that a real run would work on; None if this was one."""
    left: bool = False
    """Whether the run ended before it had dealt with every file."""
    stopped: str | None = None
    """Why the run ended before its time."""
    exit_code: int = 0

    def count(self, entry: Entry) -> None:
        """Take in how an article ended in this run."""
        if entry.status == "failed":
            self.fail(entry.file, entry.article, entry.kind or "bug", entry.error or "")
            return
        self.done += 1
        self.sentences += entry.sentences
        self.flagged += entry.flagged
        if self.failures:
            self.failures.pop(called(entry.file, entry.article), None)

    def count_earlier(self, entry: Entry) -> None:
        """Take in how an article ended in an earlier run."""
        if entry.status == "failed":
            self.fail(entry.file, entry.article, entry.kind or "bug", entry.error or "", earlier=True)
        else:
            self.already += 1
            self.flagged_earlier += entry.flagged

    def fail(self, file: str, article: int | None, kind: str, reason: str, *, earlier: bool = False) -> None:
        """Name an article that has no brief."""
        failure = Failure(file, article, kind, reason, earlier)
        self.failures[failure.name] = failure

    def close(self, *, strict: bool) -> None:
        """Settle the exit code: 3 if something wants a look, unless the run ended for a graver reason."""
        if self.exit_code == 0 and (self.failures or (strict and self.flagged + self.flagged_earlier)):
            self.exit_code = NEEDS_A_LOOK

    def record(self) -> dict[str, object]:
        """Everything, as it stands in the JSON report."""
        return {
            "schema": 1,
            "done": self.done,
            "already_done": self.already,
            "rendered": self.rendered,
            "failed": len(self.failures),
            "to_do": self.todo,
            "sentences": self.sentences,
            "flagged": self.flagged,
            "seconds": round(self.seconds, 1),
            "worker_restarts": self.restarts,
            "flagged_earlier": self.flagged_earlier,
            "gone": self.gone,
            "passed_by": dict(sorted(self.passed_by.items())),
            "unportable_names": self.unportable,
            "damaged_manifest_lines": self.damaged,
            "stopped": self.stopped,
            "exit_code": self.exit_code,
            "failures": [
                {"file": f.file, "article": f.article, "kind": f.kind, "reason": f.reason, "earlier": f.earlier}
                for f in self.failures.values()
            ],
            "alike": [list(group) for group in self.alike],
        }


def as_json(summary: Summary) -> str:
    """The summary for programs; of a name that is no UTF-8, the lone surrogates are escaped."""
    text = json.dumps(summary.record(), ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def as_markdown(summary: Summary) -> str:
    """The summary as a page; names nobody left out."""
    from report import escape

    counts = "\n".join(f"- {escape(line)}" for line in _counts(summary))
    return f"# Batch\n\n{counts}\n" + _named(summary, math.inf, "- ", escape)


def as_text(summary: Summary) -> str:
    """The summary for a terminal: long lists are cut, and say so."""
    return "\n".join(_counts(summary)) + "\n" + _named(summary, NAMED, "  ")


RENDERINGS = {".json": as_json, ".md": as_markdown}
"""What ``--report FILE`` can be, by the file's ending."""


def rendering(path: Path) -> Callable[[Summary], str]:
    """How the summary is written to ``path``.

    Raises:
        UsageError: its ending says nothing.
    """
    if path.suffix not in RENDERINGS:
        raise UsageError(f"a report is written as {' or '.join(RENDERINGS)}; give {path} one of these endings")
    return RENDERINGS[path.suffix]


def _counts(summary: Summary) -> list[str]:
    failed = len(summary.failures)
    again = sum(1 for failure in summary.failures.values() if failure.earlier)
    lines = [f"stopped: {summary.stopped}"] if summary.stopped else []
    if summary.todo is not None:
        lines.append(f"to do: {counted(summary.todo)}; done already: {summary.already}; in the way: {failed}")
        return lines
    lines.append(f"done: {summary.done}; done already: {summary.already}; failed: {failed}; in {took(summary.seconds)}")
    if again:
        lines.append(f"failed in an earlier run, and not tried again without --retry-failed: {again}")
    if summary.rendered:
        lines.append(f"written in another format, without a model: {summary.rendered}")
    if summary.sentences:
        share = summary.flagged / summary.sentences
        lines.append(f"sentences: {summary.sentences}, of which want a look: {summary.flagged} ({share:.1%})")
    lines += [f"{PASSED_BY[why]}: {count}" for why, count in sorted(summary.passed_by.items())]
    if summary.unportable:
        lines.append(f"names that Windows could not hold: {summary.unportable}")
    if summary.damaged:
        lines.append(f"torn lines in manifests, dropped: {summary.damaged}")
    if summary.gone:
        gone = ", ".join(visible(name) for name in summary.gone[:NAMED])
        lines.append(f"no longer among the articles, their briefs were left: {len(summary.gone)} ({gone})")
    if summary.restarts:
        lines.append(f"starts of the worker process after the first: {summary.restarts}")
    if summary.left:
        lines.append("more files are waiting, and what is finished is kept; run the same command again to go on")
    return lines


def _named(summary: Summary, most: float, mark: str, plain: Callable[[str], str] = visible) -> str:
    lines = []
    for kind, title in FAILURES.items():
        failures = [failure for failure in summary.failures.values() if failure.kind == kind]
        if failures:
            lines.append(f"\n{title}: {len(failures)}")
            lines += _cut([f"{mark}{plain(f.name)}: {plain(f.reason)}" for f in failures], most, mark)
    if summary.alike:
        lines.append(f"\ngroups of articles with nearly the same text: {len(summary.alike)}")
        lines += _cut([f"{mark}{plain(', '.join(group))}" for group in summary.alike], most, mark)
    return "\n".join(lines) + "\n" if lines else ""


def _cut(lines: list[str], most: float, mark: str) -> list[str]:
    if len(lines) <= most:
        return lines
    shown = int(most)
    return [*lines[:shown], f"{mark}and {len(lines) - shown} more; --report FILE names them all"]


def counted(count: int) -> str:
    """So many files.

    >>> counted(1), counted(2)
    ('1 file', '2 files')
    """
    return f"{count} file" if count == 1 else f"{count} files"


def took(seconds: float) -> str:
    """A duration as people say it.

    >>> took(7.26), took(75), took(3 * 3600 + 65)
    ('7.3 s', '1 min 15 s', '3 h 1 min')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
