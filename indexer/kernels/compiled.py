"""Loops that NumPy cannot express at speed, compiled by Numba when they are first called and kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from numba import njit
from numba.core import event

P = ParamSpec("P")
R = TypeVar("R")


_events: Any = event  # untyped
_COMPILING = _events.TimingListener()
_events.register("numba:compile", _COMPILING)


def seconds_compiling() -> float:
    """Return how long this process has spent on compiling kernels or reading compiled ones, in all of its threads."""
    return float(_COMPILING.duration) if _COMPILING.done else 0.0


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of arrays and numbers; it runs without the interpreter's lock.

    Call it with one set of dtypes only: each further set is compiled anew. The machine code is kept beside the module,
    or where that folder is read-only below the user's cache folder; where neither can be written, in memory alone.
    """
    try:
        return cast(Callable[P, R], njit(function, nogil=True, cache=True))
    except RuntimeError:  # Numba found no place for its cache
        return cast(Callable[P, R], njit(function, nogil=True))
