"""The parts of a .docx: XML files in a ZIP archive, opened within limits."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from corpus.loaders.limits import MEBIBYTE, Limits
from corpus.loaders.reasons import Reason, Unloadable

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_ENCRYPTED = 0x1
_READ_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, KeyError)

W = f"{{{NAMESPACE}}}"


class Package:
    """A .docx whose parts are read one by one; together they may not expand past `limits.expanded_bytes`.

    Raises `Unloadable` (`damaged`, `encrypted`, `too-large`).
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _READ_ERRORS:
            raise Unloadable(Reason.DAMAGED) from None
        self._budget = self._limit = limits.expanded_bytes
        self._names = {name.lower(): name for name in self._archive.namelist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def main(self) -> str:
        """Return the name of the part that holds the text; some programs call it other than `word/document.xml`."""
        relations = self.part("_rels/.rels")
        for relation in () if relations is None else relations:
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
        return "word/document.xml"

    def part(self, name: str) -> etree._Element | None:
        """Return the root of the part called `name`, or None where the package has none."""
        stored = self._names.get(name.lower())
        return None if stored is None else _parse(self._read(stored))

    def _read(self, name: str) -> bytes:
        if self._archive.getinfo(name).flag_bits & _ENCRYPTED:
            raise Unloadable(Reason.ENCRYPTED)
        try:
            with self._archive.open(name) as part:
                data = part.read(self._budget + 1)  # what it really expands to, not what its header says
        except _READ_ERRORS:
            raise Unloadable(Reason.DAMAGED) from None
        self._budget -= len(data)
        if self._budget < 0:
            raise Unloadable(Reason.TOO_LARGE, limit=f"{self._limit // MEBIBYTE} MB")
        return data


def _parse(data: bytes) -> etree._Element:
    """Parse one part: no entity is expanded, nothing is fetched, depth and text are bounded by libxml2 itself."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data.replace(_STRICT, NAMESPACE.encode()), parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        raise Unloadable(Reason.DAMAGED) from None
    if root.getroottree().docinfo.doctype:  # Open Packaging forbids it: only an attack has one
        raise Unloadable(Reason.DAMAGED)
    return root
