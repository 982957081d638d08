"""The benchmark of single documents, in small."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import single


@pytest.mark.parametrize("given", ["index"])
def test_every_step_is_measured_and_the_index_stays(given: str, tmp_path: Path) -> None:
    index = single.prepared(tmp_path, 3000, None)
    before = (index / "CURRENT").read_bytes()
    what = ["--index", str(index)] if given == "index" else ["--items", "3000"]
    options = ["--times", "1", "--json", str(tmp_path / "o.json"), "--folder", str(tmp_path)]
    assert single.main([*what, *options]) == 0
    found = json.loads((tmp_path / "o.json").read_text())
    assert [step["name"] for step in found] == [
        *("add", "replace", "remove what came", "remove what was there", "all columns gathered anew"),
    ]
    assert all(0 < step["least"] <= step["median"] for step in found)
    assert (index / "CURRENT").read_bytes() == before
