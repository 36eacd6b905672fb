"""N-best lists, asked of the engine: what stands in the cache is not searched for again."""

from __future__ import annotations

import itertools
import json
import logging
import sqlite3
from collections.abc import Iterator, Sequence

from mujaz import UserError

from .cache import Cache
from .decoding import Decoding
from .engine import Engine, Hypothesis

KEPT_AT_ONCE = 256
"""Sentences that are put into the cache together; until then their attention lies in the engine's own floats."""

Nbest = tuple[str, "list[Hypothesis] | None"]
"""A text and its n-best; None where the engine failed on that very text."""


class Search:
    """An engine, and perhaps a cache; one sentence that it fails on harms no other."""

    def __init__(self, engine: Engine, cache: Cache | None = None) -> None:
        self._engine = engine
        self._cache = cache

    def nbest(self, texts: Sequence[str], decoding: Decoding, *, attention: bool) -> Iterator[Nbest]:
        """As many hypotheses as the beam is wide for each of ``texts``, all different, in the order they come out.

        The engine works on while the caller looks at what is there.
        """
        settings = json.dumps([decoding.record(), attention])
        known = self._cached(texts, settings)
        fresh: dict[str, list[Hypothesis]] = {}
        missing = [text for text in texts if text not in known]
        for text, hypotheses in itertools.chain(known.items(), self._searched(missing, decoding, attention)):
            if self._cache is not None and hypotheses is not None and text not in known:
                fresh[text] = hypotheses
                if len(fresh) == KEPT_AT_ONCE:
                    self._keep(fresh, settings)
                    fresh = {}
            yield text, hypotheses
        self._keep(fresh, settings)

    def _searched(self, texts: Sequence[str], decoding: Decoding, attention: bool) -> Iterator[Nbest]:
        """All texts in one stream; when the engine fails, those without an answer go in alone."""
        left = dict.fromkeys(texts)
        try:
            for text, hypotheses in self._ask(texts, decoding, attention):
                del left[text]
                yield text, hypotheses
        except UserError:
            raise
        except Exception as error:
            logging.getLogger("mujaz").debug("the engine failed (%s); %d sentences go in alone", error, len(left))
        for text in left:
            yield text, self._alone(text, decoding, attention)

    def _alone(self, text: str, decoding: Decoding, attention: bool) -> list[Hypothesis] | None:
        try:
            ((_, hypotheses),) = self._ask([text], decoding, attention)
        except UserError:
            raise
        except Exception as error:
            logging.getLogger("mujaz").warning("a sentence could not be translated: %s", error)
            return None
        return hypotheses

    def _ask(self, texts: Sequence[str], decoding: Decoding, attention: bool) -> Iterator[tuple[str, list[Hypothesis]]]:
        keyed = ((text, text) for text in texts)
        return self._engine.translate(keyed, decoding, nbest=decoding.beam_size, attention=attention)

    def _cached(self, texts: Sequence[str], settings: str) -> dict[str, list[Hypothesis]]:
        if self._cache is None or not texts:
            return {}
        try:
            return self._cache.get_many(list(texts), settings)
        except (OSError, sqlite3.Error) as error:
            self._without_cache(error)
            return {}

    def _keep(self, fresh: dict[str, list[Hypothesis]], settings: str) -> None:
        if self._cache is None or not fresh:
            return
        try:
            self._cache.put_many(fresh, settings)
        except (OSError, sqlite3.Error) as error:
            self._without_cache(error)

    def _without_cache(self, error: Exception) -> None:
        logging.getLogger("mujaz").warning(
            "going on without the cache (%s); `mujaz cache clear` makes a new one", error
        )
        self._cache = None
