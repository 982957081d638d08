"""Plain text and Markdown: the bytes are decoded, the marks of Markdown stay for the parser to read."""

from __future__ import annotations

from corpus.loaders.encodings import decode


def read(data: bytes) -> str:
    """Return the text of `data` with its lines as they stand; raises `Unloadable` (`undecodable`)."""
    return decode(data)
