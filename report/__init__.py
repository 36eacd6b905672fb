"""The brief as people and programs want it: text, Markdown, JSON, HTML, Word, translation memory.

``FORMATS`` is the table; ``load`` reads a JSON brief back, so that any format can be made later without a
model. Template and document libraries are imported where they are used.
"""

from .format import FORMATS, Format, choose, formats_of, guess
from .index import index
from .loading import load, load_all
from .markdown import escape
from .proposal import proposal
from .terminal import suited

__all__ = [
    "FORMATS",
    "Format",
    "choose",
    "escape",
    "formats_of",
    "guess",
    "index",
    "load",
    "load_all",
    "proposal",
    "suited",
]
