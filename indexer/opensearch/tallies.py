"""What a builder counts of the rows that it adds and takes away: spellings, adjacent pairs, names of facet values.

A fresh generation begins from nothing; another adds what changed to the counts that the cluster keeps.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any
from zlib import crc32

from corpus.orthography import fold_diacritics, lower
from indexer.choices import words_of
from indexer.opensearch.mapping import Kind
from indexer.opensearch.rows import identity, values_in
from indexer.slugs import digest, slugify

CHUNKS = 64
Rows = Mapping[str, Mapping[str, Any]]
Key = tuple[str, str]


class Tallies:
    """Signed counts over the items of one build."""

    def __init__(self) -> None:
        self._all: Counter[str] = Counter()  # spelling -> occurrences
        self._marked: Counter[str] = Counter()  # the same in items with diacritics, which alone tell of spelling
        self._pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)  # spelling -> what follows, in those items
        self._names: defaultdict[Key, Counter[Key]] = defaultdict(Counter)  # (column, identity) -> (value, label)

    def add(self, source: Mapping[str, Any], sign: int = 1) -> None:
        """Count an item's row, or with sign -1 take it away."""
        for section in source["syllables"]:
            spelled = section.split()
            self._count(self._all, spelled, sign)
            if not source["unmarked"]:
                self._count(self._marked, spelled, sign)
                for first, second in pairwise(spelled):
                    self._pairs[first][second] += sign
        for name, value in values_in(source):
            self._names[name, identity(name, value)][value.value, value.label] += sign

    def statistics(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the ids of the statistics rows that change, each with the spellings that it concerns."""
        chunks: defaultdict[str, list[str]] = defaultdict(list)
        for spelling in self._all:
            chunks[vocabulary_row(spelling)].append(spelling)
        for spelling in self._pairs:
            chunks[followers_row(spelling)].append(spelling)
        yield from chunks.items()

    def merged_statistics(self, row: str, spellings: Iterable[str], kept: Mapping[str, Any]) -> dict[str, Any]:
        """Return a statistics row with the changes of some spellings: `v…` occurrences, `f…` followers."""
        values = dict(kept)
        for spelling in spellings:
            if row.startswith("v"):
                before = values.get(spelling, (0, 0))
                values[spelling] = [before[0] + self._all[spelling], before[1] + self._marked[spelling]]
                filled = values[spelling][0] > 0
            else:
                values[spelling] = _positive(Counter(values.get(spelling, {})), self._pairs[spelling])
                filled = bool(values[spelling])
            if not filled:
                del values[spelling]
        return {"kind": Kind.STATISTICS, "kept": values}

    def names(self) -> list[Key]:
        """Return the (column, identity) of every value whose names may change."""
        return list(self._names)

    def merged_name(self, key: Key, kept: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """Return the row of a value's names with what changed, None where no item has it any more."""
        before = Counter(
            {(value, label): count for value, label, count in (kept or {"kept": {"as": []}})["kept"]["as"]}
        )
        for pair, count in self._names[key].items():
            before[pair] += count
        spelled = {pair: count for pair, count in before.items() if count > 0}
        return name_row(key, spelled) if spelled else None

    def _count(self, counter: Counter[str], spelled: Iterable[str], sign: int) -> None:
        if sign > 0:
            counter.update(spelled)
        else:
            counter.subtract(spelled)


def vocabulary_row(spelling: str) -> str:
    """Return the id of the row that counts a spelling."""
    return f"v{crc32(fold_diacritics(spelling).encode('utf-8', 'replace')) % CHUNKS}"


def followers_row(spelling: str) -> str:
    """Return the id of the row that says what follows a spelling: one for all that share its bare letters."""
    return f"f{fold_diacritics(spelling)}"


def name_key(key: Key) -> str:
    """Return the row id of a value's names."""
    return f"n{digest(' '.join(key), 32)}"


def name_row(key: Key, spelled: Mapping[Key, int]) -> dict[str, Any]:
    """Return the row of a value: called as it is most often."""
    name, same = key
    (value, label), _ = min(spelled.items(), key=lambda entry: (-entry[1], entry[0]))
    return {
        "kind": Kind.NAME,
        "column": name,
        "identity": same,
        "value": value,
        "label": label,
        "lowered": lower(label),
        "slug": slugify(label),
        "folded": fold_diacritics(lower(label)),
        "label_words": " ".join(words_of(label)),
        "kept": {"as": [[*pair, count] for pair, count in sorted(spelled.items())]},
    }


def _positive(before: Counter[str], change: Mapping[str, int]) -> dict[str, int]:
    for second, count in change.items():
        before[second] += count
    return {second: count for second, count in before.items() if count > 0}
