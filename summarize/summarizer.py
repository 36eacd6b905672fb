"""Translations in, a cited brief out. Every bullet passed :mod:`summarize.support`, whoever wrote it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mujaz import ModelError, UsageError, available_threads
from translate import Article, Translation, is_arabic_document

from .brief import Brief, names
from .bullet import Bullet
from .confidence import Confidence
from .judge import Judge
from .made_with import made_with
from .options import BriefOptions
from .page import Page
from .reader import Reader
from .rewrite import Writer
from .rewriter import Rewriter
from .support import overlap

if TYPE_CHECKING:
    from weights import Found

SAME = 0.6
"""Content overlap from which two bullets say the same."""


class Author(Protocol):
    """A way of making bullets."""

    def compose(
        self, page: Page, wanted: int, *, titled: bool = True
    ) -> tuple[Callable[[], Bullet | None], Iterator[Bullet]]:
        """The headline, and bullets in order of importance, more than ``wanted`` if there are.

        What is not ``titled`` gets no headline; else one may be in the making until it is called for.
        """
        ...

    def finish(self, page: Page, bullets: Sequence[Bullet], room: int | None) -> list[Bullet]:
        """The bullets that were taken, in the order in which they are read; ``room`` is for how many words more."""
        ...


class Summarizer:
    """Makes briefs; see :meth:`load`. Without an author the bullets are the article's own sentences."""

    def __init__(
        self,
        author: Author | None = None,
        *,
        options: BriefOptions = BriefOptions(),  # noqa: B008 - frozen
        model: Mapping[str, object] | None = None,
        notes: Sequence[str] = (),
    ) -> None:
        self.author = author or Rewriter(None, options)
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
            ModelError: a model is damaged, or was named and is missing, or of a kind that cannot write bullets.
        """
        import weights

        if options.extractive:
            return cls(options=options)
        if name is None and weights.default("summarize") is None:
            logging.getLogger("mujaz").info(
                "no summarizer is installed, so the bullets are the article's own sentences; "
                "`mujaz models pull smollm2-135m` brings one"
            )
            return cls(options=options, notes=["no model wrote: the bullets are the article's own sentences"])
        found = weights.find(name, "summarize")
        author = _author(found, engine, threads or available_threads(), options)
        record = {"name": found.name, "revision": found.revision, "sha256": found.sha256, "engine": engine}
        record |= {"adapter": found.adapter.sha256} if found.adapter else {}
        return cls(author, options=options, model=record)

    def made_with(self) -> dict[str, object] | None:
        """Model, engine and options, as they stand in the output; None when no model wrote."""
        return self._model and self._model | {"decoding": self.options.record()}

    def summarize(self, translations: Sequence[Translation], *, title: str | None = None) -> list[Bullet]:
        """The bullets of an article; ``title`` is its title as it stands in the source, if it has one."""
        page = Page.of(translations, title)
        _, candidates = self.author.compose(page, self.options.wanted(len(page.usable)), titled=False)
        return self._taken(page, candidates)[0]

    def brief(
        self,
        article: Article,
        translations: Sequence[Translation],
        translator: Mapping[str, object] | None,
    ) -> Brief:
        """The whole brief; ``translator`` is what made the translations, None for an English article."""
        page = Page.of(translations, article.title)
        headline, candidates = self.author.compose(page, self.options.wanted(len(page.usable)))
        bullets, crowded = self._taken(page, candidates)
        written = self.made_with()
        return Brief(
            article,
            tuple(translations),
            headline=headline(),
            bullets=tuple(bullets),
            names=() if translator is None else names(translations),
            made_with=made_with(translator, written, None if written else self.options.record()),
            summarized_english=translator is None,
            notes=(*self._notes, *self._shortfall(len(bullets), crowded)),
        )

    def _taken(self, page: Page, candidates: Iterator[Bullet]) -> tuple[list[Bullet], bool]:
        """As many as are wanted and fit, none that says what another has said, in the order asked for.

        And whether one was left out for want of room.
        """
        wanted = self.options.wanted(len(page.usable))
        room = self.options.words
        taken: list[Bullet] = []
        crowded = False
        while len(taken) < wanted and (bullet := next(candidates, None)):
            size = len(bullet.text.split())
            if any(overlap(bullet.text, other.text) > SAME for other in taken):
                continue
            if room is not None:
                if size > room:
                    crowded = True
                    continue
                room -= size
            taken.append(bullet)
        if self.options.order == "article":
            taken.sort(key=lambda b: b.cites)
        return self.author.finish(page, taken, room), crowded

    def _shortfall(self, made: int, crowded: bool) -> list[str]:
        """Why there are fewer bullets than asked for: no room, or nothing more about the focus, or in the article."""
        words, focus, asked = self.options.words, self.options.focus, self.options.bullets
        if crowded and not made:
            return [f"no bullet fits into {words} words"]
        if focus and not made:
            advice = "; name it in English" if is_arabic_document(focus) else ""
            return [f"nothing in the article is about {focus!r}{advice}"]
        if asked and made < asked:
            topic = f" about {focus!r}" if focus else ""
            why = f"{words} words hold {made}" if crowded else f"the article bears {made}{topic}"
            return [f"{asked} bullets were asked for; {why}"]
        return [] if made else ["no bullets: the article has no sentence that may be cited"]


def _chat(found: Found, engine: str, threads: int, options: BriefOptions) -> Author:
    import weights

    if engine != "ctranslate2":
        raise UsageError(f"chat models run by ctranslate2, not by {engine!r}")
    form = weights.prepared(found.folder, adapter=found.adapter, note=logging.getLogger("mujaz").info)
    writer = Writer.load(form, threads=threads)
    return Rewriter(writer, options, Judge.of(writer), Reader.of(writer), Confidence(writer))


def _seq2seq(found: Found, engine: str, threads: int, options: BriefOptions) -> Author:
    from .seq2seq import Seq2Seq

    return Seq2Seq.load(found.folder, engine=engine, threads=threads, options=options)


AUTHORS: dict[str, Callable[[Found, str, int, BriefOptions], Author]] = {
    "llama": _chat,
    "bart": _seq2seq,
    "mbart": _seq2seq,
    "pegasus": _seq2seq,
}
"""``model_type`` of a folder to the way its model makes bullets."""


def _author(found: Found, engine: str, threads: int, options: BriefOptions) -> Author:
    try:
        kind = json.loads((found.folder / "config.json").read_text("utf-8")).get("model_type")
    except (OSError, ValueError) as error:
        raise ModelError(f"{found.folder} is no model folder: {error}") from error
    if kind not in AUTHORS:
        raise ModelError(f"{found.folder} holds a {kind} model; summarisers can be: {', '.join(AUTHORS)}")
    return AUTHORS[kind](found, engine, threads, options)
