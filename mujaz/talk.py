"""What mujaz says on standard error: log lines and complaints, made harmless for a terminal."""

from __future__ import annotations

import logging

import click

from .visible import visible

LOG = logging.getLogger("mujaz")
"""Every room's log lines come through here."""


def talk(level: int) -> None:
    """Let log lines reach standard error from ``level`` on."""
    LOG.handlers = [handler := logging.StreamHandler()]
    handler.setFormatter(_Plain("mujaz: %(message)s"))
    LOG.setLevel(level)
    LOG.propagate = False


def talkative() -> bool:
    """Whether progress may be shown: nobody asked for quiet."""
    return LOG.isEnabledFor(logging.INFO)


def complain(message: str) -> None:
    """One line, whatever the level."""
    click.echo(f"mujaz: {_lines(message)}", err=True)


class _Plain(logging.Formatter):
    """File names and article text cannot move the cursor; a message's own line breaks are kept."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return _lines(super().format(record))


def _lines(message: str) -> str:
    return "\n".join(map(visible, message.split("\n")))
