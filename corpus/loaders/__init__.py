"""From a file to its text: one format a module, chosen by what the bytes are."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.loaders.limits import DEFAULT_LIMITS, MEBIBYTE, Limits
from corpus.loaders.reading import read
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.sandbox import SANDBOX
from corpus.loaders.sniff import Media, recognise
from corpus.model import SourceText

__all__ = ["DEFAULT_LIMITS", "Limits", "Reason", "load", "load_bytes"]

_PLAIN = {Media.TXT, Media.MD}
_SMALL = MEBIBYTE  # plain text up to this is read here: it takes no library, and no longer than a moment
_NOTHING = b" \t\r\n\f\0"


def load(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> SourceText:
    """Read the file at `path`; its name is that of the path's last part.

    Raises `corpus.errors.InputRefused` with a `Reason` as its code, and nothing else, whatever the file holds.
    """
    try:
        data = _read_within(path, limits.file_bytes)
    except Unloadable as unloadable:
        raise unloadable.refusal(path.name) from None
    return load_bytes(path.name, data, limits=limits)


def load_bytes(name: str, data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> SourceText:
    """Read the bytes of a file called `name`; raises as `load` does."""
    try:
        return _load(name, data, limits)
    except Unloadable as unloadable:
        raise unloadable.refusal(name) from None


def _load(name: str, data: bytes, limits: Limits) -> SourceText:
    if not data.strip(_NOTHING):
        raise Unloadable(Reason.EMPTY)
    if len(data) > limits.file_bytes:
        raise _too_large(limits.file_bytes)
    media = recognise(name, data)
    reader = read if media in _PLAIN and len(data) <= _SMALL else SANDBOX.read
    reading = reader(media, name, data, limits)
    digest = hashlib.sha256(data).hexdigest()
    return SourceText(name, reading.text, media.value, digest, reading.pages, reading.warnings)


def _read_within(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes; a larger one is not read at all."""
    try:
        if not path.exists():
            raise Unloadable(Reason.NOT_FOUND)
        if not path.is_file():
            raise Unloadable(Reason.NOT_A_FILE)
        if path.stat().st_size > limit:
            raise _too_large(limit)
        with path.open("rb") as file:
            return file.read(limit + 1)
    except (OSError, ValueError):  # ValueError: a null character in the path
        raise Unloadable(Reason.UNREADABLE) from None


def _too_large(limit: int) -> Unloadable:
    return Unloadable(Reason.TOO_LARGE, limit=f"{limit // MEBIBYTE} MB")
