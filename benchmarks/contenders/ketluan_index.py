"""Ours, through the seam that the pages use: the whole ranking, ten hits, three facets; with marked passages or not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.contenders.answers import VALUES, Answer, Stopwatch
from benchmarks.queries import Query
from benchmarks.rows import FACETS
from corpus.model import Document
from indexer.engine import SearchEngine
from indexer.registry import open_builder, open_engine
from indexer.request import Facet
from indexer.settings import Settings

_PATIENCE = 600  # seconds; kernels are compiled by the first search, and no answer is to be cut off


def build(folder: Path, papers: Sequence[Document], watch: Stopwatch) -> None:
    """Build an index of whole documents: analysing them is part of it."""
    builder = open_builder(Settings(index=folder), fresh=True)
    watch.time(lambda: builder.upsert(papers))
    watch.time(builder.commit)


class KetluanIndex:
    """An open index; with `passages` every hit comes as a page shows it."""

    def __init__(self, folder: Path, *, passages: bool = False) -> None:
        self._passages = passages
        self._engine: SearchEngine = open_engine(Settings(index=folder, search_seconds=_PATIENCE))

    @property
    def segments(self) -> int:
        """The number of segments, as far as the engine tells."""
        return 1

    def search(self, query: Query) -> Answer:
        """Answer a query."""
        page = self._engine.search(query.request(passages=self._passages))
        facets = {
            facet: tuple(
                (count.label if facet is Facet.AGENCY else count.value, count.count)
                for count in page.facets[facet][:VALUES]  # a chosen value may stand behind them
            )
            for facet in FACETS
        }
        return Answer(page.total, tuple(hit.record.id for hit in page.hits), facets)

    def close(self) -> None:
        """Release files."""
        self._engine.close()
