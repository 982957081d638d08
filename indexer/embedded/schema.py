"""What the Whoosh index holds: the schema that every index is opened with, and the field type of analysed terms.

One row an item, and one row a document that stores the whole of it. The schema is never read from a file: a pickled
schema would make the names of our modules part of the file format.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from whoosh import fields, formats

# Raise it when files of an older generation can no longer be read.
FORMAT = 3

SYLLABLES = "syllables"
WORDS = "words"
NUMBERS = "numbers"
DOCUMENT = "document"
ITEM = "item"
ROW = "row"
BODY = "body"
TERM_FIELDS = (SYLLABLES, WORDS, NUMBERS)

# Between two sections of a row: no pair, phrase or window reaches across.
SECTION_GAP = 64

TermPositions = Mapping[str, Sequence[int]]


class AnalysedField(fields.FieldType):
    """A field whose value is the finished terms of a text with their ascending positions; nothing is analysed here.

    Lengths are not kept: ranking reads them from the generation's own columns, where merges do not round them.
    """

    format: formats.Positions

    def __init__(self) -> None:
        self.format = formats.Positions()
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.unique = False
        self.vector = None

    def index(
        self, value: list[TermPositions], **_: Any
    ) -> Generator[tuple[bytes, int, float | int, bytes], Any, None]:
        """Yield (term, frequency, weight, encoded positions) of a list of one mapping."""
        for term, positions in value[0].items():
            yield term.encode("utf-8", "replace"), len(positions), float(len(positions)), self.format.encode(positions)


def make_schema() -> fields.Schema:
    """Return a new schema."""
    return fields.Schema(
        **{name: AnalysedField() for name in TERM_FIELDS},
        document=fields.ID(stored=False),  # the document's id, on all of its rows: what a removal asks for
        row=fields.STORED,  # of an item: what columns are made of (rows.py)
        body=fields.STORED,  # of a document: its JSON, deflated
    )
