"""Whole documents as the index stores them: the public JSON in deflated blocks, so that one item is read by itself.

A block holds a few items, or a document without its items.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from isal import isal_zlib

from corpus.jsonl import encoded, from_json, item_from_json, to_json
from corpus.model import ConclusionItem, Document

_BYTES = 6144  # of JSON a block: a page reads one a hit, and smaller ones deflate badly


def pack(document: Document) -> Iterator[tuple[int, bytes]]:
    """Yield the blocks of a document, each with the position of its first item; the last is the document itself."""
    value = to_json(document)
    items = [encoded(item) for item in value.pop("items")]
    begin = size = 0
    for position, item in enumerate(items):
        size += len(item)
        if size >= _BYTES or position == len(items) - 1:
            yield begin, _deflated(b"[%b]" % b",".join(items[begin : position + 1]))
            begin, size = position + 1, 0
    yield len(items), _deflated(encoded(value))


def unpack_items(block: bytes, document_id: str) -> Sequence[ConclusionItem]:
    """Return the items of a block of items."""
    return tuple(item_from_json(item, document_id) for item in _inflated(block))


def unpack_header(block: bytes) -> Document:
    """Return a document without its items from its last block."""
    return from_json({**_inflated(block), "items": []})


def _deflated(data: bytes) -> bytes:
    return isal_zlib.compress(data, 1)


def _inflated(block: bytes) -> Any:
    return json.loads(isal_zlib.decompress(block).decode("utf-8", "surrogatepass"))
