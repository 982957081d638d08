"""Word documents from 97 to 2003 (.doc): made a .docx by the library msdoc2docx, and read as one.

It keeps what a reader of text needs: fonts of runs, automatic numbers, tables, fields, text boxes. Word 6 and 95 wrote
another format under the same name, which is refused.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import doc2docx  # type: ignore[import-untyped]
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError  # type: ignore[import-untyped]

from corpus.loaders import docx
from corpus.loaders.limits import Limits
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.runs import Line

_WORD_95 = ("0xA5DC", "0xA697", "0xA698", "0xA699")


def read(data: bytes, limits: Limits) -> list[Line]:
    """Return the lines of a Word 97-2003 document; raises `Unloadable`."""
    with tempfile.TemporaryDirectory(prefix="ketluan-") as folder:
        source, target = Path(folder, "in.doc"), Path(folder, "out.docx")
        source.write_bytes(data)
        _convert(source, target)
        return docx.read(target.read_bytes(), limits)


def _convert(source: Path, target: Path) -> None:
    try:
        doc2docx.convert(source, target)
    except EncryptedDocumentError:
        raise Unloadable(Reason.ENCRYPTED) from None
    except Doc2DocxError as error:
        if any(mark in str(error) for mark in _WORD_95):
            raise Unloadable(Reason.UNKNOWN_FORMAT, found=" (Word 6/95)") from None
        raise Unloadable(Reason.DAMAGED) from None
