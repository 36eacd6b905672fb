"""The adapter's command line: `python -m training.summarize prepare | train | evaluate | export`."""

from __future__ import annotations

import argparse
from pathlib import Path

from .tuning import Config


def _prepare(config: Config, _options: argparse.Namespace) -> None:
    from . import examples

    print(examples.prepare(config, examples.open_text(config)), "examples")


def _train(config: Config, options: argparse.Namespace) -> None:
    from . import tuner

    state = tuner.train(config, until=options.until)
    print(f"stopped at step {state.step}, {state.pairs} examples")


def _export(config: Config, options: argparse.Namespace) -> None:
    from . import tuner

    print(tuner.export(config, options.output))


def _evaluate(config: Config, options: argparse.Namespace) -> None:
    from . import bullets

    sets = {}
    if options.articles:
        wanted = slice(options.first, options.last, options.every)
        sets["articles"] = list(bullets.highlights(options.articles, wanted))
    sets |= bullets.held_out(config, options.most)
    writers = {"base": _writer(config)} if options.base_too or not options.adapter else {}
    if options.adapter:
        writers["adapter"] = _writer(config, options.adapter)
    for line in bullets.evaluate(config, writers, sets):
        print(line)


def _writer(config: Config, adapter: Path | None = None):  # type: ignore[no-untyped-def]  # imported where it is needed
    """The base model in the product's writer, or with an adapter merged."""
    from summarize.rewrite import Writer
    from weights import adapter as adapters
    from weights import prepared

    taught = adapters.read(adapter) if adapter else None
    return Writer.load(prepared(config.base, adapter=taught), threads=config.threads)


COMMANDS = {"prepare": _prepare, "train": _train, "evaluate": _evaluate, "export": _export}


def main() -> None:
    """Run one step of the recipe; each goes on from what the one before left in the work folder."""
    from weights import home

    parser = argparse.ArgumentParser(prog="python -m training.summarize", description=__doc__)
    default = Config(base=home() / "models" / "smollm2-135m")
    for name in ("work", "data", "repositories", "base"):
        parser.add_argument(f"--{name}", type=Path, default=getattr(default, name))
    parser.add_argument("--threads", type=int, default=default.threads)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        command = commands.add_parser(name)
        if name == "train":
            command.add_argument("--until", type=int, help="stop at this step")
        elif name == "export":
            command.add_argument("output", type=Path)
        elif name == "evaluate":
            command.add_argument("adapter", type=Path, nargs="?", help="the folder that `export` wrote; else the base")
            command.add_argument("--base-too", action="store_true", help="measure the base beside the adapter")
            command.add_argument("--most", type=int, default=100, help="held-out groups of each kind")
            command.add_argument("--articles", type=Path, help="JSON lines with `document`, to measure on")
            command.add_argument("--from", dest="first", type=int, default=250)
            command.add_argument("--to", dest="last", type=int, default=500)
            command.add_argument("--every", type=int, default=5)
    options = parser.parse_args()
    folders = {name: getattr(options, name) for name in ("work", "data", "repositories", "base", "threads")}
    COMMANDS[options.command](Config(**folders), options)


if __name__ == "__main__":
    main()
