"""Which encoding a text is in: Unicode by its marks and its form, older ones by what reads as Vietnamese."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from corpus.loaders.legacy import Legacy, convert
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.syllables import weigh

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16
_CERTAIN, _PLAUSIBLE = 0.85, 0.6  # share of words that must be syllables, without and with a declaration
_BAD_SHARE = 0.001  # of a UTF-8 text, what a cut or a stray byte may spoil
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WESTERN = {"windows-1252", "cp1252", "iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the name of the encoding it was in, and how many of its characters were lost."""

    text: str
    encoding: str
    lost: int = 0


@cache
def _page(codec: str) -> dict[int, str]:
    """What a code page has at each byte; an unassigned byte, which legacy fonts use, is left as it is."""
    shown = {byte: bytes([byte]).decode(codec, "ignore") for byte in range(0x80, 0x100)}
    return {byte: character for byte, character in shown.items() if character}


def western(data: bytes) -> str:
    """Decode Windows-1252; its five unassigned bytes become the controls of their value."""
    return data.decode("latin-1").translate(_page("cp1252"))


def _windows_1258(data: bytes) -> str:
    return unicodedata.normalize("NFC", data.decode("latin-1").translate(_page("cp1258")))


def _from(legacy: Legacy) -> Callable[[bytes], str]:
    by_byte = legacy in {Legacy.VPS, Legacy.VISCII}
    return lambda data: convert(data.decode("latin-1") if by_byte else western(data), legacy)


_OLDER: dict[str, Callable[[bytes], str]] = {
    "windows-1258": _windows_1258,
    **{legacy.value: _from(legacy) for legacy in Legacy},
}


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the Unicode text of `data`; `declared` is the encoding that the file itself names, if any.

    Raises `Unloadable` (`undecodable`). A UTF-8 text with a few bytes lost is still read.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lossy(data[len(mark) :], encoding)
    if wide := _wide(data):
        return _lossy(data, wide)
    try:
        return Decoded(_undo_double_encoding(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        return _older(data, declared.lower())


def is_binary(text: str) -> bool:
    """Tell whether a decoded text is none: it holds a null, or more controls than any page of print."""
    return "\x00" in text or len(_CONTROL.findall(text)) > len(text) // 50


def _lossy(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _wide(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark: Vietnamese has 00, 01 or 1E in one byte of nearly every pair."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 2 or b"\x00" not in sample:
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if sum(high.count(byte) for byte in (0x00, 0x01, 0x03, 0x1E, 0x20)) > 0.9 * half and high.count(0) > half // 3:
            return encoding
    return None


def _older(data: bytes, declared: str) -> Decoded:
    sample = _telling_lines(data)
    evidence = {name: weigh(read(sample)) for name, read in _OLDER.items()}
    best = max(evidence, key=lambda name: (evidence[name].balance, name == declared))
    needed = _PLAUSIBLE if declared else _CERTAIN
    if evidence[best].syllables and evidence[best].share >= needed:
        return Decoded(_OLDER[best](data), best)
    spoilt = _lossy(data, "utf-8")
    if spoilt.lost <= 1 + _BAD_SHARE * len(spoilt.text):
        return spoilt
    if evidence[best].words and evidence[best].share >= _PLAUSIBLE:
        return Decoded(_OLDER[best](data), best)
    if declared in _WESTERN:
        return Decoded(western(data), declared)
    raise Unloadable(Reason.UNDECODABLE)


def _telling_lines(data: bytes) -> bytes:
    """The first lines with a byte beyond ASCII: a long head without any says nothing."""
    sample = bytearray()
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            sample += line
        if len(sample) > _SAMPLE:
            break
    return bytes(sample[: 2 * _SAMPLE])


# The first byte of a Vietnamese letter in UTF-8, and the second, as Windows-1252 shows them: Ã¡  Ä‘  á»‡
_DOUBLE = re.compile(r"(?:[ÃÄÅÆ][\u0080-\u2122]|á[º»])")


def _undo_double_encoding(text: str) -> str:
    """Mend lines of UTF-8 that a program took for Windows-1252 and encoded once more."""
    if len(_DOUBLE.findall(text[:_SAMPLE])) < 3:
        return text
    return "".join(map(_mended, text.splitlines(keepends=True)))


def _mended(line: str) -> str:
    raw = b"".join(c.encode("cp1252", "ignore") or c.encode("latin-1", "ignore") for c in line)
    try:
        mended = raw.decode("utf-8")
    except UnicodeDecodeError:
        return line
    return mended if weigh(mended).balance > weigh(line).balance else line
