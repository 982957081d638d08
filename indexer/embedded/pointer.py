"""The pointer of an index: one line that names the live generation and what its manifest must be.

    000007 9f86d081884c7d65… 000009 5c4e2f11

The number of the live generation, the SHA-256 of its manifest, the highest number that was ever live (numbers are never
given twice, also after a rollback), and the CRC-32 of all that. An index of format 1 had the first number alone.
"""

from __future__ import annotations

import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from indexer.embedded.durable import replace_file
from indexer.errors import IndexDamaged

NAME = "CURRENT"
_LONGEST = 4096  # bytes of a pointer, far more than it ever has

_LINE = re.compile(
    r"""
    (?P<number>\d{6,})
    (?: [ ] (?P<manifest>[0-9a-f]{64}) [ ] (?P<last>\d{6,}) [ ] (?P<crc>[0-9a-f]{8}) )?  # absent in format 1
    \n
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which generation is live. `manifest` is the hexadecimal SHA-256 of its manifest, empty in format 1."""

    name: str
    manifest: str
    last: int

    def write(self, root: Path) -> None:
        """Move the pointer of an index here, durably and in one step."""
        line = f"{self.name} {self.manifest} {self.last:06}"
        replace_file(root / NAME, f"{line} {_crc(line)}\n")


def read_pointer(root: Path) -> Pointer | None:
    """Return the pointer of an index, or None before its first generation; raises IndexDamaged."""
    try:
        text = (root / NAME).read_text("ascii")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise IndexDamaged(root, (NAME,)) from error
    match = _LINE.fullmatch(text)
    if match is None or (match["crc"] and match["crc"] != _crc(text[: match.start("crc") - 1])):
        raise IndexDamaged(root, (NAME,))
    return Pointer(match["number"], match["manifest"] or "", int(match["last"] or match["number"]))


def pointer_bytes(root: Path) -> bytes | None:
    """Return what changes whenever another generation goes live, cheaply and whatever the clock does; None for none."""
    try:
        file = os.open(f"{root}/{NAME}", os.O_RDONLY)  # every search asks, and Path takes thrice as long
    except FileNotFoundError:
        return None
    try:
        return os.read(file, _LONGEST)
    finally:
        os.close(file)


def _crc(line: str) -> str:
    return f"{zlib.crc32(line.encode()):08x}"
