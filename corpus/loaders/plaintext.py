"""Plain text and Markdown: the bytes are decoded, the marks of Markdown stay for the parser to read."""

from __future__ import annotations

from corpus.loaders.compose import spread_tabs
from corpus.loaders.encodings import Decoded, decode, is_binary
from corpus.loaders.legacy import Legacy, to_unicode
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.runs import Line, Run


def read(data: bytes) -> tuple[str, Decoded, set[Legacy]]:
    """Return the text of `data` with its lines as they stand, how it was decoded, and the legacy letters in it.

    Raises `Unloadable` (`undecodable`).
    """
    decoded = decode(data)
    if is_binary(decoded.text):
        raise Unloadable(Reason.UNDECODABLE)
    if decoded.encoding in set(Legacy):
        return _spread(decoded.text), decoded, {Legacy(decoded.encoding)}
    lines, found = to_unicode([Line((Run(line),)) for line in decoded.text.split("\n")])
    return _spread("\n".join(line.text for line in lines)), decoded, found


def _spread(text: str) -> str:
    return "\n".join(map(spread_tabs, text.split("\n"))) if "\t" in text else text
