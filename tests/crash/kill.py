"""Kills builds at points chosen by a seed, and proves each time that the index is whole and the next build works.

python -m tests.crash.kill --points 200
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indexer.cache import Cache
from indexer.embedded.engine import EmbeddedEngine
from indexer.errors import GenerationMissing
from indexer.ingest import ingest
from indexer.registry import open_builder, open_cache, open_keeper
from indexer.settings import Settings
from indexer.steps import Vanished
from tests.crash.generation import patient, prove, served_build, write
from tests.crash.victim import AfterSeconds, AtEvent, Point, run

_LEFT_BEHIND = (".partial", ".removed")


@dataclass(slots=True)
class Bench:
    """One index, the number of the next build, and a reader that stays open all the time."""

    folder: Path
    next_build: int = 1

    @property
    def settings(self) -> Settings:
        return Settings(index=self.folder / "index")

    def sources(self) -> Path:
        """Write the sources of the next build and count on."""
        path = write(self.folder / "van-ban.jsonl", self.next_build)
        self.next_build += 1
        return path

    def bring_up(self, source: Path, *, fresh: bool) -> None:
        """Build or update from a source, as the command does."""
        cache: Cache = open_cache(self.settings)
        try:
            builder = open_builder(self.settings, fresh=fresh)
            ingest(builder, [source], vanished=Vanished(prune=True), cache=cache)
        finally:
            cache.close()


def deeds(bench: Bench) -> dict[str, Callable[[], Callable[[], None]]]:
    """Return what is interrupted, by name; each prepares itself and returns what the child does."""

    def building(*, fresh: bool) -> Callable[[], None]:
        source = bench.sources()
        return lambda: bench.bring_up(source, fresh=fresh)

    def rollback() -> None:
        try:
            open_keeper(bench.settings).rollback()
        except GenerationMissing:
            open_keeper(bench.settings).rollback(max(g.number for g in open_keeper(bench.settings).generations()))

    def prune() -> None:
        open_keeper(bench.settings).prune(1)

    return {
        "build": lambda: building(fresh=True),
        "update": lambda: building(fresh=False),
        "rollback": lambda: rollback,
        "prune": lambda: prune,
    }


_WEIGHTS = {"build": 9, "update": 9, "rollback": 1, "prune": 1}


def kill_once(bench: Bench, reader: EmbeddedEngine, name: str, chance: random.Random) -> str:
    """Interrupt one deed at one point; return what became of it, or raise AssertionError."""
    before, killed = prove(bench.settings.index), False
    while not killed:  # a point in time may come too late
        deed = deeds(bench)[name]()
        death = run(deed, _point(name, chance))
        assert not death.fault, death.fault
        killed = death.killed
        after = prove(bench.settings.index)
        served = served_build(reader)
        assert served == after, f"an open reader has {served}, a new one {after}"
        if name in ("build", "update"):
            assert after in (before, bench.next_build - 1), f"{before} became {after}"
        before, earlier = after, before
    source = bench.sources()
    bench.bring_up(source, fresh=chance.random() < 0.5)
    assert prove(bench.settings.index) == bench.next_build - 1, "the next build is not live"
    left = [path.name for path in (bench.settings.index / "generations").iterdir() if path.suffix in _LEFT_BEHIND]
    assert not left, f"left behind: {left}"
    return f"{name}: the {'old' if after == earlier else 'new'} index was served"


def _point(name: str, chance: random.Random) -> Point:
    events, seconds = _MEASURED[name]
    return AtEvent(chance.randint(1, events)) if chance.random() < 0.6 else AfterSeconds(chance.random() * seconds)


_MEASURED: dict[str, tuple[int, float]] = {}


def measure(bench: Bench) -> None:
    """Do everything once to its end, and note how many events and seconds it takes."""
    for name in _WEIGHTS:
        death = run(deeds(bench)[name](), None)
        assert not death.fault, death.fault
        _MEASURED[name] = max(death.events, 1), death.seconds


def main(arguments: list[str] | None = None) -> int:
    """Run the harness; the exit status is 1 where a kill was not survived."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)
    folder = Path(tempfile.mkdtemp(prefix="ketluan-kill-"))
    try:
        survived, outcomes = _kill(Bench(folder), options.points, chance)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:5} {outcome}")
    print(f"kills survived {survived}/{options.points}")
    return 0 if survived == options.points else 1


def _kill(bench: Bench, points: int, chance: random.Random) -> tuple[int, Counter[str]]:
    for _ in range(2):
        bench.bring_up(bench.sources(), fresh=True)
    measure(bench)
    for name, (events, seconds) in _MEASURED.items():
        print(f"{name}: {events} events, {seconds:.2f} s", flush=True)
    survived, outcomes = 0, Counter[str]()
    reader = patient(bench.settings.index)
    try:
        for number in range(points):
            (name,) = chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
            try:
                outcomes[kill_once(bench, reader, name, chance)] += 1
                survived += 1
            except Exception as failure:  # noqa: BLE001  every failure is counted and told
                print(f"point {number}, {name}: {type(failure).__name__}: {failure}", file=sys.stderr, flush=True)
    finally:
        reader.close()
    return survived, outcomes


if __name__ == "__main__":
    sys.exit(main())
