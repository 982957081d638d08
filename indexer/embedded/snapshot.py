"""One open generation: everything that answers a search, immutable and shared by threads."""

from __future__ import annotations

from pathlib import Path

from indexer.embedded.arrays.columns import Columns
from indexer.embedded.arrays.directory import open_segments
from indexer.embedded.arrays.growing import NAME
from indexer.embedded.locking import Hold
from indexer.embedded.manifest import Manifest
from indexer.embedded.view import View


class Snapshot(View):
    """The live index as it was when it was opened. `hold` is let go when it is closed."""

    def __init__(self, directory: Path, manifest: Manifest, hold: Hold | None = None, root: Path | None = None) -> None:
        self.manifest = manifest
        self._hold = hold
        segments = [segment for segment, _ in open_segments(directory, root)]
        super().__init__(segments, Columns(directory / NAME, root), manifest.items)

    def close(self) -> None:
        """Let others remove the files; what is mapped goes with the last array taken from it."""
        if self._hold is not None:
            self._hold.release()
