"""What decides the bytes of a brief, chosen once for an output folder and kept there in ``run.json``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mujaz import UsageError, UserError, reason

if TYPE_CHECKING:
    from translate import Decoding


@dataclass(frozen=True, slots=True)
class Recipe:
    """Choices that change what comes out. None leaves one to the earlier run on the folder, or to the default.

    ``brief`` are fields of ``summarize.BriefOptions``.
    """

    model: str | None = None
    engine: str | None = None
    decoding: Mapping[str, float | int] | None = None
    glossary: str | None = None
    force_arabic: bool | None = None
    summarizer: str | None = None
    brief: Mapping[str, Any] = field(default_factory=dict)
    encoding: str | None = None
    field: str | None = None

    @classmethod
    def chosen(cls, options: Mapping[str, Any], decoding: Decoding | None, brief: Mapping[str, Any]) -> Recipe:
        """The recipe of a command line: a switch is a choice if somebody said either word of it.

        Args:
            options: by name: model, engine, glossary, force_arabic, summarizer, encoding, field.
            decoding: None when no option of it was given.
            brief: the fields of ``BriefOptions`` that were given.
        """
        own = {name: options.get(name) for name in _PLAIN}
        for name in ("model", "summarizer", "glossary"):
            own[name] = _lasting(own[name])
        return cls(
            **{name: value for name, value in own.items() if value is not None},
            decoding=None if decoding is None else decoding.record(),
            brief={name: value for name, value in brief.items() if value is not None},
        )

    def differences(self, earlier: Recipe) -> list[str]:
        """The options given here that ``earlier`` does not share, each as what it was there.

        >>> Recipe(brief={"bullets": 5}).differences(Recipe(model="opus-mt-ar-en"))
        ['without --bullets']
        """
        mine, theirs = self.choices(), earlier.choices()
        said: dict[str, str] = {}
        for name, value in mine.items():
            if (value or None) != (theirs.get(name) or None):  # a switch that is off is as none
                # --beam-size is the translator's and the summariser's: said once
                option = "--" + name.rpartition(".")[2].replace("_", "-")
                said.setdefault(option, _said(option, theirs.get(name)))
        return list(said.values())

    def over(self, earlier: Recipe) -> Recipe:
        """These choices, and those of ``earlier`` where none was made here; another summarizer is no ``extractive``.

        >>> Recipe(summarizer="smollm2-135m").over(Recipe(brief={"extractive": True, "words": 60})).brief
        {'words': 60}
        """
        kept = earlier.choices()
        if self.summarizer not in (None, earlier.summarizer):
            kept.pop("brief.extractive", None)
        return Recipe.of({**kept, **self.choices()})

    def choices(self) -> dict[str, Any]:
        """The choices that were made, flat: ``brief.bullets``, ``decoding.beam_size``."""
        flat: dict[str, Any] = {}
        for name, value in asdict(self).items():
            if isinstance(value, Mapping):
                flat |= {f"{name}.{key}": inner for key, inner in value.items()}
            elif value is not None:
                flat[name] = value
        return flat

    @classmethod
    def of(cls, choices: Mapping[str, Any]) -> Recipe:
        """The recipe with these :meth:`choices`; not the names that are not known, nor a brief's switch that is off."""
        known = {each.name for each in fields(cls)}
        nested: dict[str, Any] = {}
        for name, value in choices.items():
            outer, _, inner = name.partition(".")
            if outer in known:
                if not inner:
                    nested[outer] = value
                elif value is not False:
                    nested.setdefault(outer, {})[inner] = value
        return cls(**nested)


def _said(option: str, value: object) -> str:
    if value in (None, False):
        return f"without {option}"
    return f"with {option}" if value is True else f"with {option} {value}"


_PLAIN = ("model", "engine", "glossary", "force_arabic", "summarizer", "encoding", "field")


def _lasting(name: Any) -> str | None:
    """A folder or file as it is found from everywhere; a name of the catalogue as it is."""
    if name is None:
        return None
    import weights

    path = Path(name)
    known = isinstance(name, str) and (name in weights.CATALOGUE or name in weights.installed())
    return str(path.absolute()) if path.exists() and not known else str(name)


@dataclass(frozen=True, slots=True)
class Settled:
    """A recipe with nothing left open, and the weights that it means."""

    recipe: Recipe
    models: Mapping[str, Mapping[str, str]]
    """``translator`` and ``summarizer`` (none when extractive): name, revision, sha256."""
    glossary_sha256: str | None = None

    @property
    def sha256(self) -> str:
        """What ``options_sha256`` of a manifest line is: choices, weights, glossary; no versions.

        An upgrade of mujaz makes no finished brief unfinished.
        """
        weights = {task: model["sha256"] for task, model in self.models.items()}
        named = {name: value for name, value in self.recipe.choices().items() if name not in _LOCAL}
        text = json.dumps([named, weights, self.glossary_sha256], sort_keys=True)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


_LOCAL = ("model", "summarizer", "glossary")
"""Choices that are paths or names: what they stand for is in the hashes of weights and glossary."""


def settle(recipe: Recipe, *, complete: bool = False) -> Settled:
    """Fill what ``recipe`` leaves open with the defaults, and look the weights up.

    Args:
        recipe: the choices made.
        complete: they hold an earlier run's, defaults included; what an upgrade of mujaz has added since is no
            choice that somebody made.

    Raises:
        ModelError: a model is not installed; the message has the command that installs it.
        UserError: the glossary cannot be read.
    """
    import weights

    defaults = {} if complete else _defaults(recipe)
    found = {"translator": weights.find(recipe.model, "translate")}
    defaults["model"] = found["translator"].name
    summarizer = recipe.summarizer or weights.default("summarize")
    if summarizer is None or recipe.brief.get("extractive"):
        defaults["brief.extractive"] = True
    else:
        found["summarizer"] = weights.find(summarizer, "summarize")
        defaults["summarizer"] = summarizer
    return Settled(
        recipe if complete else recipe.over(Recipe.of(defaults)),
        {task: {"name": m.name, "revision": m.revision, "sha256": m.sha256} for task, m in found.items()},
        None if recipe.glossary is None else _sha256(Path(recipe.glossary)),
    )


def _defaults(recipe: Recipe) -> dict[str, Any]:
    from summarize import BriefOptions
    from translate import ENGINES, Decoding

    if recipe.engine is not None and recipe.engine not in ENGINES:
        raise UsageError(f"there is no engine {recipe.engine!r}; there are: {', '.join(ENGINES)}")
    decoding = {f"decoding.{name}": value for name, value in Decoding().record().items()}
    brief = {f"brief.{name}": value for name, value in BriefOptions().record().items() if value not in (None, False)}
    return {"engine": next(iter(ENGINES)), "force_arabic": False, **decoding, **brief}


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UserError(f"cannot read the glossary {path}: {reason(error)}") from None
