"""Hashes of many strings at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel

Hashes = npt.NDArray[np.uint64]


@kernel
def hashed(blob: npt.NDArray[np.uint8], bounds: npt.NDArray[np.int64]) -> Hashes:
    """Return uint64 [n]: FNV-1a of each string, string i being the bytes from `bounds[i]` to `bounds[i + 1]`."""
    result = np.empty(len(bounds) - 1, np.uint64)
    for number in range(len(result)):
        state = np.uint64(0xCBF29CE484222325)
        for at in range(bounds[number], bounds[number + 1]):
            state = (state ^ np.uint64(blob[at])) * np.uint64(0x100000001B3)
        result[number] = state
    return result
