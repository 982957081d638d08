"""The columns of an open generation, as `indexer.embedded.arrays.gathering` writes them.

Everything is a view into the files or is looked up there: opening makes no object a row, a document or a value. What
follows from other columns with a few array operations is made when it is first asked for, and is in no file.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.container import Longs, Section
from indexer.embedded.arrays.layers import LayeredArrays
from indexer.embedded.arrays.rows import FACETS, Ids
from indexer.embedded.arrays.strings import Strings, StringTable, encoded
from indexer.facets import number_identity
from indexer.kernels.hashing import hashed
from indexer.request import Facet
from indexer.slugs import digest

Mask = npt.NDArray[np.bool_]


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
    """The values of a facet, numbered in any order, and those of each row."""

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
        """What all spellings of a value share; of numbers the loose key."""
        return self.strings("identities")

    def identified(self, identity: str) -> int | None:
        """Return the ordinal of an identity, or None."""
        by_identity, raw = self.array("by_identity"), encoded(identity)
        place = bisect_left(by_identity, raw, key=lambda ordinal: self.identities.raw(int(ordinal)))
        found = place < len(by_identity) and self.identities.raw(int(by_identity[place])) == raw
        return int(by_identity[place]) if found else None

    @property
    def ranks(self) -> Ids:
        """Int32: of each ordinal its place by label in lower case, which orders values of one count."""
        return self.array("ranks")

    @cached_property
    def starts(self) -> Ids:
        """Int32 [R+1]: where the ordinals of each row begin."""
        single = self.single
        return self.array("starts") if single is None else _sealed(np.cumsum(np.append(0, single >= 0), dtype=np.int32))

    @cached_property
    def ordinals(self) -> Ids:
        """Int32: the values of all rows one behind the other, those of a row ascending and distinct."""
        single = self.single
        return self.array("ordinals") if single is None else _sealed(single[single >= 0])

    @property
    def single(self) -> Ids | None:
        """Int32 [R]: the one value of each row, or -1; None where some row has several."""
        return None if f"{self._prefix}starts" in self._sections else self.array("single")

    def resolve(self, facet: Facet, chosen: str) -> list[int]:
        """Return the ordinals that a value in a URL means: itself, another spelling, or all that share its slug."""
        if exact := [ordinal for ordinal in self._from(chosen) if self.values[ordinal] == chosen]:
            return exact
        if facet is Facet.NUMBER:
            found = self.identified(number_identity(chosen))
            return [] if found is None else [found]
        parted = ((ordinal, f"{chosen}-{digest(self.labels[ordinal].lower())}") for ordinal in self._from(f"{chosen}-"))
        return sorted(ordinal for ordinal, value in parted if self.values[ordinal] == value)

    def _from(self, prefix: str) -> list[int]:
        """Return the ordinals of the values that begin with `prefix`."""
        by_value, raw = self.array("by_value"), encoded(prefix)
        low = bisect_left(by_value, raw, key=lambda ordinal: self.values.raw(int(ordinal)))
        beginning = takewhile(lambda ordinal: self.values.raw(ordinal).startswith(raw), map(int, by_value[low:]))
        return list(beginning)


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
        self.layers = LayeredArrays(path, root)
        super().__init__(self.layers)
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

    @cached_property
    def due(self) -> Ids:
        """Int32 [R]: the earliest dated deadline, 0 for none."""
        earliest = np.zeros(self.size, np.int32)
        earliest[self.due_rows[::-1]] = self.due_dates[::-1]
        return _sealed(earliest)

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

    @cached_property
    def rank(self) -> Ids:
        """Int32 [R]: the place by document id and print order, 0 where not live."""
        before = np.cumsum(self.document_items, dtype=np.int64) - self.document_items
        own = np.append(before - self.document_first, 0).astype(np.int32)[self.row_documents]
        return _sealed(np.where(self.live, own + np.arange(self.size, dtype=np.int32), np.int32(0)))

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

    @cached_property
    def row_documents(self) -> Ids:
        """Int32 [R]: the document of each row, -1 where deleted."""
        of = np.full(self.size, -1, np.int32)
        first, items = self.document_first, self.document_items
        sizes = items.astype(np.int64) + 1
        rows = np.repeat(first - np.cumsum(sizes) + sizes, sizes) + np.arange(int(sizes.sum()))
        of[rows] = np.repeat(np.arange(len(first), dtype=np.int32), sizes)
        return _sealed(of)

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
        one = Strings.of([item_id])
        sought, found = hashed(one.blob, one.bounds)[0], []
        for name in ("item", "new_item"):
            hashes = self.array(f"{name}_hashes")
            low, high = np.searchsorted(hashes, sought, "left"), np.searchsorted(hashes, sought, "right")
            found += self.array(f"{name}_rows")[low:high].tolist()
        return [row for row in found if self.live[row]]

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


def _sealed(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return what was made of columns, as fixed as they are."""
    array.setflags(write=False)
    return array
