"""Files and standard input to articles."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mujaz import UserError

from .article import Article, Origin
from .encoding import decode
from .split import title_of


def read(
    path: Path | None,
    *,
    encoding: str | None = None,
    format: str | None = None,  # noqa: A002 - the option is called --from FORMAT, the field format
    field: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Article]:
    """Yield the articles of the file ``path``, or of standard input when it is None.

    Raises:
        UserError: the file is missing, a folder, unreadable or empty, or its bytes are no text.
    """
    name = str(path) if path else "standard input"
    data = _bytes(path, name) if path else (stdin or sys.stdin.buffer).read()
    decoded = decode(data, encoding, name=name)
    if not decoded.text.strip():
        raise UserError(f"{name} is empty: there is nothing to translate")
    origin = Origin(hashlib.sha256(data).hexdigest(), "text", decoded.encoding)
    yield Article(path.name if path else "-", decoded.text, title=title_of(decoded.text), source=origin)


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"there is no file {name}; check the path") from None
    except IsADirectoryError:
        raise UserError(f"{name} is a folder; name a file, or use `mujaz batch` for a folder") from None
    except OSError as error:
        raise UserError(f"cannot read {name}: {(error.strerror or str(error)).lower()}") from None
