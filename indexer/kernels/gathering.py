"""From the terms of texts to those of rows that share them.

Terms of texts are ragged: those of text t are from `bounds[t]` to `bounds[t + 1]` (int64 [N+1]) of `ids` (int32). A row
is three texts: its heading, its text and its context (`rows`, int64 [R, 3]).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel
from indexer.kernels.inversion import MOST, Frequencies, Ids, Longs

Narrow = npt.NDArray[np.uint8]


@kernel
def gathered(ids: Ids, bounds: Longs, texts: Longs) -> Ids:
    """Return the terms of some texts (int64 [M]), one text behind the other."""
    size = 0
    for text in texts:
        size += bounds[text + 1] - bounds[text]
    result = np.empty(size, np.int32)
    at = 0
    for text in texts:
        for place in range(bounds[text], bounds[text + 1]):
            result[at] = ids[place]
            at += 1
    return result


@kernel
def renumbered(ids: Longs, size: int) -> tuple[Longs, Ids]:
    """Return the distinct ids, which are below `size`, in the order in which they come, and the place there of each."""
    numbers = np.full(size, -1, np.int32)
    distinct, result = np.empty(len(ids), np.int64), np.empty(len(ids), np.int32)
    count = 0
    for at in range(len(ids)):
        if numbers[ids[at]] < 0:
            numbers[ids[at]] = count
            distinct[count] = ids[at]
            count += 1
        result[at] = numbers[ids[at]]
    return distinct[:count].copy(), result


@kernel
def counted(ids: Ids, bounds: Longs, rows: Longs, size: int) -> tuple[Longs, Ids, Frequencies, Narrow]:
    """Return the distinct terms of rows, ids below `size`: starts int64 [R+1], terms int32 [P], and of each two counts.

    The first, uint16 [P], is its frequency in heading and text and, in the high byte, in the context; the second, uint8
    [P], that in the heading. All are at most 255.
    """
    most = 0
    for row in range(len(rows)):
        for section in range(3):
            most += bounds[rows[row, section] + 1] - bounds[rows[row, section]]
    starts, terms = np.zeros(len(rows) + 1, np.int64), np.empty(most, np.int32)
    frequencies, headings = np.zeros(most, np.uint16), np.zeros(most, np.uint8)
    places = np.full(size, -1, np.int64)  # of each term, its latest place in `terms`
    count = 0
    for row in range(len(rows)):
        for section in range(3):
            text = rows[row, section]
            for at in range(bounds[text], bounds[text + 1]):
                place = places[ids[at]]
                if place < starts[row]:
                    place = places[ids[at]] = count
                    terms[place] = ids[at]
                    count += 1
                if section == 2:
                    if frequencies[place] >> 8 != MOST:
                        frequencies[place] += 256
                    continue
                if frequencies[place] & 0xFF != MOST:
                    frequencies[place] += 1
                if section == 0 and headings[place] != MOST:
                    headings[place] += 1
        starts[row + 1] = count
    return starts, terms[:count].copy(), frequencies[:count].copy(), headings[:count].copy()
