"""Cuts the power: what a disk may hold where nothing counts as written that was not flushed.

    python -m tests.crash.power --states 200

A build runs once while its files are watched. Each event of the disk is a moment at which the power may go: a file then
holds what it held when it was last flushed (or nothing, or a part of what was written since), a folder the names that
it had when it was last flushed (or those it has now). Every such disk is laid out, and what is live there must be the
old index or the new one, whole; when the build has returned, the new one, whatever was lost.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.crash.generation import prove
from tests.crash.kill import Bench
from tests.crash.victim import EVENTS, is_writing, run

Entries = dict[str, int]  # the names of a folder, and the file or folder behind each


@dataclass(slots=True)
class Disk:
    """Folders and files by a number of our own: inodes are used again."""

    folders: dict[int, Entries] = field(default_factory=dict)
    files: dict[int, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Moment:
    """What the disk shows to programs, and what of it was flushed."""

    shown: Disk
    flushed: Disk


class Watcher:
    """Watches the files below a folder from inside the process that changes them."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._numbers: dict[int, int] = {}  # inode -> number
        self._versions: dict[int, tuple[tuple[int, int], bytes]] = {}
        self._next = 0
        self._busy = False
        self.flushed = Disk()
        self.moments: list[Moment] = []

    def install(self) -> None:
        """Take what is there for flushed, and begin to watch; there is no way back."""
        self.flushed = self._look()
        flush = os.fsync

        def fsync(descriptor: Any) -> None:
            self.note()
            flush(descriptor)
            self._note_flushed(os.fstat(descriptor).st_ino)

        os.fsync = fsync  # type: ignore[assignment]
        sys.addaudithook(self._hear)

    def note(self) -> None:
        """Note a moment."""
        if not self._busy:
            self._busy = True
            flushed = Disk(dict(self.flushed.folders), dict(self.flushed.files))
            self.moments.append(Moment(self._look(), flushed))
            self._busy = False

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if not self._busy and event in EVENTS and (event != "open" or is_writing(args)):
            self.note()

    def _note_flushed(self, inode: int) -> None:
        self._busy = True
        now = self._look()
        number = self._numbers.get(inode)
        if number in now.folders:
            self.flushed.folders[number] = now.folders[number]
        elif number in now.files:
            self.flushed.files[number] = now.files[number]
        self._busy = False

    def _look(self) -> Disk:
        disk, seen = Disk(), set[int]()
        self._look_at(self._top, disk, seen)
        for gone in set(self._numbers) - seen:
            del self._numbers[gone]
        return disk

    def _look_at(self, folder: Path, disk: Disk, seen: set[int]) -> int:
        number = self._number(folder.stat().st_ino, seen)
        entries: Entries = {}
        for entry in os.scandir(folder):
            status = entry.stat(follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False):
                entries[entry.name] = self._look_at(Path(entry.path), disk, seen)
            else:
                entries[entry.name] = key = self._number(status.st_ino, seen)
                disk.files[key] = self._content(key, Path(entry.path), (status.st_mtime_ns, status.st_size))
        disk.folders[number] = entries
        return number

    def _number(self, inode: int, seen: set[int]) -> int:
        seen.add(inode)
        if inode not in self._numbers:
            self._next += 1
            self._numbers[inode] = self._next
        return self._numbers[inode]

    def _content(self, number: int, path: Path, version: tuple[int, int]) -> bytes:
        known = self._versions.get(number)
        if known is None or known[0] != version:
            self._versions[number] = known = version, path.read_bytes()
        return known[1]


TOP = 1  # the number of the folder that is watched


def cut(moment: Moment, chance: random.Random | None) -> Disk:
    """Return what is on the disk after the power went: what was flushed alone, or by chance some of the rest."""
    disk = Disk()
    for number in {*moment.shown.folders, *moment.flushed.folders}:
        kept = moment.flushed.folders.get(number, {})
        shown = moment.shown.folders.get(number, kept)
        disk.folders[number] = shown if chance and chance.random() < 0.5 else kept
    for number in {*moment.shown.files, *moment.flushed.files}:
        kept_bytes = moment.flushed.files.get(number, b"")
        disk.files[number] = _torn(kept_bytes, moment.shown.files.get(number, kept_bytes), chance)
    return disk


def _torn(kept: bytes, shown: bytes, chance: random.Random | None) -> bytes:
    if chance is None or kept == shown:
        return kept
    match chance.randrange(4):
        case 0:
            return kept
        case 1:
            return shown
        case 2:
            return shown[: chance.randrange(len(shown) + 1)]
    return bytes(len(shown))  # the length was written and the bytes were not


def lay_out(disk: Disk, target: Path, number: int = TOP) -> None:
    """Make real files of a disk."""
    target.mkdir()
    for name, key in disk.folders[number].items():
        if key in disk.folders:
            lay_out(disk, target / name, key)
        else:
            (target / name).write_bytes(disk.files.get(key, b""))


def watch(bench: Bench, *, fresh: bool, tape: Path) -> list[Moment]:
    """Build in a child that is watched, and return its moments; the last is when it had returned."""
    source = bench.sources()

    def deed() -> None:
        watcher = Watcher(bench.settings.index.parent)
        watcher.install()
        bench.bring_up(source, fresh=fresh)
        watcher.note()
        tape.write_bytes(pickle.dumps(watcher.moments))

    death = run(deed, None)
    assert not death.fault, death.fault
    moments: list[Moment] = pickle.loads(tape.read_bytes())  # noqa: S301  our own child wrote it
    return moments


def check(moment: Moment, chance: random.Random | None, place: Path, *, final: bool, before: int, after: int) -> str:
    """Lay out one disk and prove what is live there; raises AssertionError."""
    lay_out(cut(moment, chance), place)
    try:
        live = prove(place / "index")
        assert live in ((after,) if final else (before, after)), f"build {live} is live"
        other = Bench(place, after + 1)
        other.bring_up(other.sources(), fresh=False)
        assert prove(place / "index") == after + 1, "the next build is not live"
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return "the new index was served" if live == after else "the old index was served"


def main(arguments: list[str] | None = None) -> int:
    """Run the harness; the exit status is 1 where a cut was not survived."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--states", type=int, default=200, help="disks to lay out")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="ketluan-power-"))
    try:
        survived, outcomes = _cut_again_and_again(folder, options.states, random.Random(options.seed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:5} {outcome}")
    print(f"power cuts survived {survived}/{options.states}")
    return 0 if survived == options.states else 1


def _cut_again_and_again(folder: Path, states: int, chance: random.Random) -> tuple[int, Counter[str]]:
    (folder / "bench").mkdir()
    bench = Bench(folder / "bench")
    bench.bring_up(bench.sources(), fresh=True)
    survived, outcomes = 0, Counter[str]()
    for fresh, share in ((True, states // 2), (False, states - states // 2)):
        before = bench.next_build - 1
        moments = watch(bench, fresh=fresh, tape=folder / "tape")
        print(f"{'build' if fresh else 'update'}: {len(moments)} moments", flush=True)
        for number in range(share):
            # The end, then every moment with all that was not flushed lost, then moments and losses by chance.
            final = number % len(moments) == 0
            moment = moments[-1] if final else moments[number % len(moments)]
            luck = None if number < len(moments) else chance
            try:
                outcomes[check(moment, luck, folder / "disk", final=final, before=before, after=before + 1)] += 1
                survived += 1
            except Exception as failure:  # noqa: BLE001  every failure is counted and told
                print(f"state {number}: {type(failure).__name__}: {failure}", file=sys.stderr, flush=True)
    return survived, outcomes


if __name__ == "__main__":
    sys.exit(main())
