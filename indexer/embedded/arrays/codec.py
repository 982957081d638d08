"""Array segments through Whoosh's codec interface, so that its own searcher, deletions and merge policies work on them.

Schema, table of contents, lock and deleted documents stay Whoosh's. What is read from here is only what the last
release of the original Whoosh asks for as well. The names of `ArrayCodec` and `ArrayWhooshSegment` are part of the
file format: the table of contents is a pickle.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.codec.base import FieldCursor, PerDocumentReader, TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.reading import TermInfo, TermNotFound

from indexer.embedded.arrays.matcher import ArrayMatcher
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.strings import decoded
from indexer.embedded.schema import DOCUMENT, ITEM, NUMBERS, SYLLABLES, WORDS

EXTENSION = ".arr"
_FIELDS = (DOCUMENT, NUMBERS, SYLLABLES, WORDS)  # sorted, as Whoosh merges the terms of segments


class ArrayCodec(W3Codec):
    """Reads array segments; `indexer.embedded.arrays.writer` writes them."""

    def per_document_writer(self, storage: Any, segment: Any) -> Any:  # noqa: ARG002
        """Return nothing to write to: the writer keeps rows in batches."""
        return _Closed()

    def field_writer(self, storage: Any, segment: Any) -> Any:  # noqa: ARG002
        """Return nothing to write to: the writer keeps rows in batches."""
        return _Closed()

    def terms_reader(self, storage: Any, segment: Any) -> ArrayTerms:
        """Open the terms of a segment."""
        return ArrayTerms(open_segment(storage, segment))

    def per_document_reader(self, storage: Any, segment: Any) -> ArrayRows:
        """Open the rows of a segment."""
        return ArrayRows(open_segment(storage, segment), segment)

    def new_segment(self, storage: Any, indexname: str) -> ArrayWhooshSegment:  # noqa: ARG002
        """Name a new segment."""
        return ArrayWhooshSegment(self, indexname)


class ArrayWhooshSegment(W3Segment):
    """What the table of contents says of a segment: its name, how many rows it has, and which are deleted."""

    def should_assemble(self) -> bool:
        """One file needs no compound file around it."""
        return False

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete a row, or bring it back, which the class above cannot."""
        state: dict[str, Any] = self.__dict__
        deleted = state["_deleted"] = state["_deleted"] or set()
        (deleted.add if delete else deleted.discard)(docnum)


def open_segment(storage: Any, segment: Any) -> ArraySegment:
    """Open the file of a segment; the storage is a folder."""
    return ArraySegment(segment_path(storage, segment))


def segment_path(storage: Any, segment: Any) -> Path:
    """Return where the file of a segment is."""
    return Path(storage.folder, segment.make_filename(EXTENSION))


class _Closed:
    """Stands where a stock codec has a writer."""

    is_closed = True

    def close(self) -> None:
        """Do nothing."""


class ArrayTerms(TermsReader):
    """The terms of a segment, as Whoosh wants them: bytes, by field and in order."""

    def __init__(self, segment: ArraySegment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) is not None

    def _find(self, field: str, term: bytes) -> int | None:
        return self._segment.ordinal(field, decoded(term)) if field in _FIELDS else None

    def _known(self, field: str, term: bytes) -> int:
        ordinal = self._find(field, term)
        if ordinal is None:
            raise TermNotFound(f"No term {field}:{term!r}")
        return ordinal

    def indexed_field_names(self) -> tuple[str, ...]:
        """Return the fields that have terms, sorted."""
        return tuple(field for field in _FIELDS if len(self._segment.terms(field)))

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        """Return a cursor over the terms of a field."""
        return ArrayCursor(self._segment, fieldname, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield every term."""
        return ((field, term) for field in _FIELDS for term in self._segment.terms(field).strings().all_raw())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms of a field from `prefix` on, then those of the fields behind it."""
        for field in _FIELDS:
            if field >= fieldname:
                table = self._segment.terms(field)
                for ordinal in range(table.lower_bound(prefix) if field == fieldname else 0, len(table)):
                    yield field, table.raw(ordinal)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield every term with what is known of it."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield terms as `terms_from` does, with what is known of each."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, tbytes: bytes) -> TermInfo:
        """Return frequencies and the rows of a term; raises TermNotFound."""
        return _info(self._segment, fieldname, self._known(fieldname, tbytes))

    def frequency(self, fieldname: str, tbytes: bytes) -> float:
        """Return how often a term occurs; raises KeyError, which Whoosh's reader turns into 0."""
        info = _info(self._segment, fieldname, self._or_key_error(fieldname, tbytes))
        return float(info.weight())

    def doc_frequency(self, fieldname: str, tbytes: bytes) -> int:
        """Return in how many rows a term stands; raises KeyError, which Whoosh's reader turns into 0."""
        return self._segment.document_frequency(fieldname, self._or_key_error(fieldname, tbytes))

    def _or_key_error(self, field: str, term: bytes) -> int:
        ordinal = self._find(field, term)
        if ordinal is None:
            raise KeyError(term)
        return ordinal

    def matcher(self, fieldname: str, tbytes: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """Return a matcher of a term; raises TermNotFound."""
        ordinal = self._known(fieldname, tbytes)
        return ArrayMatcher(self._segment, fieldname, ordinal, format_, (fieldname, tbytes), scorer)


def _info(segment: ArraySegment, field: str, ordinal: int) -> TermInfo:
    postings = segment.postings(field, ordinal)
    weights = (postings.tf & 0xFF) + (postings.tf >> 8)
    first, last = int(postings.docs[0]), int(postings.docs[-1])
    return TermInfo(float(weights.sum()), len(weights), 0, 0, float(weights.max()), first, last)


class ArrayCursor(FieldCursor):
    """Walks the terms of a field."""

    def __init__(self, segment: ArraySegment, field: str, fieldobj: Any) -> None:
        self._segment, self._field, self._object = segment, field, fieldobj
        self._table = segment.terms(field)
        self._at = 0

    def first(self) -> Any:
        """Go to the first term and return it."""
        self._at = 0
        return self.text()

    def find(self, string: Any) -> Any:
        """Go to the first term that is not before `string` and return it."""
        raw = string if isinstance(string, bytes) else self._object.to_bytes(string)
        self._at = self._table.lower_bound(raw)
        return self.text()

    def next(self) -> Any:
        """Go to the next term and return it."""
        self._at += 1
        return self.text()

    def is_valid(self) -> bool:
        """Say whether the cursor is at a term."""
        return self._at < len(self._table)

    def text(self) -> Any:
        """Return the term, or None behind the last."""
        return self._object.from_bytes(self._table.raw(self._at)) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """Return what is known of the term, or None behind the last."""
        return _info(self._segment, self._field, self._at) if self.is_valid() else None


class ArrayRows(PerDocumentReader):
    """The rows of a segment as Whoosh's documents: which are deleted, and what is stored of each."""

    def __init__(self, segment: ArraySegment, whoosh_segment: Any) -> None:
        self._segment, self._whoosh = segment, whoosh_segment

    def doc_count(self) -> int:
        """Return how many rows are not deleted."""
        return self.doc_count_all() - int(self._whoosh.deleted_count())

    def doc_count_all(self) -> int:
        """Return how many rows there are."""
        return self._segment.rows

    def has_deletions(self) -> bool:
        """Say whether any row is deleted."""
        return bool(self._whoosh.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Say whether a row is deleted."""
        return bool(self._whoosh.is_deleted(docnum))

    def deleted_docs(self) -> Any:
        """Return the rows that are deleted."""
        return self._whoosh.deleted_docs()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:  # noqa: ARG002
        """Return the default: no field is scored by its length."""
        return default

    def field_length(self, fieldname: str) -> int:  # noqa: ARG002
        """Return 0."""
        return 0

    def min_field_length(self, fieldname: str) -> int:  # noqa: ARG002
        """Return 0."""
        return 0

    def max_field_length(self, fieldname: str) -> int:  # noqa: ARG002
        """Return 0."""
        return 0

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """Return the document of a row, and the public id of its item where it is one."""
        document = self._segment.term(DOCUMENT, self._segment.document_of(docnum))
        item = self._segment.item_id(docnum)
        return {DOCUMENT: document, ITEM: item} if item else {DOCUMENT: document}
