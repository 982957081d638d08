"""How much of a file is worth reading; past that it is refused, whatever it is."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file's reading.

    `file_bytes` of the file itself, `expanded_bytes` of what a container unpacks to, `pages` of a paged format,
    `text_chars` in code points of the result, `seconds` of wall-clock time and `memory_bytes` of address space in
    the process that reads a risky format.
    """

    file_bytes: int = 64 * MEBIBYTE
    expanded_bytes: int = 256 * MEBIBYTE
    pages: int = 2_000
    text_chars: int = 32_000_000
    seconds: float = 60.0
    memory_bytes: int = 1_536 * MEBIBYTE


DEFAULT_LIMITS = Limits()
