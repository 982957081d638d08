"""The benchmarks of building and of pages: every stage and page is measured, on what it says."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks import pipeline, tables, web
from benchmarks.pipeline_stages import STAGES, WHOLE


def test_every_stage_of_the_pipeline_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "STAGE_ITEMS", 30)
    out = tmp_path / "pipeline.json"
    assert pipeline.main(["--items", "45", "--json", str(out)]) == 0
    results = json.loads(out.read_text("utf-8"))
    stages = {stage["stage"]: stage for stage in results["stages"]}
    assert list(stages) == [*STAGES, *WHOLE]
    assert [stages[name]["items"] for name in ("read", "analyse", "index", *WHOLE)] == [30, 30, 30, 45, 45]
    assert all(stage["items_per_second"] > 0 and stage["peak_mb"] > 0 for stage in stages.values())
    assert all(stages[name]["bytes"] > 10_000 for name in ("index", *WHOLE))
    assert capsys.readouterr().out.strip() == pipeline.table(results).strip()


def test_every_kind_of_page_is_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "web.json"
    assert web.main(["--items", "60", "--requests", "3", "--json", str(out)]) == 0
    results = json.loads(out.read_text("utf-8"))
    assert results["items"] == 60
    pages = {(page["name"], page["clients"]): page for page in results["pages"]}
    assert {name for name, _ in pages} >= {"search", "search, JSON", "item", "meeting", "agency"}
    assert [pages["all kinds mixed", clients]["requests"] for clients in (1, 8)] == [18, 18]
    assert all(page["bytes"] > 200 and page["ms"]["p50"] > 0 for page in results["pages"])
    assert capsys.readouterr().out.strip() == web.table(results).strip()


def test_a_folder_without_an_index_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert web.main(["--index", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.startswith("benchmarks.web: ")


def test_the_tables_are_of_every_size_and_command(tmp_path: Path) -> None:
    names = [run.name for run in tables.runs((20_000, 1_000_000), tmp_path, Path("paragraphs.jsonl"))]
    small = ["engines-20000", "engines-20000-all", "web-20000", "pipeline-20000"]
    large = ["engines-1000000", "web-1000000", "pipeline-1000000"]
    assert names == [*small, *large, "single-300000", "engines-real"]


@pytest.mark.parametrize(("items", "others"), [(20_000, ["whoosh", "fts5"]), (200_000, ["fts5"]), (1_000_000, [])])
def test_slow_engines_are_compared_where_they_can_be_built(items: int, others: list[str]) -> None:
    assert tables.slower(items) == others


def test_a_run_leaves_its_table_and_its_json(tmp_path: Path) -> None:
    def command(arguments: object) -> int:
        *_, out = list(arguments) if isinstance(arguments, tuple) else [""]
        Path(out).write_text("{}", "utf-8")
        sys.stdout.write("| bảng |\n")
        return 1

    assert tables.write(tables.Run("thử", command, ("--items", "3")), tmp_path) == 1
    assert (tmp_path / "thử.md").read_text("utf-8") == "| bảng |\n"
    assert (tmp_path / "thử.json").exists()
