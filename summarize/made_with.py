"""How a brief was made: versions, models, revisions, decoding. No times of day, no paths, no host names."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata

from mujaz import __version__

LIBRARIES = ("ctranslate2", "sentencepiece")
"""Those whose version can change a result of the default path."""


def made_with(
    translator: Mapping[str, object] | None,
    summarizer: Mapping[str, object] | None = None,
    glossary: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """The record ``made_with``; ``summarizer`` is None when no model wrote, ``translator`` for English input."""
    versions = {"mujaz": __version__} | {name: metadata.version(name) for name in LIBRARIES}
    return versions | {
        "translator": None if translator is None else dict(translator),
        "summarizer": None if summarizer is None else dict(summarizer),
        "glossary": None if glossary is None else dict(glossary),
    }
