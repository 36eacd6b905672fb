"""Translations in, a cited brief out: choose, write, check, and fall back to the article's own words.

Every bullet passes :func:`summarize.support.support` against the sentences that it cites, whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mujaz import ModelError, available_threads
from translate import Article, Translation

from . import style
from .brief import Brief
from .bullet import Bullet
from .choose import Group, choose
from .made_with import made_with
from .options import BriefOptions
from .rewrite import HEADLINE, Draft, Writer
from .support import Support, overlap, support

SAME = 0.6
"""Content overlap from which two bullets say the same."""

ABSTRACTIVE, EXTRACTIVE = "abstractive", "extractive"
UNCERTAIN = " (translation uncertain)"
_TRUSTED = 0.8
"""Least support of a sentence that the small model wrote; below, the article's own sentence is better."""


@dataclass(frozen=True, slots=True)
class Page:
    """What bullets are made from: the English sentences and which of them may be used how."""

    sentences: tuple[str, ...]
    usable: tuple[int, ...]
    doubtful: frozenset[int]
    title: int | None

    @classmethod
    def of(cls, translations: Sequence[Translation], title: str | None) -> Page:
        """Indices count from 0; the title sentence is left to the headline."""
        first = translations[0].source.text if translations else ""
        at = 0 if title and " ".join(first.split()) == " ".join(title.split()) else None
        return cls(
            tuple(t.text for t in translations),
            tuple(i for i, t in enumerate(translations) if t.citable and i != at),
            frozenset(i for i, t in enumerate(translations) if t.citable and not t.certain),
            at if at is not None and translations[at].citable else None,
        )

    def evidence(self, members: Sequence[int]) -> list[str]:
        """The sentences of a group."""
        return [self.sentences[i] for i in members]


class Summarizer:
    """Makes briefs; see :meth:`load`. ``writer`` is None for a brief in the article's own sentences."""

    def __init__(
        self,
        writer: Writer | None = None,
        *,
        options: BriefOptions = BriefOptions(),  # noqa: B008 - frozen
        model: Mapping[str, object] | None = None,
        notes: Sequence[str] = (),
    ) -> None:
        self.writer = writer
        self.options = options
        self._model = dict(model) if model else None
        self._notes = tuple(notes)

    @classmethod
    def load(
        cls,
        name: str | Path | None = None,
        *,
        engine: str = "ctranslate2",
        threads: int | None = None,
        options: BriefOptions = BriefOptions(),  # noqa: B008 - frozen
    ) -> Summarizer:
        """Load a summariser by its name or folder; None takes the best that is installed, or none at all.

        Raises:
            ModelError: a model was named and is missing, damaged, or of a kind that cannot write bullets.
        """
        import weights

        if options.extractive:
            return cls(options=options)
        try:
            found = weights.find(name, "summarize")
        except ModelError as error:
            if name is not None:
                raise
            return cls(options=options, notes=[f"no summariser: bullets are the article's own sentences; {error}"])
        writer = Writer.load(weights.prepared(found.folder), threads=threads or available_threads())
        record = {"name": found.name, "revision": found.revision, "sha256": found.sha256, "engine": engine}
        return cls(writer, options=options, model=record)

    def made_with(self) -> dict[str, object] | None:
        """Model, engine and options, as they stand in the output; None when no model wrote."""
        return self._model and self._model | {"decoding": self.options.record()}

    def summarize(self, translations: Sequence[Translation], *, title: str | None = None) -> list[Bullet]:
        """The bullets of an article; ``title`` is its title as it stands in the source, if it has one."""
        return self._bullets(Page.of(translations, title))[0]

    def brief(
        self,
        article: Article,
        translations: Sequence[Translation],
        translator: Mapping[str, object] | None,
    ) -> Brief:
        """The whole brief; ``translator`` is what made the translations, None for an English article."""
        page = Page.of(translations, article.title)
        bullets, notes = self._bullets(page)
        return Brief(
            article,
            tuple(translations),
            headline=self._headline(page, bullets),
            bullets=tuple(bullets),
            made_with=made_with(translator, self.made_with()),
            summarized_english=translator is None,
            notes=(*self._notes, *notes),
        )

    def _bullets(self, page: Page) -> tuple[list[Bullet], list[str]]:
        wanted = self.options.wanted(len(page.usable))
        groups = choose(page.sentences, usable=page.usable, doubtful=page.doubtful, focus=self.options.focus)
        made: list[tuple[Group, Bullet]] = []
        while groups and len(made) < wanted:
            batch, groups = groups[: wanted - len(made)], groups[wanted - len(made) :]
            for group, bullet in zip(batch, self._write(page, batch), strict=True):
                if bullet and not any(overlap(bullet.text, other.text) > SAME for _, other in made):
                    made.append((group, bullet))
        made = self._within_words(made)
        if self.options.order == "article":
            made.sort(key=lambda pair: pair[0].members)
        return [bullet for _, bullet in made], self._shortfall(len(made))

    def _shortfall(self, made: int) -> list[str]:
        if self.options.focus and not made:
            return [f"nothing in the article is about {self.options.focus!r}"]
        if self.options.bullets and made < self.options.bullets:
            return [f"the article bears {made} bullets, not {self.options.bullets}"]
        return []

    def _within_words(self, made: list[tuple[Group, Bullet]]) -> list[tuple[Group, Bullet]]:
        left = self.options.words
        if left is None:
            return made
        kept = []
        for group, bullet in made:
            size = len(bullet.text.split())
            if size <= left:
                kept.append((group, bullet))
                left -= size
        return kept

    def _write(self, page: Page, groups: Sequence[Group]) -> list[Bullet | None]:
        """One bullet a group: greedily first, then by beam where that failed, then in the article's own words."""
        bullets: list[Bullet | None] = [None] * len(groups)
        for beam in (1, self.options.beam_size):
            open_ = [i for i, bullet in enumerate(bullets) if bullet is None]
            if self.writer is None or not open_:
                break
            texts = [" ".join(page.evidence(groups[i].members)) for i in open_]
            drafts = self.writer.write(texts, beam_size=beam, max_words=self.options.max_words)
            for i, found in zip(open_, drafts, strict=True):
                bullets[i] = self._best(page, groups[i].members, found, self.options.max_words)
        return [
            self._signed(page, b or self._extract(page, group, self.options.max_extract))
            for b, group in zip(bullets, groups, strict=True)
        ]

    def _best(self, page: Page, members: Sequence[int], drafts: Sequence[Draft], max_words: int) -> Bullet | None:
        """The best draft that is whole, supported, and not a mere copy."""
        evidence = page.evidence(members)
        passing = []
        for draft in drafts:
            checked = judge(draft.text, evidence, page.sentences, max_words=max_words)
            if checked and checked.score >= _TRUSTED and not any(style.is_copy(draft.text, e) for e in evidence):
                passing.append((checked.score + draft.score, draft.text, checked.score))
        if not passing:
            return None
        _, text, score = max(passing)
        return Bullet(text, _cites(text, members, page), ABSTRACTIVE, score)

    def _extract(self, page: Page, group: Group, max_words: int) -> Bullet | None:
        """The group's weightiest sentence, whole or cut at a clause border."""
        text = style.cut(page.sentences[group.seed], max_words)
        checked = support(text, [page.sentences[group.seed]], page.sentences)
        if not checked:
            text = " ".join(page.sentences[group.seed].split())
            checked = Support(1.0)
        return Bullet(text, (group.seed + 1,), EXTRACTIVE, checked.score)

    def _signed(self, page: Page, bullet: Bullet | None) -> Bullet | None:
        """Say so if nothing but uncertain translations carries the bullet."""
        if bullet and all(cite - 1 in page.doubtful for cite in bullet.cites):
            return replace(bullet, text=bullet.text + UNCERTAIN)
        return bullet

    def _headline(self, page: Page, bullets: Sequence[Bullet]) -> Bullet | None:
        """From the title where there is one, else from the sentences of the first bullet."""
        if page.title is not None:
            members: tuple[int, ...] = (page.title,)
        elif bullets:
            members = tuple(cite - 1 for cite in bullets[0].cites)
        else:
            return None
        seed = members[-1]
        most = self.options.headline_words
        text = " ".join(page.sentences[seed].split())
        if page.title is not None and len(text.split()) <= most:
            return self._signed(page, Bullet(text, (seed + 1,), EXTRACTIVE, 1.0))
        best = None
        if self.writer is not None:
            joined = " ".join(page.evidence(members))
            (drafts,) = self.writer.write([joined], task=HEADLINE, beam_size=self.options.beam_size, max_words=most)
            best = self._best(page, members, drafts, most)
        return self._signed(page, best or self._extract(page, Group(members, seed, 1.0), most))


def judge(text: str, evidence: Sequence[str], article: Sequence[str], *, max_words: int) -> Support:
    """Support and style together: what stands against showing ``text`` as a bullet."""
    checked = support(text, evidence, article)
    form = style.faults(text, max_words=max_words)
    return Support(checked.score, (*checked.faults, *form))


def _cites(text: str, members: Sequence[int], page: Page) -> tuple[int, ...]:
    """The fewest sentences of the group that carry the text as well as all of them."""
    for member in members:
        if support(text, [page.sentences[member]], page.sentences).score >= _TRUSTED and support(
            text, [page.sentences[member]], page.sentences
        ):
            return (member + 1,)
    return tuple(member + 1 for member in members)
