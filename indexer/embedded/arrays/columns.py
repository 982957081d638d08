"""The columns of an open generation, as `indexer.embedded.arrays.gathering` writes them.

Everything is a view into the file or is looked up there: opening makes no object a row, a document or a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.container import ArrayFile, Longs, Section
from indexer.embedded.arrays.rows import FACETS, Ids
from indexer.embedded.arrays.strings import Strings, StringTable, encoded
from indexer.facets import number_identity
from indexer.kernels.hashing import hashed
from indexer.request import Facet
from indexer.slugs import digest

Mask = npt.NDArray[np.bool_]
NAME = "columns.arr"


class _Sections:
    """Arrays by name, each checked when it is first asked for."""

    def __init__(self, sections: Mapping[str, Section], prefix: str = "") -> None:
        self._sections = sections
        self._prefix = prefix
        self._checked: dict[str, npt.NDArray[Any]] = {}

    def array(self, name: str) -> npt.NDArray[Any]:
        """Return a whole array."""
        array = self._checked.get(name)
        if array is None:
            array = self._checked[name] = self._sections[self._prefix + name].all()
        return array

    def strings(self, name: str) -> StringTable:
        """Return a list of strings."""
        return StringTable(self._sections, self._prefix + name)


class FacetColumn(_Sections):
    """The values of a facet, in the order of their identities, and those of each row."""

    @cached_property
    def values(self) -> StringTable:
        """What stands in URLs, an ordinal each."""
        return self.strings("values")

    @cached_property
    def labels(self) -> StringTable:
        """What people read, an ordinal each."""
        return self.strings("labels")

    @cached_property
    def identities(self) -> StringTable:
        """What all spellings of a value share, sorted; of numbers the loose key."""
        return self.strings("identities")

    @property
    def ranks(self) -> Ids:
        """Int32: of each ordinal its place by label in lower case, which orders values of one count."""
        return self.array("ranks")

    @property
    def starts(self) -> Ids:
        """Int32 [R+1]: where the ordinals of each row begin."""
        return self.array("starts")

    @property
    def ordinals(self) -> Ids:
        """Int32: the values of all rows one behind the other, those of a row ascending and distinct."""
        return self.array("ordinals")

    @property
    def single(self) -> Ids | None:
        """Int32 [R]: the one value of each row, or -1; None where some row has several."""
        return self.array("single") if f"{self._prefix}single" in self._sections else None

    def resolve(self, facet: Facet, chosen: str) -> list[int]:
        """Return the ordinals that a value in a URL means: itself, another spelling, or all that share its slug."""
        if exact := [ordinal for ordinal in self._from(chosen) if self.values[ordinal] == chosen]:
            return exact
        if facet is Facet.NUMBER:
            found = self.identities.find(number_identity(chosen))
            return [] if found is None else [found]
        parted = ((ordinal, f"{chosen}-{digest(self.labels[ordinal].lower())}") for ordinal in self._from(f"{chosen}-"))
        return sorted(ordinal for ordinal, value in parted if self.values[ordinal] == value)

    def _from(self, prefix: str) -> list[int]:
        """Return the ordinals of the values that begin with `prefix`."""
        by_value, raw = self.array("by_value"), encoded(prefix)
        low, high = 0, len(by_value)
        while low < high:
            middle = (low + high) // 2
            if self.values.raw(int(by_value[middle])) < raw:
                low = middle + 1
            else:
                high = middle
        found = []
        while low < len(by_value) and self.values.raw(int(by_value[low])).startswith(raw):
            found.append(int(by_value[low]))
            low += 1
        return found


class VocabularyColumns(_Sections):
    """The syllables of live items, sorted, and those that share their bare letters."""

    @cached_property
    def terms(self) -> StringTable:
        """The syllables."""
        return self.strings("vocabulary")

    @property
    def occurrences(self) -> Longs:
        """Int64 [V]: how often each stands in live items."""
        return self.array("vocabulary.occurrences")

    @property
    def marked(self) -> Longs:
        """Int64 [V]: how often each stands in live items that were written with diacritics."""
        return self.array("vocabulary.marked")

    @property
    def rows(self) -> Longs:
        """Int64 [V]: in how many live items each stands."""
        return self.array("vocabulary.rows")

    @cached_property
    def bare(self) -> StringTable:
        """The distinct bare letters, sorted."""
        return self.strings("bare")

    def spelled_like(self, bare: str) -> Ids:
        """Return the numbers of the syllables whose bare letters are `bare`, ascending."""
        place = self.bare.find(bare)
        return self._members(range(place, place + 1) if place is not None else range(0))

    def bare_beginning_with(self, prefix: str) -> Ids:
        """Return the numbers of the syllables whose bare letters begin with `prefix`, by bare letters."""
        return self._members(self.bare.beginning_with(prefix))

    def _members(self, places: range) -> Ids:
        starts = self.array("bare.starts")
        members: Ids = self.array("bare.members")[starts[places.start] : starts[places.stop]]
        return members


class Columns(_Sections):
    """What is known of the R rows of a generation, its documents and its values.

    Rows count through all segments. Deleted rows and documents' own are not live: they have no rank, facets, or dates
    in lists. Raises IndexDamaged, here or when a damaged block is first touched.
    """

    def __init__(self, path: Path, root: Path | None = None) -> None:
        super().__init__(ArrayFile.open(path, root))
        self.facets: Mapping[str, FacetColumn] = {
            name: FacetColumn(self._sections, f"facet.{name}.") for name in FACETS
        }
        self.vocabulary = VocabularyColumns(self._sections)

    @property
    def size(self) -> int:
        """R."""
        return len(self._sections["live"])

    @property
    def bases(self) -> Longs:
        """Int64 [S+1]: the first row of each segment, and R."""
        return self.array("bases")

    @property
    def live(self) -> Mask:
        """Bool [R]: the items that are not deleted."""
        return self.array("live")

    @property
    def heading(self) -> Ids:
        """Int32 [R]: syllables of the heading."""
        return self.array("heading")

    @property
    def text(self) -> Ids:
        """Int32 [R]: syllables of the text."""
        return self.array("text")

    @property
    def context(self) -> Ids:
        """Int32 [R]: syllables of what is inherited."""
        return self.array("context")

    @property
    def sizes(self) -> Longs:
        """Int64 [3]: syllables of all live headings, texts and contexts."""
        return self.array("sizes")

    @property
    def date(self) -> Ids:
        """Int32 [R]: the date of the document, 0 for none."""
        return self.array("date")

    @property
    def due(self) -> Ids:
        """Int32 [R]: the earliest dated deadline, 0 for none."""
        return self.array("due")

    @property
    def due_rows(self) -> Ids:
        """Int32: the rows of all dated deadlines, ascending."""
        return self.array("due_rows")

    @property
    def due_dates(self) -> Ids:
        """Int32: the date of each of `due_rows`."""
        return self.array("due_dates")

    @property
    def unmarked(self) -> Mask:
        """Bool [R]: items that were typed without diacritics."""
        return self.array("unmarked")

    @property
    def rank(self) -> Ids:
        """Int32 [R]: the place by document id and print order, 0 where not live."""
        return self.array("rank")

    @property
    def group(self) -> Ids:
        """Int32 [R]: the first row of the near-duplicates of each."""
        return self.array("group")

    # -- documents, in the order of their ids --------------------------------------------------------------------------

    @cached_property
    def document_ids(self) -> StringTable:
        """The ids, sorted."""
        return self.strings("documents")

    @property
    def document_first(self) -> Longs:
        """Int64 [D]: the row of the first item; the document's own row is behind its last."""
        return self.array("document_first")

    @property
    def document_items(self) -> Ids:
        """Int32 [D]: how many items."""
        return self.array("document_items")

    @property
    def document_date(self) -> Ids:
        """Int32 [D]: the date, 0 for none or where there are no items."""
        return self.array("document_date")

    @property
    def document_meeting(self) -> Ids:
        """Int32 [D]: the ordinal of the meeting, or -1."""
        return self.array("document_meeting")

    @property
    def row_documents(self) -> Ids:
        """Int32 [R]: the document of each row, -1 where deleted."""
        return self.array("row_documents")

    def documents_numbered(self, number: str) -> list[int]:
        """Return the documents that carry a number themselves, written any way."""
        table, identity = self.strings("numbered"), number_identity(number)
        place, found = table.lower_bound(encoded(identity)), []
        while identity and place < len(table) and table[place] == identity:
            found.append(int(self.array("numbered_documents")[place]))
            place += 1
        return found

    def rows_hashed(self, item_id: str) -> list[int]:
        """Return the live rows whose item may have this public id; nearly always one or none."""
        hashes, one = self.array("item_hashes"), Strings.of([item_id])
        sought = hashed(one.blob, one.bounds)[0]
        low, high = np.searchsorted(hashes, sought, "left"), np.searchsorted(hashes, sought, "right")
        found: list[int] = self.array("item_rows")[low:high].tolist()
        return found

    # -- meetings, by the ordinals of their facet ----------------------------------------------------------------------

    @cached_property
    def meetings(self) -> StringTable:
        """What the earliest document says of each meeting: the JSON of a document with meeting and province alone."""
        return self.strings("meetings")

    @property
    def meeting_documents(self) -> Ids:
        """Int32 [M]: documents with items of each."""
        return self.array("meeting_documents")

    @property
    def meeting_items(self) -> Ids:
        """Int32 [M]: items of each."""
        return self.array("meeting_items")
