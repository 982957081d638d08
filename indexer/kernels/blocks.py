"""Which blocks of a file ranges of its entries lie in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel

Longs = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@kernel
def all_sound(sound: Mask, starts: Longs, ends: Longs, stride: int, block: int) -> bool:
    """Say whether every block of `block` bytes that a range of entries (int64[m]) touches is sound (bool[blocks]).

    An entry has `stride` bytes; of an empty range no block is touched.
    """
    for place in range(len(starts)):
        if ends[place] > starts[place]:
            for touched in range(starts[place] * stride // block, (ends[place] * stride - 1) // block + 1):
                if not sound[touched]:
                    return False
    return True
