"""The way of the small model: choose groups, have each written as one sentence, check it, or quote the article."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from .bullet import Bullet
from .choose import Group, choose
from .options import BriefOptions
from .page import EXTRACTIVE, Page
from .rewrite import BULLET, HEADLINE, SECOND, Draft, Writer

TRUSTED = 0.8
"""Least support of a sentence that a small model wrote: no doubt, and nine words in ten from the source."""


SPARE = 1
"""Groups beyond those wanted that are written at once."""

WRITTEN = 0.6
"""Share of the wanted bullets that must be written before the second prompt is left out."""

QUOTED_COSTS = 2
"""Places that a quoted sentence gives way to written ones."""


class Rewriter:
    """Bullets by :class:`Writer`, or in the article's own words where ``writer`` is None."""

    def __init__(self, writer: Writer | None, options: BriefOptions) -> None:
        self.writer = writer
        self.options = options

    def compose(self, page: Page, wanted: int) -> tuple[Callable[[], Bullet | None], Iterator[Bullet]]:
        """The headline (call it when it is needed) and the bullets, the weightiest first, made as they are taken."""
        groups = choose(page.sentences, usable=page.usable, doubtful=page.doubtful, focus=self.options.focus)
        return self._headline(page, groups), self._bullets(page, groups, wanted)

    def _bullets(self, page: Page, groups: list[Group], wanted: int) -> Iterator[Bullet]:
        """In batches: the first with spare groups, so that a quoted sentence may give way to a written one."""
        size = wanted + (SPARE if self.writer else 0)
        while groups:
            batch, groups, size = groups[:size], groups[size:], 2
            bullets = self._write(page, batch, max(1, round(WRITTEN * wanted)))
            places = [at + (QUOTED_COSTS if b.kind == EXTRACTIVE else 0) for at, b in enumerate(bullets)]
            yield from (bullets[at] for at in sorted(range(len(bullets)), key=places.__getitem__))

    def _write(self, page: Page, groups: Sequence[Group], enough: int) -> list[Bullet]:
        """One bullet a group: by the first prompt; by the second, if too few passed; else the article's own words."""
        bullets: dict[Group, Bullet] = {}
        for task, most in ((BULLET, len(groups)), (SECOND, 2 * enough)) if self.writer else ():
            assert self.writer is not None
            open_ = [group for group in groups[:most] if group not in bullets] if len(bullets) < enough else []
            pending = [self._start(self.writer, page, group.members, task, self.options.max_words) for group in open_]
            for group, drafts in zip(open_, pending, strict=True):
                if best := self._best(page, group.members, drafts(), self.options.max_words):
                    bullets[group] = best
        return [bullets.get(group) or page.extract(group.seed, self.options.max_extract) for group in groups]

    def _start(
        self, writer: Writer, page: Page, members: Sequence[int], task: str, max_words: int
    ) -> Callable[[], list[Draft]]:
        text = " ".join(page.evidence(members))
        return writer.start(text, task=task, beam_size=self.options.beam_size, max_words=max_words)

    def _best(self, page: Page, members: Sequence[int], drafts: Sequence[Draft], max_words: int) -> Bullet | None:
        """The likeliest draft that is whole, supported, and not a mere copy."""
        for draft in drafts:
            checked = page.judge(draft.text, members, max_words)
            if checked and checked.score >= TRUSTED and not page.is_copy(draft.text, members):
                return page.bullet(draft.text, members, checked.score)
        return None

    def _headline(self, page: Page, groups: Sequence[Group]) -> Callable[[], Bullet | None]:
        """From the title where there is one, else from the weightiest group."""
        if page.title is not None:
            members: tuple[int, ...] = (page.title,)
        elif groups:
            members = groups[0].members
        else:
            return lambda: None
        seed = page.title if page.title is not None else groups[0].seed
        most = self.options.headline_words
        if self.writer is None or len(page.sentences[seed].split()) <= most:
            return lambda: page.extract(seed, most)
        drafts = self._start(self.writer, page, members, HEADLINE, most)
        return lambda: self._best(page, members, drafts(), most) or page.extract(seed, most)
