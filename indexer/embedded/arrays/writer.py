"""Whoosh's segment writer for rows that come in batches, and the policy by which its segments are merged."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import Any

import numpy as np
from whoosh.writing import IndexWriter, SegmentWriter

from indexer.embedded.arrays.batch import RowBatch, joined
from indexer.embedded.arrays.codec import ArrayCodec, segment_path
from indexer.embedded.arrays.merging import merge_segments
from indexer.embedded.arrays.rows import Mask
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.writing import write_segment
from indexer.embedded.schema import DOCUMENT

MEGABYTES = 512
_BYTES_OF_TOKEN = 40  # of a waiting batch and its inversion together
_BYTES_OF_ROW = 1000  # of everything else that is known of a row

_AT_MOST = 8  # segments of like size
_LARGEST = 1 << 18  # rows; a larger segment is merged only where the writer is told to optimise
_DEAD_SHARE = 3  # a segment is written again when more than one row in so many is deleted


class ArrayWriter(SegmentWriter):
    """Adds batches of rows, deletes whole documents, and merges segments, all as arrays.

    Holds at most about `megabytes`; beyond that a segment is finished before the commit. A document is deleted with all
    of its rows, whichever of them is named. Not safe for threads.
    """

    def __init__(self, index: Any, *, megabytes: int = MEGABYTES, **options: Any) -> None:
        super().__init__(index, codec=ArrayCodec(), **options)
        self._limit = megabytes << 20
        self._batches: list[RowBatch] = []
        self._merged: list[tuple[ArraySegment, Mask]] = []
        self._opened: dict[str, ArraySegment] = {}
        self._waiting: set[str] = set()  # the ids of documents that are in no segment yet
        self._held = 0

    def add_batch(self, batch: RowBatch) -> None:
        """Add the rows of documents that the index does not hold; earlier ones are to be deleted before."""
        size = len(batch.tokens) * _BYTES_OF_TOKEN + batch.rows * _BYTES_OF_ROW
        if self._batches and self._held + size > self._limit:
            self.flush()
        self._batches.append(batch)
        self._held += size
        self._waiting.update(batch.columns.document_ids)
        self.docnum += batch.rows
        self._added = True

    def add_document(self, **fields: Any) -> None:
        """Refuse: rows come in batches."""
        raise TypeError(f"rows come in batches: {sorted(fields)}")

    def add_reader(self, reader: Any) -> None:
        """Take over the rows of a segment that are not deleted; a merge policy asks for it."""
        segment = reader.segment()
        present = present_rows(segment)
        self._merged.append((self._open(segment), present))
        self.docnum += int(np.count_nonzero(present))
        self._added = True

    @property
    def is_waiting(self) -> bool:
        """Whether rows are held that are in no segment yet."""
        return bool(self._batches)

    def flush(self) -> None:
        """Finish a segment of what is waiting, so that its documents can be deleted; the commit makes it known."""
        if self._batches:
            self.segments.append(self._finalize_segment())
            self._setup_doc_offsets()
            self.newsegment = self.codec.new_segment(self.storage, self.indexname)
            self.docnum, self._added = 0, False

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete the whole document that a row belongs to, or bring it back."""
        segment, row = self._segment_and_docnum(docnum)
        opened = self._open(segment)
        self._set_deleted(segment, opened.document_rows(opened.document_of(row)), delete)

    def delete_named(self, document_id: str) -> int:
        """Delete a document by its id; return how many rows it had. One that waits is made a segment first."""
        if document_id in self._waiting:
            self.flush()
        deleted = 0
        for segment in self.segments:
            opened = self._open(segment)
            number = opened.ordinal(DOCUMENT, document_id)
            if number is not None:
                first, end = opened.document_rows(number)
                deleted += 0 if segment.is_deleted(first) else end - first
                self._set_deleted(segment, (first, end), delete=True)
        return deleted

    def _set_deleted(self, segment: Any, rows: tuple[int, int], delete: bool) -> None:
        for row in range(*rows):
            segment.delete_document(row, delete=delete)

    def searcher(self, **options: Any) -> Any:
        """Return a searcher over the finished segments; never one kept from before the last flush."""
        return IndexWriter.searcher(self, **options)

    def _open(self, segment: Any) -> ArraySegment:
        name = segment.segment_id()
        if name not in self._opened:
            self._opened[name] = ArraySegment(segment_path(self.storage, segment))
        return self._opened[name]

    def _flush_segment(self) -> None:
        """Write the file of the new segment; Whoosh calls it at the commit."""
        path = segment_path(self.storage, self.newsegment)
        if self._merged and self._batches:
            aside = path.with_suffix(".part")
            write_segment(aside, self._let_go())
            waiting = ArraySegment(aside)
            merge_segments(path, [*self._merged, (waiting, np.ones(waiting.rows, np.bool_))])
            aside.unlink()
        elif self._merged:
            merge_segments(path, self._merged)
        else:
            write_segment(path, self._let_go())
        self._merged, self._held = [], 0
        self._waiting.clear()

    def _let_go(self) -> RowBatch:
        """Return the rows that wait as one batch, and hold them no longer."""
        rows = joined(self._batches)
        self._batches = []
        return rows


def present_rows(segment: Any) -> Mask:
    """Return bool [R]: the rows of a segment of Whoosh's that are not deleted."""
    present = np.ones(segment.doc_count_all(), np.bool_)
    present[np.fromiter(segment.deleted_docs(), np.int64)] = False
    return present


def merge_like_sizes(writer: ArrayWriter, segments: Sequence[Any]) -> list[Any]:
    """Merge segments where there are too many of like size, and those with many deleted rows; a policy for `commit`.

    Sizes are alike within a factor of eight, so each row is written again a few times at most, however many commits
    there are. Segments without any row left are dropped.
    """
    kept = [segment for segment in segments if segment.doc_count()]
    level = {segment.segment_id(): int(log2(segment.doc_count())) // 3 for segment in kept}
    small = [segment for segment in kept if segment.doc_count() <= _LARGEST]
    counted = {own: sum(level[s.segment_id()] <= own for s in small) for own in set(level.values())}
    full = max((own for own, count in counted.items() if count > _AT_MOST), default=-1)
    merged = [s for s in kept if _is_worn(s) or (s in small and level[s.segment_id()] <= full)]
    _take_over(writer, merged)
    return [segment for segment in kept if segment not in merged]


def merge_all(writer: ArrayWriter, segments: Sequence[Any]) -> list[Any]:
    """Merge every segment into one, which takes a search the fewest steps; a policy for `commit`."""
    kept = [segment for segment in segments if segment.doc_count()]
    if len(kept) == 1 and not writer.is_waiting:
        return kept
    _take_over(writer, kept)
    return []


def _take_over(writer: ArrayWriter, segments: Sequence[Any]) -> None:
    from whoosh.reading import SegmentReader

    for segment in segments:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()


def _is_worn(segment: Any) -> bool:
    return bool(segment.deleted_count() * _DEAD_SHARE > segment.doc_count_all())
