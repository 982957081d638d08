"""The benchmark of single documents, in small."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import single


def test_every_step_is_measured_and_the_index_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = single.prepared(tmp_path, 3000, None)
    before = (index / "CURRENT").read_bytes()
    out = tmp_path / "out.json"
    options = ["--times", "1", "--json", str(out), "--folder", str(tmp_path)]
    assert single.main(["--index", str(index), *options]) == 0
    results = json.loads(out.read_text("utf-8"))
    assert results["items"] >= 3000
    found = results["steps"]
    assert [step["name"] for step in found] == [
        *("add", "replace", "remove what came", "remove what was there", "all columns gathered anew"),
    ]
    assert all(0 < step["least"] <= step["median"] for step in found)
    assert (index / "CURRENT").read_bytes() == before
    assert capsys.readouterr().out.strip() == single.table(results).strip()
