"""Stock Whoosh with its own codec (W3), writer, searcher, BM25F and sortable columns for facets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import whoosh.analysis
import whoosh.index
import whoosh.query
from whoosh import fields, sorting

from benchmarks.contenders.answers import TOP, VALUES, Answer, Stopwatch, chunks
from benchmarks.queries import Form, Query
from benchmarks.rows import FACETS, Row
from indexer.request import Facet

_MEGABYTES = 512
# Half of what these offer carries no types.
analysis: Any = whoosh.analysis
index: Any = whoosh.index
query: Any = whoosh.query


def build(folder: Path, rows: Iterable[Row], watch: Stopwatch) -> None:
    """Build one segment with one process."""
    writer = index.create_in(folder, _schema()).writer(limitmb=_MEGABYTES)
    for chunk in chunks(rows):
        watch.time(lambda: _add(writer, chunk))  # noqa: B023  called at once
    watch.time(writer.commit)


def _schema() -> Any:
    tokens = analysis.SpaceSeparatedTokenizer()
    return fields.Schema(
        id=fields.ID(stored=True),
        body=fields.TEXT(analyzer=tokens, phrase=True, chars=False),
        folded=fields.TEXT(analyzer=tokens, phrase=False),
        date=fields.NUMERIC(sortable=True),
        **{facet.value: fields.KEYWORD(commas=True, sortable=True) for facet in FACETS},
    )


def _add(writer: Any, rows: Sequence[Row]) -> None:
    for row in rows:
        values = {facet.value: ",".join(map(_bare, own)) for facet, own in zip(FACETS, row.values, strict=True)}
        writer.add_document(id=row.id, body=row.body, folded=row.folded, date=row.date, **values)


def _bare(value: str) -> str:
    return value.replace(",", ";")  # a comma parts the values of a field


class WhooshIndex:
    """An open index."""

    def __init__(self, folder: Path) -> None:
        self._index: Any = index.open_dir(folder)
        self._searcher: Any = self._index.searcher()

    @property
    def segments(self) -> int:
        """How many segments the index has."""
        return len(self._searcher.reader().leaf_readers())

    def search(self, wanted: Query) -> Answer:
        """Answer a query: one search with facets, and one for each facet that is chosen in."""
        base = _query(wanted)
        chosen = {facet: _chosen(facet, name) for facet, name in wanted.selections}
        others = [facet for facet in FACETS if facet not in chosen]
        total, ids, facets = self._find(base, list(chosen.values()), others)
        for facet in chosen:
            rest = [term for other, term in chosen.items() if other is not facet]
            facets |= self._find(base, rest, [facet])[2]
        return Answer(total, ids, facets)

    def _find(
        self, base: Any, filters: Sequence[Any], facets: Sequence[Facet]
    ) -> tuple[int, tuple[str, ...], dict[Facet, tuple[tuple[str, int], ...]]]:
        groups = sorting.Facets()
        for facet in facets:
            groups.add_facet(facet.value, sorting.FieldFacet(facet.value, allow_overlap=True, maptype=sorting.Count))
        narrowed = query.And([base, *(query.ConstantScoreQuery(term, 0.0) for term in filters)]) if filters else base
        found = self._searcher.search(narrowed, limit=TOP, groupedby=groups if facets else None)
        counts = {facet: _commonest(found.groups(facet.value)) for facet in facets}
        return len(found), tuple(hit["id"] for hit in found), counts

    def close(self) -> None:
        """Release files."""
        self._searcher.close()
        self._index.close()


def _chosen(facet: Facet, name: str) -> Any:
    return query.Term(facet.value, _bare(name))


def _commonest(counts: dict[str | None, int]) -> tuple[tuple[str, int], ...]:
    named = [(name, count) for name, count in counts.items() if name]
    return tuple(sorted(named, key=lambda pair: -pair[1])[:VALUES])


def _query(wanted: Query) -> Any:
    words = _words(wanted)
    if wanted.dates is None:
        return words
    first, last = wanted.dates
    return query.And([words, query.ConstantScoreQuery(query.NumericRange("date", first, last), 0.0)])


def _words(wanted: Query) -> Any:
    terms = [query.Term("folded" if wanted.form is Form.BARE else "body", term) for term in wanted.terms]
    match wanted.form:
        case Form.EVERYTHING:
            return query.Every()
        case Form.PHRASE:
            return query.Phrase("body", list(wanted.terms))
        case Form.PREFIX:
            return query.Prefix("folded" if wanted.terms[0].isascii() else "body", wanted.terms[0])
        case Form.EXCEPT:
            return query.AndNot(*terms)
        case Form.ANY:
            return query.Or(terms)
    return query.And(terms)
