"""Parallel sentences that lie in public repositories: news and health texts, put into Arabic by professionals."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from .sources import ParallelSource

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
Lines = Iterator[tuple[str, str]]


def lines(source: ParallelSource, repositories: Path) -> Lines:
    """(Arabic, English) of a source's bare clone, `repositories/OWNER+NAME`, at the commit that was read."""
    clone = repositories / source.repository.replace("/", "+")

    def show(path: str) -> bytes:
        command = ["git", "-C", str(clone), "show", f"{source.commit}:{path}"]
        return subprocess.run(command, check=True, capture_output=True).stdout

    return READERS[source.reader](show)


def ntrex(show: Callable[[str], bytes]) -> Lines:
    """Two text files, line by line."""
    names = ("ref.arb", "src.eng")
    sides = (show(f"NTREX-128/newstest2019-{name}.txt").decode().rstrip("\n").split("\n") for name in names)
    return zip(*sides, strict=True)


def tico(show: Callable[[str], bytes]) -> Lines:
    """A zipped TMX file."""
    with zipfile.ZipFile(io.BytesIO(show("data/TM/all.en-ar.tmx.zip"))) as archive:
        tree = ElementTree.fromstring(archive.read(archive.namelist()[0]))
    for unit in tree.iter("tu"):
        said = {each.get(_LANGUAGE): each.findtext("seg") or "" for each in unit.iter("tuv")}
        yield said.get("ar", ""), said.get("en", "")


READERS = {"ntrex": ntrex, "tico": tico}
