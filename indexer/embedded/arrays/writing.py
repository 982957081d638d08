"""Writes the rows of a batch as a segment: its terms sorted, its tokens inverted, its documents in the order of ids."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import numpy as np

from indexer.embedded.arrays.batch import RowBatch
from indexer.embedded.arrays.container import Array, ArrayFileWriter, Longs
from indexer.embedded.arrays.rows import Ids, Ragged, RowColumns
from indexer.embedded.arrays.strings import Strings
from indexer.kernels.inversion import adjacent_pairs, inverted, pair_frequencies, transposed


def write_segment(path: Path, batch: RowBatch) -> None:
    """Write a new file at `path`; takes some 25 bytes of memory a token beside the batch."""
    with path.open("wb") as file:
        writer = ArrayFileWriter(file)
        _write_tokens(writer, batch)
        _write_words(writer, batch)
        _write_numbers(writer, batch)
        write_rows(writer, batch.columns)
        write_documents(writer, batch.columns)
        writer.finish()


def _write_tokens(writer: ArrayFileWriter, batch: RowBatch) -> None:
    terms, rank = batch.syllables.sorted()
    tokens, starts, lengths = rank[batch.tokens], batch.columns.starts, batch.columns.lengths
    body_ends = starts[:-1] + lengths[:, :2].sum(axis=1, dtype=np.int64)
    add_strings(writer, "syllables", terms)
    writer.add("syllables.cf", np.bincount(tokens, minlength=len(terms)).astype(np.uint32))
    bounds, docs, frequencies = inverted(tokens, starts, body_ends, len(terms))
    for name, array in (("bounds", bounds), ("docs", docs), ("tf", frequencies)):
        writer.add(f"syllables.postings.{name}", array)
    writer.add("fwd", tokens)
    writer.add("row_starts", starts)
    del docs, frequencies
    _write_pairs(writer, tokens, starts, body_ends, lengths, len(terms))


def _write_pairs(
    writer: ArrayFileWriter, tokens: Ids, starts: Longs, body_ends: Longs, lengths: Ids, terms: int
) -> None:
    keys, pairs = adjacent_pairs(tokens, starts, lengths)
    add_pair_keys(writer, keys, terms)
    bounds, docs, frequencies = inverted(pairs, starts, body_ends, len(keys))
    for name, array in (("bounds", bounds), ("docs", docs), ("tf", pair_frequencies(frequencies))):
        writer.add(f"pairs.postings.{name}", array)


def add_pair_keys(writer: ArrayFileWriter, keys: np.typing.NDArray[np.uint64], terms: int) -> None:
    """Write sorted pairs (first << 32 | second) as bounds of each first term, int64 [terms+1], and the seconds."""
    firsts = (keys >> np.uint64(32)).astype(np.int64)
    writer.add("pairs.first", np.concatenate(([0], np.cumsum(np.bincount(firsts, minlength=terms)))).astype(np.int64))
    writer.add("pairs.second", keys.astype(np.uint32))


def _write_words(writer: ArrayFileWriter, batch: RowBatch) -> None:
    source = _add_transposed(writer, "words", batch.words, batch.word_rows)
    writer.add("words.postings.tf", batch.word_tf[source])


def _write_numbers(writer: ArrayFileWriter, batch: RowBatch) -> None:
    source = _add_transposed(writer, "numbers", batch.numbers, batch.number_rows)
    writer.add("numbers.postings.tf", batch.number_tf[source])
    writer.add("numbers.postings.heading", batch.number_heading[source])


def _add_transposed(writer: ArrayFileWriter, name: str, vocabulary: Strings, rows: Ragged) -> Longs:
    """Write a vocabulary sorted and the rows of each term; return whence each posting came."""
    terms, rank = vocabulary.sorted()
    add_strings(writer, name, terms)
    bounds, docs, source = transposed(rank[rows.ids], rows.starts, len(terms))
    writer.add(f"{name}.postings.bounds", bounds)
    writer.add(f"{name}.postings.docs", docs)
    return source


def write_rows(writer: ArrayFileWriter, columns: RowColumns) -> None:
    """Write what is known of each row beside its terms."""
    for name in ("lengths", "unmarked", "dates", "signatures", "block_rows"):
        writer.add(name, getattr(columns, name))
    arrays = columns.due.arrays("due") | columns.item_ids.arrays("item_ids") | columns.blocks.arrays("blocks")
    for name, facet in columns.facets.items():
        arrays |= facet.arrays(f"facet.{name}")
    add_arrays(writer, arrays)


class DocumentColumns(Protocol):
    """What `RowColumns` knows of documents."""

    @property
    def document_ids(self) -> Strings: ...

    @property
    def document_rows(self) -> Longs: ...

    @property
    def document_numbers(self) -> Strings: ...

    @property
    def document_meetings(self) -> Ids: ...

    @property
    def meetings(self) -> Strings: ...


def write_documents(writer: ArrayFileWriter, columns: DocumentColumns) -> None:
    """Write the documents in the order of their ids: the rows of each, its number and its meeting."""
    ids, rank = columns.document_ids.sorted()
    order = np.argsort(rank)
    add_strings(writer, "documents", ids)
    add_strings(writer, "document_numbers", columns.document_numbers.take(order))
    add_strings(writer, "meetings", columns.meetings)
    writer.add("document_meetings", columns.document_meetings[order])
    writer.add("document_first", columns.document_rows[:-1][order])
    writer.add("document_end", columns.document_rows[1:][order])
    writer.add("row_documents", np.repeat(rank, np.diff(columns.document_rows)))


def add_strings(writer: ArrayFileWriter, name: str, strings: Strings) -> None:
    """Write strings as sections."""
    add_arrays(writer, strings.arrays(name))


def add_arrays(writer: ArrayFileWriter, arrays: Mapping[str, Array]) -> None:
    """Write arrays as sections."""
    for name, array in arrays.items():
        writer.add(name, array)
