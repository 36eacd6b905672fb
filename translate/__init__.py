"""Arabic articles into English sentences; nothing heavy is imported before a model is loaded.

>>> [sentence.text for sentence in split("وصل الوزير. ماذا قال؟")]
['وصل الوزير.', 'ماذا قال؟']
"""

from .article import Article, Origin
from .decoding import BEST, FAST, Decoding
from .engine import ENGINES, Engine, Hypothesis, load_engine
from .language import dialect, is_arabic_document, require_arabic
from .names import mapping as who_is_who
from .read import read
from .spellings import disputed
from .split import Sentence, split
from .translation import (
    FAULTS,
    FLAGS,
    NOTES,
    STATUSES,
    Alternative,
    GlossaryHit,
    LostName,
    NumberPair,
    Repair,
    Translation,
    Try,
)
from .translator import WINDOW, Translator

__all__ = [
    "BEST",
    "ENGINES",
    "FAST",
    "FAULTS",
    "FLAGS",
    "NOTES",
    "STATUSES",
    "WINDOW",
    "Alternative",
    "Article",
    "Decoding",
    "Engine",
    "GlossaryHit",
    "Hypothesis",
    "LostName",
    "NumberPair",
    "Origin",
    "Repair",
    "Sentence",
    "Translation",
    "Translator",
    "Try",
    "dialect",
    "disputed",
    "is_arabic_document",
    "load_engine",
    "read",
    "require_arabic",
    "split",
    "who_is_who",
]
