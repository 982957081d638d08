"""What a run of the indexer is told, and what it tells while it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come: files and bytes done and in all, documents seen, and the file at hand.

    After the last file `writing` says that what was read is being made an index.
    """

    files: int
    of_files: int
    bytes: int
    of_bytes: int
    documents: int
    name: str
    writing: bool = False


Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Vanished:
    """What to do about documents whose source is gone: `keep` them, or remove even many (`prune`)."""

    keep: bool = False
    prune: bool = False


REMOVED = Vanished()
