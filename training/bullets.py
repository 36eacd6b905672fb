"""What an adapter is worth: the first draft and the best of four, with and without it, on text that it never saw."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from summarize import english as sentences_of
from summarize.choose import choose
from summarize.rewrite import BULLET, Writer
from summarize.support import support
from summarize.words import count

from .evidence import Evidence
from .examples import read
from .targets import passes, shown
from .tuning import Config

Figures = dict[str, object]

_LONGEST = 28


@dataclass(slots=True)
class Row:
    """One writer with one width of search over the same groups.

    ``true`` counts first drafts without a fault or a doubt, ``signed`` those of them that the product takes as
    written (whole, standing alone, no mere copy), ``found`` the groups where any draft is. ``seconds`` are of
    processor time.
    """

    groups: int = 0
    true: int = 0
    signed: int = 0
    found: int = 0
    words: list[int] = field(default_factory=list)
    seconds: float = 0.0
    firsts: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Shares in percent, words a signed bullet, seconds a group."""
        share = {
            name: round(100 * getattr(self, name) / max(1, self.groups), 1) for name in ("true", "signed", "found")
        }
        mean = round(fmean(self.words), 1) if self.words else 0.0
        seconds = round(self.seconds / max(1, self.groups), 2)
        return {"groups": self.groups, **share, "words": mean, "seconds": seconds}


def measure(writer: Writer, groups: Sequence[Evidence], beam_size: int) -> Row:
    """Let ``writer`` put each group into one sentence, and ask the support check."""
    row = Row()
    for group in groups:
        began = time.process_time()
        drafts = writer.start(shown(group.sentences), task=BULLET, beam_size=beam_size, max_words=_LONGEST)()
        row.seconds += time.process_time() - began
        good = [draft.text for draft in drafts if passes(draft.text, group.sentences, _LONGEST)]
        first = drafts[0].text if drafts else ""
        checked = support(first, group.sentences)
        row.groups += 1
        row.true += bool(first) and not checked.faults and not checked.doubts
        row.signed += first in good
        row.found += bool(good)
        row.words += [count(text) for text in good[:1]]
        row.firsts.append(first)
    return row


def highlights(path: Path, wanted: slice, groups: int = 3) -> Iterator[Evidence]:
    """The weightiest groups of articles in a file of JSON lines with ``document``; for measuring only."""
    for line in path.read_text("utf-8").splitlines()[wanted]:
        body = [t.text for t in sentences_of.sentences(json.loads(line)["document"])]
        for group in choose(body, usable=range(len(body)))[:groups]:
            found = tuple(body[i] for i in group.members)
            yield Evidence("articles", found, found, held=True)


def held_out(config: Config, most: int) -> Iterator[tuple[str, list[Evidence]]]:
    """``most`` held-out groups of each kind, spread evenly: people's English, and the translator's."""
    groups = [g for g in read(config.held, Evidence) if sum(map(count, g.sentences)) >= config.bar.shortest + 3]
    for kind in ("plain", "rough"):
        chosen = [g for g in groups if g.source.endswith("(rough)") == (kind == "rough")]
        yield kind, chosen[:: max(1, len(chosen) // most)][:most]


def evaluate(config: Config, writers: dict[str, Writer], sets: dict[str, Sequence[Evidence]]) -> list[Figures]:
    """Every writer on every set, greedy and by beam search; appended to the log."""
    lines: list[Figures] = []
    with config.log.open("a", encoding="utf-8") as log:
        for kind, groups in sets.items():
            for beam_size in (1, 4):
                for name, writer in writers.items():
                    row = measure(writer, groups, beam_size)
                    lines.append({"set": kind, "writer": name, "beam": beam_size, **row.figures()})
                    log.write(json.dumps(lines[-1]) + "\n")
                    log.flush()
                    with (config.work / f"{kind}-{name}-{beam_size}.txt").open("w", encoding="utf-8") as sheet:
                        sheet.writelines(
                            f"{first}\t{shown(g.sentences)}\n" for first, g in zip(row.firsts, groups, strict=True)
                        )
    return lines
