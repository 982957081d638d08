"""The segmentation benchmark: what it counts and reports. Its times are not judged here."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from benchmarks.segmentation import main, read_texts

TEXTS = [
    "Giao Sở Tài chính thẩm định dự toán, báo cáo trước ngày 20/9/2023.",
    "Thống nhất chủ trương mở rộng cụm công nghiệp phía Nam thị trấn.",
]


@pytest.fixture
def paragraphs(tmp_path: Path) -> Path:
    path = tmp_path / "paragraphs.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in TEXTS), "utf-8")
    return path


def test_texts_are_read_up_to_a_number_of_syllables(paragraphs: Path) -> None:
    assert read_texts(paragraphs, 100) == TEXTS
    assert read_texts(paragraphs, 5) == TEXTS[:1]
    packed = paragraphs.with_suffix(".jsonl.xz")
    packed.write_bytes(lzma.compress(paragraphs.read_bytes()))
    assert read_texts(packed, 100) == TEXTS


def test_the_samples_are_read_by_default() -> None:
    assert sum(len(text.split()) for text in read_texts(None, 500)) >= 500


def test_a_run_reports_every_contender_and_no_mismatch(
    paragraphs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"
    assert main(["--texts", str(paragraphs), "--json", str(out)]) == 0
    figures = json.loads(out.read_text("utf-8"))
    assert (figures["texts"], figures["syllables"], figures["mismatches"]) == (2, 26, 0)
    printed = capsys.readouterr().out
    assert all(rate["name"] in printed and rate["syllables_per_second"] > 0 for rate in figures["rates"])
    assert [latency["syllables"] for latency in figures["latencies"]] == [3, 20, 120]


@pytest.mark.parametrize("content", [None, "", "not json\n", '{"title": "no text"}\n'])
def test_what_cannot_be_read_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    path = tmp_path / "texts.jsonl"
    if content is not None:
        path.write_text(content, "utf-8")
    assert main(["--texts", str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
