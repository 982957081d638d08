"""Whether what a cluster holds is what was sent, and of the format and analyser of this software."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from corpus.jsonl import to_json
from corpus.model import Document
from indexer.errors import IndexIncompatible
from indexer.opensearch.connection import Address, Connection
from indexer.opensearch.mapping import FORMAT
from indexer.opensearch.rows import document_key, item_key


def damaged_documents(connection: Connection, index: str, document_ids: Sequence[str]) -> tuple[str, ...]:
    """Read documents back and return the ids of those that are not as they were sent."""
    damaged = []
    headers = connection.rows(index, [document_key(name) for name in document_ids])
    for name in document_ids:
        row = headers.get(document_key(name))
        keys = [item_key(name, position) for position in range(row["items"])] if row else []
        items = connection.rows(index, keys, ["record"])
        whole = row and len(items) == len(keys) and {**row["header"], "items": [items[key]["record"] for key in keys]}
        if not whole or row is None or _digest(whole) != row["digest"]:
            damaged.append(name)
    return tuple(damaged)


def content_digest(document: Document) -> str:
    """Return the digest of everything that a document says."""
    return _digest(to_json(document))


def require_compatible(address: Address, meta: dict[str, Any], fingerprint: str) -> None:
    """Raise IndexIncompatible where a generation was written in another format or with another analyser."""
    if meta["format"] != FORMAT:
        raise IndexIncompatible(str(address), "định dạng", str(meta["format"]), str(FORMAT))
    if meta["analyser"] != fingerprint:
        raise IndexIncompatible(str(address), "bộ phân tích", meta["analyser"], fingerprint)


def _digest(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
