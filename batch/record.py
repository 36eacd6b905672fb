"""``run.json``: what an output folder is made with, kept from its first run on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mujaz import UserError, __version__, reason, write_whole

from .manifest import Ledger
from .options import BatchOptions
from .recipe import Recipe, Settled, settle
from .rendering import formats

SCHEMA = 1

OTHER_WEIGHTS = "with other weights of that name, or another text of the glossary"
"""How a folder's articles were made, when the choices are the same and the hashes are not."""


@dataclass(frozen=True, slots=True)
class Record:
    """``run.json``: the recipe of an output folder, its weights, and the formats made so far with their endings."""

    recipe: Recipe
    models: Mapping[str, Mapping[str, str]]
    options_sha256: str
    formats: Mapping[str, str]

    @classmethod
    def read(cls, path: Path) -> Record | None:
        """The record in ``path``; None if there is none.

        Raises:
            UserError: it is damaged, or cannot be read.
        """
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UserError(f"cannot read {path}: {reason(error)}; check the permissions of OUT") from None
        try:
            found = json.loads(data)
            recipe = Recipe.of(found["options"])
            return cls(recipe, dict(found["models"]), str(found["options_sha256"]), dict(found["formats"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UserError(f"{path} is damaged: {error}; with --redo a new one is written") from None

    def write(self, path: Path) -> None:
        """Write the record whole."""
        record = {
            "schema": SCHEMA,
            "mujaz": __version__,
            "options_sha256": self.options_sha256,
            "models": dict(self.models),
            "options": self.recipe.choices(),
            "formats": dict(self.formats),
        }
        text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
        write_whole(path, text.encode("utf-8", "backslashreplace"))


def recorded(options: BatchOptions, state: Path) -> Record | None:
    """What an earlier run chose; None if there was none.

    Raises:
        UserError: ``run.json`` is damaged, and nobody said ``--redo``.
    """
    try:
        return Record.read(state / "run.json")
    except UserError:
        if options.redo:
            return None
        raise


def settled_for(options: BatchOptions, state: Path, note: Callable[[str], None]) -> tuple[Settled, Mapping[str, str]]:
    """The recipe of this run and its formats: those of the folder, unless ``--redo`` sets them anew.

    Raises:
        UserError: a choice contradicts what the folder's articles were made with.
        ModelError: a model is not installed.
    """
    record = recorded(options, state)
    earlier = record.formats if record else {}
    wanted = options.formats or earlier or ("md",)
    # What was made before can be made; to ask would cost a run with nothing to do most of its time.
    made = earlier if set(wanted) <= set(earlier) else formats([*earlier, *wanted])
    if record is None:
        return _anew(options.recipe, note), made
    if options.redo:
        settled = _anew(options.recipe, note)
        if count := _made_otherwise(state, settled):
            ways = settled.recipe.differences(record.recipe) or [OTHER_WEIGHTS]
            note(f"--redo: articles that are made again: {count}; they were made {', '.join(ways)}")
        return settled, made
    settled = settle(options.recipe.over(record.recipe), complete=True)
    differences = options.recipe.differences(record.recipe)
    if settled.sha256 != record.options_sha256:
        differences = differences or [OTHER_WEIGHTS]
    if differences and (count := _made_otherwise(state, settled)):
        same = "choose another output folder" if differences == [OTHER_WEIGHTS] else "do the same"
        raise UserError(
            f"articles of this folder that were made {', '.join(differences)}: {count}; {same}, or make them all "
            f"again with --redo"
        )
    return settled, made


def _made_otherwise(state: Path, settled: Settled) -> int:
    """How many finished articles of a folder were made in another way."""
    articles = Ledger(state).articles()
    return sum(1 for entry in articles if entry.status == "done" and entry.options_sha256 != settled.sha256)


def _anew(recipe: Recipe, note: Callable[[str], None]) -> Settled:
    settled = settle(recipe)
    if "summarizer" not in settled.models and not recipe.brief.get("extractive"):
        note("no summariser is installed: in this folder the bullets are the articles' own sentences")
        note("for written ones: mujaz models pull smollm2-135m, then --redo")
    return settled
