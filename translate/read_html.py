"""Web pages: the article inside, with its date, address and outlet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mujaz import UserError

from .encoding import Decoded, decode
from .extract import Extract, Source, need
from .lines import title_of
from .markup import visible_text

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
HEAD = 4096
"""Bytes in which a page has to name its encoding (the HTML standard says 1024; real pages take longer)."""

SHORTEST = 0.25
"""An article that is less than this part of the page's visible text may not be all of it: a small page of
one article and no furniture is then read as it stands."""

SMALL = 2000
"""Characters of visible text up to which a page counts as small."""


BLOCKS = frozenset({"p", "head", "item", "quote", "code", "cell", "row", "list", "table", "lb"})
"""What stands on lines of its own, in the names of TEI, which trafilatura uses."""


def read_html(source: Source) -> Iterator[Extract]:
    """The article of a page, without menus, side bars and comments.

    Raises:
        UserError: trafilatura is not installed, or the page has no text.
    """
    need("trafilatura", "html", "reading web pages")
    from trafilatura import bare_extraction

    page = _decoded(source)
    # A date in the article's sentences is not the article's: only what the page says of itself counts.
    dates = {"extensive_search": False}
    found = bare_extraction(page.text, with_metadata=True, include_comments=False, date_extraction_params=dates)
    seen = visible_text(page.text)
    if not seen.strip():
        raise UserError(f"{source.name} is a web page without text; save the page after it has loaded")
    body = getattr(found, "body", None)
    text = "" if body is None else _blocks(body)
    if len(text) < SHORTEST * len(seen) and len(seen) < SMALL:
        text = seen
    text = text or seen
    outlet = getattr(found, "sitename", None) or getattr(found, "hostname", None)
    yield Extract(
        text,
        getattr(found, "title", None) or title_of(text),
        getattr(found, "date", None),
        getattr(found, "url", None),
        outlet,
        page.encoding,
        page.mended,
    )


def _blocks(body: Any) -> str:
    """The text of an extracted body, a block a line: trafilatura's own draws tables with bars."""
    lines = (" ".join(line.split()) for line in "".join(_pieces(body)).split("\n"))
    return "\n".join(line for line in lines if line.strip("- "))


def _pieces(element: Any) -> Iterator[str]:
    border = "\n" if element.tag in BLOCKS else ""
    yield border + "- " * (element.tag == "item")
    yield (element.text or "").replace("\n", " ")
    for child in element:
        yield from _pieces(child)
        yield (child.tail or "").replace("\n", " ")
    yield border


def _decoded(source: Source) -> Decoded:
    """The page by the encoding that the user names, else that it names itself, else that fits."""
    declared = _CHARSET.search(source.data[:HEAD])
    if source.encoding is None and declared:
        try:
            return decode(source.data, declared.group(1).decode("ascii"), name=source.name)
        except UserError:
            # A page that says the wrong thing about itself is read by its bytes.
            pass
    return decode(source.data, source.encoding, name=source.name)
