"""Trust: which of the n-best to believe, what stands against it, and what to try next.

The first hypothesis that keeps all numbers and known names wins over a slightly likelier one that does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from . import english_numbers, glossary, name_repair, quantity, repair
from .alignment import align
from .alternative import alternative
from .decoding import Decoding
from .engine import Hypothesis
from .gazetteer import Mention
from .guard import BROKEN
from .joining import join
from .judgement import WEIGHTS, Choice, Context, Source, judge, names_lost
from .translation import Translation, Try

__all__ = ["SECOND_TRIES", "Choice", "Context", "SecondTry", "better", "choose", "join", "neighbours"]


@dataclass(frozen=True, slots=True)
class SecondTry:
    """Another way to translate a sentence whose first n-best all have a fault.

    ``mends`` are the faults that it is worth its time for.
    """

    label: str
    mends: frozenset[str]
    beam_size: int = 1
    no_repeat_ngram: int = 0
    windows: bool = False
    """The sentence goes through in pieces (``windows.windows``), joined by a space."""
    worded: bool = False
    """The English of the glossary's terms that were missed stands in the Arabic."""

    def decoding(self, first: Decoding) -> Decoding:
        """The settings of this try, from those of the first."""
        wider = max(self.beam_size, first.beam_size)
        return replace(first, beam_size=wider, no_repeat_ngram=self.no_repeat_ngram)

    def serves(self, choice: Choice) -> bool:
        """Whether a fault stands that this try could mend; names that were all put right are left in peace."""
        settled = {"name_lost"} if choice.repaired and choice.missing == 0 else set()
        return not self.mends.isdisjoint(set(choice.flags) - settled)


UNFAITHFUL = frozenset(
    ("number_lost", "number_added", "negation_lost", "negation_added", "name_lost", "name_added", "invented")
)
"""Faults of a text that says something else."""

SECOND_TRIES = (
    SecondTry("with the glossary's words put in", frozenset({"glossary_missed"}), worded=True),
    SecondTry("in windows", BROKEN | UNFAITHFUL | {"engine_error"}, windows=True),
    SecondTry("beam 8, no phrase of three words twice", BROKEN, beam_size=8, no_repeat_ngram=3),
)
"""In the order of what they mend (``bench/trust.py``): short pieces keep numbers and names that long sentences lose."""


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
    source = Source.read(text, context, pieces=pieces, unknown=unknown)
    judged: list[Choice] = []
    for index, hypothesis in enumerate(hypotheses):
        judged.append(replace(judge(source, hypothesis, context), index=index))
        if judged[-1].cost <= WEIGHTS["low_score"]:
            break
    best = min(judged, key=lambda choice: (choice.cost, choice.index))
    passed = tuple(_tried(choice, label) for choice in judged if choice.index < best.index)
    chosen = _repaired(source, hypotheses[best.index], replace(best, tries=passed), context, label)
    others = (hypothesis for at, hypothesis in enumerate(hypotheses) if at != best.index)
    return replace(chosen, alternative=alternative(source, chosen, others))


def _repaired(source: Source, hypothesis: Hypothesis, choice: Choice, context: Context, label: str) -> Choice:
    """The choice with its surely wrong numbers, names and terms set right.

    A number or a term set right is no fault any more; ``name_lost`` stays, so that a reader looks. What the model
    wrote is the last of ``tries``.
    """
    lost = names_lost(source, choice.text)
    changes = _changes(source, hypothesis, choice, lost)
    if not changes:
        return choice
    again = judge(source, replace(hypothesis, text=repair.apply(choice.text, changes)), context)
    if again.cost > choice.cost:
        return choice
    flags = tuple(dict.fromkeys((*again.flags, *(("name_lost",) if lost else ()))))
    restored = tuple(replace(name, restored=True) for name in choice.lost_names if name not in again.lost_names)
    said = ", ".join(f"{change.before} → {change.after}" for change in changes)
    before = Try(f"{_settings(label, choice.index)}, before {said}", choice.text, choice.score, choice.flags)
    return replace(
        again,
        flags=flags,
        index=choice.index,
        tries=(*choice.tries, before),
        lost_names=(*again.lost_names, *restored),
        repaired=True,
    )


def _changes(source: Source, hypothesis: Hypothesis, choice: Choice, lost: Sequence[Mention]) -> list[repair.Change]:
    """What is to be changed, the glossary's terms first; no two changes touch."""
    missed = [met for met, hit in zip(source.terms, choice.glossary, strict=True) if not hit.applied]
    aligned = align(source.text, source.pieces, hypothesis) if lost or missed else None
    wanted = glossary.changes(choice.text, missed, source.terms, aligned) if aligned and missed else []
    wanted += name_repair.name_changes(choice.text, source.names, lost, aligned)
    if not all(pair.ok for pair in choice.numbers):
        wanted += repair.number_changes(choice.text, quantity.settle(source.numbers, english_numbers.find(choice.text)))
    made: list[repair.Change] = []
    for change in wanted:
        if not any(change.start < other.end and other.start < change.end for other in made):
            made.append(change)
    return made


def better(first: Choice, second: Choice, label: str) -> Choice:
    """The better of two searches; the other goes to its ``tries``. The first wins a draw."""
    if second.text == first.text:
        return first
    if second.cost < first.cost:
        return replace(second, tries=(*first.tries, _tried(first, "first search"), *second.tries))
    return replace(first, tries=(*first.tries, _tried(second, label)))


def _tried(choice: Choice, label: str) -> Try:
    return Try(_settings(label, choice.index), choice.text, choice.score, choice.flags)


@cache
def _settings(label: str, index: int) -> str:
    return f"{label}, hypothesis {index + 1}"


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
