"""Whole documents as the index stores them: the public JSON, deflated."""

from __future__ import annotations

import json
import zlib

from corpus.jsonl import from_json, to_json
from corpus.model import Document


def pack_document(document: Document) -> bytes:
    """Return a document as deflated JSON."""
    return zlib.compress(json.dumps(to_json(document), ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


def unpack_document(data: bytes) -> Document:
    """Read what `pack_document` wrote."""
    return from_json(json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass")))
