"""The schema that every array index is opened with, and the field types of finished terms.

The schema is never read from a file: a pickled schema would make the names of our modules part of the file format.
The fields can also be written by Whoosh's own writer, which is how its results and ours are compared.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from whoosh import fields, formats
from whoosh.system import pack_uint

from indexer.embedded.schema import DOCUMENT, ITEM, NUMBERS, SYLLABLES, WORDS

_Postings = Generator[tuple[bytes, int, float, bytes], Any, None]  # term, frequency, weight, value


class _FinishedTerms(fields.FieldType):
    """A field whose value is the finished terms of a row; nothing is analysed here.

    Lengths are not kept: ranking reads them from the generation's own columns, where merges do not round them.
    """

    def __init__(self, kind: formats.Format) -> None:
        self.format = kind
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.unique = False
        self.vector = None


class PlacedTerms(_FinishedTerms):
    """Terms with their ascending positions."""

    def __init__(self) -> None:
        super().__init__(formats.Positions())

    def index(self, value: Sequence[Mapping[str, Sequence[int]]], **_: Any) -> _Postings:
        """Yield the postings of a list of one mapping of terms to positions."""
        encode: Any = getattr(self.format, "encode")  # noqa: B009  not every format has it
        for term, positions in value[0].items():
            yield _raw(term), len(positions), float(len(positions)), encode(positions)


class CountedTerms(_FinishedTerms):
    """Terms with their frequencies."""

    def __init__(self) -> None:
        super().__init__(formats.Frequency())

    def index(self, value: Sequence[Mapping[str, int]], **_: Any) -> _Postings:
        """Yield the postings of a list of one mapping of terms to frequencies."""
        for term, frequency in value[0].items():
            yield _raw(term), frequency, float(frequency), pack_uint(frequency)


def make_schema() -> fields.Schema:
    """Return a new schema."""
    # The document's id is on all of its rows: what a removal asks for. An item's public id is on its own.
    kinds: dict[str, Any] = {DOCUMENT: fields.ID(stored=True), ITEM: fields.STORED}
    return fields.Schema(**kinds, **{SYLLABLES: PlacedTerms(), WORDS: CountedTerms(), NUMBERS: CountedTerms()})


def _raw(term: str) -> bytes:
    return term.encode("utf-8", "replace")
