"""Documents written for this project: invented content in the true form of such papers."""

from __future__ import annotations

from pathlib import Path

SUFFIXES = (".md", ".txt")


def paths() -> tuple[Path, ...]:
    """Return the files of the sample documents (UTF-8, `.txt` and `.md`), sorted by name."""
    folder = Path(__file__).parent
    return tuple(sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES))
