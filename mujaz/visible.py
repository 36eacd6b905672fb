"""Text from elsewhere (articles, file names) made harmless for a terminal or a page."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "["
    "\x00-\x08\x0e-\x1f"  # control characters; tab, line feed and their kin count as white space below
    "\x7f-\x9f"  # delete, and the C1 controls: some terminals obey U+009B as they obey ESC [
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides, isolates: they reorder what stands around them
    "\ud800-\udfff"  # lone surrogates: no encoding can carry them
    "\ufffe\uffff"  # no characters at all, and forbidden in XML
    "]"
)


def harmless(text: str) -> str:
    r"""``text`` with what a terminal or a bidi renderer would obey written as an escape.

    >>> print(harmless("a\x1b[31m red\u202e"))
    a\x1b[31m red\u202e
    """
    return _UNSAFE.sub(_escape, text)


def visible(text: str) -> str:
    """The same on one line: any run of white space is one space."""
    return " ".join(harmless(text).split())


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
