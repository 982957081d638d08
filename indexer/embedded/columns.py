"""The columns of a generation: facets, dates, lengths and order, one entry a Whoosh document number.

They are made once, from the stored rows, when a generation is finished, and only read afterwards. Documents' own rows
and deleted numbers stand in no column and are not `live`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.choices import resolve
from indexer.embedded.rows import ItemRow
from indexer.embedded.schema import SECTION_GAP
from indexer.facets import number_identity
from indexer.kernels.facets import Mask, Ordinals
from indexer.kernels.signatures import WORDS, groups
from indexer.request import Facet
from indexer.slugs import digest

ARRAYS = "columns.npz"
TABLES = "tables.json"
ANY_ROLE = "any-role"  # the agency column of every role, beside the facet's own


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """The values of a facet: `rows` and `ordinals` as the facet kernels want them, and a value and label an ordinal."""

    rows: Ordinals
    ordinals: Ordinals
    values: tuple[str, ...]
    labels: tuple[str, ...]

    def resolve(self, facet: Facet, value: str) -> list[int]:
        """Return the ordinals that a chosen value of this column's facet means; empty for an unknown one."""
        return resolve(facet, self.values, self.labels, value)


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document of the index: its id and Whoosh number, and those of its items in print order."""

    id: str
    number: int
    items: tuple[int, ...]
    item_ids: tuple[str, ...]
    date: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Arrays of length R (Whoosh document numbers) and the tables that name their values.

    live bool; base int64, the first slot of a row; heading, text and context int32, syllables a section; date int32,
    0 for none; due int32, the earliest dated deadline or 0; unmarked bool; rank int32, the place by document id and
    print order; group int32, the first row of its near-duplicates. due_rows and due_dates hold every dated deadline.
    """

    live: Mask
    base: npt.NDArray[np.int64]
    heading: Ordinals
    text: Ordinals
    context: Ordinals
    date: Ordinals
    due: Ordinals
    unmarked: Mask
    rank: Ordinals
    group: Ordinals
    due_rows: Ordinals
    due_dates: Ordinals
    facets: Mapping[str, FacetColumn]
    documents: tuple[DocumentEntry, ...]

    @property
    def size(self) -> int:
        """R, the number of Whoosh document numbers."""
        return int(self.live.size)

    def save(self, directory: Path) -> None:
        """Write the columns below `directory`."""
        arrays = {name: getattr(self, name) for name in _ARRAY_NAMES}
        for name, column in self.facets.items():
            arrays[f"{name}.rows"], arrays[f"{name}.ordinals"] = column.rows, column.ordinals
        np.savez(directory / ARRAYS, **arrays)
        tables = {
            "facets": {name: [column.values, column.labels] for name, column in self.facets.items()},
            "documents": [[d.id, d.number, d.items, d.item_ids, d.date] for d in self.documents],
        }
        (directory / TABLES).write_text(json.dumps(tables, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, directory: Path) -> Columns:
        """Read what `save` wrote."""
        tables = json.loads((directory / TABLES).read_text("utf-8"))
        # NumPy leaves a file open that it opened itself and could not read.
        with (directory / ARRAYS).open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
            facets = {
                name: FacetColumn(arrays[f"{name}.rows"], arrays[f"{name}.ordinals"], tuple(values), tuple(labels))
                for name, (values, labels) in tables["facets"].items()
            }
            documents = tuple(DocumentEntry(i, n, tuple(r), tuple(p), d) for i, n, r, p, d in tables["documents"])
            return cls(**{name: arrays[name] for name in _ARRAY_NAMES}, facets=facets, documents=documents)


_ARRAY_NAMES = (
    *("live", "base", "heading", "text", "context", "date", "due", "unmarked", "rank", "group"),
    *("due_rows", "due_dates"),
)


def build_columns(size: int, rows: Iterable[tuple[int, ItemRow]], bodies: Mapping[str, int]) -> Columns:
    """Return the columns of `size` Whoosh numbers: the item rows by number, and each document id's own number."""
    numbered = sorted(rows, key=lambda pair: (pair[1].document_id, pair[1].position))
    lengths = np.zeros((3, size), np.int32)
    plain = {name: np.zeros(size, np.int32) for name in ("date", "due", "rank")}
    live, unmarked = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    signed = np.zeros((size, WORDS), np.uint32)
    for rank, (number, row) in enumerate(numbered):
        live[number], unmarked[number] = True, row.unmarked
        lengths[:, number] = row.lengths
        plain["rank"][number], plain["date"][number] = rank, row.date
        plain["due"][number] = row.due[0] if row.due else 0
        signed[number] = np.frombuffer(row.signature, np.uint32)
    dated = sorted((number, date) for number, row in numbered for date in row.due)
    return Columns(
        live=live,
        base=_bases(lengths),
        heading=lengths[0],
        text=lengths[1],
        context=lengths[2],
        unmarked=unmarked,
        group=groups(signed, live),
        due_rows=np.array([number for number, _ in dated], np.int32),
        due_dates=np.array([date for _, date in dated], np.int32),
        facets=_facet_columns([row for _, row in numbered], [number for number, _ in numbered]),
        documents=tuple(_entries(numbered, bodies)),
        **plain,
    )


def _bases(lengths: Ordinals) -> npt.NDArray[np.int64]:
    room = lengths.sum(axis=0, dtype=np.int64) + 3 * SECTION_GAP
    return np.concatenate(([0], np.cumsum(room)[:-1])) if room.size else room


def _entries(numbered: Sequence[tuple[int, ItemRow]], bodies: Mapping[str, int]) -> Iterator[DocumentEntry]:
    items: defaultdict[str, list[tuple[int, ItemRow]]] = defaultdict(list)
    for number, row in numbered:
        items[row.document_id].append((number, row))
    for identifier in sorted(bodies):
        mine = items[identifier]
        numbers, ids = tuple(n for n, _ in mine), tuple(row.item_id for _, row in mine)
        yield DocumentEntry(identifier, bodies[identifier], numbers, ids, mine[0][1].date if mine else 0)


def _facet_columns(rows: Sequence[ItemRow], numbers: Sequence[int]) -> dict[str, FacetColumn]:
    columns = {}
    for facet in Facet:
        pairs = [dict(row.facets).get(facet, ()) for row in rows]
        columns[facet.value] = _column(facet, [[(v.value, v.label) for v in values] for values in pairs], numbers)
    named = [[(v.value, v.label) for v in row.agencies] for row in rows]
    columns[ANY_ROLE] = _column(Facet.AGENCY, named, numbers)
    return columns


def _column(facet: Facet, pairs: Sequence[Sequence[tuple[str, str]]], numbers: Sequence[int]) -> FacetColumn:
    """Group what is one value for a reader, name each group, and lay out its rows."""
    printed = Counter(pair for values in pairs for pair in values)
    group_of = {pair: _identity(facet, *pair) for pair in printed}
    named = _names(facet, printed, group_of)
    ordinal = {group: i for i, group in enumerate(sorted(named))}
    entries = sorted(
        {(n, ordinal[group_of[pair]]) for n, values in zip(numbers, pairs, strict=True) for pair in values}
    )
    return FacetColumn(
        rows=np.array([n for n, _ in entries], np.int32),
        ordinals=np.array([o for _, o in entries], np.int32),
        values=tuple(named[group][0] for group in sorted(named)),
        labels=tuple(named[group][1] for group in sorted(named)),
    )


def _identity(facet: Facet, value: str, label: str) -> str:
    """Return what makes two (value, label) pairs one value of the facet."""
    match facet:
        case Facet.NUMBER:
            return number_identity(label)
        case Facet.AGENCY | Facet.PROVINCE | Facet.KIND:
            # Names that share a slug but differ by their tones stay apart: xã Tân Thanh, xã Tân Thành.
            return f"{value} {digest(label.lower())}"
    return value


def _names(
    facet: Facet, printed: Counter[tuple[str, str]], group_of: Mapping[tuple[str, str], str]
) -> dict[str, tuple[str, str]]:
    """Return the value and label of each group: its most frequent spelling; a shared value gets a digest."""
    best: dict[str, tuple[str, str]] = {}
    for pair, _ in sorted(printed.items(), key=lambda entry: (-entry[1], entry[0])):
        best.setdefault(group_of[pair], pair)
    shared = Counter(value for value, _ in best.values())
    if facet is Facet.NUMBER:
        return best
    return {
        group: (f"{value}-{digest(label.lower())}" if shared[value] > 1 else value, label)
        for group, (value, label) in best.items()
    }
