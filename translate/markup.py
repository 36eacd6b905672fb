"""The visible text of a page of HTML, block by block, where nothing is to be told apart from news."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br body caption dd div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th "
        "thead tr ul ",
    )
)
UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "svg", "math", "iframe", "object"})
VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"})
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.hidden += 1
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN and self.hidden:
            self.hidden -= 1
        if tag in BLOCKS and tag not in VOID:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data.replace("\n", " "))


def visible_text(page: str) -> str:
    """The text of a page, a block a line.

    >>> visible_text("<h1>عنوان</h1><p>نص <b>أول</b></p><script>x</script>")
    'عنوان\\nنص أول'
    """
    parser = _Visible()
    # Many comments without an end would cost the parser the square of their number.
    parser.feed(_COMMENT.sub("", page))
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)
