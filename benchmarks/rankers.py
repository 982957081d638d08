"""The rankers that ketluan is compared with, each over one labelled set, and ketluan itself.

The baselines see what a plain set-up of each engine would see: lower-cased syllables of the title and the text.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import numpy as np

from analyzers.segment import load_segmenter
from benchmarks.ir_sets import Passage
from corpus.model import ConclusionItem, Document, ItemPath
from corpus.orthography import lower
from indexer.embedded.builder import EmbeddedBuilder
from indexer.embedded.engine import EmbeddedEngine
from indexer.request import Match, SearchRequest


class Ranker(Protocol):
    """Ranks the passages of one collection."""

    def rank(self, query: str, depth: int) -> Sequence[str]:
        """Return the ids of the best passages, best first."""


RankerFactory = Callable[[Sequence[Passage]], Ranker]


def syllables(text: str) -> list[str]:
    """Return lower-cased runs of letters and digits: what Lucene's standard analyser makes of Vietnamese."""
    return re.findall(r"\w+", lower(unicodedata.normalize("NFC", text)))


class Bm25:
    """BM25 (k1 1.2, b 0.75) over a bag of terms, the plain formula with nothing added."""

    def __init__(self, passages: Sequence[Passage], terms_of: Callable[[str], list[str]] = syllables) -> None:
        self._terms_of = terms_of
        self._ids = [passage.id for passage in passages]
        bags = [terms_of(f"{passage.title}\n{passage.text}") for passage in passages]
        lengths = np.array([len(bag) for bag in bags], float)
        norms = 1.2 * (0.25 + 0.75 * lengths / max(lengths.mean(), 1.0))
        postings: dict[str, dict[int, int]] = {}
        for row, bag in enumerate(bags):
            for term in bag:
                counts = postings.setdefault(term, {})
                counts[row] = counts.get(row, 0) + 1
        self._impacts = {}
        for term, counts in postings.items():
            rows = np.fromiter(counts, np.int64, len(counts))
            freqs = np.fromiter(counts.values(), float, len(counts))
            idf = np.log(1 + (len(bags) - len(counts) + 0.5) / (len(counts) + 0.5))
            self._impacts[term] = rows, idf * freqs * 2.2 / (freqs + norms[rows])

    def rank(self, query: str, depth: int) -> list[str]:
        """Return the best passages; a term that the query repeats counts as often."""
        scores = np.zeros(len(self._ids))
        for term in self._terms_of(query):
            if term in self._impacts:
                rows, impacts = self._impacts[term]
                scores[rows] += impacts
        best = np.argsort(-scores, kind="stable")[:depth]
        return [self._ids[row] for row in best if scores[row] > 0]


def underthesea_words(passages: Sequence[Passage]) -> Ranker:
    """BM25 over underthesea's words alone, in lower case."""
    segmenter = load_segmenter()

    def words(text: str) -> list[str]:
        (found,) = segmenter.words([unicodedata.normalize("NFC", text)])
        return [lower(word) for word in found if any(map(str.isalnum, word))]

    return Bm25(passages, words)


class Fts5:
    """SQLite FTS5 with its unicode61 tokeniser that keeps diacritics, its own bm25(), any word matching."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._ids = [passage.id for passage in passages]
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='unicode61 remove_diacritics 0')")
        rows = ((i + 1, unicodedata.normalize("NFC", f"{p.title}\n{p.text}")) for i, p in enumerate(passages))
        self._db.executemany("INSERT INTO t(rowid, body) VALUES (?, ?)", rows)

    def rank(self, query: str, depth: int) -> list[str]:
        """Return the best passages by bm25()."""
        terms = dict.fromkeys(syllables(query))
        if not terms:
            return []
        match = " OR ".join(f'"{term}"' for term in terms)
        rows = self._db.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT ?", (match, depth))
        return [self._ids[row - 1] for (row,) in rows]


class Tantivy:
    """Tantivy with its default tokeniser (lower-cased runs of letters and digits), any word matching."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("body")
        self._tantivy, self._schema = tantivy, schema.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(heap_size=50_000_000, num_threads=1)
        for passage in passages:
            body = unicodedata.normalize("NFC", f"{passage.title}\n{passage.text}")
            writer.add_document(tantivy.Document(id=passage.id, body=body))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def rank(self, query: str, depth: int) -> list[str]:
        """Return the best passages by Tantivy's BM25."""
        clauses = [
            (self._tantivy.Occur.Should, self._tantivy.Query.term_query(self._schema, "body", term))
            for term in syllables(query)
        ]
        if not clauses:
            return []
        found = self._searcher.search(self._tantivy.Query.boolean_query(clauses), depth)
        return [self._searcher.doc(address)["id"][0] for _, address in found.hits]


class OverDocuments:
    """Our own search, through the embedded engine, over whole documents; any word matches."""

    def __init__(self, documents: Iterable[Document], folder: Path | None = None) -> None:
        self._folder = TemporaryDirectory(prefix="ketluan-relevance-") if folder is None else None
        root = folder or Path(self._folder.name if self._folder else ".")
        builder = EmbeddedBuilder(root, fresh=True)
        builder.upsert(documents)
        builder.commit()
        self._engine = EmbeddedEngine(root)

    def rank(self, query: str, depth: int) -> list[str]:
        """Return the ids of the best items by the ranking formula."""
        return [item for item, _ in self._engine.ranking(SearchRequest(query=query, match=Match.ANY), depth)]

    def close(self) -> None:
        """Close the index, and remove it where it was made for this."""
        self._engine.close()
        if self._folder:
            self._folder.cleanup()


class Ketluan:
    """Our own search over a labelled set: each passage an item under its title."""

    def __init__(self, passages: Sequence[Passage], folder: Path | None = None) -> None:
        self._ids = [passage.id for passage in passages]
        self._items = OverDocuments((_as_document(n, passage) for n, passage in enumerate(passages)), folder)

    def rank(self, query: str, depth: int) -> list[str]:
        """Return the ids of the best passages."""
        return [self._ids[int(item.split("#")[0])] for item in self._items.rank(query, depth)]

    def close(self) -> None:
        """Close the index and remove it."""
        self._items.close()


def _as_document(number: int, passage: Passage) -> Document:
    item = ConclusionItem(path=ItemPath(("1",)), heading="", text=passage.text)
    return Document(id=str(number), source=passage.id, title=passage.title, items=(item,))


BASELINES: dict[str, RankerFactory] = {
    "syllable BM25": Bm25,
    "underthesea words": underthesea_words,
    "SQLite FTS5": Fts5,
    "Tantivy": Tantivy,
}


def available(names: Iterable[str]) -> dict[str, RankerFactory]:
    """Return the named baselines that are installed here; Tantivy is an optional package."""
    import importlib.util

    missing = {"Tantivy"} if importlib.util.find_spec("tantivy") is None else set()
    return {name: BASELINES[name] for name in names if name not in missing}
