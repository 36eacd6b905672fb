"""Which sentences of the article a text rests on, when nobody has said so."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from .quantities import quantities
from .support import quoted, support
from .words import content, words

MOST = 3
"""Sentences that one bullet may rest on."""

_GAIN = 0.08
"""Least share of the text's content words that a further sentence must add."""


def align(text: str, sentences: Sequence[str], usable: Collection[int] | None = None) -> tuple[int, ...]:
    """Indices of the smallest set of sentences that holds the words of ``text``, in order.

    It grows greedily: names, numbers, quotations and rare words first.

    A set whose support is faultless is preferred to a larger one that only shares more words.

    >>> align("2 men died.", ["The port is open.", "Two men died at sea.", "Men fish."])
    (1,)
    """
    places = sorted(range(len(sentences)) if usable is None else usable)
    quotes = {quote: [w.key for w in words(quote)] for quote in quoted(text)}
    named = {f"{q.value:g}" for q in quantities(text)} | set(quotes)
    named |= {w.stem for w in content(text) if w.is_capital or w.key[0].isdigit()}
    wanted = _marks(text, quotes) & (named | {w.stem for w in content(text)})
    stems = {at: _marks(sentences[at], quotes) & wanted for at in places}
    common = {stem: sum(stem in found for found in stems.values()) for stem in wanted}
    weight = {stem: (3.0 if stem in named else 1.0) / (1.0 + common[stem]) ** 0.5 for stem in wanted}
    total = sum(weight.values()) or 1.0
    taken: list[int] = []
    left = set(wanted)
    while left and len(taken) < MOST:
        near = {at: sum(weight[s] for s in stems[at] & left) / total for at in places if at not in taken}
        best = max(near, key=lambda at: (near[at], -at), default=None)
        if best is None or near[best] < _GAIN or (taken and support(text, [sentences[at] for at in taken], sentences)):
            break
        taken.append(best)
        left -= stems[best]
    return tuple(sorted(taken))


def _marks(text: str, quotes: Mapping[str, Sequence[str]]) -> set[str]:
    """What two texts have in common that say the same: stems, what numbers are worth, quotations word by word."""
    row, counted = words(text), quantities(text)
    plain = f" {' '.join(w.key for w in row)} "
    marks = {w.stem for w in row if not any(q.start <= w.start < q.end for q in counted)}
    marks |= {f"{q.value:g}" for q in counted}
    return marks | {quote for quote, keys in quotes.items() if f" {' '.join(keys)} " in plain}
