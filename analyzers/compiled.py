"""Loops over characters, compiled by Numba when they are first called and kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of arrays and numbers, called with one set of dtypes; it runs without the interpreter's lock.

    The machine code is kept as that of the search kernels is (docs/adr/0010).
    """
    try:
        return cast(Callable[P, R], njit(function, nogil=True, cache=True))
    except RuntimeError:  # Numba found no place for its cache
        return cast(Callable[P, R], njit(function, nogil=True))
