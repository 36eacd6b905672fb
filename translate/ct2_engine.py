"""The default engine: CTranslate2, int8, on the processor.

Sentences are batched only with sentences of the same number of source tokens. Padding changes the
shapes of the float kernels, and with them the last bits, and now and then a word (OpenNMT/CTranslate2#693);
without padding a sentence comes out the same alone or among thousands (``bench/batch_invariance.py``).
"""

from __future__ import annotations

import itertools
import logging
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mujaz import ModelError

from .allocator import give_back
from .decoding import Decoding
from .engine import Hypothesis, Key, in_bytes
from .pieces import Pieces

WINDOW = 4096
"""Sentences looked at together to fill batches of one length; bounds memory."""

MANY = 500
"""Sentences after which memory is given back: they take so long that the time for it counts for nothing."""

BATCH_TOKENS = 1024
"""Source tokens a batch: beyond this CTranslate2 gains nothing on a processor (``bench/speed.py``)."""


@dataclass(frozen=True, slots=True)
class Attention:
    """The attention of one hypothesis of a result, taken over from CTranslate2 when it is looked at."""

    result: Any
    hypothesis: int

    def __iter__(self) -> Iterator[bytes]:
        return iter(in_bytes(self.result.attention[self.hypothesis]))


class CTranslate2Engine:
    """A Marian model run by CTranslate2."""

    name = "ctranslate2"

    def __init__(
        self, translator: Any, pieces: Pieces, *, threads: int, compute_type: str, batch_tokens: int = BATCH_TOKENS
    ) -> None:
        self._translator = translator
        self._pieces = pieces
        self.positions = pieces.positions
        self._threads = threads
        self._compute_type = compute_type
        self._batch_tokens = batch_tokens

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        threads: int,
        compute_type: str = "int8",
        threads_a_batch: int = 1,
        batch_tokens: int = BATCH_TOKENS,
    ) -> CTranslate2Engine:
        """Load the Marian model in ``folder``; its CTranslate2 form is built once, in the model store.

        ``threads`` batches are worked on at once, with ``threads_a_batch`` each: for models of this size and
        batches of one length, one thread a batch takes the least processor time (``bench/speed.py``).

        Raises:
            ModelError: the folder is no Marian model, or its CTranslate2 form is damaged.
        """
        import weights

        pieces = Pieces.load(folder)
        form = weights.prepared(folder, compute_type=compute_type, note=logging.getLogger("mujaz").info)
        import ctranslate2

        try:
            translator = ctranslate2.Translator(
                str(form),
                device="cpu",
                compute_type=compute_type,
                inter_threads=threads,
                intra_threads=threads_a_batch,
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(
                f"cannot load the model in {form}: {error}; remove that folder to have it made anew"
            ) from error
        return cls(translator, pieces, threads=threads, compute_type=compute_type, batch_tokens=batch_tokens)

    def tokens(self, text: str) -> list[str]:
        """The source pieces of ``text``."""
        return self._pieces.encode(text)

    def unknown(self, text: str) -> str:
        """The characters of ``text`` that the model does not know."""
        return self._pieces.unknown(text)

    def translate(
        self,
        sentences: Iterable[tuple[Key, str]],
        decoding: Decoding,
        *,
        nbest: int = 1,
        attention: bool = False,
    ) -> Iterator[tuple[Key, list[Hypothesis]]]:
        """N-best hypotheses a sentence; see :class:`translate.engine.Engine`."""
        stream = iter(sentences)
        while window := list(itertools.islice(stream, WINDOW)):
            inputs = [(key, self._pieces.model_input(text)) for key, text in window]
            yield from self._window(equal_length_batches(inputs, self._batch_tokens), decoding, nbest, attention)
            if len(window) >= MANY:
                give_back()

    def _window(
        self, batches: Iterable[list[tuple[Key, list[str]]]], decoding: Decoding, nbest: int, attention: bool
    ) -> Iterator[tuple[Key, list[Hypothesis]]]:
        waiting: deque[tuple[list[tuple[Key, list[str]]], list[Any]]] = deque()
        for batch in batches:
            waiting.append((batch, self._submit([pieces for _, pieces in batch], decoding, nbest, attention)))
            if len(waiting) > 2 * self._threads:
                yield from self._collect(*waiting.popleft(), decoding, attention)
        while waiting:
            yield from self._collect(*waiting.popleft(), decoding, attention)

    def _submit(self, sources: list[list[str]], decoding: Decoding, nbest: int, attention: bool) -> list[Any]:
        return list(
            self._translator.translate_batch(
                sources,
                asynchronous=True,
                beam_size=decoding.beam_size,
                num_hypotheses=min(nbest, decoding.beam_size),
                length_penalty=decoding.length_penalty,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                max_input_length=0,
                max_decoding_length=decoding.max_target(len(sources[0])),
                disable_unk=True,
                return_scores=True,
                return_attention=attention,
            )
        )

    def _collect(
        self, batch: list[tuple[Key, list[str]]], results: list[Any], decoding: Decoding, attention: bool
    ) -> Iterator[tuple[Key, list[Hypothesis]]]:
        for (key, _), waiting in zip(batch, results, strict=True):
            result = waiting.result()
            yield (
                key,
                [
                    self._hypothesis(tokens, score, Attention(result, at) if attention else None, decoding)
                    for at, (tokens, score) in enumerate(zip(result.hypotheses, result.scores, strict=True))
                ],
            )

    def _hypothesis(
        self, tokens: list[str], score: float, attention: Attention | None, decoding: Decoding
    ) -> Hypothesis:
        # CTranslate2 divides the summed log-probability, end token included, by length ** length_penalty.
        length = len(tokens) + 1
        mean = score * length**decoding.length_penalty / length
        return Hypothesis(self._pieces.decode(tokens), tuple(tokens), mean, attention)

    def made_with(self) -> dict[str, object]:
        """Engine and number format."""
        return {"engine": self.name, "compute_type": self._compute_type}


def equal_length_batches(
    inputs: Sequence[tuple[Key, list[str]]], tokens: int = BATCH_TOKENS
) -> Iterator[list[tuple[Key, list[str]]]]:
    """Batches of inputs of one length, longest first, each of at most ``tokens`` tokens or one input.

    >>> [[key for key, _ in batch] for batch in equal_length_batches([(1, ["a"]), (2, ["b", "c"]), (3, ["d"])])]
    [[2], [1, 3]]
    """
    ordered = sorted(inputs, key=lambda item: -len(item[1]))
    for length, group in itertools.groupby(ordered, key=lambda item: len(item[1])):
        same = list(group)
        size = max(1, tokens // length)
        for start in range(0, len(same), size):
            yield same[start : start + size]
