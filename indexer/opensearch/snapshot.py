"""One live generation as a reader sees it: nobody writes it, so what was read once holds."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from analyzers.pipeline import Analyzer
from indexer.correcting import Corrector
from indexer.opensearch.connection import Connection
from indexer.opensearch.lexicon import Lexicon
from indexer.opensearch.mapping import Kind
from indexer.opensearch.names import Names
from indexer.opensearch.queries import Query, all_of, term
from indexer.restoring import Restorer

_COUNTS_KEPT = 20_000


class Snapshot:
    """A generation with what is remembered of it. Safe to use from several threads."""

    def __init__(self, connection: Connection, index: str, meta: Mapping[str, Any]) -> None:
        self.connection = connection
        self.index = index
        self.meta = meta
        self.items: int = meta["items"]
        self.names = Names(connection, index, meta["shared"])
        self.remembered: dict[str, Any] = {}  # whole lists, by name
        self._counts: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    @cached_property
    def lexicon(self) -> Lexicon:
        """The syllables of the generation."""
        return Lexicon(lambda ids: self.connection.rows(self.index, ids))

    @property
    def vocabulary(self) -> Lexicon:
        """The syllables of the index."""
        return self.lexicon

    @property
    def restorer(self) -> Restorer:
        """Diacritics by the collection's own unigrams and bigrams."""
        return self.lexicon.restorer

    def stands_as_typed(self, syllable: str) -> bool:
        """Say whether an item that was written with diacritics has the bare syllable."""
        return self.lexicon.stands_as_typed(syllable)

    def corrector(self, analyzer: Analyzer) -> Corrector:
        """Return what suggests other queries, by the collection's own words."""
        return Corrector(self.lexicon, self.lexicon.follows, analyzer)

    def average(self, section: str) -> float:
        """Return the mean number of syllables of a section: heading, body or context."""
        return max(float(self.meta["lengths"][section]) / max(self.items, 1), 1.0)

    def counts(self, queries: Sequence[Query]) -> list[int]:
        """Return how many items fit each query; each is asked of the cluster once a generation."""
        keys = [json.dumps(query, ensure_ascii=False, sort_keys=True) for query in queries]
        with self._lock:
            known = {key: self._counts[key] for key in keys if key in self._counts}
        missing = {key: query for key, query in zip(keys, queries, strict=True) if key not in known}
        found = self.connection.counts(self.index, [all_of([ITEMS, query]) for query in missing.values()])
        counted = dict(zip(missing, found, strict=True))
        with self._lock:
            self._counts |= counted
            while len(self._counts) > _COUNTS_KEPT:
                self._counts.popitem(last=False)
        return [known[key] if key in known else counted[key] for key in keys]

    def search(self, body: Mapping[str, Any], **parameters: Any) -> dict[str, Any]:
        """Run one search of this generation."""
        return self.connection.search(self.index, body, **parameters)


ITEMS = term("kind", Kind.ITEM)
