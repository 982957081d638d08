"""The values of a facet from those of the generation before: which come and go, and how they are named and ordered."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from corpus.orthography import lower
from indexer.embedded.arrays.columns import FacetColumn
from indexer.embedded.arrays.container import Array
from indexer.embedded.arrays.gathered_facets import Spelled, parted_value
from indexer.embedded.arrays.layers import Edits, Tail
from indexer.embedded.arrays.rows import Ids, Mask
from indexer.embedded.arrays.strings import Strings, StringTable, decoded, encoded
from indexer.request import Facet
from indexer.slugs import digest

Pair = tuple[bytes, bytes]  # value, before any digest, and label

_EMPTY = 64  # values without rows that are kept, however few others there are
_EMPTY_SHARE = 16  # and one in so many where there are more


@dataclass(slots=True)
class _Value:
    """A value that rows come to or leave: its earlier ordinal, what it was called, and who spells it how now."""

    before: int | None
    called: Pair | None  # None also where no row had it
    spelled: Counter[Pair]
    ordinal: int = -1
    pair: Pair = field(init=False)

    def __post_init__(self) -> None:
        """The commonest spelling names a value, and of equally common ones the first in order."""
        self.spelled = +self.spelled
        self.pair = min(self.spelled, key=lambda pair: (-self.spelled[pair], pair)) if self.spelled else (b"", b"")

    @property
    def is_left(self) -> bool:
        """Whether any row has it."""
        return bool(self.spelled)

    @property
    def is_renamed(self) -> bool:
        """Whether it is new, gone, or called otherwise than before."""
        return not self.is_left or self.pair != self.called


class UpdatedValues:
    """What becomes of the values of a facet when rows come and go: `changes` in rows, by identity and spelling.

    Values keep their order, and new ones come behind. Those without rows stay until they are many, since without them
    all others would have other numbers.
    """

    def __init__(self, facet: Facet, column: FacetColumn, changes: Mapping[bytes, Counter[Pair]]) -> None:
        self._column = column
        self._values = {identity: self._touched(identity, own) for identity, own in sorted(changes.items())}
        counts = column.array("counts").copy()
        for value in self._values.values():
            if value.before is not None:
                counts[value.before] = value.spelled[value.pair]
        empty = counts == 0
        self.drops = bool(changes) and int(np.count_nonzero(empty)) > max(_EMPTY, len(empty) // _EMPTY_SHARE)
        self._stays: Mask = ~empty if self.drops else np.ones(len(empty), np.bool_)
        self._kept = int(np.count_nonzero(self._stays))
        self._number()
        self._named: dict[int, bytes] = {}
        self._parted: dict[int, bool] = {}
        self._name(facet)

    def _number(self) -> None:
        fresh = self._kept
        for value in self._values.values():
            if value.before is not None:
                value.ordinal = int(self._later[value.before])  # -1 where it is dropped
            elif value.is_left:
                value.ordinal, fresh = fresh, fresh + 1
        self.size = fresh

    @cached_property
    def _later(self) -> Ids:
        """Int32: the later ordinal of each earlier one, -1 for one that is dropped, and -1 behind the last."""
        return np.append(np.where(self._stays, np.cumsum(self._stays) - 1, -1), -1).astype(np.int32)

    @cached_property
    def _earlier(self) -> Ids:
        return np.flatnonzero(self._stays).astype(np.int32)

    def mapped(self, ordinals: Ids) -> Ids:
        """Return the later ordinals of earlier ones; -1 stays."""
        return self._later[ordinals] if self.drops else ordinals

    def of_identities(self, identities: Sequence[bytes]) -> Ids:
        """Return the later ordinals of identities that rows come to."""
        return np.array([self._values[identity].ordinal for identity in identities], np.int32)

    # -- spellings -----------------------------------------------------------------------------------------------------

    def _touched(self, identity: bytes, changes: Counter[Pair]) -> _Value:
        column = self._column
        by_identity = column.array("by_identity")
        place = bisect_left(by_identity, identity, key=lambda ordinal: column.identities.raw(int(ordinal)))
        if place == len(by_identity) or column.identities.raw(int(by_identity[place])) != identity:
            return _Value(None, None, changes)
        ordinal = int(by_identity[place])
        called, count = self._called(ordinal), int(column.array("counts")[ordinal])
        spelled = Counter({called: count}) + self._others(ordinal)
        spelled.update(changes)
        return _Value(ordinal, called if count else None, spelled)

    def _called(self, ordinal: int) -> Pair:
        """Return how an earlier value was spelled, without the digest."""
        value, label = self._column.values.raw(ordinal), self._column.labels.raw(ordinal)
        if self._column.array("parted")[ordinal]:
            value = value[: -len(_suffix(label))]
        return value, label

    def _others(self, ordinal: int) -> Counter[Pair]:
        of, counts = self._column.array("other.ordinals"), self._column.array("other.counts")
        values, labels = self._column.strings("other.values"), self._column.strings("other.labels")
        places = range(*np.searchsorted(of, (ordinal, ordinal + 1)).tolist())
        return Counter({(values.raw(place), labels.raw(place)): int(counts[place]) for place in places})

    def _spelled(self) -> Edits:
        """Return the edits of who spells the values how."""
        column = self._column
        touched = {value.before for value in self._values.values()}
        others: dict[tuple[int, tuple[bytes, ...]], int] = {}
        values, labels = column.strings("other.values"), column.strings("other.labels")
        each = zip(column.array("other.ordinals").tolist(), column.array("other.counts").tolist(), strict=True)
        for place, (ordinal, count) in enumerate(each):
            if ordinal not in touched:
                others[int(self._later[ordinal]), (values.raw(place), labels.raw(place))] = count
        for value in filter(lambda own: own.is_left, self._values.values()):
            others |= {(value.ordinal, pair): own for pair, own in value.spelled.items() if pair != value.pair}
        edits: Edits = dict(Spelled.of(np.empty(0, np.int32), others).arrays("x"))
        counts = {value.ordinal: value.spelled[value.pair] for value in self._values.values() if value.ordinal >= 0}
        edits = {name.removeprefix("x."): own for name, own in edits.items()}
        return edits | {"counts": self._column_with(column.array("counts"), counts)}

    def _column_with(self, column: Array, new: Mapping[int, Any]) -> Array | Tail:
        """Return a column of values with other entries, by later ordinals, and those of values that come behind."""
        kind = column.dtype
        tail = np.array([new[ordinal] for ordinal in range(self._kept, self.size)], kind)
        changed = {ordinal: own for ordinal, own in sorted(new.items()) if ordinal < self._kept}
        places, values = np.array(list(changed), np.int64), np.array(list(changed.values()), kind)
        edit = Tail(tail, places, values)
        return edit.on(column[self._stays]) if self.drops else edit

    # -- names ---------------------------------------------------------------------------------------------------------

    def _name(self, facet: Facet) -> None:
        """Name what is called otherwise: of several that share a value each gets a digest, one alone gets none."""
        renamed = {identity: value for identity, value in self._values.items() if value.is_renamed}
        touched = {value.before for value in renamed.values()}
        holders: defaultdict[bytes, dict[int, Pair]] = defaultdict(dict)
        for value in renamed.values():
            for raw in {pair[0] for pair in (value.called, value.pair if value.is_left else None) if pair}:
                if facet is not Facet.NUMBER and raw not in holders:
                    alike = {before: self._called(before) for before in self._sharing(raw) if before not in touched}
                    holders[raw] = {int(self._later[before]): pair for before, pair in alike.items()}
            if value.is_left:
                holders[value.pair[0]][value.ordinal] = value.pair
        for raw, own in holders.items():
            for ordinal, (_, label) in own.items():
                parted = facet is not Facet.NUMBER and len(own) > 1
                name = parted_value(raw, decoded(label)) if parted else raw
                if ordinal >= self._kept or self._column.values.raw(int(self._earlier[ordinal])) != name:
                    self._named[ordinal], self._parted[ordinal] = name, parted

    def _sharing(self, raw: bytes) -> list[int]:
        """Return the earlier values of this spelling, with a digest or without."""
        by_value, values = self._column.array("by_value"), self._column.values
        found = []
        for prefix in (raw, raw + b"-"):
            place = bisect_left(by_value, prefix, key=lambda ordinal: values.raw(int(ordinal)))
            while place < len(by_value) and values.raw(ordinal := int(by_value[place])).startswith(prefix):
                if prefix == raw and values.raw(ordinal) != raw:
                    break
                is_held = self._column.array("counts")[ordinal] > 0
                found += [ordinal] if is_held and self._called(ordinal)[0] == raw else []
                place += 1
        return list(dict.fromkeys(found))

    # -- edits ---------------------------------------------------------------------------------------------------------

    @cached_property
    def edits(self) -> Edits:
        """What becomes of the columns of values."""
        if not self._values:
            return {}
        left = {identity: value for identity, value in self._values.items() if value.is_left}
        fresh = {value.ordinal: identity for identity, value in left.items() if value.before is None}
        self._labels = {value.ordinal: value.pair[1] for value in left.values() if value.is_renamed}
        self._identities = fresh
        edits = self._spelled()
        moved = {*self._named, *self._labels}
        if not moved and not self.drops:
            return edits
        edits |= self.table("values", self._column.values, self._named)
        edits |= self.table("labels", self._column.labels, self._labels)
        edits |= self.table("identities", self._column.identities, fresh)
        edits["parted"] = self._column_with(self._column.array("parted"), self._parted)
        edits["by_value"] = self._ordered(self._column.array("by_value"), moved, self._value)
        edits["by_identity"] = self._ordered(self._column.array("by_identity"), set(fresh), self._identity)
        edits["ranks"] = _inverse(self._ordered(_inverse(self._column.ranks), moved, self._place))
        return edits

    def table(self, name: str, table: StringTable, new: Mapping[int, bytes]) -> Edits:
        """Return the edits of a table with a string a value: new ones by later ordinals."""
        fresh = Strings.of_bytes([new[ordinal] for ordinal in range(self._kept, self.size)])
        changed = {
            ordinal: text
            for ordinal, text in sorted(new.items())
            if ordinal < self._kept and table.raw(int(self._earlier[ordinal])) != text
        }
        if not self.drops and not changed:
            end = table.ends_at
            return (
                {f"{name}.blob": Tail(fresh.blob), f"{name}.bounds": Tail(fresh.bounds[1:] + end)} if len(fresh) else {}
            )
        staying = self._stays.copy()
        staying[self._earlier[list(changed)]] = False
        places = np.array(list(changed), np.int64) - np.arange(len(changed))
        strings = table.strings().kept(staying).inserted(places, Strings.of_bytes(list(changed.values())))
        return dict(Strings.joined([strings, fresh]).arrays(name))

    def _ordered(self, order: Ids, moved: set[int], key: Callable[[int], Any]) -> Ids:
        """Return ordinals in an order in which some have another place than before, or had none."""
        later = self.mapped(order)
        still = later >= 0
        still &= ~np.isin(later, np.array(sorted(moved), np.int32))
        later = later[still]
        placed = sorted((key(ordinal), ordinal) for ordinal in moved)
        places = [bisect_left(later, one, key=lambda own: (key(int(own)), int(own))) for one in placed]
        return np.insert(later, np.array(places, np.int64), [ordinal for _, ordinal in placed]).astype(np.int32)

    def _value(self, ordinal: int) -> bytes:
        return self._read(ordinal, self._named, self._column.values)

    def _identity(self, ordinal: int) -> bytes:
        return self._read(ordinal, self._identities, self._column.identities)

    def _place(self, ordinal: int) -> tuple[str, bytes]:
        return lower(decoded(self._read(ordinal, self._labels, self._column.labels))), self._value(ordinal)

    def _read(self, ordinal: int, new: Mapping[int, bytes], table: StringTable) -> bytes:
        return new[ordinal] if ordinal in new else table.raw(int(self._earlier[ordinal]))


def _suffix(label: bytes) -> bytes:
    return b"-" + encoded(digest(decoded(label).lower()))


def _inverse(order: Ids) -> Ids:
    inverse = np.empty_like(order)
    inverse[order] = np.arange(len(order), dtype=order.dtype)
    return inverse
