"""The measures of `benchmarks.loading`, on texts small enough to count by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.loading import Score, main, score

TRUTH = "Giao Sở Y tế lập đề án."  # 7 syllables; ở, ế, ậ, đ, ề, á carry marks


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (TRUTH, Score(7, 7, 7, 6, 6, 6)),
        ("giao  SỞ y\ntế; lập — đề án", Score(7, 7, 7, 6, 6, 6)),
        ("Giao So Y tế lập đề án", Score(7, 7, 6, 6, 6, 5)),
        ("Giao Sở Y tế lập đề", Score(7, 6, 6, 6, 5, 5)),
        ("Giao Sở Y tế lập lại đề án", Score(7, 8, 7, 6, 6, 6)),
        ("", Score(7, 0, 0, 6, 0, 0)),
    ],
    ids=["the same", "layout and case", "a lost mark", "a lost syllable", "one too many", "nothing"],
)
def test_counts(read: str, expected: Score) -> None:
    assert score(read, TRUTH) == expected


def test_shares_of_the_sum() -> None:
    total = score(TRUTH, TRUTH) + score("", TRUTH)
    assert total.shares() == {"recall": 0.5, "precision": 1.0, "diacritics": 0.5, "spelled": 1.0}


def test_the_command_prints_a_table_and_writes_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("files", "truth"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TRUTH, encoding="utf-8")
    (tmp_path / "truth" / "b.txt").write_text(TRUTH, encoding="utf-8")
    (tmp_path / "files" / "b.pdf").write_bytes(b"%PDF-1.4")
    assert main([str(tmp_path), "--json", str(tmp_path / "out.json")]) == 1
    assert "b.pdf" in capsys.readouterr().out
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert report["refused"] == {"b.pdf": "damaged"}
    assert report["files"]["a.txt"]["diacritics"] == 1.0
    assert report["total"]["true_syllables"] == 7


def test_nothing_to_measure_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
