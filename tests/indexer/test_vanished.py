"""What an update does about documents that are gone, and what a run says of its inputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus import jsonl
from corpus.errors import Refusal
from corpus.model import Document, SourceText
from corpus.parser import parse
from indexer import ingest as ingest_module
from indexer import intake
from indexer.embedded.builder import EmbeddedBuilder
from indexer.embedded.engine import EmbeddedEngine
from indexer.errors import InputsRefused, SourcesShrunk
from indexer.ingest import ingest
from indexer.page import IngestReport
from indexer.steps import Vanished
from tests.factories import make_document, make_item
from tests.indexer.sources import Run, indexed, paper


class TestVanished:
    @pytest.fixture
    def many(self, papers: Path, build: Run) -> Path:
        for number in range(110, 122):
            (papers / f"{number}.txt").write_text(paper(number, f"đê bao số {number}"), "utf-8")
        assert build(papers).added == 14
        return papers

    def remove(self, papers: Path, numbers: range) -> None:
        for number in numbers:
            (papers / f"{number}.txt").unlink()

    def run(self, root: Path, papers: Path, vanished: Vanished) -> IngestReport:
        return ingest(EmbeddedBuilder(root, fresh=False), [papers], vanished=vanished)

    def test_a_few_go_without_a_word(self, many: Path, update: Run) -> None:
        self.remove(many, range(110, 114))
        assert update(many).removed == 4

    def test_more_than_a_third_asks_for_a_word(self, root: Path, many: Path, update: Run) -> None:
        self.remove(many, range(110, 118))
        with pytest.raises(SourcesShrunk, match=r"8 trong 14.*--prune"):
            update(many)
        assert len(indexed(root)) == 14
        assert self.run(root, many, Vanished(prune=True)).removed == 8
        assert len(indexed(root)) == 6

    def test_they_can_be_kept_again_and_again(self, root: Path, many: Path) -> None:
        self.remove(many, range(110, 118))
        for _ in range(2):
            report = self.run(root, many, Vanished(keep=True))
            assert (report.removed, report.unchanged, len(indexed(root))) == (0, 6, 14)

    def test_an_emptied_folder_can_be_meant(self, root: Path, papers: Path, build: Run, tmp_path: Path) -> None:
        other = tmp_path / "khac.txt"
        other.write_text(paper(130, "trạm bơm"), "utf-8")
        build(papers, other)
        for path in papers.rglob("*.txt"):
            path.unlink()
        assert self.run(root, papers, Vanished(keep=True)).removed == 0
        assert self.run(root, papers, Vanished(prune=True)).removed == 2
        assert set(indexed(root)) == {"130/TB-VP"}

    def test_a_jsonl_that_lost_most_of_its_lines_asks_too(
        self, root: Path, tmp_path: Path, build: Run, update: Run
    ) -> None:
        source = tmp_path / "x.jsonl"
        lines = [json.dumps(jsonl.to_json(make_document(f"d{n}", [make_item()]))) for n in range(12)]
        source.write_text("\n".join(lines), "utf-8")
        build(source)
        source.write_text("\n".join(lines[:3]), "utf-8")
        with pytest.raises(SourcesShrunk):
            update(source)
        assert self.run(root, source, Vanished(keep=True)).unchanged == 3
        assert EmbeddedEngine(root).info().documents == 12
        assert self.run(root, source, Vanished(prune=True)).removed == 9


class TestInputs:
    def test_a_refusal_names_the_path_below_the_source(self, papers: Path, build: Run) -> None:
        (papers / "2023" / "trong.txt").write_bytes(b"")
        assert [refusal.source for refusal in build(papers).refused] == ["2023/trong.txt"]

    def test_with_several_folders_the_source_is_named_too(self, papers: Path, build: Run, tmp_path: Path) -> None:
        other = tmp_path / "khac"
        other.mkdir()
        (other / "trong.txt").write_bytes(b"")
        assert [refusal.source for refusal in build(papers, other).refused] == [str(other / "trong.txt")]

    def test_a_document_without_items_is_taken_and_doubted_every_time(
        self, papers: Path, build: Run, update: Run
    ) -> None:
        (papers / "c.txt").write_text("THÔNG BÁO\nVề việc nghỉ lễ\n\nVăn phòng trân trọng thông báo.\n", "utf-8")
        for run in (build, update):
            report = run(papers)
            assert report.added + report.unchanged == 3
            assert [(doubt.source, doubt.code) for doubt in report.doubtful] == [("c.txt", "no-items")]

    def test_a_strict_run_leaves_the_old_index_live(self, root: Path, papers: Path, build: Run) -> None:
        build(papers)
        (papers / "a.txt").unlink()
        (papers / "hong.txt").write_bytes(b"")
        with pytest.raises(InputsRefused) as caught:
            ingest(EmbeddedBuilder(root, fresh=True), [papers], strict=True)
        assert [refusal.source for refusal in caught.value.refused] == ["hong.txt"]
        assert len(indexed(root)) == 2

    def test_a_line_that_the_index_knows_is_not_read_again(
        self, tmp_path: Path, build: Run, update: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lines = [json.dumps(jsonl.to_json(make_document(f"d{n}", [make_item()]))) for n in range(4)]
        source = tmp_path / "x.jsonl"
        source.write_text("\n".join(lines[:3]), "utf-8")
        build(source)
        read: list[int] = []

        def watched(name: str, number: int, line: bytes) -> Document | Refusal:
            read.append(number)
            return jsonl.read_line(name, number, line)

        monkeypatch.setattr(ingest_module, "read_line", watched)
        source.write_text("\n".join([lines[3], *lines[:3]]), "utf-8")
        report = update(source)
        assert (read, report.added, report.unchanged) == ([1], 1, 3)

    def test_a_newer_parser_reads_the_files_again(
        self, papers: Path, build: Run, update: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build(papers)
        parsed: list[str] = []

        def watched(source: SourceText) -> Document:
            parsed.append(source.name)
            return parse(source)

        monkeypatch.setattr(intake, "parse", watched)
        assert (update(papers).unchanged, parsed) == (2, [])
        monkeypatch.setattr(ingest_module, "parser_digest", lambda: "mới")
        assert (update(papers).unchanged, sorted(parsed)) == (2, ["a.txt", "b.txt"])
