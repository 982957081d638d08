"""What the values of facets are called, and which of them a person means: asked of the rows that hold the names."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from corpus.agencies import canonical_name
from corpus.orthography import fold_diacritics, lower
from indexer.choices import words_of
from indexer.facets import number_identity
from indexer.opensearch import queries
from indexer.opensearch.connection import Connection
from indexer.opensearch.mapping import Kind
from indexer.request import Facet
from indexer.slugs import digest, slugify

_FIELDS = ("identity", "value", "label")
_MOST = 10_000
Query = queries.Query


@dataclass(frozen=True, slots=True)
class Name:
    """A value of a facet: what its items share, and how it stands in URLs and on pages."""

    identity: str
    value: str
    label: str


class Names:
    """The names of one generation. `shared` are, a column, the values that several names would have."""

    def __init__(self, connection: Connection, index: str, shared: Mapping[str, Sequence[str]]) -> None:
        self._connection = connection
        self._index = index
        self._shared = {column: frozenset(values) for column, values in shared.items()}
        self._kept: dict[tuple[str, str], Name] = {}
        self._lock = threading.Lock()

    def of(self, column: str, identities: Collection[str]) -> dict[str, Name]:
        """Return the names of values by identity."""
        with self._lock:
            found = {same: self._kept[column, same] for same in identities if (column, same) in self._kept}
        rest = [same for same in identities if same not in found]
        for first in range(0, len(rest), _MOST):
            read = self._search(column, queries.terms("identity", rest[first : first + _MOST]))
            with self._lock:
                self._kept |= {(column, name.identity): name for name in read}
            found |= {name.identity: name for name in read}
        return found

    def resolve(self, facet: Facet, column: str, value: str) -> list[Name]:
        """Return what a value in a URL means: itself, another spelling of it, or all that share its slug."""
        if facet is Facet.NUMBER:
            return list(self.of(column, [number_identity(value)]).values())
        raw = value.rpartition("-")[0]
        names = self._search(column, {"terms": {"value": [value, raw] if raw else [value]}})
        if exact := [name for name in names if name.value == value]:
            return exact
        return [name for name in names if name.value == f"{value}-{digest(name.label.lower())}"]

    def meant(self, facet: Facet, column: str, text: str) -> list[Name]:
        """Return what a person means: by id or spelling, else by whole name, else by consecutive words of it."""
        if exact := self.resolve(facet, column, text):
            return exact
        name = (canonical_name(text) or text) if facet is Facet.AGENCY else text
        if whole := self._search(column, {"term": {"lowered": lower(name)}}):
            return whole
        if name == fold_diacritics(name) and (alike := self._search(column, {"term": {"slug": slugify(name)}})):
            return alike
        words = words_of(name)
        return self._search(column, {"match_phrase": {"label_words": " ".join(words)}}) if words else []

    def holding(self, column: str, words: Sequence[str]) -> list[Name]:
        """Return the names that hold every one of some folded words, anywhere in them."""
        return self._search(column, {"bool": {"filter": [{"wildcard": {"folded": f"*{_plain(w)}*"}} for w in words]}})

    def _search(self, column: str, query: Query) -> list[Name]:
        filters = [{"term": {"kind": Kind.NAME}}, {"term": {"column": column}}, query]
        # Columns are read many times faster than the rows themselves, which lie in compressed blocks.
        fields = {"docvalue_fields": list(_FIELDS), "_source": False}
        body = {"size": _MOST, "query": {"bool": {"filter": filters}}, **fields}
        hits = self._connection.search(self._index, body)["hits"]["hits"]
        return sorted((self._name(column, hit["fields"]) for hit in hits), key=lambda name: name.identity)

    def _name(self, column: str, row: Mapping[str, Sequence[str]]) -> Name:
        (same,), (value,), (label,) = (row[field] for field in _FIELDS)
        if value in self._shared.get(column, ()):
            value = f"{value}-{digest(label.lower())}"
        return Name(same, value, label)


def _plain(word: str) -> str:
    """Return a word in which no character is a wildcard."""
    return "".join(f"\\{c}" if c in "*?\\" else c for c in word)
