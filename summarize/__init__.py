"""English sentences into bullets that cite them; no model library is imported before a model is loaded."""

from .brief import Brief, Name
from .bullet import Bullet
from .options import BriefOptions
from .summarizer import Summarizer

__all__ = ["Brief", "BriefOptions", "Bullet", "Name", "Summarizer"]
