"""Damages every file of an index in turn, and proves that it is found and that nobody gets a wrong answer.

    python -m tests.crash.damage

Each file is cut, lengthened, has one bit turned at several places, and is removed. `index verify` must find it; opening
and searching must answer as before or say in one line what is wrong, also where the index was open already.
"""

from __future__ import annotations

import argparse
import logging
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from click.testing import CliRunner

from indexer.cli import main as ketluan
from indexer.embedded.engine import EmbeddedEngine
from indexer.errors import IndexProblem
from indexer.request import Facet, FacetSelection, Match, SearchRequest
from tests.crash.generation import documents, patient, spelled
from tests.crash.kill import Bench

_PLACES = 6  # of a turned bit, in every file
_HARMLESS = ("build.lock", "cache/")  # hold nothing that an answer is made of


@dataclass(frozen=True, slots=True)
class Damage:
    """What is done to a file: a name for it, and its new bytes out of the old ones, None to remove it."""

    name: str
    do: Callable[[bytes], bytes | None]


def damages(size: int, chance: random.Random) -> Iterator[Damage]:
    """Yield what can happen to a file of so many bytes."""
    yield Damage("removed", lambda _: None)
    yield Damage("lengthened", lambda data: data + b"\0")
    for length in sorted({0, size // 2, size - 1} & set(range(size))):
        yield Damage(f"cut to {length}", lambda data, length=length: data[:length])  # type: ignore[misc]
    if size:
        places = {0, size // 2, size - 1, *(chance.randrange(size) for _ in range(_PLACES - 3))}
        for place in sorted(places):
            bit = 1 << chance.randrange(8)
            yield Damage(f"bit {bit} turned at {place}", _turned(place, bit))


def _turned(place: int, bit: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]


# -- what is asked -----------------------------------------------------------------------------------------------------


def answers(engine: EmbeddedEngine) -> list[object]:
    """Ask everything that an engine can be asked; only the time that it took is left out."""
    live = next(documents(engine.info().generation))
    meeting = tuple(value.id for value in engine.meetings())
    requests = (
        SearchRequest(),
        SearchRequest("đợt hết", match=Match.ALL, size=100),
        SearchRequest("tuyen duong"),
        SearchRequest(f'"thứ {spelled(7)}"'),
        SearchRequest("tuyế*"),
        SearchRequest("xây dựng", selections=(FacetSelection(Facet.MEETING, meeting[:1]),)),
    )
    pages = [replace(engine.search(request), took_ms=0.0) for request in requests]
    lists = [engine.meetings(), engine.agencies(), engine.citing("1-TTr/BCSĐ"), engine.meeting_documents(meeting[0])]
    return [*pages, *lists, engine.document(live.id), engine.item(f"{live.id}#2"), engine.ranking(requests[1], 50)]


def fault_of(opened: Callable[[], EmbeddedEngine], expected: list[object], *, close: bool) -> str | None:
    """Say what is wrong with how an engine behaves; an IndexProblem is as it should be."""
    try:
        engine = opened()
        try:
            if answers(engine) != expected:
                return "a wrong answer"
        finally:
            if close:
                engine.close()
    except IndexProblem:
        return None
    except Exception as failure:  # noqa: BLE001  whatever it is, a reader would have got it
        return f"{type(failure).__name__}: {failure}"
    return None


def _command(*arguments: str, root: Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(ketluan, [*arguments, "--index", str(root)], prog_name="ketluan")
    return done.exit_code, done.stdout, done.stderr


# -- one after the other -----------------------------------------------------------------------------------------------


def faults(root: Path, name: str, damage: Damage, expected: list[object], *, live: bool) -> list[str]:
    """Damage one file, ask, and mend it; return what was not as it should be."""
    path = root / name
    sound = path.read_bytes()
    changed = damage.do(sound)
    # A file that is cut below a program that has mapped it ends the program; a bit is an error in it.
    early = patient(root) if changed is not None and len(changed) >= len(sound) else None
    if changed is None:
        path.unlink()
    else:
        path.write_bytes(changed)
    try:
        found = [fault_of(lambda: patient(root), expected, close=True)]
        if early is not None:
            found.append(fault_of(lambda: early, expected, close=False))
        return [fault for fault in (*found, *_of_commands(root, name, live=live)) if fault]
    finally:
        path.write_bytes(sound)
        if early is not None:
            early.close()


def _of_commands(root: Path, name: str, *, live: bool) -> Iterator[str | None]:
    status, out, err = _command("index", "verify", *(() if live else ("--all",)), root=root)
    if name.startswith(_HARMLESS):
        yield None if status == 0 else f"verify ended with {status}"
    else:
        yield None if status in (1, 2) and (status == 2 or "hỏng: " in out) else f"verify ended with {status}: {out}"
    status, _, err = _command("search", "đợt hết", "--json", root=root)
    if status not in (0, 2) or (status == 2 and err.count("\n") != 1) or "ngoài dự kiến" in err:
        yield f"search ended with {status}: {err}"


def main(arguments: list[str] | None = None) -> int:
    """Run the matrix; the exit status is 1 where damage was not detected or hurt somebody."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=None, help="damages to try (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="ketluan-damage-"))
    try:
        detected, tried, files = _run(folder, options.most, random.Random(options.seed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{tried} damages to {files} files")
    print(f"damaged files detected {detected}/{tried}")
    return 0 if detected == tried else 1


def _run(folder: Path, most: int | None, chance: random.Random) -> tuple[int, int, int]:
    bench = Bench(folder)
    bench.bring_up(bench.sources(), fresh=True)
    bench.bring_up(bench.sources(), fresh=False)
    root = bench.settings.index
    engine = patient(root)
    expected = answers(engine)
    engine.close()
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    tries = [(name, damage) for name in names for damage in damages((root / name).stat().st_size, chance)]
    if most is not None:
        tries = chance.sample(tries, min(most, len(tries)))
    logging.disable()  # what stays unused is logged, once a damage
    detected = 0
    for name, damage in tries:
        found = faults(root, name, damage, expected, live=not name.startswith("generations/000001/"))
        for fault in found:
            print(f"{name} {damage.name}: {fault}", file=sys.stderr, flush=True)
        detected += not found
    return detected, len(tries), len({name for name, _ in tries})


if __name__ == "__main__":
    sys.exit(main())
