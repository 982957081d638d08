"""Batches of rows from the cache: what documents were analysed to before, found by what the documents say.

A batch is remembered as a whole. So batches end where the documents themselves say (at one whose digest falls below a
bound, as backups cut files): a document more or less changes the batch that it is in, and no other.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from functools import cache as once
from importlib import metadata

from corpus.jsonl import encoded, to_json
from corpus.model import Document
from indexer.cache import Cache
from indexer.embedded.arrays.batch import RowBatch
from indexer.remembering import code_digest, parser_digest

_LOG = logging.getLogger(__name__)
_CHARACTERS = 1 << 16  # of text in a batch, on the average
_BOUND = 1 << 32


class RowMemory:
    """What a cache has for the analyser of a fingerprint. `documents` counts those that were found."""

    def __init__(self, cache: Cache, fingerprint: str) -> None:
        self._cache = cache
        self._kind = f"rows {fingerprint} {_code()}"
        self.documents = 0

    def get(self, documents: Sequence[Document]) -> RowBatch | None:
        """Return the batch of these documents, or None."""
        data = self._cache.get(self._kind, _key(documents))
        if data is None:
            return None
        try:
            batch = RowBatch.from_bytes(data)
        except ValueError as error:
            _LOG.warning("a cached batch is damaged and is made anew: %s", error)
            return None
        self.documents += batch.documents
        return batch

    def put(self, documents: Sequence[Document], batch: bytes) -> None:
        """Keep the batch of these documents, as `RowBatch.to_bytes` has it."""
        self._cache.put(self._kind, _key(documents), batch)


def ends_batch(document: Document) -> bool:
    """Say whether a batch ends behind a document; as often as its length says."""
    size = sum(len(item.heading) + len(item.text) for item in document.items)
    return int.from_bytes(_digest(document)[:4]) * _CHARACTERS < _BOUND * size


def _key(documents: Sequence[Document]) -> str:
    return hashlib.sha256(b"".join(map(_digest, documents))).hexdigest()


def _digest(document: Document) -> bytes:
    """Digest all of a document: its source and warnings are stored with its rows."""
    return hashlib.sha256(encoded(to_json(document))).digest()


@once
def _code() -> str:
    """Return a digest of what rows depend on beside the analyser: how documents are read, and the engine."""
    return code_digest("indexer", (parser_digest(), code_digest("analyzers"), metadata.version("numpy")))
