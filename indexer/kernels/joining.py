"""Near-duplicates of a few new texts among many old ones, by their signatures (`indexer.kernels.signatures`)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel
from indexer.kernels.signatures import ALIKE, RELATED, WORDS, Groups, Signatures, bytes_in_common, equal_bytes

_MARKS = 1 << 12
GROUPS_KEPT = 32  # to which a text may be alike; there is seldom more than one


@kernel
def alike_groups(
    new: Signatures, old: Signatures, live: npt.NDArray[np.bool_], group: Groups, base: int, best: Groups
) -> None:
    """Find to which groups of old rows new ones are alike.

    new: uint32[N, 16]; old: uint32[R, 16], rows from `base` on; live: bool[R]; group: int32, that of all rows. `best`
    int32[N, GROUPS_KEPT, 2] takes groups that share a band, and the most bytes that a new row has in common with one
    of the rows in each; 0 bytes for none. Deleted rows and those without words are passed over.
    """
    marks = np.zeros((WORDS, _MARKS), np.bool_)  # of each band the words of new rows, cut to a few bits
    for number in range(len(new)):
        for word in range(WORDS):
            marks[word, new[number, word] & np.uint32(_MARKS - 1)] = True
    for row in range(len(old)):
        marked = False
        for word in range(WORDS):
            marked |= marks[word, old[row, word] & np.uint32(_MARKS - 1)]
        if not (marked and live[row]):
            continue
        for number in range(len(new)):
            shared = False
            for word in range(WORDS):
                shared |= old[row, word] == new[number, word]
            if not shared:
                continue
            equal = equal_bytes(old, row, new, number)
            if equal >= ALIKE:
                for place in range(GROUPS_KEPT):
                    if best[number, place, 1] == 0 or best[number, place, 0] == group[base + row]:
                        best[number, place, 0] = group[base + row]
                        best[number, place, 1] = max(best[number, place, 1], equal)
                        break


def related(first: npt.NDArray[np.uint32], second: npt.NDArray[np.uint32]) -> bool:
    """Say whether a row, uint32[16], may join the group that another began."""
    return bytes_in_common(first, second) >= RELATED


def is_alike(first: npt.NDArray[np.uint32], second: npt.NDArray[np.uint32]) -> int:
    """Return the bytes that two signatures, uint32[16], have in common where that makes near-duplicates, else 0."""
    equal = bytes_in_common(first, second)
    return equal if equal >= ALIKE and (first == second).any() else 0
