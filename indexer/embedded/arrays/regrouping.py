"""Groups of near-duplicates, kept up as rows come and go.

A row that comes joins the group of the row there that is most like it, as when all are grouped at once
(`indexer.kernels.signatures.groups`), but looks at every row that shares a band and not at the latest of them alone. A
group whose first row goes is named by the next of its rows. So groups depend on what came when, as all grouping of what
is alike and not equal does; equal signatures are always together.
"""

from __future__ import annotations

import numpy as np

from indexer.embedded.arrays.container import Array
from indexer.embedded.arrays.layers import Tail
from indexer.embedded.arrays.moves import Moves
from indexer.embedded.arrays.parts import Part
from indexer.embedded.arrays.rows import Ids
from indexer.kernels.joining import GROUPS_KEPT, alike_groups, is_alike, related
from indexer.kernels.signatures import Signatures, groups

_FEW = 256  # rows that are compared with all others; of more all are grouped anew


def regrouped(moves: Moves, group: Ids) -> Array | Tail:
    """Return what becomes of int32 [R], the first row of the near-duplicates of each."""
    if sum(part.segment.rows for part in moves.added) > _FEW:
        return _anew(moves)
    stays = _without_gone(moves, group)
    added = _joining(moves, stays)
    if not moves.is_append:
        return np.concatenate([stays, added])
    places = np.flatnonzero(stays != group)
    return Tail(added, places, stays[places])


def _anew(moves: Moves) -> Array:
    parts = [*moves.kept, *moves.added]
    signed = np.concatenate([np.empty((0, 16), np.uint32), *(part.segment.column("signatures") for part in parts)])
    return groups(signed, live_rows(moves))


def live_rows(moves: Moves) -> Array:
    """Return bool [R afterwards]: which rows are items that are there."""
    kept = [part.items & _still(moves, part) for part in moves.kept]
    return np.concatenate([np.empty(0, np.bool_), *kept, *(part.items for part in moves.added)])


def _still(moves: Moves, part: Part) -> Array:
    return moves.present[part.base : part.base + part.segment.rows]


def _without_gone(moves: Moves, group: Ids) -> Ids:
    """Return the groups of the rows that stay."""
    if not len(moves.gone):
        return group
    group = group.copy()
    heads = np.zeros(len(group), np.bool_)
    heads[group[moves.gone]] = True
    group[moves.gone] = moves.gone  # each alone
    left = np.flatnonzero(heads[group] & ~moves.is_gone)
    _, first, of = np.unique(group[left], return_index=True, return_inverse=True)
    group[left] = left[first][of]
    return moves.rows(moves.staying(group)).astype(np.int32)


def _joining(moves: Moves, group: Ids) -> Ids:
    """Return the groups of the rows that are added, given those of the rows that stay."""
    items = np.concatenate([np.empty(0, np.bool_), *(part.items for part in moves.added)])
    signed = np.concatenate([np.empty((0, 16), np.uint32), *(p.segment.column("signatures") for p in moves.added)])
    own = np.arange(moves.stay, moves.size, dtype=np.int32)
    coming = np.flatnonzero(items & signed.any(axis=1))
    for number, found in zip(coming.tolist(), _alike(moves, group, signed[coming]), strict=True):
        earlier = coming[coming < number].tolist()
        found += [(is_alike(signed[number], signed[other]), int(own[other])) for other in earlier]
        choices = sorted((-equal, head) for equal, head in found if equal)
        fits = (head for _, head in choices if related(signed[number], _signature(moves, head)))
        own[number] = next(fits, own[number])
    return own


def _alike(moves: Moves, group: Ids, signed: Signatures) -> list[list[tuple[int, int]]]:
    """Return of each signature the most bytes in common with a row of each group that it is like, and the group."""
    best = np.zeros((len(signed), GROUPS_KEPT, 2), np.int32)
    group, base = group.view(), 0
    group.setflags(write=False)  # as one that is mapped: a kernel is compiled for each kind that it is given
    for part in moves.kept:
        if len(signed):
            live = part.items & _still(moves, part)
            alike_groups(signed, part.segment.column("signatures"), live, group, base, best)
        base += part.segment.rows
    return [[(equal, head) for head, equal in row if equal] for row in best.tolist()]


def _signature(moves: Moves, row: int) -> Signatures:
    """Return the signature of a row by its later number."""
    part, local = moves.place(row)
    one: Signatures = part.segment.sections["signatures"].slice(local, local + 1)[0]
    return one
