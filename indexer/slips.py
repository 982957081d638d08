"""What a typed syllable may have been meant to be: keyboard slips, other marks, one wrong letter, lost spaces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log
from string import ascii_lowercase
from typing import Protocol

from analyzers.keyboard import BAR, Keyed, keyed, telex, vni
from corpus.orthography import fold_diacritics

# Costs in nats: how much likelier the words must be for a slip of this kind to be believed.
SLIP_OF_KEYBOARD = 1.0
BAR_OF_D = 1.0  # forgotten beside other keys: doi63 for đổi
OTHER_MARKS = 3.0
SPACE = 3.0
CERTAIN_SPACE = 1.0  # in what is too long for one syllable
SWAP = 3.5
EDIT = 5.0
AND_MARKS = 2.0  # more, where an edit needs other marks as well
OF_KNOWN_SYLLABLE = 3.0  # more, where what was typed is itself a syllable of the collection

_SPELLINGS = 8  # of one bare syllable that are tried, the commonest
_EDITS = 12
_CUTS = 8
_LONGEST_SYLLABLE = 7  # letters, of nghiêng
_LONGEST_RUN = 30


class Syllables(Protocol):
    """The syllables of a collection."""

    @property
    def total(self) -> int:
        """How many syllables the items have together."""

    def occurrences(self, syllable: str) -> int:
        """Return how often a syllable stands in the collection, 0 for an unknown one."""

    def spelled_like(self, bare: str) -> tuple[str, ...]:
        """Return the syllables whose bare letters are `bare`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Syllables that may stand for what was typed, and what it costs to believe so."""

    syllables: tuple[str, ...]
    cost: float


class Slips:
    """Lists what a typed syllable may stand for among the syllables of a collection."""

    def __init__(self, known: Syllables) -> None:
        self._known = known

    def is_known(self, syllable: str) -> bool:
        """Say whether a syllable stands in the collection; one without marks may stand for any spelling."""
        if self._known.occurrences(syllable):
            return True
        return syllable == fold_diacritics(syllable) and bool(self._known.spelled_like(syllable))

    def choices(self, syllable: str) -> list[Choice]:
        """Return what one syllable may have been meant to be, itself left out."""
        more = OF_KNOWN_SYLLABLE if self.is_known(syllable) else 0.0
        found: dict[tuple[str, ...], float] = {}
        for choice in (*self._keys(syllable), *self._marks(syllable), *self._edits(syllable), *self._cuts(syllable)):
            found[choice.syllables] = min(found.get(choice.syllables, choice.cost), choice.cost)
        return [Choice(syllables, cost + more) for syllables, cost in found.items() if syllables != (syllable,)]

    def joined(self, first: str, second: str) -> list[Choice]:
        """Return the syllables that a space may have split."""
        whole = first + second
        return [Choice((spelling,), SPACE) for spelling in self._spellings(whole, _SPELLINGS)]

    def _keys(self, syllable: str) -> Iterator[Choice]:
        for read in (telex, vni):
            meant = read(syllable)
            for spelling in self._known.spelled_like(meant.bare) if meant else ():
                if keyed(spelling) == meant:
                    yield Choice((spelling,), SLIP_OF_KEYBOARD)
                elif meant and keyed(spelling).marks == tuple(sorted((*meant.marks, BAR))):
                    yield Choice((spelling,), SLIP_OF_KEYBOARD + BAR_OF_D)

    def _marks(self, syllable: str) -> Iterator[Choice]:
        bare = fold_diacritics(syllable)
        if bare != syllable:
            for spelling in self._commonest(self._known.spelled_like(bare), _SPELLINGS):
                yield Choice((spelling,), OTHER_MARKS)

    def _edits(self, syllable: str) -> list[Choice]:
        bare = fold_diacritics(syllable)
        if not bare.isalpha() or len(bare) < 2:
            return []
        typed = keyed(syllable)
        choices = [
            Choice((spelling,), cost + (0.0 if _has_marks_of(spelling, typed) else AND_MARKS))
            for other, cost in _one_edit(bare)
            for spelling in self._known.spelled_like(other)
        ]
        return nlargest(
            _EDITS, choices, key=lambda choice: (self._known.occurrences(choice.syllables[0]), -choice.cost)
        )

    def _cuts(self, syllable: str) -> list[Choice]:
        """Return the likeliest ways to cut a run of letters into two syllables or more."""
        if not 4 <= len(syllable) <= _LONGEST_RUN or not syllable.isalpha():
            return []
        best: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())]]
        for end in range(1, len(syllable) + 1):
            ways = [
                (weight + self._weight(spelling), (*parts, spelling))
                for begin in range(max(end - _LONGEST_SYLLABLE, 0), end)
                for spelling in self._spellings(syllable[begin:end], 3)
                for weight, parts in best[begin]
            ]
            best.append(nlargest(_CUTS, ways))
        is_several = len(syllable) > _LONGEST_SYLLABLE
        return [
            Choice(parts, CERTAIN_SPACE if is_several else SPACE + len(parts) - 2)
            for _, parts in best[-1]
            if len(parts) > 1
        ]

    def _weight(self, spelling: str) -> float:
        """Return the log-probability of a part: few and common parts are the likeliest."""
        return log((self._known.occurrences(spelling) + 0.5) / (self._known.total + 1))

    def _spellings(self, part: str, limit: int) -> Sequence[str]:
        """Return the known syllables that letters stand for: with their marks, or any where they have none."""
        bare = fold_diacritics(part)
        if bare != part:
            return (part,) if self._known.occurrences(part) else ()
        return self._commonest(self._known.spelled_like(bare), limit)

    def _commonest(self, spellings: Sequence[str], limit: int) -> Sequence[str]:
        return nlargest(limit, spellings, key=self._known.occurrences)


def _has_marks_of(spelling: str, typed: Keyed) -> bool:
    """Say whether a syllable has the marks that were typed; who typed none may have meant any."""
    return not typed.marks or keyed(spelling).marks == typed.marks


def _one_edit(bare: str) -> Iterator[tuple[str, float]]:
    """Yield strings one slip away and its cost: two letters in the other order, one more, one less, another one."""
    for at in range(len(bare) + 1):
        before, after = bare[:at], bare[at:]
        if len(after) > 1 and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:], SWAP
        if after:
            yield before + after[1:], EDIT
        for letter in ascii_lowercase:
            yield before + letter + after, EDIT
            if after and letter != after[0]:
                yield before + letter + after[1:], EDIT
