"""Generations go live in one step, and a failure, a crash or damage leaves the index as it was."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.model import Document
from indexer.embedded import builder as builder_module
from indexer.embedded.arrays import directory as directory_module
from indexer.embedded.arrays.gathering import write_columns
from indexer.embedded.builder import EmbeddedBuilder
from indexer.embedded.engine import EmbeddedEngine
from indexer.embedded.generations import Generations
from indexer.embedded.manifest import FileRecord, Manifest, sealed, write_manifest
from indexer.embedded.pointer import Pointer
from indexer.embedded.searching import Search
from indexer.embedded.snapshot import Snapshot
from indexer.errors import IndexDamaged, IndexIncompatible, IndexLocked, IndexMissing
from indexer.page import SearchPage
from indexer.request import SearchRequest
from tests.factories import forest_session, make_document, make_item, road_meeting
from tests.indexer.conftest import build_index


def live_files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


APART = {"manifest.json", "manifest.json.sha256"}


def live_name(root: Path) -> str:
    return (root / "CURRENT").read_text().split()[0]


def generation_names(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "generations").iterdir())


def edit_manifest(root: Path, **changes: object) -> None:
    """Write the live manifest as another version of the software would have written it."""
    live = Generations(root).live()
    value = {**json.loads((live / "manifest.json").read_text("utf-8")), **changes}
    write_manifest(live, Manifest(**{**value, "files": tuple(FileRecord(**f) for f in value["files"])}))
    Pointer(live.name, sealed(live), int(live.name)).write(root)


class TestLife:
    def test_a_manifest_describes_every_file(self, root: Path) -> None:
        build_index(root, [forest_session()])
        generations = Generations(root)
        live = generations.live()
        manifest = generations.manifest(live)
        assert (manifest.generation, manifest.documents, manifest.items) == (1, 1, 4)
        assert {"python", "ketluan", "whoosh3", "numpy", "numba", "underthesea"} == set(manifest.packages)
        present = {path.relative_to(live).as_posix() for path in live.rglob("*") if path.is_file()}
        assert {file.path for file in manifest.files} == present - APART
        assert manifest.bytes == sum((live / name).stat().st_size for name in present - APART)
        assert Manifest.from_json(manifest.to_json()) == manifest

    def test_a_live_generation_is_never_written_again(self, root: Path) -> None:
        build_index(root, [forest_session()])
        before = live_files(Generations(root).live())
        EmbeddedEngine(root).close()
        build_index(root, [road_meeting()], fresh=False)
        assert live_files(root / "generations" / "000001") == before

    def test_the_last_two_are_kept(self, root: Path) -> None:
        for number in range(1, 5):
            build_index(root, [make_document(f"d{number}")], fresh=number == 1)
        assert generation_names(root) == ["000003", "000004"]
        assert live_name(root) == "000004"

    def test_a_reader_of_a_pruned_generation_goes_on(self, root: Path) -> None:
        build_index(root, [forest_session()])
        engine = EmbeddedEngine(root)
        for _ in range(3):
            build_index(root, [road_meeting()], fresh=False)
        assert engine.search(SearchRequest("rừng")).total == 3
        engine.close()

    @pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs Linux to tell what is mapped")
    def test_files_of_a_generation_left_behind_are_not_mapped_any_longer(self, root: Path) -> None:
        build_index(root, [forest_session()])
        engine = EmbeddedEngine(root)
        assert engine.search(SearchRequest("rừng", facet_size=3)).total == 2
        assert f"{root}/generations/000001/" in Path("/proc/self/maps").read_text("utf-8")
        build_index(root, [road_meeting()])
        assert engine.search(SearchRequest("đường")).total
        assert f"{root}/generations/000001/" not in Path("/proc/self/maps").read_text("utf-8")
        engine.close()

    def test_an_engine_closed_during_a_call_lets_go_when_the_call_ends(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build_index(root, [forest_session()])
        engine = EmbeddedEngine(root)
        released: list[str] = []
        page, release = Search.page, Snapshot.close

        def closing(search: Search) -> SearchPage:
            engine.close()
            released.append("not yet")
            return page(search)

        def watched(snapshot: Snapshot) -> None:
            released.append("now")
            release(snapshot)

        monkeypatch.setattr(Search, "page", closing)
        monkeypatch.setattr(Snapshot, "close", watched)
        assert engine.search(SearchRequest("rừng")).total == 2
        assert released == ["not yet", "now"]
        engine.close()
        assert released == ["not yet", "now"]


class TestFailure:
    def test_a_failing_document_leaves_the_old_generation_live(self, root: Path) -> None:
        build_index(root, [forest_session()])
        before = live_files(root / "generations")
        builder = EmbeddedBuilder(root, fresh=True)
        broken = make_document("x", [make_item("1", text=None)])  # type: ignore[arg-type]
        with pytest.raises((TypeError, AttributeError)):
            builder.upsert([road_meeting(), broken])
        builder.abort()
        assert live_files(root / "generations") == before
        assert generation_names(root) == ["000001"]

    @pytest.mark.parametrize("step", ["DirectoryWriter.finish", "record_files", "describe_generation"])
    def test_a_failing_commit_leaves_the_old_generation_live(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        build_index(root, [forest_session()])
        engine = EmbeddedEngine(root)

        def fail(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        builder = EmbeddedBuilder(root, fresh=False)
        builder.upsert([road_meeting()])
        monkeypatch.setattr(f"{builder_module.__name__}.{step}", fail)
        with pytest.raises(OSError, match="No space"):
            builder.commit()
        monkeypatch.undo()
        assert not [name for name in generation_names(root) if name.endswith(".partial")]
        assert (engine.info().documents == 1) is (step != "describe_generation")
        EmbeddedBuilder(root, fresh=False).abort()  # the lock is free again
        engine.close()

    def test_a_generation_that_does_not_open_is_not_published(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build_index(root, [forest_session()])
        builder = EmbeddedBuilder(root, fresh=True)
        builder.upsert([road_meeting()])
        # Columns that forgot the rows.
        monkeypatch.setattr(directory_module, "write_columns", lambda path, _: write_columns(path, []))
        with pytest.raises(IndexDamaged):
            builder.commit()
        assert live_name(root) == "000001"

    def test_what_a_crash_left_behind_is_removed_by_the_next_builder(self, root: Path) -> None:
        build_index(root, [forest_session()])
        leftover = root / "generations" / "000002.partial"
        leftover.mkdir()
        (leftover / "half").write_text("x")
        build_index(root, [road_meeting()], fresh=False)
        assert generation_names(root) == ["000001", "000002"]
        assert not (root / "generations" / "000002" / "half").exists()

    def test_a_finished_generation_that_never_went_live_is_not_reused(self, root: Path) -> None:
        build_index(root, [forest_session()])
        (root / "generations" / "000002").mkdir()
        build_index(root, [road_meeting()], fresh=False)
        assert live_name(root) == "000003"

    def test_a_killed_builder_frees_the_lock(self, root: Path) -> None:
        build_index(root, [forest_session()])
        script = (
            "import sys, pathlib, os, signal\n"
            "from indexer.embedded.builder import EmbeddedBuilder\n"
            "EmbeddedBuilder(pathlib.Path(sys.argv[1]), fresh=True)\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        done = subprocess.run([sys.executable, "-c", script, str(root)], check=False, cwd=Path(__file__).parents[2])
        assert done.returncode == -9
        assert "000002.partial" in generation_names(root)
        build_index(root, [road_meeting()], fresh=False)
        assert generation_names(root) == ["000001", "000002"]


class TestRefusal:
    def test_a_second_builder_is_told_who_holds_the_lock(self, root: Path) -> None:
        first = EmbeddedBuilder(root, fresh=True)
        with pytest.raises(IndexLocked) as caught:
            EmbeddedBuilder(root, fresh=True)
        assert str(os.getpid()) in caught.value.holder
        first.abort()

    @pytest.mark.parametrize(("field", "value"), [("format", 99), ("analyser", "khac")])
    def test_another_format_or_analyser_is_refused_with_the_command_to_run(
        self, root: Path, field: str, value: object
    ) -> None:
        build_index(root, [forest_session()])
        edit_manifest(root, **{field: value})
        with pytest.raises(IndexIncompatible, match="ketluan index build"):
            EmbeddedEngine(root)
        with pytest.raises(IndexIncompatible):
            EmbeddedBuilder(root, fresh=False)
        build_index(root, [road_meeting()])  # a fresh build does not care
        EmbeddedEngine(root).close()

    @pytest.mark.parametrize("text", ["", "000009\n", "../../etc\n", "\xff\n"])
    def test_a_broken_pointer_is_damage(self, root: Path, text: str) -> None:
        build_index(root, [forest_session()])
        (root / "CURRENT").write_text(text, "latin-1")
        with pytest.raises(IndexDamaged):
            EmbeddedEngine(root)

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', "null"])
    def test_a_broken_manifest_is_damage(self, root: Path, text: str) -> None:
        build_index(root, [forest_session()])
        (Generations(root).live() / "manifest.json").write_text(text)
        with pytest.raises(IndexDamaged):
            EmbeddedEngine(root)

    def test_a_broken_newer_generation_leaves_a_reader_with_the_old(
        self, root: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        build_index(root, [forest_session()])
        engine = EmbeddedEngine(root)
        build_index(root, [road_meeting()])
        (Generations(root).live() / "manifest.json").write_text("{")
        with caplog.at_level(logging.WARNING):
            assert engine.search(SearchRequest("rừng")).total == 2
            assert engine.search(SearchRequest("rừng")).total == 2
        assert len(caplog.records) == 1
        engine.close()

    def test_an_empty_place_has_no_index(self, root: Path) -> None:
        with pytest.raises(IndexMissing):
            Generations(root).live()


class TestVerify:
    def build(self, root: Path, documents: list[Document]) -> Path:
        build_index(root, documents)
        return Generations(root).live()

    def test_a_sound_index_has_no_damaged_files(self, root: Path) -> None:
        self.build(root, [forest_session()])
        assert Generations(root).damaged_files() == ()

    def test_one_changed_byte_is_found(self, root: Path) -> None:
        live = self.build(root, [forest_session()])
        for path in sorted(p for p in live.rglob("*") if p.is_file() and p.name not in APART):
            sound = path.read_bytes()
            path.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
            assert Generations(root).damaged_files() == (path.relative_to(live).as_posix(),)
            path.write_bytes(sound)

    def test_a_file_cut_short_is_damage_and_says_so(self, root: Path) -> None:
        live = self.build(root, [forest_session()])
        for name in ("columns.arr", "manifest.json"):
            sound = (live / name).read_bytes()
            (live / name).write_bytes(sound[: len(sound) // 2])
            with pytest.raises(IndexDamaged):
                EmbeddedEngine(root)
            (live / name).write_bytes(sound)

    def test_missing_and_strange_files_are_found(self, root: Path) -> None:
        live = self.build(root, [forest_session()])
        (live / "columns.arr").unlink()
        (live / "whoosh" / "la.arr").write_bytes(b"?")
        assert Generations(root).damaged_files() == ("columns.arr", "whoosh/la.arr")
        with pytest.raises(IndexDamaged):
            EmbeddedEngine(root)
