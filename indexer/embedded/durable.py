"""What is on the disk when the power goes: files and folders flushed in the order that keeps names and bytes together.

A name is durable once its folder was flushed, the bytes behind it once the file was. So a file is flushed before it is
named, and the folder that names it before anything points there.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def sync(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(directory: Path) -> None:
    """Flush every file below a folder, then every folder from the innermost out to itself.

    A file with a second name is one of an earlier generation, and was flushed with it.
    """
    paths = sorted(directory.rglob("*"), key=lambda path: len(path.parts), reverse=True)
    for path in paths:
        if path.is_file() and path.stat().st_nlink == 1:
            sync(path)
    for path in paths:
        if path.is_dir():
            sync(path)
    sync(directory)


def make_folders(path: Path) -> None:
    """Make a folder and those above it, and flush the name of each that is new."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for folder in reversed(missing):
        sync(folder.parent)


def link_or_copy(source: Path | str, target: Path | str) -> None:
    """Give a file that is never written again a second name; copy it where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def replace_file(path: Path, text: str) -> None:
    """Put a small text file in the place of another in one step: whoever looks sees the old or the new, whole."""
    temporary = path.with_name(f"{path.name}.new")
    temporary.write_text(text, "ascii")
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)
