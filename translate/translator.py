"""Articles in, translations out: one record for every sentence, whatever happens to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mujaz import UserError, available_threads

from . import glossary_file, language, names, trust
from .article import Article
from .decoding import Decoding
from .engine import Engine, Hypothesis, load_engine
from .glossary import Glossary
from .guard import score_floor
from .memory import Memory
from .mend import Mended, mend
from .split import Sentence, split
from .translation import FAULTS, Translation
from .windows import windows

WINDOW = 2048
"""Sentences that are translated together: enough to fill batches, few enough to stay in memory."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What will become of one sentence: the pieces that go to the engine, none when it is kept."""

    sentence: Sentence
    kind: language.Kind
    mended: Mended
    pieces: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes among the flags."""
        return tuple(
            name
            for name, holds in (
                (self.kind.name, not self.pieces),
                ("boilerplate", language.is_boilerplate(self.sentence.text)),
                ("repaired", self.mended.guessed),
                ("windowed", len(self.pieces) > 1),
            )
            if holds
        )


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
    ) -> None:
        self.engine = engine
        self.decoding = decoding
        self.context = context
        self.force_arabic = force_arabic
        self._model = dict(model) if model else {"name": engine.name, "revision": None, "sha256": None}
        self._memory = Memory()

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
    ) -> Translator:
        """Load a model by its catalogue name or its folder; None takes the best that is installed.

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
        context = trust.Context(score_floor(found.name, found.sha256), terms)
        return cls(loaded, decoding=decoding, context=context, model=record, force_arabic=force_arabic)

    def made_with(self) -> dict[str, object]:
        """Model, engine and effective decoding, as they stand in the output."""
        decoding = self.decoding.record() | {"max_source": self.decoding.window(self.engine.positions)}
        return self._model | self.engine.made_with() | {"decoding": decoding}

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
        self, articles: Iterable[Article], *, progress: Callable[[int], None] = lambda sentences: None
    ) -> Iterator[tuple[Article, list[Translation]]]:
        """Translate articles in order; sentences of different articles share batches.

        At most :data:`WINDOW` sentences, or one article, are held at a time. ``progress`` is called with
        the number of sentences that have come out of the engine since its last call.
        """
        held: list[tuple[Article, list[Plan]]] = []
        for article in articles:
            guessed = bool(article.source.mended)
            held.append((article, [self._plan(sentence, guessed=guessed) for sentence in split(article.text)]))
            if sum(len(plans) for _, plans in held) >= WINDOW:
                yield from self._together(held, progress)
                held = []
        yield from self._together(held, progress)

    def _plan(self, sentence: Sentence, *, guessed: bool) -> Plan:
        """What to do with a sentence; ``guessed`` says that the whole text was mended by a guess."""
        kind = language.kind(sentence.text)
        if kind.name == "not_arabic" or (kind.name == "other_language" and not self.force_arabic):
            return Plan(sentence, kind, Mended(sentence.text), ())
        mended = mend(sentence.text)
        mended = replace(mended, guessed=mended.guessed or guessed)
        limit = self.decoding.window(self.engine.positions)
        pieces = windows(mended.text, lambda text: len(self.engine.tokens(text)), limit)
        return Plan(sentence, kind, mended, tuple(pieces))

    def _together(
        self, held: Sequence[tuple[Article, list[Plan]]], progress: Callable[[int], None]
    ) -> Iterator[tuple[Article, list[Translation]]]:
        plans = [plan for _, plans in held for plan in plans if plan.pieces]
        firsts = self._choices(plans, self.decoding, "first search", progress)
        choices = dict(zip(map(id, plans), self._second_tries(plans, firsts), strict=True))
        for article, own in held:
            records = trust.neighbours([_record(plan, choices.get(id(plan))) for plan in own])
            yield article, names.unify(records)

    def _second_tries(
        self, plans: Sequence[Plan], firsts: list[trust.Choice]
    ) -> list[tuple[trust.Choice, trust.Choice]]:
        """The first choice and the best of all tries, a pair a plan; only sentences with faults cost anything."""
        bests = list(firsts)
        for second in trust.SECOND_TRIES:
            again = [at for at, best in enumerate(bests) if second.serves(best)]
            retold = [self._halved(plans[at]) if second.windows else plans[at] for at in again]
            choices = self._choices(retold, second.decoding(self.decoding), second.label)
            for at, choice in zip(again, choices, strict=True):
                bests[at] = trust.better(bests[at], choice, second.label)
        return list(zip(firsts, bests, strict=True))

    def _halved(self, plan: Plan) -> Plan:
        """The sentence in pieces of at most half its length."""
        limit = max(4, len(self.engine.tokens(plan.mended.text)) // 2 + 1)
        limit = min(limit, self.decoding.window(self.engine.positions))
        pieces = windows(plan.mended.text, lambda text: len(self.engine.tokens(text)), limit)
        return replace(plan, pieces=tuple(pieces))

    def _choices(
        self,
        plans: Sequence[Plan],
        decoding: Decoding,
        label: str,
        progress: Callable[[int], None] = lambda sentences: None,
    ) -> list[trust.Choice]:
        texts = list(dict.fromkeys(piece for plan in plans for piece in plan.pieces))
        nbest = self._search(texts, decoding, progress)
        return [self._choice(plan, nbest, label) for plan in plans]

    def _choice(self, plan: Plan, nbest: dict[str, list[Hypothesis] | None], label: str) -> trust.Choice:
        parts: list[tuple[trust.Choice, int]] = []
        for piece in plan.pieces:
            hypotheses = nbest[piece]
            if hypotheses is None:
                return trust.Choice("", None, ("engine_error",))
            choice = trust.choose(
                piece,
                hypotheses,
                self.context,
                pieces=self.engine.tokens(piece) if self.context.wants_attention else (),
                unknown=self.engine.unknown(piece),
                label=label,
            )
            parts.append((choice, len(hypotheses[choice.index].tokens) + 1 if hypotheses else 1))
        return parts[0][0] if len(parts) == 1 else _joined(parts)

    def _search(
        self, texts: Sequence[str], decoding: Decoding, progress: Callable[[int], None]
    ) -> dict[str, list[Hypothesis] | None]:
        """N-best a text; None where the engine failed on that very text."""
        found: dict[str, list[Hypothesis] | None] = {text: self._memory.get((decoding, text)) for text in texts}
        missing = [text for text in texts if found[text] is None]
        progress(len(texts) - len(missing))
        try:
            for text, hypotheses in self._engine(missing, decoding):
                found[text] = hypotheses
                progress(1)
        except UserError:
            raise
        except Exception:
            # One sentence must not harm another: those that are still without an answer go in alone.
            for text in missing:
                if found[text] is None:
                    found[text] = self._alone(text, decoding)
                    progress(1)
        for text in missing:
            hypotheses_or_none = found[text]
            if hypotheses_or_none is not None:
                self._memory.put((decoding, text), hypotheses_or_none)
        return found

    def _alone(self, text: str, decoding: Decoding) -> list[Hypothesis] | None:
        try:
            ((_, hypotheses),) = self._engine([text], decoding)
        except UserError:
            raise
        except Exception:
            return None
        return hypotheses

    def _engine(self, texts: Sequence[str], decoding: Decoding) -> Iterator[tuple[str, list[Hypothesis]]]:
        return self.engine.translate(
            ((text, text) for text in texts),
            decoding,
            nbest=decoding.beam_size,
            attention=self.context.wants_attention,
        )


def _joined(parts: Sequence[tuple[trust.Choice, int]]) -> trust.Choice:
    """One choice for a sentence that went through in windows; scores are weighted by target tokens."""
    choices = [choice for choice, _ in parts]
    scored = [(choice.score, tokens) for choice, tokens in parts if choice.score is not None]
    total = sum(tokens for _, tokens in scored)
    return trust.Choice(
        " ".join(choice.text for choice in choices if choice.text),
        sum(score * tokens for score, tokens in scored) / total if total else None,
        tuple(dict.fromkeys(flag for choice in choices for flag in choice.flags)),
        index=max(choice.index for choice in choices),
        tries=tuple(each for choice in choices for each in choice.tries),
        numbers=tuple(each for choice in choices for each in choice.numbers),
        glossary=tuple(each for choice in choices for each in choice.glossary),
    )


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
        tuple(dict.fromkeys((*plan.notes, *(("repaired",) if best.repaired else ()), *faults))),
        None if status == "failed" or best.score is None else round(best.score, 3),
        repairs=tuple(
            replace(repair, start=repair.start + sentence.start, end=repair.end + sentence.start)
            for repair in plan.mended.repairs
        ),
        numbers=best.numbers,
        tries=best.tries,
        glossary=best.glossary,
        language=plan.kind.language,
    )
