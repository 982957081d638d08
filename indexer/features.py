"""What a query asks for, as units and pairs of units that ranking can look for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.terms import Run, Unit
from indexer.weights import GAPS, SHORT, Weights


@dataclass(frozen=True, slots=True)
class Features:
    """The distinct units of a query, and pairs of them by index.

    `apart[d]` weighs pairs that stand d apart in the query; `near` are content units a few apart, lower index first.
    """

    units: tuple[Unit, ...]
    apart: Mapping[int, Mapping[tuple[int, int], float]]
    near: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def is_short(self) -> bool:
        """Whether the query names a subject in a few syllables rather than asks about it in many."""
        return sum(not unit.stop for unit in self.units) <= SHORT


def features_of(runs: Sequence[Run], weights: Weights) -> Features:
    """Collect the features of a query; nothing is adjacent or near across two runs."""
    index = {unit: i for i, unit in enumerate(dict.fromkeys(unit for run in runs for unit in run.units))}
    return Features(
        units=tuple(index),
        apart={distance: _apart(runs, index, distance, weights) for distance in (1, *GAPS)},
        near=_near(runs, index, weights.near_in_query),
        words=tuple(dict.fromkeys(word for run in runs for word in run.words)),
        numbers=tuple(dict.fromkeys(number for run in runs for number in run.numbers)),
    )


def _apart(
    runs: Sequence[Run], index: Mapping[Unit, int], distance: int, weights: Weights
) -> dict[tuple[int, int], float]:
    by_stops = (1.0, weights.pair_with_stop, weights.pair_of_stops)
    return {
        (index[first], index[second]): by_stops[first.stop + second.stop]
        for run in runs
        for first, second in zip(run.units, run.units[distance:], strict=False)
    }


def _near(runs: Sequence[Run], index: Mapping[Unit, int], reach: int) -> tuple[tuple[int, int], ...]:
    pairs: dict[tuple[int, int], None] = {}
    for run in runs:
        content = [index[unit] for unit in run.units if not unit.stop]
        for place, first in enumerate(content):
            for second in content[place + 1 : place + 1 + reach]:
                if first != second:
                    pairs[min(first, second), max(first, second)] = None
    return tuple(pairs)
