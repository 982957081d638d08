"""Whether OpenSearch answers as the embedded engine does: overlap of the top ten, and differences of facet counts.

`python -m benchmarks.opensearch_parity [--url URL] [--items N] [--queries N] [--json OUT]`

Indexes the shipped samples, the shared real documents where they are, and N generated items in both engines, asks both
the same queries, and prints a line a class of queries. Without --url a cluster of three nodes is started
(`tests/opensearch`). Facets must be equal and the overlap at least .9 on average: exit status 1 where they are not.
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.directives import Directives
from benchmarks.ir_sets import Question, without_diacritics
from benchmarks.measures import summary
from benchmarks.short_queries import read_short_queries, sample_documents
from corpus.model import ConclusionItem, Document
from indexer.engine import RankingEngine
from indexer.intake import read_documents
from indexer.page import SearchPage
from indexer.registry import open_builder, open_engine
from indexer.request import AgencyScope, Facet, FacetSelection, Match, SearchRequest, Sort
from indexer.settings import Settings
from tests.opensearch.cluster import Cluster
from tests.shared_data import SHARED

LEAST_OVERLAP = 0.9
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Compared:
    """One query: how much the top tens share, whether their order is one, and what facets differ in."""

    name: str
    query: str
    overlap: float
    same_order: bool
    facet_differences: int
    same_total: bool
    ours_ms: float
    theirs_ms: float


@dataclass(frozen=True, slots=True)
class Row:
    """One class of queries."""

    name: str
    queries: int
    overlap: float
    same_order: float
    facet_differences: int
    total_differences: int
    embedded_ms: dict[str, float]
    opensearch_ms: dict[str, float]


def corpus(items: int) -> list[Document]:
    """Return the documents that both engines are given."""
    documents = {document.id: document for document in sample_documents()}
    folders = [SHARED / "corpus" / name for name in ("seeds", "notices")]
    for path in sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir()):
        documents |= {d.id: d for d in read_documents(path) if isinstance(d, Document)}
    documents |= {document.id: document for document in (Directives(items) if items else ())}
    return list(documents.values())


def query_classes(documents: Sequence[Document], count: int) -> Iterator[tuple[str, list[SearchRequest]]]:
    """Yield classes of requests, drawn from the items themselves but for the short queries, which people wrote."""
    draw = random.Random(5)
    items = [(document, item) for document in documents for item in document.items]
    chosen = [draw.choice(items) for _ in range(count)]
    labelled = read_short_queries(sample_documents())
    texts = list(dict.fromkeys(question.text for question in labelled.questions))[:count]
    yield "short queries", [SearchRequest(text) for text in texts]
    headings = [_run(draw, item.heading or document.title, 6) for document, item in chosen]
    yield "heading words", [SearchRequest(text) for text in headings]
    yield "heading words, bare", [SearchRequest(_bare(text)) for text in headings]
    runs = [_run(draw, item.text or item.heading, 4) for _, item in chosen]
    yield "words of the text", [SearchRequest(text) for text in runs]
    yield "any of them", [SearchRequest(text, match=Match.ANY) for text in runs]
    yield "any of them, bare", [SearchRequest(_bare(text), match=Match.ANY) for text in runs]
    yield "phrases", [SearchRequest(f'"{_run(draw, item.text or item.heading, 3)}"') for _, item in chosen]
    yield "numbers", [SearchRequest(item.citations[0].number) for _, item in items if item.citations][:count]
    yield "chosen facets", [_narrowed(draw, document, item) for document, item in chosen]
    yield "by date", [SearchRequest(text, sort=sort) for text, sort in zip(runs, [*Sort] * count, strict=False)]
    yield "everything", [SearchRequest(scope=scope, sort=sort) for scope in AgencyScope for sort in Sort]


def compare(embedded: RankingEngine, cluster: RankingEngine, name: str, request: SearchRequest) -> Compared:
    """Ask both engines the same."""
    ours, ours_ms = _timed(lambda: embedded.search(request))
    theirs, theirs_ms = _timed(lambda: cluster.search(request))
    first, second = [hit.record.id for hit in ours.hits], [hit.record.id for hit in theirs.hits]
    longest = max(len(first), len(second))
    return Compared(
        name=name,
        query=request.query,
        overlap=len(set(first) & set(second)) / longest if longest else 1.0,
        same_order=first == second,
        facet_differences=sum(_differences(ours, theirs, facet) for facet in request.facets),
        same_total=(ours.total, ours.match) == (theirs.total, theirs.match),
        ours_ms=ours_ms,
        theirs_ms=theirs_ms,
    )


def table(rows: Sequence[Compared]) -> list[Row]:
    """Return a row a class of queries, and one for all."""
    names = dict.fromkeys(row.name for row in rows)
    return [_summed(name, [row for row in rows if name in (row.name, "all")]) for name in (*names, "all")]


def _summed(name: str, rows: Sequence[Compared]) -> Row:
    return Row(
        name=name,
        queries=len(rows),
        overlap=sum(row.overlap for row in rows) / len(rows),
        same_order=sum(row.same_order for row in rows) / len(rows),
        facet_differences=sum(row.facet_differences for row in rows),
        total_differences=sum(not row.same_total for row in rows),
        embedded_ms=summary([row.ours_ms for row in rows]),
        opensearch_ms=summary([row.theirs_ms for row in rows]),
    )


def _differences(ours: SearchPage, theirs: SearchPage, facet: Facet) -> int:
    """Return how many values of a facet differ in count, label or place."""
    first, second = ours.facets[facet], theirs.facets[facet]
    return sum(a != b for a, b in zip(first, second, strict=False)) + abs(len(first) - len(second))


def _run(draw: random.Random, text: str, longest: int) -> str:
    """Return a few words that stand side by side in a text."""
    words = [word.strip('.,;:()"“”') for word in text.split()]
    words = [word for word in words if any(map(str.isalpha, word))] or ["rừng"]
    size = draw.randint(2, longest)
    first = draw.randrange(max(1, len(words) - size))
    return " ".join(words[first : first + size])


def _bare(text: str) -> str:
    return without_diacritics(Question("", text), 1.0).text


def _narrowed(draw: random.Random, document: Document, item: ConclusionItem) -> SearchRequest:
    year = (FacetSelection(Facet.YEAR, (str(document.date.year),)),) if document.date else ()
    due = FacetSelection(Facet.DUE, ("yes" if item.deadlines else "no",))
    return SearchRequest(_run(draw, item.heading or document.title, 3), (*year, due), match=Match.ANY)


def _timed(ask: Callable[[], SearchPage]) -> tuple[SearchPage, float]:
    started = time.perf_counter()
    return ask(), (time.perf_counter() - started) * 1000


def _built(settings: Settings, documents: Sequence[Document]) -> tuple[RankingEngine, float]:
    started = time.perf_counter()
    builder = open_builder(settings, fresh=True)
    try:
        for first in range(0, len(documents), _BATCH):
            builder.upsert(documents[first : first + _BATCH])
        builder.commit()
    except BaseException:
        builder.abort()
        raise
    return open_engine(settings), time.perf_counter() - started


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="a cluster that runs already, without the name of an index")
    parser.add_argument("--items", type=int, default=3000, help="generated items beside the real ones (3000)")
    parser.add_argument("--queries", type=int, default=30, help="queries a class (30)")
    parser.add_argument("--json", type=Path, metavar="OUT")
    given = parser.parse_args(arguments)
    documents = corpus(given.items)
    print(f"{len(documents)} documents, {sum(len(d.items) for d in documents)} items")
    with ExitStack() as held:
        url = given.url or held.enter_context(Cluster()).url
        place = Settings(engine="opensearch", url=f"{url}/parity-{secrets.token_hex(4)}?shards=3&replicas=1")
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        embedded, seconds = _built(Settings(index=folder), documents)
        held.callback(embedded.close)
        cluster, cluster_seconds = _built(place, documents)
        held.callback(cluster.close)
        bytes_ = embedded.info().bytes, cluster.info().bytes
        print(f"built in {seconds:.1f} s and {cluster_seconds:.1f} s; {bytes_[0]:,} and {bytes_[1]:,} bytes (one copy)")
        compared = [
            compare(embedded, cluster, name, request)
            for name, requests in query_classes(documents, given.queries)
            for request in requests
        ]
    rows = table(compared)
    heads = f"{'class':24}{'queries':>8}{'overlap':>9}{'in order':>9}{'facets':>8}{'totals':>8}"
    print(f"{heads}{'ours p50':>10}{'cluster':>9} ms")
    for row in rows:
        milliseconds = f"{row.embedded_ms['p50']:>10.1f}{row.opensearch_ms['p50']:>9.1f}"
        counts = f"{row.facet_differences:>8}{row.total_differences:>8}"
        print(f"{row.name:24}{row.queries:>8}{row.overlap:>9.3f}{row.same_order:>9.2f}{counts}{milliseconds}")
    for worst in sorted(compared, key=lambda c: (c.overlap, -c.facet_differences))[:5]:
        print(f"  {worst.overlap:.1f} {worst.facet_differences:>4} {worst.name}: {worst.query[:80]}")
    if given.json:
        given.json.write_text(json.dumps({"rows": list(map(asdict, rows))}, ensure_ascii=False, indent=1), "utf-8")
    return int(rows[-1].facet_differences > 0 or rows[-1].overlap < LEAST_OVERLAP)


if __name__ == "__main__":
    sys.exit(main())
