"""Settings: flag beats environment beats ``mujaz.toml`` beats the default. One name an option, everywhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import UserError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "mujaz.toml"


@dataclass(frozen=True, slots=True)
class Setting:
    """An option that may also stand in the environment or in ``mujaz.toml``."""

    name: str
    kind: type
    help: str

    @property
    def variable(self) -> str:
        """Its environment variable.

        >>> Setting("beam-size", int, "").variable
        'MUJAZ_BEAM_SIZE'
        """
        return "MUJAZ_" + self.name.upper().replace("-", "_")

    @property
    def parameter(self) -> str:
        """Its name in Python."""
        return self.name.replace("-", "_")


SETTINGS = (
    Setting("model", str, "translator: a name of `mujaz models list`, or a folder"),
    Setting("engine", str, "what runs the translator; ctranslate2 is the fast one"),
    Setting("beam-size", int, "hypotheses kept while searching; 4 by default"),
    Setting("fast", bool, "greedy search: faster, rougher"),
    Setting("best", bool, "a wider search: slower"),
    Setting("threads", int, "threads to use; by default those that are ours"),
    Setting("force-arabic", bool, "translate Arabic script whatever the language seems to be"),
    Setting("cache", bool, "keep translations on this machine, and use those kept earlier"),
    Setting("summarizer", str, "summarizer: a name of `mujaz models list`, or a folder"),
    Setting("bullets", int, "bullets a brief; by default from the article's length"),
    Setting("words", int, "words for all bullets together"),
    Setting("focus", str, "only bullets about this; in English"),
    Setting("order", str, "order of the bullets; that of the article by default"),
    Setting("extractive", bool, "sentences of the article as bullets, no model"),
    Setting("encoding", str, "encoding of the input; by default found out"),
    Setting("field", str, "field of a JSON article that holds its text"),
    Setting("strict", bool, "exit 3 if a sentence is flagged or failed"),
    Setting("timeout", float, "seconds that a batch may be without news before what it has in hand counts as hanging"),
    Setting("max-failures", int, "failed articles after which a batch stops"),
    Setting("offline", bool, "never connect: a pull from elsewhere is refused"),
)
"""Every option that is a setting. Paths, outputs and formats are none: they belong to one call."""


def configuration_file(chosen: Path | None = None) -> Path | None:
    """The settings file: ``chosen``, else ``mujaz.toml`` in the user's configuration folder if it is there."""
    if chosen is not None:
        return chosen
    import platformdirs

    usual = Path(platformdirs.user_config_dir("mujaz", appauthor=False)) / FILE
    return usual if usual.is_file() else None


def read_configuration(path: Path | None) -> dict[str, Any]:
    """The settings of a file, by parameter name; ``models`` holds the user's own models (``[models.NAME]``).

    Raises:
        UserError: the file is missing, no TOML, or holds a name that is no setting, or a wrong kind of value.
    """
    if path is None:
        return {}
    loaded = _toml(path)
    known = {setting.name: setting for setting in SETTINGS}
    values: dict[str, Any] = {}
    for name, value in loaded.items():
        if name == "models" and isinstance(value, dict):
            values[name] = value
            continue
        setting = known.get(name.replace("_", "-"))
        if setting is None:
            raise UserError(f"{path}: there is no setting {name!r}; there are: {', '.join(known)}")
        values[setting.parameter] = _checked(setting, value, path)
    return values


def _toml(path: Path) -> dict[str, Any]:
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError(f"there is no settings file {path}; check --config") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(f"cannot read the settings in {path}: {error}") from None
    return values


def _checked(setting: Setting, value: Any, path: Path) -> Any:
    allowed = (int, float) if setting.kind is float else (setting.kind,)
    if isinstance(value, bool) != (setting.kind is bool) or not isinstance(value, allowed):
        raise UserError(f"{path}: {setting.name} wants {setting.kind.__name__}, not {value!r}; see `mujaz config`")
    return value


def where_from(parameter: str, file_values: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> str:
    """Where the value of a setting comes from when no flag is given: a variable, the file, or the default."""
    setting = next(each for each in SETTINGS if each.parameter == parameter)
    if (os.environ if environment is None else environment).get(setting.variable):
        return setting.variable
    return FILE if parameter in file_values else "default"
