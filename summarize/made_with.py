"""How a brief was made: versions, models, revisions, decoding. No times of day, no paths, no host names."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata

from mujaz import __version__

LIBRARIES = ("ctranslate2", "sentencepiece")
"""Those whose version can change a result, beside what an engine names itself."""

ENGINES = {"transformers": ("torch", "transformers")}
"""What an engine of that name stands on."""


def made_with(
    translator: Mapping[str, object] | None,
    summarizer: Mapping[str, object] | None = None,
    brief: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """The record ``made_with``; ``summarizer`` is None when no model wrote, ``translator`` for English input.

    The translator's own record carries its glossary; here it stands beside it. ``brief`` are the options of bullets
    that no model wrote; a summarizer's own record carries them.
    """
    engines = [str(each.get("engine")) for each in (translator, summarizer) if each]
    libraries = dict.fromkeys([*LIBRARIES, *(name for engine in engines for name in ENGINES.get(engine, ()))])
    versions = {"mujaz": __version__} | {name: metadata.version(name) for name in libraries}
    glossary = None if translator is None else translator.get("glossary")
    own = None if translator is None else {key: value for key, value in translator.items() if key != "glossary"}
    made = versions | {
        "translator": own,
        "summarizer": None if summarizer is None else dict(summarizer),
        "glossary": glossary,
    }
    return made if brief is None else made | {"brief": dict(brief)}
