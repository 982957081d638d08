"""What a build remembers: found again by content, checked, bounded, and never in the way."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.model import Document, SourceText
from corpus.parser import parse
from indexer import intake, remembering
from indexer.cache import FILE, Cache
from indexer.embedded.builder import EmbeddedBuilder
from indexer.ingest import ingest
from indexer.page import IngestReport
from tests.indexer.sources import indexed, paper

MEGABYTE = 1 << 20


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., Cache]:
    return lambda limit=MEGABYTE: Cache(tmp_path, limit)


def put(cache: Cache, *keys: str, size: int = 10) -> None:
    for key in keys:
        cache.put("kind", key, key.encode() * size)
    cache.close()


class TestRecords:
    def test_a_record_is_found_by_another_run(self, opened: Callable[..., Cache]) -> None:
        put(opened(), "a")
        cache = opened()
        assert cache.get("kind", "a") == b"a" * 10
        assert cache.get("kind", "b") is None
        assert cache.get("other", "a") is None
        assert (cache.hits, cache.misses) == (1, 2)
        cache.close()

    def test_nothing_is_written_before_it_is_first_used(self, opened: Callable[..., Cache], tmp_path: Path) -> None:
        opened().close()
        assert list(tmp_path.iterdir()) == []

    def test_what_was_used_least_recently_leaves(self, opened: Callable[..., Cache]) -> None:
        put(opened(1000), "a", "b", size=400)
        cache = opened(1000)
        assert cache.get("kind", "a")
        put(cache, "c", size=400)
        cache = opened(1000)
        assert [key for key in "abc" if cache.get("kind", key)] == ["a", "c"]
        cache.close()

    def test_a_limit_of_nothing_keeps_nothing(self, opened: Callable[..., Cache], tmp_path: Path) -> None:
        put(opened(0), "a")
        assert list(tmp_path.iterdir()) == []

    def test_a_changed_record_is_a_miss(
        self, opened: Callable[..., Cache], tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        put(opened(), "a")
        with sqlite3.connect(tmp_path / FILE) as connection:
            connection.execute("UPDATE records SET data = x'00'")
        connection.close()
        cache = opened()
        assert cache.get("kind", "a") is None
        assert "damaged" in caplog.text
        cache.close()

    @pytest.mark.parametrize("place", [0, 20, 100, 2000, 5000, 9000])
    def test_a_damaged_file_is_a_miss_and_begins_anew(
        self, opened: Callable[..., Cache], tmp_path: Path, place: int
    ) -> None:
        put(opened(), *map(str, range(200)))
        data = bytearray((tmp_path / FILE).read_bytes())
        data[place : place + 64] = bytes(64)
        (tmp_path / FILE).write_bytes(data)
        cache = opened()
        for key in map(str, range(200)):
            assert cache.get("kind", key) in (None, key.encode() * 10)
        put(cache, "new")
        put(opened(), "newer")  # whatever was broken is gone by the third run
        cache = opened()
        assert cache.get("kind", "newer") == b"newer" * 10
        cache.close()

    def test_a_second_process_goes_without(
        self, opened: Callable[..., Cache], caplog: pytest.LogCaptureFixture
    ) -> None:
        first, second = opened(), opened()
        first.put("kind", "a", b"a")
        second.put("kind", "b", b"b")
        assert second.get("kind", "a") is None
        assert "without the cache" in caplog.text
        second.close()
        first.close()

    def test_a_place_that_cannot_be_written_is_a_line_in_the_log(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (tmp_path / "cache").write_text("a file in the way")
        cache = Cache(tmp_path, MEGABYTE)
        put(cache, "a")
        assert cache.get("kind", "a") is None
        assert [record.levelno for record in caplog.records] == [logging.WARNING]


class TestBuilds:
    @pytest.fixture
    def papers(self, tmp_path: Path) -> Path:
        folder = tmp_path / "van-ban"
        folder.mkdir()
        for number in range(101, 105):
            (folder / f"{number}.txt").write_text(paper(number, f"tuyến đường số {number}"), "utf-8")
        return folder

    @pytest.fixture
    def parsed(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        names: list[str] = []

        def watched(source: SourceText) -> Document:
            names.append(source.name)
            return parse(source)

        monkeypatch.setattr(intake, "parse", watched)
        return names

    def build(self, root: Path, papers: Path) -> IngestReport:
        cache = Cache(root, 64 * MEGABYTE)
        try:
            return ingest(EmbeddedBuilder(root, fresh=True), [papers], cache=cache)
        finally:
            cache.close()

    def test_a_fresh_build_parses_nothing_that_was_parsed_before(
        self, root: Path, papers: Path, parsed: list[str]
    ) -> None:
        assert self.build(root, papers).remembered == 0
        before = indexed(root)
        parsed.clear()
        (papers / "102.txt").rename(papers / "doi-ten.txt")
        (papers / "105.txt").write_text(paper(105, "cầu Nậm Na"), "utf-8")
        report = self.build(root, papers)
        assert (parsed, report.added, report.remembered) == (["105.txt"], 5, 4)
        assert before.items() <= indexed(root).items()

    def test_another_parser_parses_again(
        self, root: Path, papers: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.build(root, papers)
        parsed.clear()
        monkeypatch.setattr(remembering, "parser_digest", lambda: "khác")
        assert self.build(root, papers).remembered == 0
        assert len(parsed) == 4

    def test_a_cache_that_was_deleted_costs_time_and_nothing_else(self, root: Path, papers: Path) -> None:
        self.build(root, papers)
        before = indexed(root)
        shutil.rmtree(root / "cache")
        assert self.build(root, papers).remembered == 0
        assert indexed(root) == before
