"""The inverses of the tables of old encodings, to write test files with."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from corpus.loaders.encodings import _page
from corpus.loaders.legacy_tables import from_tcvn3, from_vni


def cp1258(text: str) -> bytes:
    """Encode in Windows-1258 as Windows types it: a letter the page lacks is its base and then its tone."""
    known = set(_page("cp1258").values())
    out = ""
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
        out += letter if letter in known else unicodedata.normalize("NFC", marks.replace(tone, "")) + tone
    return out.encode("cp1258")


def by_table(table: Callable[[str], str], *, capitals: bool = True) -> Callable[[str], bytes]:
    """Make an encoder of a table of single bytes; without `capitals` it writes toned ones in lower case."""
    inverse = {table(chr(byte)): byte for byte in range(256)}

    def encode(text: str) -> bytes:
        return bytes(inverse[letter if capitals or letter in inverse else letter.lower()] for letter in text)

    return encode


def vni(text: str) -> bytes:
    """Encode as a VNI keyboard does."""
    marks = "øùõûïâàáãåäêèéüúë"
    shown = [*"ñôöæóòî", *(base + mark for base in "aeiouyôö" for mark in marks)]
    inverse: dict[str, str] = {}
    for sequence in shown:
        letter = from_vni(sequence)
        if len(letter) == 1:
            inverse.setdefault(letter, sequence)
            inverse.setdefault(letter.upper(), sequence.upper())
    inverse |= {"ì": "ì", "í": "í", "Ì": "Ì", "Í": "Í"}
    return "".join(inverse.get(letter, letter) for letter in text).encode("latin-1")


tcvn3 = by_table(from_tcvn3, capitals=False)
