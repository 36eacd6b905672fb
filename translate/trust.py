"""Trust: which of the n-best to believe, what stands against it, and what to try next.

The first hypothesis that keeps all numbers and known names wins over a slightly likelier one that does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from . import arabic_numbers, english_numbers, gazetteer, quantity, repair
from .alignment import align
from .decoding import Decoding
from .engine import Hypothesis
from .gazetteer import English, Mention
from .guard import GUARDS
from .quantity import Quantity
from .translation import GlossaryHit, NumberPair, Translation, Try

WEIGHTS = {guard.flag: guard.weight for guard in GUARDS} | {
    "engine_error": 100.0,
    "number_lost": 10.0,
    "number_added": 10.0,
    "name_lost": 8.0,
    "glossary_missed": 6.0,
    "low_score": 1.0,
    "unknown_characters": 0.0,
}
"""How grave a fault is when hypotheses are compared; the sum decides, then the model's own order."""

NOT_MENDED_BY_TRYING = frozenset({"low_score", "unknown_characters", "glossary_missed"})
"""Faults that other settings of the same model do not mend: they are said, not tried again."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a run knows beyond the sentence. ``score_floor``: below it ``low_score`` is said; None: never."""

    score_floor: float | None = None

    @property
    def wants_attention(self) -> bool:
        """Whether the engine must say what it looked at: repairs and the glossary need it."""
        return True


@dataclass(frozen=True, slots=True)
class Choice:
    """The hypothesis taken, and what stands against it.

    ``index`` counts in the n-best; ``tries`` are the hypotheses that were passed over, and the text before a
    repair. ``lost`` counts the known names without a counterpart; ``repaired`` says that a repair was made.
    """

    text: str
    score: float | None
    flags: tuple[str, ...] = ()
    index: int = 0
    tries: tuple[Try, ...] = ()
    numbers: tuple[NumberPair, ...] = ()
    glossary: tuple[GlossaryHit, ...] = ()
    lost: int = 0
    repaired: bool = False

    @property
    def cost(self) -> float:
        """The gravity of its faults, and a little for every number and name that is wrong."""
        wrong = sum(not pair.ok for pair in self.numbers) + self.lost
        return wrong + float(sum(WEIGHTS.get(flag, 0.0) for flag in self.flags))

    @property
    def worth_a_try(self) -> bool:
        """Whether a fault stands that a second try could mend."""
        return any(flag not in NOT_MENDED_BY_TRYING for flag in self.flags) and not (self.repaired and self.lost == 0)


@dataclass(frozen=True, slots=True)
class SecondTry:
    """Another way to translate a sentence whose first n-best all have a fault."""

    label: str
    beam_size: int = 4
    nbest: int = 4
    no_repeat_ngram: int = 0
    windows: bool = False
    """The sentence goes through in pieces (``windows.windows``), joined by a space."""

    def decoding(self, first: Decoding) -> Decoding:
        """The settings of this try, from those of the first."""
        wider = max(self.beam_size, first.beam_size)
        return replace(first, beam_size=wider, no_repeat_ngram=self.no_repeat_ngram)


SECOND_TRIES = (
    SecondTry("beam 8, no phrase of three words twice", beam_size=8, nbest=8, no_repeat_ngram=3),
    SecondTry("in windows", windows=True, nbest=1),
)


@dataclass(frozen=True, slots=True)
class Source:
    """What every hypothesis of a sentence is held against; read once."""

    text: str
    pieces: tuple[str, ...]
    numbers: tuple[Quantity, ...]
    names: tuple[Mention, ...]
    unknown: str

    @classmethod
    def read(cls, text: str, *, pieces: Sequence[str] = (), unknown: str = "") -> Source:
        """Find the numbers and the known names of an Arabic sentence."""
        numbers, names = arabic_numbers.find(text), gazetteer.known().mentions(text)
        return cls(text, tuple(pieces), tuple(numbers), tuple(names), unknown)


def choose(
    text: str,
    hypotheses: Sequence[Hypothesis],
    context: Context,
    *,
    pieces: Sequence[str] = (),
    unknown: str = "",
    label: str = "first search",
) -> Choice:
    """The hypothesis with the least against it; among equals the likeliest. What is surely wrong in it is repaired.

    Args:
        text: the mended sentence that went to the engine.
        hypotheses: n-best, best first; none gives an ``empty`` choice.
        context: what the run knows.
        pieces: the engine's source tokens, for the alignment (only with attention).
        unknown: characters of the source that the model does not know.
        label: names these settings in ``tries``.
    """
    if not hypotheses:
        return Choice("", None, ("empty",))
    source = Source.read(text, pieces=pieces, unknown=unknown)
    judged: list[Choice] = []
    for index, hypothesis in enumerate(hypotheses):
        judged.append(replace(judge(source, hypothesis, context), index=index))
        if judged[-1].cost <= WEIGHTS["low_score"]:
            break
    best = min(judged, key=lambda choice: (choice.cost, choice.index))
    passed = tuple(_tried(choice, label) for choice in judged if choice.index < best.index)
    return _repaired(source, hypotheses[best.index], replace(best, tries=passed), context, label)


def judge(source: Source, hypothesis: Hypothesis, context: Context) -> Choice:
    """All that stands against one hypothesis."""
    flags = [guard.flag for guard in GUARDS if guard.fires(source.text, hypothesis.text)]
    ledger = quantity.settle(source.numbers, english_numbers.find(hypothesis.text))
    flags.extend(ledger.flags)
    lost = _lost(source, hypothesis.text)
    flags.extend(["name_lost"] * bool(lost))
    flags.extend(["unknown_characters"] * bool(source.unknown))
    if context.score_floor is not None and hypothesis.score < context.score_floor:
        flags.append("low_score")
    return Choice(hypothesis.text, hypothesis.score, tuple(flags), numbers=ledger.pairs, lost=len(lost))


def _lost(source: Source, target: str) -> list[Mention]:
    english = English(target)
    return [mention for mention in source.names if not mention.stands_in(english)]


def _repaired(source: Source, hypothesis: Hypothesis, choice: Choice, context: Context, label: str) -> Choice:
    """The choice with its surely wrong numbers and names set right.

    A number set right is no fault any more; ``name_lost`` stays, so that a reader looks. What the model wrote is
    the last of ``tries``.
    """
    ledger = quantity.settle(source.numbers, english_numbers.find(choice.text))
    changes = repair.number_changes(choice.text, ledger)
    lost = _lost(source, choice.text)
    aligned = align(source.text, source.pieces, hypothesis) if lost else None
    changes += repair.name_changes(choice.text, source.names, lost, aligned)
    if not changes:
        return choice
    again = judge(source, replace(hypothesis, text=repair.apply(choice.text, changes)), context)
    flags = tuple(dict.fromkeys((*again.flags, *(("name_lost",) if lost else ()))))
    said = ", ".join(f"{change.before} → {change.after}" for change in changes)
    before = _tried(choice, f"{label}, before repair ({said})")
    return replace(again, flags=flags, index=choice.index, tries=(*choice.tries, before), repaired=True)


def better(first: Choice, second: Choice, label: str) -> Choice:
    """The better of two searches; the other goes to its ``tries``. The first wins a draw."""
    if second.cost < first.cost:
        return replace(second, tries=(*first.tries, _tried(first, "first search"), *second.tries))
    return replace(first, tries=(*first.tries, _tried(second, label)))


def _tried(choice: Choice, label: str) -> Try:
    return Try(f"{label}, hypothesis {choice.index + 1}", choice.text, choice.score, choice.flags)


def neighbours(translations: Sequence[Translation]) -> list[Translation]:
    """Flag ``repetition`` where a sentence has the very translation of the one before, the sources differ."""
    return list(_neighbours(translations))


def _neighbours(translations: Sequence[Translation]) -> Iterable[Translation]:
    before: Translation | None = None
    for translation in translations:
        same = before is not None and _echoes(before, translation)
        yield replace(translation, status="flagged", flags=(*translation.flags, "repetition")) if same else translation
        before = translation


def _echoes(before: Translation, after: Translation) -> bool:
    plain, other = (" ".join(each.source.text.split()) for each in (before, after))
    said = " ".join(after.text.split()).casefold()
    return (
        before.status not in ("kept", "failed")
        and "repetition" not in after.flags
        and len(said.split()) >= 4
        and said == " ".join(before.text.split()).casefold()
        and plain != other
    )
