"""Trust: which of the n-best to believe, what stands against it, and what to try next.

The first hypothesis that keeps all numbers and known names wins over a slightly likelier one that does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .decoding import Decoding
from .engine import Hypothesis
from .guard import GUARDS
from .quantity import compare
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
        """Whether the engine must say what it looked at (a glossary needs it)."""
        return False


@dataclass(frozen=True, slots=True)
class Choice:
    """The hypothesis taken, and what stands against it.

    ``index`` counts in the n-best; ``tries`` are the likelier hypotheses that were passed over.
    """

    text: str
    score: float | None
    flags: tuple[str, ...] = ()
    index: int = 0
    tries: tuple[Try, ...] = ()
    numbers: tuple[NumberPair, ...] = ()
    glossary: tuple[GlossaryHit, ...] = ()

    @property
    def cost(self) -> float:
        """The gravity of its faults, summed."""
        wrong = sum(not pair.ok for pair in self.numbers)
        return wrong + float(sum(WEIGHTS.get(flag, 0.0) for flag in self.flags))

    @property
    def worth_a_try(self) -> bool:
        """Whether a fault stands that a second try could mend."""
        return any(flag not in NOT_MENDED_BY_TRYING for flag in self.flags)


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


def judge(source: str, hypothesis: Hypothesis, context: Context, *, unknown: str = "") -> Choice:
    """All that stands against one hypothesis; ``unknown``: characters that the model does not know."""
    flags = [guard.flag for guard in GUARDS if guard.fires(source, hypothesis.text)]
    ledger = compare(source, hypothesis.text)
    flags.extend(ledger.flags)
    if unknown:
        flags.append("unknown_characters")
    if context.score_floor is not None and hypothesis.score < context.score_floor:
        flags.append("low_score")
    return Choice(hypothesis.text, hypothesis.score, tuple(flags), numbers=ledger.pairs)


def choose(
    source: str,
    hypotheses: Sequence[Hypothesis],
    context: Context,
    *,
    pieces: Sequence[str] = (),
    unknown: str = "",
    label: str = "first search",
) -> Choice:
    """The hypothesis with the least against it; among equals the likeliest.

    Args:
        source: the mended sentence that went to the engine.
        hypotheses: n-best, best first; none gives an ``empty`` choice.
        context: what the run knows.
        pieces: the engine's source tokens, for the glossary's alignment (only with attention).
        unknown: characters of the source that the model does not know.
        label: names these settings in ``tries``.
    """
    if not hypotheses:
        return Choice("", None, ("empty",))
    judged: list[Choice] = []
    for index, hypothesis in enumerate(hypotheses):
        choice = replace(judge(source, hypothesis, context, unknown=unknown), index=index)
        judged.append(choice)
        if choice.cost <= WEIGHTS["low_score"]:
            break
    best = min(judged, key=lambda choice: (choice.cost, choice.index))
    passed = tuple(_tried(choice, label) for choice in judged if choice.index < best.index)
    return replace(best, tries=passed)


def better(first: Choice, second: Choice, label: str) -> Choice:
    """The better of two searches; the other goes to its ``tries``. The first wins a draw."""
    if second.cost < first.cost:
        return replace(second, tries=(*first.tries, _tried(first, "first search"), *second.tries))
    return replace(first, tries=(*first.tries, _tried(second, label)))


def _tried(choice: Choice, label: str) -> Try:
    settings = f"{label}, hypothesis {choice.index + 1}"
    return Try(settings, choice.text, choice.score, choice.flags)


def neighbours(translations: Sequence[Translation]) -> list[Translation]:
    """Flag ``repetition`` where a sentence has the very translation of the one before, the sources differ."""
    return list(_neighbours(translations))


def _neighbours(translations: Sequence[Translation]) -> Iterable[Translation]:
    before: Translation | None = None
    for translation in translations:
        same = before is not None and _echoes(before, translation)
        yield (
            replace(translation, status="flagged", flags=(*translation.flags, "repetition"))
            if same
            else translation
        )
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
