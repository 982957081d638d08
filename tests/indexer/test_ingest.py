"""From files to a generation: what is read, left alone, replaced, removed and refused."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from corpus import jsonl
from corpus.errors import Refusal
from corpus.model import Document, SourceText
from corpus.parser import parse
from indexer import intake
from indexer.embedded.builder import EmbeddedBuilder
from indexer.embedded.engine import EmbeddedEngine
from indexer.errors import NothingToIndex, SourceEmptied
from indexer.ingest import ingest
from indexer.intake import document_digest, parse_files
from indexer.steps import Step
from tests.factories import forest_session, make_document, make_item, road_meeting
from tests.indexer.sources import Run, indexed, paper


class TestBuild:
    def test_folders_are_walked_and_files_taken_by_name(self, root: Path, papers: Path, build: Run) -> None:
        (papers / "anh.png").write_bytes(b"\x89PNG")
        (papers / "~$a.docx").write_bytes(b"x")
        (papers / ".an.txt").write_text("ẩn", "utf-8")
        report = build(papers)
        assert (report.added, report.items, report.refused) == (2, 4, ())
        assert set(indexed(root)) == {"101/TB-VP", "102/TB-VP"}

    def test_a_file_and_its_folder_are_read_once(self, papers: Path, build: Run) -> None:
        report = build(papers / "a.txt", papers)
        assert (report.added, report.refused) == (2, ())

    def test_what_cannot_be_read_is_refused_and_stops_nothing(self, root: Path, papers: Path, build: Run) -> None:
        (papers / "c.txt").write_bytes(b"")
        (papers / "d.pdf").write_bytes(b"<html><body>404</body></html>")
        report = build(papers, papers / "khong-co.txt")
        assert report.added == 2
        refused = {refusal.source: refusal for refusal in report.refused}
        assert set(refused) == {"c.txt", "d.pdf", str(papers / "khong-co.txt")}
        assert all(refusal.code and refusal.message for refusal in report.refused)
        assert len(indexed(root)) == 2

    def test_a_second_copy_is_refused_as_a_duplicate(self, papers: Path, build: Run) -> None:
        shutil.copy(papers / "a.txt", papers / "z.txt")
        report = build(papers)
        assert [(refusal.source, refusal.code) for refusal in report.refused] == [("z.txt", "duplicate")]
        assert "a.txt" in report.refused[0].message
        assert report.added == 2

    def test_nothing_at_all_is_an_error_that_keeps_the_old_index(self, root: Path, papers: Path, build: Run) -> None:
        build(papers)
        (papers.parent / "trong").mkdir()
        with pytest.raises(NothingToIndex):
            build(papers.parent / "trong")
        assert len(indexed(root)) == 2

    def test_progress_counts_files(self, root: Path, papers: Path) -> None:
        seen: list[Step] = []
        ingest(EmbeddedBuilder(root, fresh=True), [papers], seen.append)
        assert [(s.files, s.of_files, s.name, s.writing) for s in seen] == [
            (1, 2, "2023/b.txt", False),
            (2, 2, "a.txt", False),
            (2, 2, "a.txt", True),
        ]
        assert seen[1].bytes == seen[1].of_bytes == sum(path.stat().st_size for path in papers.rglob("*.txt"))

    def test_a_failure_drops_the_generation(
        self, root: Path, papers: Path, build: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build(papers)

        def fail(_: object) -> Document:
            raise MemoryError

        monkeypatch.setattr(intake, "parse", fail)
        with pytest.raises(MemoryError):
            build(papers)
        monkeypatch.undo()
        assert sorted(path.name for path in (root / "generations").iterdir()) == ["000001"]
        assert build(papers).added == 2  # the lock is free


class TestUpdate:
    @pytest.fixture(autouse=True)
    def _built(self, papers: Path, build: Run) -> None:
        build(papers)

    def test_unchanged_files_are_not_parsed_again(
        self, papers: Path, update: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parsed: list[str] = []

        def watched(source: SourceText) -> Document:
            parsed.append(source.name)
            return parse(source)

        monkeypatch.setattr(intake, "parse", watched)
        (papers / "c.txt").write_text(paper(103, "đường lên Sa Pa"), "utf-8")
        report = update(papers)
        assert parsed == ["c.txt"]
        assert (report.added, report.unchanged, report.replaced, report.removed) == (1, 2, 0, 0)

    def test_a_changed_file_replaces_its_document(self, root: Path, papers: Path, update: Run) -> None:
        text = (papers / "a.txt").read_text("utf-8").replace("30/6/2023", "15/7/2023")
        (papers / "a.txt").write_text(text, "utf-8")
        report = update(papers)
        assert (report.added + report.replaced, report.unchanged) == (1, 1)
        assert "15/7/2023" in indexed(root)["101/TB-VP"]
        assert EmbeddedEngine(root).info().documents == 2

    def test_a_vanished_file_takes_its_document_along(self, root: Path, papers: Path, update: Run) -> None:
        (papers / "a.txt").unlink()
        report = update(papers)
        assert (report.removed, report.unchanged) == (1, 1)
        assert set(indexed(root)) == {"102/TB-VP"}

    def test_a_renamed_or_moved_file_is_unchanged(self, root: Path, papers: Path, update: Run) -> None:
        (papers / "a.txt").rename(papers / "2023" / "doi-ten.txt")
        report = update(papers)
        assert (report.added, report.removed, report.unchanged) == (0, 0, 2)
        assert set(indexed(root)) == {"101/TB-VP", "102/TB-VP"}

    def test_other_sources_stay(self, root: Path, update: Run, tmp_path: Path) -> None:
        other = tmp_path / "khac"
        other.mkdir()
        (other / "c.txt").write_text(paper(103, "đường lên Sa Pa"), "utf-8")
        report = update(other)
        assert (report.added, report.removed) == (1, 0)
        assert len(indexed(root)) == 3

    def test_an_emptied_folder_is_refused_rather_than_wiped(self, root: Path, papers: Path, update: Run) -> None:
        for path in list(papers.rglob("*.txt")):
            path.unlink()
        with pytest.raises(SourceEmptied) as caught:
            update(papers)
        assert caught.value.documents == 2
        assert len(indexed(root)) == 2

    def test_a_file_that_became_unreadable_keeps_its_document(self, root: Path, papers: Path, update: Run) -> None:
        (papers / "a.txt").write_bytes(b"")
        report = update(papers)
        assert ([refusal.source for refusal in report.refused], report.removed) == (["a.txt"], 0)
        assert len(indexed(root)) == 2
        (papers / "a.txt").write_text(paper(101, "chợ Cốc Lếu"), "utf-8")
        assert update(papers).unchanged == 2

    def test_when_the_kept_copy_goes_the_other_takes_its_place(self, root: Path, papers: Path, update: Run) -> None:
        shutil.copy(papers / "a.txt", papers / "z.txt")
        assert len(update(papers).refused) == 1
        (papers / "a.txt").unlink()
        report = update(papers)
        assert (report.removed, report.refused) == (0, ())
        assert set(indexed(root)) == {"101/TB-VP", "102/TB-VP"}

    def test_an_update_without_changes_changes_nothing(self, root: Path, papers: Path, update: Run) -> None:
        before = indexed(root)
        report = update(papers)
        assert (report.added, report.replaced, report.removed, report.unchanged) == (0, 0, 0, 2)
        assert indexed(root) == before


class TestJsonLines:
    def write(self, path: Path, documents: list[Document], *extra: str) -> Path:
        lines = [json.dumps(jsonl.to_json(document), ensure_ascii=False) for document in documents]
        path.write_text("\n".join([*lines, *extra]) + "\n", "utf-8")
        return path

    def test_documents_and_bad_lines(self, root: Path, tmp_path: Path, build: Run) -> None:
        source = self.write(tmp_path / "x.jsonl", [forest_session(), road_meeting()], "{", '{"id": "a"}')
        report = build(source)
        assert (report.added, report.items) == (2, 7)
        assert [refusal.line for refusal in report.refused] == [3, 4]
        assert EmbeddedEngine(root).document(road_meeting().id) == road_meeting()

    def test_the_smallest_document(self, root: Path, tmp_path: Path, build: Run) -> None:
        source = tmp_path / "x.jsonl"
        source.write_text('{"id": "a", "title": "T", "items": [{"path": "1", "text": "Trồng rừng."}]}\n', "utf-8")
        assert build(source).items == 1
        record = EmbeddedEngine(root).item("a#1")
        assert record is not None
        assert record.item.text == "Trồng rừng."

    def test_an_id_that_a_file_repeats_is_refused_by_its_line(
        self, root: Path, tmp_path: Path, build: Run, update: Run
    ) -> None:
        first, other = make_document("a", [make_item("1", "", "Bản đọc trước.")]), make_document("b")
        again = make_document("a", [make_item("1", "", "Bản đọc sau."), make_item("2")])
        source = self.write(tmp_path / "x.jsonl", [first, other], "", "{")
        with source.open("a", encoding="utf-8") as file:
            file.write(json.dumps(jsonl.to_json(again), ensure_ascii=False) + "\n")
        for run, added in ((build, 2), (update, 0)):
            report = run(source)
            assert (report.added, report.replaced) == (added, 0)
            assert [(refusal.code, refusal.line) for refusal in report.refused][1:] == [("duplicate", 5)]
            assert "cùng tệp" in report.refused[1].message
        assert EmbeddedEngine(root).document("a") == first

    def test_a_repeat_of_another_file_is_refused_by_that_files_name(self, tmp_path: Path, build: Run) -> None:
        self.write(tmp_path / "x.jsonl", [make_document("a")])
        self.write(tmp_path / "y.jsonl", [make_document("a"), make_document("b")])
        (refusal,) = build(tmp_path / "x.jsonl", tmp_path / "y.jsonl").refused
        assert (refusal.source, refusal.code) == ("y.jsonl", "duplicate")
        assert "x.jsonl" in refusal.message

    def test_one_changed_line_is_one_replaced_document(
        self, root: Path, tmp_path: Path, build: Run, update: Run
    ) -> None:
        others = [make_document(f"d{n}", [make_item("1", "", f"Việc thứ {n}.")]) for n in range(4)]
        source = self.write(tmp_path / "x.jsonl", others)
        build(source)
        changed = make_document("d1", [make_item("1", "", "Việc đã sửa.")])
        self.write(source, [others[0], changed, others[3], make_document("moi")])
        report = update(source)
        assert (report.added, report.replaced, report.unchanged, report.removed) == (1, 1, 2, 1)
        assert EmbeddedEngine(root).document("d1") == changed
        assert EmbeddedEngine(root).document("d2") is None


def test_a_digest_is_of_what_is_said_not_where() -> None:
    document = make_document("a")
    assert document_digest(document) == document_digest(make_document("a", source="b.txt"))
    assert document_digest(document) != document_digest(make_document("a", number="1-KL/TU"))


def test_parsing_goes_on_after_a_refusal(papers: Path) -> None:
    (papers / "0.txt").write_bytes(b"")
    results = list(parse_files([papers]))
    assert [type(result) for result in results] == [Refusal, Document, Document]


def test_a_fault_of_the_parser_refuses_one_file_and_the_others_go_on(
    papers: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(source: SourceText) -> Document:
        if source.name == "a.txt":
            raise AttributeError("no such attribute")
        return parse(source)

    monkeypatch.setattr(intake, "parse", faulty)
    results = list(parse_files([papers]))
    (refusal,) = [result for result in results if isinstance(result, Refusal)]
    assert (refusal.source, refusal.code) == ("a.txt", "parser-fault")
    assert [result.source for result in results if isinstance(result, Document)] == ["b.txt"]
    assert "no such attribute" in caplog.text


def test_a_folder_that_cannot_be_listed_is_reported_and_keeps_its_documents(
    papers: Path, build: Run, update: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(papers).added == 2
    scandir = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("2023"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    report = update(papers)
    assert (report.removed, report.unchanged) == (0, 1)
    assert [(Path(refusal.source).name, refusal.code) for refusal in report.refused] == [("2023", "unreadable")]
    monkeypatch.undo()
    assert update(papers).unchanged == 2


def test_a_link_that_leads_nowhere_is_reported(papers: Path, build: Run) -> None:
    (papers / "c.txt").symlink_to(papers / "gone.txt")
    report = build(papers)
    assert report.added == 2
    assert [refusal.source for refusal in report.refused] == ["c.txt"]
