"""The tokens of RTF: groups, control words with a number, escaped bytes and plain text, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"""
      \\' (?P<hex> [0-9a-fA-F]{2} )                          # \'b5
    | \\ (?P<word> [a-zA-Z]{1,32} ) (?P<number> -?[0-9]{1,9} )? [ ]?   # \par  \u7879  \li-360
    | \\ (?P<symbol> [^a-zA-Z] )                             # \~  \{  \*
    | (?P<open> \{ )
    | (?P<close> \} )
    | (?P<text> [^\\{}\r\n\x00]+ )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Open:
    """The begin of a group."""


@dataclass(frozen=True, slots=True)
class Close:
    """The end of a group."""


@dataclass(frozen=True, slots=True)
class Control:
    """A control word, or a control symbol, which is one character that is no letter."""

    word: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Bytes:
    """Characters of the document in the code page of their font."""

    data: bytes


Token = Open | Close | Control | Bytes


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the tokens of `data`; line ends, null bytes and a backslash at the very end mean nothing."""
    position = 0
    while position < len(data):
        match = _TOKEN.match(data, position)
        if match is None:
            position += 1
            continue
        position = match.end()
        if match["word"] == b"bin" and match["number"]:
            position += max(0, int(match["number"]))  # that many bytes of a picture follow, braces and all
        else:
            yield _token(match)


def _token(match: re.Match[bytes]) -> Token:
    match match.lastgroup:
        case "hex":
            return Bytes(bytes.fromhex(match["hex"].decode("ascii")))
        case "word" | "number":
            number = match["number"]
            return Control(match["word"].decode("ascii"), int(number) if number else None)
        case "symbol":
            return Control(match["symbol"].decode("latin-1"))
        case "open":
            return Open()
        case "close":
            return Close()
        case _:
            return Bytes(match["text"])
