"""The options that commands share, and where else their values may come from."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import click
from click.core import ParameterSource

from . import __version__
from .errors import UsageError
from .settings import SETTINGS, configuration_file, read_configuration
from .talk import talk

F = TypeVar("F", bound=Callable[..., Any])
HELP = {setting.name: setting for setting in SETTINGS}


def options(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one decorator, in the order in which ``--help`` shows them."""

    def decorate(command: F) -> F:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def setting(name: str, *declarations: str, **more: Any) -> Callable[[F], F]:
    """An option that may also stand in the environment or in ``mujaz.toml``; a switch has an opposite, to beat both."""
    known = HELP[name]
    if known.kind is bool:
        more |= {"is_flag": True}
    elif "type" not in more:
        more |= {"type": known.kind}
    spelled = f"--{name}/--no-{name}" if known.kind is bool else f"--{name}"
    return click.option(*(declarations or (spelled,)), envvar=known.variable, help=known.help, **more)


def _configure(context: click.Context, _: click.Parameter, path: Path | None) -> Path | None:
    given = context.meta["mujaz.config"] = path or context.meta.get("mujaz.config")
    found = read_configuration(configuration_file(given))
    context.meta["mujaz.models"] = found.pop("models", {})
    if not isinstance(context.command, click.Group):
        context.default_map = found
    return path


def _stay_offline(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """A group is told as well as its command: what was typed beats what was not, and yes beats no."""
    typed = context.get_parameter_source("offline") is ParameterSource.COMMANDLINE
    said = context.meta["mujaz.offline_said"] = max((typed, wanted), context.meta.get("mujaz.offline_said", (False,)))
    context.meta["mujaz.offline"] = said[-1]


def common(command: F) -> F:
    """What every command takes: how much to say, whether it may connect, and a settings file."""

    @functools.wraps(command)
    def talking(*args: Any, quiet: int, verbose: int, **kwargs: Any) -> Any:
        said = click.get_current_context().meta  # groups are talked to as well: `mujaz -q translate`
        quiet = said["mujaz.quiet"] = quiet + said.get("mujaz.quiet", 0)
        verbose = said["mujaz.verbose"] = verbose + said.get("mujaz.verbose", 0)
        talk(logging.WARNING if quiet else logging.DEBUG if verbose else logging.INFO)
        return command(*args, **kwargs)

    config_file = click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        is_eager=True,
        expose_value=False,
        callback=_configure,
        help="settings file instead of the user's mujaz.toml",
    )
    quiet = click.option("-q", "--quiet", count=True, help="results and errors only")
    verbose = click.option("-v", "--verbose", count=True, help="more about what was done; repeatable")
    offline = setting("offline", expose_value=False, callback=_stay_offline)
    version = click.version_option(__version__, prog_name="mujaz")
    return cast(F, quiet(verbose(offline(config_file(version(talking))))))


DECODING = ("fast", "best", "beam_size")
"""Options that are one choice: how widely is searched."""

_PLACES = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT, ParameterSource.DEFAULT_MAP)
"""Where a choice may be made, the one that beats the others first; the last is the settings file."""


def _one_choice(command: F) -> F:
    """Hand on of :data:`DECODING` what the first place says that says any of it: a typed flag is the whole choice."""

    @functools.wraps(command)
    def choosing(*args: Any, **chosen: Any) -> Any:
        place_of = click.get_current_context().get_parameter_source
        said = ({name: chosen[name] for name in DECODING if chosen[name] and place_of(name) is at} for at in _PLACES)
        return command(*args, **chosen | dict.fromkeys(DECODING) | next(filter(None, said), {}))

    return cast(F, choosing)


def _one_author(command: F) -> F:
    """A summarizer that is named puts out an ``extractive`` from a place that it beats; typed both, neither can."""

    @functools.wraps(command)
    def choosing(*args: Any, **chosen: Any) -> Any:
        if chosen["summarizer"] and chosen["extractive"]:
            place_of = click.get_current_context().get_parameter_source
            named, own = place_of("summarizer"), place_of("extractive")
            if named is own is ParameterSource.COMMANDLINE:
                raise UsageError("--summarizer and --extractive exclude each other; give one")
            chosen["extractive"] = next(place for place in _PLACES if place in (named, own)) is own
        return command(*args, **chosen)

    return cast(F, choosing)


inputs = options(
    click.argument("files", nargs=-1, metavar="[FILE…|-]", type=click.Path(path_type=str)),
    setting("encoding", metavar="NAME"),
    click.option("--from", "from_format", metavar="FORMAT", help="format of standard input"),
    setting("field", metavar="NAME"),
)

writes = options(
    click.option("-o", "--output", default="-", metavar="PATH", help="file or folder; - is standard output"),
    click.option(
        "-f",
        "--format",
        "format_name",
        metavar="NAME",
        help="output format; else by the output's ending; without either, text",
    ),
)

translates = options(
    setting("model", "-m", "--model", metavar="NAME|FOLDER"),
    setting("engine", metavar="ctranslate2|transformers"),
    setting("beam-size", type=click.IntRange(1, 64), metavar="N"),
    setting("fast"),
    setting("best"),
    setting("threads", type=click.IntRange(1), metavar="N"),
    click.option("--glossary", type=click.Path(path_type=Path), metavar="FILE", help="terms and their English"),
    setting("force-arabic", default=None),
    setting("cache"),
    _one_choice,
)

summarizes = options(
    setting("summarizer", metavar="NAME|FOLDER"),
    setting("bullets", type=click.IntRange(1), metavar="N"),
    setting("words", type=click.IntRange(1), metavar="N"),
    setting("focus", metavar="TEXT"),
    setting("order", type=click.Choice(["importance", "article"])),
    setting("extractive", default=None),
    _one_author,
)


folders = options(
    click.argument("in_folder", metavar="IN", type=click.Path(path_type=Path, readable=False)),
    click.argument("out_folder", metavar="OUT", type=click.Path(path_type=Path, readable=False)),
    click.option("-f", "--format", "formats", multiple=True, metavar="NAME", help="beside json; md if none is given"),
    setting("encoding", metavar="NAME"),
    setting("field", metavar="NAME"),
)

batches = options(
    setting("strict"),
    click.option("--shard", metavar="I/N", help="only the files of part I of N; each part may run elsewhere"),
    click.option("--include", multiple=True, metavar="GLOB", help="only names or paths like this; repeatable"),
    click.option("--exclude", multiple=True, metavar="GLOB", help="no names or paths like this; repeatable"),
    click.option("--limit", type=click.IntRange(1), metavar="N", help="work on so many files at most"),
    click.option("--force", is_flag=True, help="make all again, and write over files that are in the way"),
    click.option("--redo", is_flag=True, help="make again what was made with other options"),
    click.option("--retry-failed", is_flag=True, help="try again what failed"),
    click.option("--fail-fast", is_flag=True, help="stop at the first failure"),
    setting("max-failures", type=click.IntRange(1), metavar="N"),
    setting("timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS"),
    click.option("--dry-run", is_flag=True, help="only say what would be done"),
    click.option("--status", is_flag=True, help="only say how far the folder is"),
    click.option("--json", "as_json", is_flag=True, help="the summary, or --status, for a program"),
    click.option("--merge", is_flag=True, help="join the manifests of shards that are done"),
    click.option("--index", is_flag=True, help="write a page that leads to every brief"),
    click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help="the summary as .md or .json"),
    click.option("--watch", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="keep looking"),
    click.option("--ray", is_flag=False, flag_value="local", metavar="[ADDRESS]", help="on a Ray cluster"),
    click.option("--break-lock", is_flag=True, help="a lock left on another host is no lock"),
)

json_option = click.option("--json", "as_json", is_flag=True, help="for a program")
