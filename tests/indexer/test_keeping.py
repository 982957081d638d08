"""Older generations: kept, gone back to, and removed when nobody reads them; what opening checks before it reads."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.embedded.builder import EmbeddedBuilder
from indexer.embedded.engine import EmbeddedEngine
from indexer.embedded.generations import Generations
from indexer.embedded.locking import Hold
from indexer.embedded.pointer import read_pointer
from indexer.errors import GenerationMissing, IndexDamaged, IndexIncompatible, IndexLocked
from indexer.page import IndexInfo
from indexer.request import SearchRequest
from tests.factories import forest_session, make_document, road_meeting
from tests.indexer.conftest import build_index


@pytest.fixture
def three(root: Path) -> Generations:
    """An index whose generations 2 and 3 are kept."""
    for number in range(1, 4):
        build_index(root, [make_document(f"d{number}")], fresh=True)
    return Generations(root)


def documents(root: Path) -> set[str]:
    engine = EmbeddedEngine(root)
    try:
        return {hit.record.header.id for hit in engine.search(SearchRequest()).hits}
    finally:
        engine.close()


class TestRollback:
    def test_it_goes_to_the_one_before(self, three: Generations) -> None:
        assert three.rollback() == 2
        assert documents(three.root) == {"d2"}
        assert three.numbers() == (2, 3)

    def test_it_goes_forth_again_by_number(self, three: Generations) -> None:
        three.rollback()
        assert three.rollback(3) == 3
        assert documents(three.root) == {"d3"}

    @pytest.mark.parametrize("number", [1, 9])
    def test_a_generation_that_is_gone_is_named_with_those_that_are_left(self, three: Generations, number: int) -> None:
        with pytest.raises(GenerationMissing, match=f"lần dựng {number}.*2, 3"):
            three.rollback(number)

    def test_there_may_be_none_before(self, root: Path) -> None:
        build_index(root, [forest_session()])
        with pytest.raises(GenerationMissing):
            Generations(root).rollback()

    def test_a_damaged_one_is_not_gone_back_to(self, three: Generations) -> None:
        victim = next((three.root / "generations" / "000002" / "whoosh").glob("*.arr"))
        victim.write_bytes(victim.read_bytes()[:-1])
        with pytest.raises(IndexDamaged, match="000002/whoosh"):
            three.rollback()
        assert documents(three.root) == {"d3"}

    def test_numbers_are_never_given_twice(self, three: Generations) -> None:
        three.rollback()
        three.prune(1)
        assert three.numbers() == (2,)
        build_index(three.root, [road_meeting()])
        assert three.numbers() == (2, 4)

    def test_the_one_that_was_live_before_outlives_one_that_was_left(self, three: Generations) -> None:
        three.rollback()
        build_index(three.root, [road_meeting()])
        assert three.numbers() == (2, 4)

    def test_a_reader_follows(self, three: Generations) -> None:
        engine = EmbeddedEngine(three.root)
        assert engine.info().generation == 3
        three.rollback()
        assert engine.info().generation == 2
        engine.close()


class TestPrune:
    def test_what_a_reader_holds_stays(self, three: Generations) -> None:
        three.rollback()
        engine = EmbeddedEngine(three.root)
        three.rollback(3)
        assert three.prune(1) == ((), (2,))
        assert engine.info().generation == 3  # moves on and lets go of 2
        assert three.prune(1) == ((2,), ())
        engine.close()

    def test_the_live_one_always_stays(self, three: Generations) -> None:
        assert three.prune(0) == ((2,), ())
        assert documents(three.root) == {"d3"}

    def test_a_builder_keeps_as_many_as_it_is_told(self, root: Path) -> None:
        for number in range(1, 6):
            builder = EmbeddedBuilder(root, fresh=True, keep=4)
            builder.upsert([make_document(f"d{number}")])
            builder.commit()
        assert Generations(root).numbers() == (2, 3, 4, 5)

    def test_what_is_left_of_a_removal_goes(self, three: Generations) -> None:
        (three.root / "generations" / "000001.removed").mkdir()
        three.prune(2)
        assert not (three.root / "generations" / "000001.removed").exists()

    def test_a_claim_on_what_is_being_removed_is_refused(self, three: Generations) -> None:
        live = three.live()
        (live / "manifest.json").rename(live / "x")
        with pytest.raises(OSError, match="manifest"):
            Hold(live / "manifest.json")


class TestSharing:
    def test_an_update_shares_the_segments_that_it_does_not_touch(self, root: Path) -> None:
        build_index(root, [make_document(f"d{number}") for number in range(40)])
        generations = Generations(root)
        before = generations.manifest(generations.live())
        inodes = {path.stat().st_ino for path in generations.live().rglob("*") if path.is_file()}
        build_index(root, [road_meeting()], fresh=False)
        live = generations.live()
        shared = [path for path in live.rglob("*") if path.is_file() and path.stat().st_ino in inodes]
        own = {"sources.json", "columns.base.arr"}
        assert {path.name for path in shared if path.parent.name != "whoosh"} <= own
        assert (live / "sources.json") in shared
        assert generations.damaged_files() == generations.damaged_files(before.generation) == ()


class TestBeforeReading:
    def test_a_pickle_is_not_loaded_before_its_checksum_was_checked(self, root: Path) -> None:
        build_index(root, [forest_session()])
        toc = next((Generations(root).live() / "whoosh").glob("*.toc"))
        size = toc.stat().st_size
        evil = pickle.dumps(_Evil(root / "seen"))
        toc.write_bytes(evil.ljust(size, b"."))
        with pytest.raises(IndexDamaged, match=toc.name):
            EmbeddedEngine(root)
        assert not (root / "seen").exists()

    def test_a_pointer_to_another_manifest_is_damage(self, three: Generations) -> None:
        pointer = read_pointer(three.root)
        assert pointer is not None
        pointer.__class__("000002", pointer.manifest, pointer.last).write(three.root)
        with pytest.raises(IndexDamaged, match="CURRENT"):
            EmbeddedEngine(three.root)
        assert three.damaged_files() == ("CURRENT",)

    def test_an_index_of_the_first_format_names_the_command_to_run(self, root: Path) -> None:
        live = root / "generations" / "000001"
        live.mkdir(parents=True)
        (root / "CURRENT").write_text("000001\n")
        (live / "manifest.json").write_text('{"format": 1, "generation": 1}')
        with pytest.raises(IndexIncompatible, match=r"định dạng 1.*ketluan index build"):
            EmbeddedEngine(root)
        build_index(root, [road_meeting()])
        assert Generations(root).numbers() == (1, 2)


class _Evil:
    """A pickle that leaves a trace when it is loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str, int]]:
        return os.mkdir, (str(self.path), 0o700)


class TestFollowing:
    def test_searches_go_on_while_a_newer_generation_is_opened(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build_index(root, [forest_session()])
        engine = EmbeddedEngine(root)
        opening, opened = threading.Event(), threading.Event()
        warm = EmbeddedEngine._warm

        def slow(engine: EmbeddedEngine, snapshot: object) -> None:
            opening.set()
            assert opened.wait(20)
            warm(engine, snapshot)  # type: ignore[arg-type]

        monkeypatch.setattr(engine._follower, "_warm", slow.__get__(engine))
        build_index(root, [road_meeting()])
        seen: list[IndexInfo] = []
        first = threading.Thread(target=lambda: seen.append(engine.info()))
        first.start()
        assert opening.wait(20)
        assert engine.info().generation == 1
        opened.set()
        first.join()
        assert [info.generation for info in seen] == [2]
        assert engine.info().generation == 2
        engine.close()

    def test_one_that_could_not_be_opened_is_tried_again_later(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build_index(root, [forest_session()])
        engine = EmbeddedEngine(root)
        build_index(root, [road_meeting()])
        files = list(_hidden(Generations(root).live() / "whoosh"))
        assert engine.info().generation == 1
        for hidden, path in files:
            hidden.rename(path)
        assert engine.info().generation == 1
        monkeypatch.setattr(engine._follower, "_retry_at", 0.0)
        assert engine.info().generation == 2
        engine.close()


def _hidden(folder: Path) -> Iterator[tuple[Path, Path]]:
    for path in list(folder.iterdir()):
        hidden = folder.parent.parent / f"hidden-{path.name}"
        path.rename(hidden)
        yield hidden, path


class TestWaiting:
    def test_a_builder_waits_for_another(self, root: Path) -> None:
        first = EmbeddedBuilder(root, fresh=True)
        told: list[str] = []
        threading.Timer(0.4, first.abort).start()
        second = EmbeddedBuilder(root, fresh=True, wait=20, waiting=told.append)
        second.abort()
        assert [str(os.getpid()) in holder for holder in told] == [True]

    def test_it_waits_no_longer_than_it_was_told(self, root: Path) -> None:
        first = EmbeddedBuilder(root, fresh=True)
        with pytest.raises(IndexLocked, match="--wait"):
            EmbeddedBuilder(root, fresh=True, wait=0.3)
        first.abort()

    def test_a_builder_that_died_is_named_to_the_next_and_one_that_ended_is_not(self, root: Path) -> None:
        build_index(root, [forest_session()])
        (root / "build.lock").write_text("tiến trình 4711 trên máy a", "utf-8")
        builder = EmbeddedBuilder(root, fresh=False)
        assert builder.interrupted == "tiến trình 4711 trên máy a"
        builder.abort()
        builder = EmbeddedBuilder(root, fresh=False)
        assert builder.interrupted is None
        builder.abort()
