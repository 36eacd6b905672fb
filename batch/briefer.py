"""The real work on an article: read, translate, summarise, write in every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mujaz import UserError

from .job import Job, Work
from .near import sketch
from .pipeline import Outcome, Pipeline, Told
from .reading import Numbered, articles
from .recipe import Recipe
from .rendering import render

if TYPE_CHECKING:
    from summarize import Summarizer
    from translate import Article, Translation, Translator

LONGEST = 4_000_000
"""Characters of the longest text that counts as an article: a day's work for a laptop, and no news article."""


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads the models that a recipe names, in the process that works with them."""

    recipe: Recipe
    formats: tuple[str, ...]
    threads: int | None = None
    cache: bool = False

    def __call__(self) -> Work:
        """The work itself.

        Raises:
            ModelError: a model is missing or damaged.
        """
        from summarize import BriefOptions, Summarizer
        from translate import Decoding, Translator

        recipe = self.recipe
        decoding = Decoding(**(recipe.decoding or {}))  # type: ignore[arg-type] # they come from a Decoding
        translator = Translator.load(
            recipe.model,
            engine=recipe.engine or "ctranslate2",
            decoding=decoding,
            threads=self.threads,
            glossary=Path(recipe.glossary) if recipe.glossary else None,
            force_arabic=bool(recipe.force_arabic),
            cache=self.cache,
        )
        options = BriefOptions(**recipe.brief)
        summarizer = Summarizer.load(recipe.summarizer, threads=self.threads, options=options)
        return Pipeline(Briefer(translator, summarizer, recipe, self.formats))


class Briefer:
    """Loaded models and what to make with them; see :class:`batch.pipeline.Craft`."""

    def __init__(self, translator: Translator, summarizer: Summarizer, recipe: Recipe, formats: Sequence[str]) -> None:
        self._translator = translator
        self._summarizer = summarizer
        self._recipe = recipe
        self._formats = formats

    def read(self, job: Job) -> Iterator[Numbered]:
        """The articles of a file.

        Raises:
            UserError: the file, or its next article, cannot be read.
        """
        return articles(job, encoding=self._recipe.encoding, field=self._recipe.field)

    def fits(self, article: Article) -> None:
        """Raise UserError if ``article`` is too long to be one."""
        if len(article.text) > LONGEST:
            raise UserError(f"it has {len(article.text):,} characters, more than {LONGEST:,}; cut it into articles")

    def check(self, article: Article) -> None:
        """Raise UserError if ``article`` is not Arabic."""
        from translate import require_arabic

        if not self._recipe.force_arabic:
            require_arabic(article)

    def translate(self, articles: Sequence[Article], told: Told) -> list[list[Translation]]:
        """The sentences of each article; they share batches, and none depends on the others."""
        from translate import WINDOW

        found = self._translator.translate_all(articles, progress=told, first=WINDOW)
        return [translations for _, translations in found]

    def finish(self, article: Article, translation: list[Translation]) -> Outcome:
        """The outputs of an article.

        Raises:
            UserError: no sentence could be translated.
        """
        from translate import came_to_nothing

        statuses = [each.status for each in translation]
        wanting = statuses.count("flagged") + statuses.count("failed")
        if came_to_nothing(translation):
            raise UserError("no sentence could be translated")
        brief = self._summarizer.brief(article, translation, self._translator.made_with())
        return Outcome(render(brief, self._formats), len(statuses), wanting, sketch(article.text))
