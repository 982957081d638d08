"""What an operator may ask of the generations that an engine keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.page import IngestReport


@dataclass(frozen=True, slots=True)
class GenerationInfo:
    """A kept generation: its number, when it was built (ISO, UTC; empty if unreadable), and what it holds."""

    number: int
    live: bool
    built: str = ""
    documents: int = 0
    items: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Pruned:
    """The numbers of generations that were removed, and of those that a reader still holds."""

    removed: tuple[int, ...]
    held: tuple[int, ...]


class IndexKeeper(Protocol):
    """Looks after the generations of one index. Everything raises an IndexProblem where there is no index."""

    def generations(self) -> Sequence[GenerationInfo]:
        """Return the kept generations, oldest first."""

    def damaged_files(self, number: int | None = None) -> Sequence[str]:
        """Read every file of a generation (default: the live one) and return those that are not as they were."""

    def report(self) -> IngestReport:
        """Return what became of the inputs of the live generation, with every refused one."""

    def rollback(self, number: int | None = None) -> int:
        """Make an older generation live (default: the newest before the live one) and return its number."""

    def prune(self, keep: int) -> Pruned:
        """Remove all but `keep` generations, except those that a reader holds; the live one always stays."""
