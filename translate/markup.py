"""The visible text of a page of HTML, block by block, and where on the page each block stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br body caption dd div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th "
        "thead tr ul ",
    )
)
UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "math", "iframe", "object"})
VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"})
BOXES = frozenset({"article", "main", "section", "div", "td"})
"""What holds the paragraphs of an article together."""

FURNITURE = frozenset({"nav", "aside", "footer", "form", "dialog"})
"""What holds menus, side bars, small print and questions; so does what is called by one of these words:"""
_FURNITURE_WORD = re.compile(
    r"(?:\b|_)(?:advert|also|author|banner|comment|consent|contentinfo|cookie|copyright|dialog|footer|gdpr|menu|modal|nav"
    r"|newsletter|popup|promo|recommend|related|share|sidebar|social|subscri|teaser)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BLOCK_TAG = re.compile(rf"<(?:{'|'.join(sorted(BLOCKS))})\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(
    rf"{_BLOCK_TAG.pattern}|</[a-z][a-z0-9]*\s*>|&(?:[a-z]{{2,8}}|#x?[0-9a-f]{{2,6}});", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a page as it is seen; ``own`` is the part of it that is neither link nor furniture.

    ``box`` numbers the element that holds it, ``around`` the one around that: of :data:`BOXES`, from 1 on. What
    stands in none is in box 0, and nothing is said to be around a box that stands in none.
    """

    text: str
    own: str
    box: int = 0
    around: int | None = None


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.pieces: list[tuple[str, bool]] = []
        self.in_head = self.in_link = False
        self.hidden = 0
        self.furniture, self.depth = "", 0
        """The outermost piece of furniture that is open, and how many of its tag are."""
        self.boxes = [("", 0)]
        self.opened = 0
        self.open: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.end_block()
            # Pages may leave out </head>: it ends where the first block begins.
            self.in_head = self.in_head and self.hidden > 0
        if tag == "body":
            self.in_head, self.hidden = False, 0
        self.in_head = self.in_head or tag == "head"
        self.hidden += tag in UNSEEN
        if tag == "a":
            self.in_link = any(name == "href" for name, _ in attrs)
        if self.depth:
            self.depth += tag == self.furniture
        elif tag not in VOID and _is_furniture(tag, attrs):
            self.furniture, self.depth = tag, 1
        if tag in BOXES:
            self.opened += 1
            self.open[tag] += 1
            self.boxes.append((tag, self.opened))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS and tag not in VOID:
            self.end_block()
        self.in_head = self.in_head and tag != "head"
        self.in_link = self.in_link and tag != "a"
        self.hidden -= tag in UNSEEN and self.hidden > 0
        self.depth -= tag == self.furniture and self.depth > 0
        while self.open[tag]:
            closed, _ = self.boxes.pop()
            self.open[closed] -= 1
            if closed == tag:
                break

    def handle_data(self, data: str) -> None:
        if not (self.hidden or self.in_head):
            self.pieces.append((data.replace("\n", " "), not (self.depth or self.in_link)))

    def end_block(self) -> None:
        text = _joined(piece for piece, _ in self.pieces)
        if text:
            own = _joined(piece for piece, is_own in self.pieces if is_own)
            around = self.boxes[-2][1] if len(self.boxes) > 2 else None
            self.blocks.append(Block(text, own, self.boxes[-1][1], around))
        self.pieces = []


def visible_blocks(page: str) -> list[Block]:
    """The blocks of a page that are seen, in order."""
    parser = _Visible()
    # Many comments without an end would cost the parser the square of their number.
    parser.feed(_COMMENT.sub("", page))
    parser.close()
    parser.end_block()
    return parser.blocks


def visible_text(page: str) -> str:
    """The text of a page, a block a line.

    >>> visible_text("<h1>عنوان</h1><p>نص <b>أول</b></p><script>x</script>")
    'عنوان\\nنص أول'
    """
    return "\n".join(block.text for block in visible_blocks(page))


def without_tags(text: str) -> str:
    """``text`` as it is, or if it was written in HTML, what is seen of it.

    Where it has blocks, a blank line parts them too, as in editors that write no ``<p>``; where it has none,
    every line break does.

    >>> without_tags("<p>نص أول.</p><p>نص&nbsp;ثان.</p>")
    'نص أول.\\nنص ثان.'
    >>> without_tags("5 < 7 و 7 > 5")
    '5 < 7 و 7 > 5'
    """
    if not _ANY_TAG.search(text):
        return text
    return visible_text(re.sub(r"\n\s*\n" if _BLOCK_TAG.search(text) else r"\n", "<br>", text))


def _is_furniture(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    called = " ".join(value or "" for name, value in attrs if name in ("class", "id", "role"))
    # A page or an article that is called has-sidebar is none.
    return tag in FURNITURE or (tag not in ("html", "body", "main", "article") and bool(_FURNITURE_WORD.search(called)))


def _joined(pieces: Iterable[str]) -> str:
    return " ".join("".join(pieces).split())
