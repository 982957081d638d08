"""Tantivy over the same terms: whitespace tokens, BM25, terms aggregations over fast fields made exact.

An aggregation cuts each segment's list of values before it adds them up, which loses counts where values are many. Rows
are therefore written by one thread with the largest buffer that Tantivy takes, so that there is one segment and nothing
to cut; where there are more, each may keep every value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.contenders.answers import TOP, VALUES, Answer, Stopwatch, chunks
from benchmarks.queries import Form, Query
from benchmarks.rows import FACETS, Row
from indexer.request import Facet

_HEAP = 4_000_000_000  # bytes; Tantivy refuses more for one thread
_EVERY_VALUE = 1 << 24


def build(folder: Path, rows: Iterable[Row], watch: Stopwatch) -> None:
    """Build one segment. The writer's thread goes on while rows are made, so its time is a lower bound."""
    writer = tantivy.Index(_schema(), path=str(folder)).writer(_HEAP, 1)
    for chunk in chunks(rows):
        watch.time(lambda: _add(writer, chunk))  # noqa: B023  called at once
    watch.time(writer.commit)
    watch.time(writer.wait_merging_threads)


def _schema() -> Any:
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    fields.add_text_field("body", tokenizer_name="whitespace")
    fields.add_text_field("folded", tokenizer_name="whitespace", index_option="freq")
    fields.add_integer_field("date", fast=True, indexed=True)
    for facet in FACETS:
        fields.add_text_field(facet.value, fast=True, tokenizer_name="raw", index_option="basic")
    return fields.build()


def _add(writer: Any, rows: Sequence[Row]) -> None:
    for row in rows:
        values = {facet.value: list(own) for facet, own in zip(FACETS, row.values, strict=True)}
        writer.add_document(tantivy.Document(id=row.id, body=row.body, folded=row.folded, date=row.date, **values))


class TantivyIndex:
    """An open index."""

    def __init__(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        self._schema = index.schema
        self._searcher: Any = index.searcher()
        cut = {} if self.segments == 1 else {"segment_size": _EVERY_VALUE}
        self._facets = {f: {f.value: {"terms": {"field": f.value, "size": VALUES, **cut}}} for f in FACETS}

    @property
    def segments(self) -> int:
        """How many segments the index has."""
        return int(self._searcher.num_segments)

    def search(self, query: Query) -> Answer:
        """Answer a query: one search, and an aggregation for each set of facets that ignore the same selection."""
        base, chosen = self._base(query), {f: self._filter(f, value) for f, value in query.selections}
        narrowed = _all_of([base, *chosen.values()])
        found = self._searcher.search(narrowed, TOP)
        facets = self._counts(narrowed, [facet for facet in FACETS if facet not in chosen])
        for facet in chosen:
            facets |= self._counts(_all_of([base, *(chosen[f] for f in chosen if f is not facet)]), [facet])
        ids = tuple(self._searcher.doc(address)["id"][0] for _, address in found.hits)
        return Answer(found.count, ids, facets)

    def _counts(self, query: Any, facets: Sequence[Facet]) -> dict[Facet, tuple[tuple[str, int], ...]]:
        if not facets:
            return {}
        asked = {name: terms for facet in facets for name, terms in self._facets[facet].items()}
        found = self._searcher.aggregate(query, asked)
        return {f: tuple((b["key"], b["doc_count"]) for b in found[f.value]["buckets"]) for f in facets}

    def _filter(self, facet: Facet, value: str) -> Any:
        return tantivy.Query.const_score_query(tantivy.Query.term_query(self._schema, facet.value, value), 0.0)

    def _base(self, query: Query) -> Any:
        base = self._words(query)
        if query.dates is None:
            return base
        first, last = query.dates
        days = tantivy.Query.range_query(self._schema, "date", tantivy.FieldType.Integer, first, last)
        return _all_of([base, tantivy.Query.const_score_query(days, 0.0)])

    def _words(self, query: Query) -> Any:
        match query.form:
            case Form.EVERYTHING:
                return tantivy.Query.all_query()
            case Form.PHRASE:
                return tantivy.Query.phrase_query(self._schema, "body", list(query.terms))
            case Form.PREFIX:
                field = "folded" if query.terms[0].isascii() else "body"
                return tantivy.Query.regex_query(self._schema, field, f"{re.escape(query.terms[0])}.*")
            case Form.BARE:
                return _all_of([self._term("folded", term) for term in query.terms])
            case Form.EXCEPT:
                wanted, unwanted = (self._term("body", term) for term in query.terms)
                return tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), (tantivy.Occur.MustNot, unwanted)])
            case Form.ANY:
                terms = [(tantivy.Occur.Should, self._term("body", term)) for term in query.terms]
                return tantivy.Query.boolean_query(terms)
        return _all_of([self._term("body", term) for term in query.terms])

    def _term(self, field: str, term: str) -> Any:
        return tantivy.Query.term_query(self._schema, field, term)

    def close(self) -> None:
        """Let the files go."""
        del self._searcher


def _all_of(queries: Sequence[Any]) -> Any:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])
