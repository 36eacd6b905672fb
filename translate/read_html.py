"""Web pages: the article inside, with its date, address and outlet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from mujaz import UserError

from .encoding import Decoded, decode
from .extract import Extract, Source, need
from .lines import title_of
from .markup import Block, visible_blocks

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
HEAD = 4096
"""Bytes in which a page has to name its encoding (the HTML standard says 1024; real pages take longer)."""

SHORTEST = 0.25
"""An article that is less than this part of the page's visible text may not be all of it: a small page of
one article and no furniture is then read as it stands."""

SMALL = 2000
"""Characters of visible text up to which a page counts as small."""

WORDS = 8
"""A line with a full stop and so many words is a sentence, and no menu."""

RUN = 4
"""So many words in a row are not met twice by chance."""

_NO_WORD = re.compile(r"[^\w\s]+")
_STOP = re.compile(r"(?<![.…])[.!?؟](?=[\"'»”’)\]\s]|$)")

BLOCKS = frozenset({"p", "head", "item", "quote", "code", "cell", "row", "list", "table", "lb"})
"""What stands on lines of its own, in the names of TEI, which trafilatura uses."""


def read_html(source: Source) -> Iterator[Extract]:
    """The article of a page, without menus, side bars and comments.

    Sentences that stand among its own and that trafilatura passes over go behind it.

    Raises:
        UserError: trafilatura is not installed, or the page has no text.
    """
    need("trafilatura", "html", "reading web pages")
    from trafilatura import bare_extraction

    page = _decoded(source)
    # A date in the article's sentences is not the article's: only what the page says of itself counts.
    dates = {"extensive_search": False}
    found = bare_extraction(page.text, with_metadata=True, include_comments=False, date_extraction_params=dates)
    shown = visible_blocks(page.text)
    seen = "\n".join(block.text for block in shown)
    body = getattr(found, "body", None)
    text = "" if body is None else _blocks(body)
    if len(text) < SHORTEST * len(seen) and len(seen) < SMALL:
        text = seen
    text = "\n".join([text, *_passed_over(shown, text)]) if text else seen
    if not text.strip():
        raise UserError(f"{source.name} is a web page without text; save the page after it has loaded")
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


def _passed_over(shown: Sequence[Block], text: str) -> list[str]:
    """Sentences of the page that ``text`` has not, from boxes that hold its sentences, or stand in one that does.

    So captions and sections of the article come in, and teasers, comments and notes about cookies do not: those
    lie in boxes of their own, or in boxes in boxes. A lead may have a box of its own beside those, before them.
    """
    sentences = [block for block in shown if _STOP.search(block.text) and len(block.own.split()) >= WORDS]
    runs = {block.text: list(_runs(block.text)) for block in sentences}
    known = Counter(_runs(text))
    found = {line for line in runs if all(run in known for run in runs[line])}
    # Sentences may differ in a number alone: what was found word for word is no match for a second one.
    known -= Counter(run for line in found for run in runs[line])
    found |= {line for line in runs if 2 * sum(run in known for run in runs[line]) >= len(runs[line])}
    homes = {block.box for block in sentences if block.text in found}
    beside = {block.around for block in sentences if block.text in found} - {None}
    leads = {
        block.text for block in takewhile(lambda block: block.text not in found, sentences) if block.around in beside
    }
    lost = {block.text for block in sentences if homes & {block.box, block.around}} | leads
    return [line for line in runs if line in lost and line not in found]


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every :data:`RUN` words in a row, letters only: trafilatura drops marks of direction.

    >>> list(_runs("قال: إنه \\u200fلن يعود."))
    [('قال', 'إنه', 'لن', 'يعود')]
    """
    words = _NO_WORD.sub("", text).split()
    return zip(*(words[at:] for at in range(RUN)), strict=False)


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
