"""The generations of an embedded index, for operators."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indexer.embedded.generations import Generations
from indexer.embedded.manifest import read_checked
from indexer.embedded.origin import REPORT, report_from
from indexer.errors import IndexProblem
from indexer.keeping import GenerationInfo, Pruned
from indexer.page import IngestReport


class EmbeddedKeeper:
    """Looks after the generations below `root`; what changes anything waits for nobody and raises IndexLocked."""

    def __init__(self, root: Path) -> None:
        self._generations = Generations(root)

    def generations(self) -> tuple[GenerationInfo, ...]:
        """Return the kept generations, oldest first; of one that cannot be read only the number."""
        return tuple(self._described())

    def damaged_files(self, number: int | None = None) -> tuple[str, ...]:
        """Read every file of a generation (default: the live one) and return the bad ones; raises an IndexProblem."""
        return self._generations.damaged_files(number)

    def report(self) -> IngestReport:
        """Return what became of the inputs of the live generation; raises an IndexProblem."""
        live, hold = self._generations.hold()
        try:
            manifest = self._generations.manifest(live)
            return report_from(read_checked(self._generations.root, live, manifest, REPORT))
        finally:
            hold.release()

    def rollback(self, number: int | None = None) -> int:
        """Make an older generation live and return its number; raises an IndexProblem."""
        self._generations.live()
        with self._generations.lock():
            return self._generations.rollback(number)

    def prune(self, keep: int) -> Pruned:
        """Remove all but `keep` generations, except those that a reader holds; raises an IndexProblem."""
        self._generations.live()
        with self._generations.lock():
            return Pruned(*self._generations.prune(keep))

    def _described(self) -> Iterator[GenerationInfo]:
        live = self._generations.live().name
        for number in self._generations.numbers():
            directory = self._generations.numbered(number)
            try:
                m = self._generations.manifest(directory)
            except IndexProblem:
                yield GenerationInfo(number, directory.name == live)
            else:
                yield GenerationInfo(number, directory.name == live, m.built, m.documents, m.items, m.bytes)
