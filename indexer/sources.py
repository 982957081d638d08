"""Where documents came from: what lets an update tell new, changed, unchanged and vanished apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A file that was read: its absolute path, the SHA-256 of its bytes, and the ids and digests of its documents.

    A digest says whether the document itself changed where its file did. `lines` are the digests of the lines that the
    documents of a `.jsonl` stood on, so that one line more does not mean to read all; empty for other files. `reader`
    is the digest of the parser that read other files: what a newer one would see in them is not known.
    """

    path: str
    sha256: str
    documents: tuple[tuple[str, str], ...]
    lines: tuple[str, ...] = ()
    reader: str = ""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> SourceRecord:
        """Read a record as JSON keeps it."""
        documents = tuple((name, digest) for name, digest in value["documents"])
        return cls(value["path"], value["sha256"], documents, tuple(value["lines"]), value["reader"])
