"""The columns of a generation from those of the one before: what a few documents change, and nothing else.

Columns of rows grow at their end, or lose what rows that are gone had; tables of values and documents take in and let
go of single entries. Everything is copied as whole arrays or not at all, and only what comes and goes is looked at one
by one. What comes out is what gathering all segments anew would give, except that values are numbered in the order of
their coming and groups of near-duplicates are kept up (`regrouping.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.embedded.arrays.columns import Columns
from indexer.embedded.arrays.container import Array
from indexer.embedded.arrays.gathering import segment_names
from indexer.embedded.arrays.growing import grows
from indexer.embedded.arrays.layers import Edits, Tail, write_edited
from indexer.embedded.arrays.moves import Moves
from indexer.embedded.arrays.parts import Part, Segments, parts_of
from indexer.embedded.arrays.regrouping import regrouped
from indexer.embedded.arrays.rows import FACETS, Ids
from indexer.embedded.arrays.updated_documents import documents_edits
from indexer.embedded.arrays.updated_facets import update_facet
from indexer.embedded.arrays.updated_terms import vocabulary_edits
from indexer.kernels.hashing import hashed
from indexer.request import Facet

_MANY = 16  # where more than one row in so many comes or goes, all is gathered anew
_ALWAYS = 4096  # rows that may come and go, however few there are


def update_columns(path: Path, columns: Columns, before: Segments, after: Segments) -> bool:
    """Write the columns of segments from those of an earlier generation; say whether that could be done.

    Segments come with bool [R] each, the rows that are not deleted; `columns` are those of the segments `before`.
    Nothing is written where too much has changed.
    """
    moves = Moves.between(parts_of(before), parts_of(after))
    if moves is None or _is_much(moves):
        return False
    facets = {name: update_facet(name, columns.facets[name], moves) for name in FACETS}
    edits = _row_edits(columns, moves)
    edits |= _due_edits(columns, moves)
    edits |= _item_id_edits(columns, moves)
    for facet in facets.values():
        edits |= facet.edits
    edits |= documents_edits(columns, moves, facets[Facet.MEETING.value])
    edits |= vocabulary_edits(columns.vocabulary, moves)
    write_edited(path, columns.layers, edits, grows)
    return True


def columns_of(path: Path, segments: Segments) -> Columns | None:
    """Open columns, or return None where they are not those of these very segments and rows."""
    if not path.exists():
        return None
    columns, parts = Columns(path), parts_of(segments)
    live = np.concatenate([np.empty(0, np.bool_), *(part.items for part in parts)])
    is_same = list(columns.strings("segments")) == list(segment_names(parts)) and np.array_equal(columns.live, live)
    return columns if is_same else None


def _is_much(moves: Moves) -> bool:
    changed = len(moves.gone) + sum(part.segment.rows for part in moves.added)
    return changed > max(_ALWAYS, moves.stay // _MANY)


def _row_edits(columns: Columns, moves: Moves) -> Edits:
    parts = [*moves.kept, *moves.added]
    added = [part.segment.lengths for part in moves.added]
    lengths = [columns.heading, columns.text, columns.context]
    came = [own[part.items].sum(axis=0, dtype=np.int64) for own, part in zip(added, moves.added, strict=True)]
    went = np.array([column[moves.gone_items].sum(dtype=np.int64) for column in lengths])
    edits: Edits = {
        name: moves.appended(column, [own[:, number] for own in added])
        for number, (name, column) in enumerate(zip(("heading", "text", "context"), lengths, strict=True))
    }
    return edits | {
        **segment_names(parts).arrays("segments"),
        "bases": np.cumsum([0, *(part.segment.rows for part in parts)]).astype(np.int64),
        "sizes": columns.sizes + np.sum([np.zeros(3, np.int64), *came], axis=0) - went,
        "live": moves.changed(columns.live, False, [part.items for part in moves.added]),
        "date": moves.appended(columns.date, [part.segment.column("dates") for part in moves.added]),
        "unmarked": moves.appended(columns.unmarked, [part.segment.column("unmarked") for part in moves.added]),
        "group": regrouped(moves, columns.group),
    }


def _due_edits(columns: Columns, moves: Moves) -> Edits:
    rows, dates = [columns.due_rows[:0]], [columns.due_dates[:0]]
    for part in moves.added:
        due = part.segment.ragged("due")
        owners = np.repeat(np.arange(part.segment.rows), np.diff(due.starts))
        kept = part.items[owners]
        rows.append((owners[kept] + part.base).astype(np.int32))
        dates.append(due.ids[kept])
    stays = ~moves.is_gone[columns.due_rows]
    if moves.is_append and stays.all():
        return {"due_rows": Tail(np.concatenate(rows)), "due_dates": Tail(np.concatenate(dates))}
    return {
        "due_rows": np.concatenate([moves.rows(columns.due_rows[stays]), *rows]).astype(np.int32),
        "due_dates": np.concatenate([columns.due_dates[stays], *dates]),
    }


def _item_id_edits(columns: Columns, moves: Moves) -> Edits:
    """Return the hashes of public ids and their rows, ascending: those that came since, if few, in a list of their own.

    Rows that are gone stay in the lists as long as their segments do; who looks there leaves them out.
    """
    every, recent = (_staying_ids(columns, moves, name) for name in ("item", "new_item"))
    recent = _Ids.joined([recent, *(_Ids.of(part) for part in moves.added)])
    if len(recent.rows) > _ALWAYS:
        return _Ids.joined([every, recent]).arrays("item") | _Ids.joined([]).arrays("new_item")
    return recent.arrays("new_item") | ({} if moves.is_append else every.arrays("item"))


def _staying_ids(columns: Columns, moves: Moves, name: str) -> _Ids:
    hashes, rows = columns.array(f"{name}_hashes"), columns.array(f"{name}_rows")
    if moves.is_append:
        return _Ids(hashes, rows)
    stays = moves.staying_rows[rows]
    return _Ids(hashes[stays], moves.rows(rows[stays]).astype(np.int32))


@dataclass(frozen=True, slots=True)
class _Ids:
    """Hashes of public ids, uint64 ascending, and the rows of each, int32."""

    hashes: Array
    rows: Ids

    @classmethod
    def of(cls, part: Part) -> _Ids:
        ids, rows = part.segment.strings("item_ids"), np.flatnonzero(part.items)
        return cls(hashed(ids.blob, ids.bounds)[rows], (rows + part.base).astype(np.int32))

    @classmethod
    def joined(cls, lists: Sequence[_Ids]) -> _Ids:
        hashes = np.concatenate([np.empty(0, np.uint64), *(own.hashes for own in lists)])
        rows = np.concatenate([np.empty(0, np.int32), *(own.rows for own in lists)])
        order = np.lexsort((rows, hashes))
        return cls(hashes[order], rows[order])

    def arrays(self, name: str) -> Edits:
        return {f"{name}_hashes": self.hashes, f"{name}_rows": self.rows}
