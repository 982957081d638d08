"""Percentiles, means and tables of the benchmarks of speed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.engine_table import markdown
from benchmarks.measures import (
    described,
    folder_bytes,
    forget_pages,
    geometric_mean,
    machine,
    percentile,
    summary,
)
from benchmarks.memory import MemoryWatch, peak_megabytes, resident_megabytes, tree_megabytes


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([], 0.5, 0.0),
        ([7.0], 0.99, 7.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([4.0, 3.0, 2.0, 1.0], 0.5, 2.0),
        (list(range(1, 101)), 0.95, 95),
        (list(range(1, 101)), 0.99, 99),
        (list(range(1, 101)), 1.0, 100),
        (list(range(1, 11)), 0.99, 10),
    ],
)
def test_a_percentile_is_a_value_that_occurred(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


def test_a_summary_holds_three_percentiles() -> None:
    assert summary([float(value) for value in range(1, 201)]) == {"p50": 100.0, "p95": 190.0, "p99": 198.0}


@pytest.mark.parametrize(("values", "expected"), [([], 0.0), ([0.5], 0.5), ([0.25, 4.0], 1.0), ([2.0, 2.0, 2.0], 2.0)])
def test_a_geometric_mean_weighs_ratios_alike(values: list[float], expected: float) -> None:
    assert geometric_mean(values) == pytest.approx(expected)


def test_a_folder_has_the_bytes_of_its_files_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "b").write_bytes(b"678")
    assert folder_bytes(tmp_path) == 8
    forget_pages(tmp_path)
    assert (tmp_path / "below" / "b").read_bytes() == b"678"


def test_memory_without_mapped_files_is_a_part_of_all() -> None:
    memory = resident_megabytes()
    assert 0 < memory["anonymous"] <= memory["all"]
    assert memory["all"] <= peak_megabytes()


def test_memory_of_a_process_is_watched_with_what_it_started() -> None:
    inner = "import sys; held = bytearray(60_000_000); sys.stdin.read()"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    process = subprocess.Popen([sys.executable, "-c", outer], stdin=subprocess.PIPE)
    with MemoryWatch(process.pid) as watch:
        until = time.monotonic() + 30
        while watch.peak < 60 and time.monotonic() < until:
            time.sleep(0.05)
    process.communicate()
    assert 60 < watch.peak < 200
    assert tree_megabytes(process.pid) == 0


def test_the_machine_is_described_in_one_line() -> None:
    line = described(machine())
    assert "Python 3." in line
    assert "numpy" in line
    assert "\n" not in line


def test_a_markdown_table_has_a_rule_below_its_head() -> None:
    rows = [["tên", "ms"], ["cụm từ", "1.25"], ["từ", "10.5"]]
    assert markdown(rows) == ["| tên    | ms   |", "| ------ | ---: |", "| cụm từ | 1.25 |", "| từ     | 10.5 |"]
