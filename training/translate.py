"""The recipe's command line, a step a command: `python -m training.translate prepare`, then `build`, and so on."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from . import checkpoint
from .config import SCHEDULES, Config


def _prepare(config: Config, _options: argparse.Namespace) -> None:
    from . import prepare

    prepare.prepare(config, prepare.Collection(), prepare.translator(config), prepare.choose_pieces(config))


def _build(config: Config, _options: argparse.Namespace) -> None:
    from . import build, e5
    from .parent import Parent

    print(build.build(config, e5.load(config.packages), Parent.load(config.packages)))


def _adopt(config: Config, options: argparse.Namespace) -> None:
    from . import adopt

    print(adopt.adopt(config, options.folder))


def _turn(config: Config, options: argparse.Namespace) -> None:
    from . import e5, turned

    print(turned.turn(config, replace(config, work=options.other), e5.load(config.packages)))


def _backtranslate(config: Config, options: argparse.Namespace) -> None:
    from . import backtranslate

    print(backtranslate.backtranslate(config, replace(config, work=options.other), options.lines))


def _train(config: Config, options: argparse.Namespace) -> None:
    from . import trainer

    config = replace(config, schedule=config.schedule.without(*options.without))
    state = trainer.train(config, until=options.until, cooldown=options.cooldown)
    print(f"stopped at step {state.step}, {state.pairs} pairs")


def _evaluate(config: Config, options: argparse.Namespace) -> None:
    from . import evaluate, plot

    if options.model:
        print(evaluate.evaluate_folder(config, options.model, lines=options.lines, against=options.against))
        return
    print(evaluate.evaluate(config, lines=options.lines, against=options.against))
    plot.plot(config)


def _export(config: Config, options: argparse.Namespace) -> None:
    from . import export

    print(export.export(config, checkpoint.load(config.checkpoints).average, options.output))


FOLDERS = ("work", "data", "packages", "repositories", "scoring")
COMMANDS = {
    "adopt": _adopt, "prepare": _prepare, "build": _build, "turn": _turn, "backtranslate": _backtranslate,
    "train": _train, "evaluate": _evaluate, "export": _export,
}  # fmt: skip


def parser(program: str, description: str | None) -> argparse.ArgumentParser:
    """The options that say where everything lies, common to all that the recipe runs."""
    made = argparse.ArgumentParser(prog=f"python -m training.{program}", description=description)
    default = Config()
    for name in FOLDERS:
        made.add_argument(f"--{name}", type=Path, default=getattr(default, name))
    made.add_argument("--threads", type=int, default=default.threads)
    made.add_argument("--schedule", choices=SCHEDULES, default="first", help="what a run is for")
    return made


def chosen(options: argparse.Namespace) -> Config:
    """What the options of :func:`parser` say."""
    named = {name: getattr(options, name) for name in (*FOLDERS, "threads")}
    return Config(**named, schedule=SCHEDULES[options.schedule])


def main() -> None:
    """Run one step of the recipe; each goes on from what the one before left in the work folder."""
    commands = (made := parser("translate", __doc__)).add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        command = commands.add_parser(name)
        if name == "adopt":
            command.add_argument("folder", type=Path, help="weights that were exported, instead of `build`")
        elif name == "turn":
            command.add_argument("other", type=Path, help="the work folder of the run that is turned round")
        elif name == "backtranslate":
            command.add_argument("other", type=Path, help="the work folder of the turned run")
            command.add_argument("--lines", type=int, default=60_000, help="how many English sentences")
        elif name == "train":
            command.add_argument("--until", type=int, help="stop at this step")
            command.add_argument("--without", action="append", default=[], metavar="SET", help="for ablations")
            command.add_argument("--cooldown", action="store_true", help="begin the cool-down now, and stop at its end")
        elif name == "evaluate":
            command.add_argument("--lines", type=int, default=997)
            command.add_argument("--model", type=Path, metavar="FOLDER", help="score exported weights instead")
            command.add_argument(
                "--against", type=Path, metavar="FOLDER", help="paired bootstrap against these weights"
            )
        elif name == "export":
            command.add_argument("output", type=Path)
    options = made.parse_args()
    COMMANDS[options.command](chosen(options), options)


if __name__ == "__main__":
    main()
