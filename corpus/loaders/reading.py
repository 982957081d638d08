"""From the bytes of a known format to text: what runs, for the risky formats, in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from corpus.loaders.limits import MEBIBYTE, Limits
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.sniff import Media
from corpus.model import ParseWarning
from corpus.orthography import clean


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: cleaned text, the pages where the format has any, and the loader's doubts."""

    text: str
    pages: int | None = None
    warnings: tuple[ParseWarning, ...] = ()


def read(media: Media, name: str, data: bytes, limits: Limits) -> Reading:
    """Read `data` as `media`; raises `Unloadable`. Each format's library is imported when its first file comes."""
    match media:
        case Media.TXT | Media.MD:
            reading = _plaintext(data)
        case Media.HTML:
            reading = _html(name, data)
        case Media.PDF:
            reading = _pdf(data, limits)
        case Media.DOCX | Media.DOC | Media.RTF:
            reading = _word(media, data, limits)
    if not reading.text.strip():
        raise Unloadable(Reason.EMPTY)
    if len(reading.text) > limits.text_chars:
        raise Unloadable(Reason.TOO_LARGE, limit=f"{limits.text_chars // MEBIBYTE} triệu ký tự")
    return reading


def _plaintext(data: bytes) -> Reading:
    from corpus.loaders import compose, plaintext

    text, decoded, found = plaintext.read(data)
    warnings = compose.legacy_warnings(found)
    if decoded.lost:
        warnings += (
            ParseWarning("lost-characters", 1, f"{decoded.lost} ký tự hỏng trong tệp đã được thay bằng dấu �"),
        )
    return Reading(clean(text), warnings=warnings)


def _html(name: str, data: bytes) -> Reading:
    from corpus.loaders import compose, html

    text, warnings = compose.compose(html.read(data))
    if PurePath(name).suffix.lower() not in {".html", ".htm"} and html.is_error_page(text):
        raise Unloadable(Reason.HTML_INSTEAD)
    return Reading(text, warnings=warnings)


def _word(media: Media, data: bytes, limits: Limits) -> Reading:
    from corpus.loaders import compose, doc, docx, rtf

    match media:
        case Media.DOCX:
            lines = docx.read(data, limits)
        case Media.DOC:
            lines = doc.read(data, limits)
        case _:
            lines = rtf.read(data)
    text, warnings = compose.compose(lines)
    return Reading(text, warnings=warnings)


def _pdf(data: bytes, limits: Limits) -> Reading:
    from corpus.loaders import compose, pdf, pdf_layer

    pages = pdf.read(data, limits)
    warnings = pdf_layer.judge(pages)
    text, converted = compose.compose(pdf.joined(pages))
    return Reading(text, len(pages), (*warnings, *converted))
