"""Articles in, translations out: one record for every sentence, whatever happens to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mujaz import available_threads

from . import glossary_file, language, names, trust
from .article import Article
from .cache import Cache, default_path, surroundings
from .decoding import Decoding
from .engine import Engine, Hypothesis, load_engine
from .glossary import Glossary
from .measured import measured
from .memory import Memory
from .parts import FIRST, Part, groups
from .plan import Plan
from .search import Search
from .translation import FAULTS, Translation, shared
from .tries import Tries

Judged = tuple[trust.Choice, int]
"""What was chosen for a piece, and the tokens that its score is the mean of, end included."""


class Translator:
    """A loaded model and how it is used. One for a process: it keeps what repeats."""

    def __init__(
        self,
        engine: Engine,
        *,
        decoding: Decoding = Decoding(),  # noqa: B008 - frozen
        context: trust.Context = trust.Context(),  # noqa: B008 - frozen
        model: Mapping[str, object] | None = None,
        force_arabic: bool = False,
        cache: Cache | None = None,
    ) -> None:
        self.engine = engine
        self.decoding = decoding
        self.context = context
        self.force_arabic = force_arabic
        self._model = dict(model) if model else {"name": engine.name, "revision": None, "sha256": None}
        self._search = Search(engine, cache)
        self._memory: Memory[Judged] = Memory()

    @classmethod
    def load(
        cls,
        model: str | Path | None = None,
        *,
        engine: str = "ctranslate2",
        decoding: Decoding = Decoding(),  # noqa: B008 - frozen
        threads: int | None = None,
        glossary: Path | None = None,
        force_arabic: bool = False,
        cache: bool = False,
    ) -> Translator:
        """Load a model by its catalogue name or its folder; None takes the best that is installed.

        ``cache`` keeps what was translated on this machine, in the user's cache folder.

        Raises:
            ModelError: the model is missing or damaged.
            UsageError: there is no such engine.
            UserError: the glossary cannot be read, or a line of it is malformed.
        """
        import weights

        terms = Glossary() if glossary is None else glossary_file.load(glossary)
        found = weights.find(model, "translate")
        loaded = load_engine(engine, found.folder, threads=threads or available_threads())
        record = {"name": found.name, "revision": found.revision, "sha256": found.sha256}
        known = measured(found.name, found.sha256)
        if known.longest is not None:
            decoding = replace(decoding, max_source=min(decoding.max_source, known.longest))
        context = trust.Context(known.score_floor, terms)
        scope = record | loaded.made_with() | surroundings()
        kept = Cache(default_path(), scope) if cache else None
        return cls(loaded, decoding=decoding, context=context, model=record, force_arabic=force_arabic, cache=kept)

    @property
    def limit(self) -> int:
        """The longest sentence in tokens that goes to the model in one piece."""
        return self.decoding.window(self.engine.positions)

    def made_with(self) -> dict[str, object]:
        """Model, engine, effective decoding and, if there is one, the glossary, as they stand in the output."""
        decoding = self.decoding.record() | {"max_source": self.limit}
        glossary = self.context.glossary.record()
        more = {} if glossary is None else {"glossary": glossary}
        return self._model | self.engine.made_with() | {"decoding": decoding} | more

    def translate(self, article: Article) -> list[Translation]:
        """Translate one article.

        Raises:
            UserError: the text is not Arabic.
        """
        if not self.force_arabic:
            language.require_arabic(article)
        ((_, translations),) = self.translate_all([article])
        return translations

    def translate_all(
        self,
        articles: Iterable[Article],
        *,
        progress: Callable[[int], None] = lambda sentences: None,
        first: int = FIRST,
    ) -> Iterator[tuple[Article, list[Translation]]]:
        """Translate articles in order; sentences of different articles share batches.

        From ``first`` up to :data:`WINDOW` sentences, and the article or part that fills them up, are looked at
        together. ``progress`` is called with the number of sentences that have come out of the engine since its
        last call.
        """
        records: list[Translation] = []
        for group in groups(articles, first):
            for part, found in self._together(group, progress):
                records += found
                if part.last:
                    yield part.article, names.unify(trust.neighbours(records))
                    records = []

    def _together(
        self, group: Sequence[Part], progress: Callable[[int], None]
    ) -> Iterator[tuple[Part, list[Translation]]]:
        planned = [(part, self._plans(part)) for part in group]
        plans = [plan for _, plans in planned for plan in plans if plan.pieces]
        firsts = self._choices(plans, self.decoding, "first search", progress)
        choices = dict(zip(map(id, plans), self._second_tries(plans, firsts), strict=True))
        for part, own in planned:
            yield part, [_record(plan, choices.get(id(plan))) for plan in own]

    def _plans(self, part: Part) -> list[Plan]:
        guessed = bool(part.article.source.mended)
        return [
            Plan.of(sentence, self.engine, self.limit, force=self.force_arabic, guessed=guessed)
            for sentence in part.sentences
        ]

    def _second_tries(
        self, plans: Sequence[Plan], firsts: list[trust.Choice]
    ) -> list[tuple[trust.Choice, trust.Choice]]:
        """The first choice and the best of all tries, a pair a plan; only sentences with faults cost anything."""
        bests = list(firsts)
        for second in trust.SECOND_TRIES:
            again = [at for at, best in enumerate(bests) if second.serves(best)]
            retold = [self._retold(plans[at], bests[at], second) for at in again]
            choices = self._choices(retold, second.decoding(self.decoding), second.label, worded=second.worded)
            for at, choice in zip(again, choices, strict=True):
                bests[at] = trust.better(bests[at], choice, second.label)
        return list(zip(firsts, bests, strict=True))

    def _retold(self, plan: Plan, best: trust.Choice, second: trust.SecondTry) -> Plan:
        if second.worded:
            missed = {hit.term for hit in best.glossary if not hit.applied}
            return plan.worded(self.context.glossary, missed)
        return plan.halved(self.engine, self.limit) if second.windows else plan

    def _choices(
        self,
        plans: Sequence[Plan],
        decoding: Decoding,
        label: str,
        progress: Callable[[int], None] = lambda sentences: None,
        *,
        worded: bool = False,
    ) -> list[trust.Choice]:
        context = self.context
        if worded:
            context = replace(context, glossary=replace(context.glossary, put_in=True))
        texts = list(dict.fromkeys(piece for plan in plans for piece in plan.pieces))
        remembered = {text: self._memory.get((decoding, label, text)) for text in texts}
        judged = {text: known for text, known in remembered.items() if known is not None}
        if judged:
            progress(len(judged))
        missing = [text for text in texts if text not in judged]
        for text, hypotheses in self._search.nbest(missing, decoding, attention=True):
            if hypotheses is not None:
                judged[text] = self._judged(text, hypotheses, label, context)
                self._memory.put((decoding, label, text), judged[text])
            progress(1)
        return [self._choice(plan, [judged.get(piece) for piece in plan.pieces]) for plan in plans]

    def _judged(self, text: str, hypotheses: Sequence[Hypothesis], label: str, context: trust.Context) -> Judged:
        choice = trust.choose(
            text,
            hypotheses,
            context,
            pieces=self.engine.tokens(text),
            unknown=self.engine.unknown(text),
            label=label,
        )
        return choice, len(hypotheses[choice.index].tokens) + 1 if hypotheses else 1

    def _choice(self, plan: Plan, judged: Sequence[Judged | None]) -> trust.Choice:
        parts = [each for each in judged if each is not None]
        if len(parts) < len(judged):
            return trust.Choice("", None, ("engine_error",))
        return parts[0][0] if len(parts) == 1 else trust.join(plan.mended.text, parts, self.context, pieces=plan.pieces)


def _record(plan: Plan, choices: tuple[trust.Choice, trust.Choice] | None) -> Translation:
    sentence = plan.sentence
    if choices is None:
        return Translation(sentence, sentence.text, "kept", plan.notes, language=plan.kind.language)
    first, best = choices
    faults = tuple(flag for flag in best.flags if flag in FAULTS)
    if not best.text:
        status = "failed"
    elif faults:
        status = "flagged"
    else:
        status = "ok" if best is first or best.text == first.text else "retried"
    return Translation(
        sentence,
        best.text,
        status,
        shared(tuple(dict.fromkeys((*plan.notes, *(("repaired",) if best.repaired else ()), *faults)))),
        None if status == "failed" or best.score is None else round(best.score, 3),
        repairs=tuple(
            replace(repair, start=repair.start + sentence.start, end=repair.end + sentence.start)
            for repair in plan.mended.repairs
        ),
        numbers=best.numbers,
        tries=Tries(best.tries) if best.tries else (),
        glossary=best.glossary,
        language=plan.kind.language,
        lost_names=shared(tuple(dict.fromkeys(best.lost_names))) if "name_lost" in faults else (),
        alternative=best.alternative or first.alternative,
    )
