"""Arabic articles into English sentences; nothing is imported before it is asked for.

>>> from translate import split
>>> [sentence.text for sentence in split("وصل الوزير. ماذا قال؟")]
['وصل الوزير.', 'ماذا قال؟']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mujaz.lazy import exports

if TYPE_CHECKING:
    from .article import Article as Article
    from .article import Origin as Origin
    from .decoding import BEST as BEST
    from .decoding import FAST as FAST
    from .decoding import Decoding as Decoding
    from .engine import ENGINES as ENGINES
    from .engine import Engine as Engine
    from .engine import Hypothesis as Hypothesis
    from .engine import load_engine as load_engine
    from .inputs import read as read
    from .language import dialect as dialect
    from .language import is_arabic_document as is_arabic_document
    from .language import require_arabic as require_arabic
    from .names import who_is_who as who_is_who
    from .nonwords import invented as invented
    from .parts import WINDOW as WINDOW
    from .sentence import Sentence as Sentence
    from .sentence import split as split
    from .spellings import disputed as disputed
    from .strangers import names_added as names_added
    from .translation import FAULTS as FAULTS
    from .translation import FLAGS as FLAGS
    from .translation import NOTES as NOTES
    from .translation import STATUSES as STATUSES
    from .translation import Alternative as Alternative
    from .translation import GlossaryHit as GlossaryHit
    from .translation import LostName as LostName
    from .translation import NumberPair as NumberPair
    from .translation import Repair as Repair
    from .translation import Translation as Translation
    from .translation import Try as Try
    from .translation import came_to_nothing as came_to_nothing
    from .translator import Translator as Translator

_HOMES = {
    "Alternative": "translation",
    "Article": "article",
    "BEST": "decoding",
    "Decoding": "decoding",
    "ENGINES": "engine",
    "Engine": "engine",
    "FAST": "decoding",
    "FAULTS": "translation",
    "FLAGS": "translation",
    "GlossaryHit": "translation",
    "Hypothesis": "engine",
    "LostName": "translation",
    "NOTES": "translation",
    "NumberPair": "translation",
    "Origin": "article",
    "Repair": "translation",
    "STATUSES": "translation",
    "Sentence": "sentence",
    "Translation": "translation",
    "Translator": "translator",
    "Try": "translation",
    "WINDOW": "parts",
    "came_to_nothing": "translation",
    "dialect": "language",
    "disputed": "spellings",
    "invented": "nonwords",
    "is_arabic_document": "language",
    "load_engine": "engine",
    "names_added": "strangers",
    "read": "inputs",
    "require_arabic": "language",
    "split": "sentence",
    "who_is_who": "names",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - a list of strings, made from the table
__getattr__ = exports(__name__, _HOMES)
