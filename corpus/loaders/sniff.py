"""What a file is: its bytes first, its name only where they leave it open."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

from corpus.loaders.reasons import Reason, Unloadable


class Media(StrEnum):
    """The formats that are read."""

    TXT = "txt"
    MD = "md"
    HTML = "html"
    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    PDF = "pdf"


_HEAD = 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_OLD_WORD = (b"\xdb\xa5", b"\x31\xbe")  # Word 2 and Word for DOS or Write
_HTML = re.compile(
    rb"""
    ^ (?: \s | <\?xml [^>]* > | <!-- .*? --> )*        # what may stand before
    < (?: !doctype \s+ html | (?: html | head | body | title | meta | table | div | p | font ) \b )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_WORD_XML = re.compile(rb"<\?mso-application\s+progid=\"Word|<w:wordDocument\b|<pkg:package\b")
_TEXTUAL = {".txt", ".md", ".markdown", ".text", ".html", ".htm", ".doc", ".rtf", ""}


def recognise(name: str, data: bytes) -> Media:
    """Return the format of a file; raises `Unloadable` (`unknown-format`, `encrypted`, `html-instead`, `damaged`)."""
    suffix = PurePath(name).suffix.lower()
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in data[:_HEAD]:
        return Media.PDF
    if head.startswith(b"{\\rtf"):
        return Media.RTF
    if data.startswith(_OLE):
        return _in_compound_file(data)
    if data.startswith(b"PK\x03\x04"):
        return _in_archive(data)
    _refuse_known_others(data)
    if _is_html(data):
        if suffix in {".pdf", ".docx", ".rtf", ".zip"}:
            raise Unloadable(Reason.HTML_INSTEAD)
        return Media.HTML
    return _textual(suffix, data)


def _in_compound_file(data: bytes) -> Media:
    """Tell the programs of Office 97 apart by the names of their streams, which stand in the directory in UTF-16."""

    lowered = data.lower()  # of ASCII letters only, and the names of streams do not tell case

    def has(stream: str) -> bool:
        return stream.lower().encode("utf-16-le") in lowered

    if has("EncryptedPackage"):
        raise Unloadable(Reason.ENCRYPTED)
    if has("WordDocument"):
        return Media.DOC
    if has("Workbook") or has("PowerPoint Document"):
        raise Unloadable(Reason.UNKNOWN_FORMAT, found=" (bảng tính hoặc bản trình chiếu)")
    raise Unloadable(Reason.DAMAGED)


def _in_archive(data: bytes) -> Media:
    try:
        names = {name.lower() for name in zipfile.ZipFile(io.BytesIO(data)).namelist()}
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        raise Unloadable(Reason.DAMAGED) from None
    if any(name.startswith("word/") for name in names):
        return Media.DOCX
    raise Unloadable(Reason.UNKNOWN_FORMAT, found=_kind_of_archive(names))


def _kind_of_archive(names: set[str]) -> str:
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        return " (bảng tính hoặc bản trình chiếu)"
    return " (OpenDocument)" if "mimetype" in names else " (tệp nén)"


def _refuse_known_others(data: bytes) -> None:
    if data.startswith(_PICTURES):
        raise Unloadable(Reason.UNKNOWN_FORMAT, found=" (tệp ảnh)")
    if data.startswith(_ARCHIVES):
        raise Unloadable(Reason.UNKNOWN_FORMAT, found=" (tệp nén)")
    if data.startswith(_OLD_WORD):
        raise Unloadable(Reason.UNKNOWN_FORMAT, found=" (Word đời rất cũ)")
    if _WORD_XML.search(data[:_HEAD]):
        raise Unloadable(Reason.UNKNOWN_FORMAT, found=" (Word XML 2003)")
    if data[:_HEAD].lstrip().lower().startswith(b"mime-version:"):
        raise Unloadable(Reason.UNKNOWN_FORMAT, found=" (trang web lưu trữ .mht)")


def _is_html(data: bytes) -> bool:
    head = data[: 4 * _HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode("utf-8")
    return bool(_HTML.match(head.removeprefix(b"\xef\xbb\xbf")))


def _textual(suffix: str, data: bytes) -> Media:
    if suffix in {".pdf", ".docx"}:  # neither can be plain text, whatever it is
        raise Unloadable(Reason.DAMAGED)
    if suffix not in _TEXTUAL and b"\x00" in data[:_HEAD]:
        raise Unloadable(Reason.UNKNOWN_FORMAT)
    if suffix == ".doc" and b"\x00" in data[:_HEAD] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unloadable(Reason.DAMAGED)
    return Media.MD if suffix in {".md", ".markdown"} else Media.TXT
