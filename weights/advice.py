"""What to say of a model that is missing or damaged: how to get it, on a machine that is connected or not."""

from __future__ import annotations

from .catalogue import CATALOGUE


def best_to_pull(task: str) -> str:
    """The model of the catalogue to advise: the one that comes from the package index, else the last listed."""
    candidates = [model for model in CATALOGUE.values() if model.task == task]
    return next((model.name for model in candidates if model.sources[0].startswith("pypi:")), candidates[-1].name)


def missing(name: str) -> str:
    """What to say of a model that is not installed: how to get it, here or over a carried file."""
    return (
        f"the model {name} is not installed; on a machine that is connected: mujaz models pull {name}\n"
        f"  {by_hand(name)}"
    )


def by_hand(name: str) -> str:
    """How a model gets to a machine that is not connected."""
    return f"to carry it here: there, mujaz models export models.tar {name}; here, mujaz models import models.tar"


def mending(name: str) -> str:
    """What to do about a damaged model; never to remove it first, where no other may be had.

    >>> mending("embedded-ar-en")
    'install mujaz again'
    """
    if name in CATALOGUE and CATALOGUE[name].embedded:
        return "install mujaz again"
    return f"a whole one takes its place by mujaz models pull {name} or, without a connection, models import FILE"
