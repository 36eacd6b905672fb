"""Documents that are zip files of XML, opened with limits: no bomb gets to unfold."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from mujaz import UserError

MEMBER_LIMIT = 32 * 1024 * 1024
"""Bytes that one file inside a document may unfold to; a thousand-page book is under a tenth of it."""

TOTAL_LIMIT = 2 * MEMBER_LIMIT
"""Bytes that all that is read of a document may unfold to."""

ELEMENT_LIMIT = 1_000_000
"""Elements of one XML file; a thousand-page book has a third of it."""

DEPTH_LIMIT = 200
"""How deep they may nest."""


class Archive:
    """A zip file whose members are read up to a limit."""

    def __init__(self, data: bytes, name: str, kind: str) -> None:
        self.name = name
        self.kind = kind
        self._left = TOTAL_LIMIT
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError):
            raise UserError(f"{name} is no {kind} file, or a damaged one") from None

    def __contains__(self, member: str) -> bool:
        return member in self._zip.NameToInfo

    def read(self, member: str) -> bytes:
        """The bytes of ``member``.

        Raises:
            UserError: there is none, it is damaged or locked, or it unfolds beyond :data:`MEMBER_LIMIT`, or
                with what was read before beyond :data:`TOTAL_LIMIT`.
        """
        try:
            with self._zip.open(member) as file:
                data = file.read(MEMBER_LIMIT + 1)
        except KeyError:
            raise UserError(f"{self.name} is no {self.kind} file: it has no {member} inside") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
            raise UserError(f"{self.name} is damaged or locked with a password ({error})") from None
        self._left -= len(data)
        if len(data) > MEMBER_LIMIT or self._left < 0:
            limit = (MEMBER_LIMIT if self._left >= 0 else TOTAL_LIMIT) // 1024 // 1024
            raise UserError(f"{self.name} unfolds to more than {limit} MB; if it is no bomb, save it as text")
        return data

    def tree(self, member: str) -> Element:
        """``member`` as an element tree."""
        from defusedxml.ElementTree import fromstring

        try:
            root: Element = fromstring(self.read(member), forbid_dtd=False)
        except (ParseError, ValueError, LookupError) as error:
            raise self._bad_xml(member, error) from None
        return root

    def outermost(self, member: str, tags: frozenset[str]) -> Iterator[Element]:
        """The elements with one of ``tags`` that are inside no other such element, in order."""
        from defusedxml.ElementTree import iterparse

        data = self.read(member)
        too_much = UserError(f"{self.name} has too many elements, or too deep ones; save it as text")
        if data.count(b"<") > 2 * ELEMENT_LIMIT:
            raise too_much  # counting them one by one would take seconds
        depth = count = 0
        above: list[Element] = []
        try:
            for event, element in iterparse(io.BytesIO(data), events=("start", "end")):
                if event == "start":
                    above.append(element)
                    count += 1
                    if count > ELEMENT_LIMIT or len(above) > DEPTH_LIMIT:
                        raise too_much
                    depth += element.tag in tags
                    continue
                above.pop()
                if element.tag in tags:
                    depth -= 1
                    if depth == 0:
                        yield element
                if depth == 0 and above:
                    # What has been read is let go, so that a long document is never held whole.
                    above[-1].remove(element)
        except (ParseError, ValueError, LookupError) as error:
            raise self._bad_xml(member, error) from None

    def _bad_xml(self, member: str, error: Exception) -> UserError:
        from defusedxml import DefusedXmlException

        reason = "it defines entities, as only bombs do" if isinstance(error, DefusedXmlException) else str(error)
        return UserError(f"{self.name} cannot be read: {member} is not good XML ({reason})")
