"""The way of the small model: choose groups, have each written as one sentence, check it, or quote the article."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Sequence

from . import persons, spare, style
from .bullet import Bullet
from .choose import Group, choose, concreteness
from .confidence import Confidence
from .judge import Judge
from .options import BriefOptions
from .page import UNCERTAIN, Page
from .reader import Reader
from .rewrite import BULLET, HEADLINE, SECOND, Draft, Writer
from .words import count

TRUSTED = 1.0
"""Least support of a sentence that a small model wrote: no doubt, and no word with content that its source lacks."""

LEAST = 5
"""Words of a bullet that says something."""

WRITTEN = 0.6
"""Share of the wanted bullets that shall be written. Below it further groups are tried, then a second prompt."""

TRIED = 3
"""Groups that the model works on at most, for each wanted bullet; further ones are quoted."""

HEADLINES = 2
"""Sentences that may give the headline by becoming shorter, before one is cut."""

READ = 32
"""Words that the model is shown of a long sentence, up to a clause border: more than a bullet can hold anyway."""

_log = logging.getLogger("mujaz")


class Rewriter:
    """Bullets by :class:`Writer`, or in the article's own words where ``writer`` is None.

    What is written must also get past ``judge``, ``reader`` and ``confidence``, where there are such.
    """

    def __init__(
        self,
        writer: Writer | None,
        options: BriefOptions,
        judge: Judge | None = None,
        reader: Reader | None = None,
        confidence: Confidence | None = None,
    ) -> None:
        self.writer = writer
        self.options = options
        self.judge = judge
        self.reader = reader
        self.confidence = confidence

    def compose(
        self, page: Page, wanted: int, *, titled: bool = True
    ) -> tuple[Callable[[], Bullet | None], Iterator[Bullet]]:
        """The headline, begun at once, and the bullets, the weightiest first, made as they are taken."""
        groups = choose(page.sentences, usable=page.usable, doubtful=page.doubtful, focus=self.options.focus)
        return self._headline(page, groups) if titled else lambda: None, self._bullets(page, groups, wanted)

    def finish(self, page: Page, bullets: Sequence[Bullet], room: int | None) -> list[Bullet]:
        """The bullets with each person's first mention in full."""
        return persons.in_full(bullets, page, self.options.max_words, room)

    def _bullets(self, page: Page, groups: list[Group], wanted: int) -> Iterator[Bullet]:
        """The candidates; sentences that fill the page and cannot be cut come when nothing else is left."""
        endless = []
        for bullet in self._candidates(page, groups, wanted):
            if count(bullet.text) <= 2 * self.options.max_extract:
                yield bullet
            else:
                endless.append(bullet)
        yield from endless

    def _candidates(self, page: Page, groups: list[Group], wanted: int) -> Iterator[Bullet]:
        """The weightiest groups; written ones go before quoted ones until :data:`WRITTEN` of them are."""
        enough, most = math.ceil(WRITTEN * wanted), TRIED * wanted
        batch, later = groups[:wanted], groups[wanted:]
        written = self._written(page, batch, BULLET)
        while self.writer and later and (more := enough - len(written)) > 0 and len(batch) < most:
            size = min(more + 1, most - len(batch))
            fresh, later = later[:size], later[size:]
            written |= self._written(page, fresh, BULLET)
            batch += fresh
        if (more := enough - len(written)) > 0:
            written |= self._written(page, [g for g in batch if g not in written][: more + 1], SECOND)
        first = [g for g in batch if g in written][:enough]
        first += [g for g in batch if g not in first][: wanted - len(first)]
        for group in sorted(batch, key=lambda g: (g not in first, batch.index(g))):
            yield written.get(group) or page.extract(group.seed, self.options.max_extract)
        for tried, group in enumerate(later, len(batch)):
            own = self._written(page, [group], BULLET) if tried < most else {}
            yield own.get(group) or page.extract(group.seed, self.options.max_extract)

    def _written(self, page: Page, groups: Sequence[Group], task: str) -> dict[Group, Bullet]:
        """The groups for which the model wrote a sentence that can be signed; all are worked on at once."""
        if self.writer is None:
            return {}
        pending = [self._start(self.writer, page, group.members, task) for group in groups]
        found = {}
        for group, drafts in zip(groups, pending, strict=True):
            if best := self._best(page, group.members, drafts(), task):
                found[group] = best
        return found

    def _start(self, writer: Writer, page: Page, members: Sequence[int], task: str) -> Callable[[], list[Draft]]:
        return writer.start(
            shown(page.evidence(members)), task=task, beam_size=self.options.beam_size, max_words=self._most(task)
        )

    def _most(self, task: str) -> int:
        """The most words of what is written."""
        return self.options.headline_words if task == HEADLINE else self.options.max_words

    def _best(self, page: Page, members: Sequence[int], drafts: Sequence[Draft], task: str) -> Bullet | None:
        """The likeliest draft that can be signed as it stands, else the likeliest that can be mended."""
        sources = [style.unopened(" ".join(sentence.split())) for sentence in page.evidence(members)]
        texts = list(dict.fromkeys(spare.punctuated(draft.text, sources) for draft in drafts))
        for text in texts:
            if bullet := self._signed(page, members, text, task):
                return bullet
        for text in self._mended(texts, sources, self._most(task)):
            if bullet := self._signed(page, members, text, task):
                _log.debug("mended: %s", text)
                return bullet
        return None

    def _mended(self, drafts: Sequence[str], sources: Sequence[str], max_words: int) -> Iterator[str]:
        """What was cut through is put back; what is too long, or a copy, then loses what can be spared."""
        whole = list(dict.fromkeys(text for draft in drafts for text in spare.mended(draft, sources)))
        yield from whole
        for text in dict.fromkeys((*whole, *drafts)):
            copied = [int(style.COPY * count(sentence)) for sentence in sources if style.is_copy(text, sentence)]
            if copied or count(text) > max_words:
                yield from spare.shorter(text, min([max_words, *copied]))

    def _signed(self, page: Page, members: Sequence[int], text: str, task: str) -> Bullet | None:
        """A bullet of ``text`` if it is whole, stands alone, is supported, and is not a mere copy."""
        checked = page.judge(text, members, self._most(task))
        reasons = [*checked.faults, *checked.doubts]
        reasons += ["leans on the sentence before"] * style.leans(text)
        reasons += ["says too little"] * (count(text) < LEAST)
        reasons += ["repeats its source"] * page.is_copy(text, members)
        if reasons or checked.score < TRUSTED:
            _log.debug("turned down: %s (%s)", text, "; ".join(reasons) or f"support {checked.score}")
            return None
        seen = shown(page.evidence(members)) if task != HEADLINE else None
        return self._judged(page, text, page.bullet(text, members, checked.score), seen)

    def _judged(self, page: Page, text: str, bullet: Bullet, seen: str | None) -> Bullet | None:
        """The bullet, unless the judge expects another name in its ``text``, the reader stumbles over a cut, or the
        writer would not write it of what it has ``seen``.
        """
        cited = page.evidence([cite - 1 for cite in bullet.cites])
        names = self.judge.misplaced(text, cited, page.sentences) if self.judge else []
        reasons = [f"another name expected: {name}" for name in names]
        reasons += [f"reads badly: {word}" for word in (self.reader.stumbles(text, cited) if self.reader else [])]
        if not reasons and self.confidence and seen and not self.confidence.is_sure(text, seen):
            reasons.append("not what the model would write")
        if reasons:
            _log.debug("turned down: %s (%s)", text, "; ".join(reasons))
        return None if reasons else bullet

    def _headline(self, page: Page, groups: Sequence[Group]) -> Callable[[], Bullet | None]:
        """From the title where there is one, else from the weightiest group."""
        if page.title is not None:
            seeds = [page.title]
            members: tuple[int, ...] = (page.title,)
        elif groups:
            seeds = [group.seed for group in groups]
            members = groups[0].members
        else:
            return lambda: None
        most = self.options.headline_words
        if self.writer is None or count(page.sentences[seeds[0]]) <= most:
            return lambda: _quoted(page, seeds, most)
        drafts = self._start(self.writer, page, members, HEADLINE)
        return lambda: self._best(page, members, drafts(), HEADLINE) or _quoted(page, seeds, most)


def shown(evidence: Sequence[str]) -> str:
    """What the model is shown of a group's sentences."""
    return " ".join(style.cut(sentence, READ, mark="") for sentence in evidence)


def _quoted(page: Page, seeds: Sequence[int], most: int) -> Bullet:
    """The first sentence that is short, can be made short, or can be cut; the very first if there is none."""
    for seed in seeds[:HEADLINES]:
        if (short := page.shortened(seed, most)) and concreteness(short.text) > 1:
            return short
    extracts = (page.extract(seed, most) for seed in seeds)
    return next((e for e in extracts if count(e.text.removesuffix(UNCERTAIN)) <= most), page.extract(seeds[0], most))
