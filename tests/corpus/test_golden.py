"""The shared real documents, read whole, against goldens and against what a reader sees in them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from corpus.loaders import load
from corpus.model import Document, ItemPath, Role
from corpus.parser import parse
from tests.corpus.test_parser import check
from tests.golden.summary import documents, golden, summary
from tests.shared_data import SHARED, needs_shared

PAPERS = list(documents())
PARTY_COMMITTEE = "Ban cán sự đảng Ủy ban nhân dân tỉnh"


def seed(beginning: str) -> Document:
    (path,) = (SHARED / "corpus" / "seeds").glob(f"{beginning}*.txt")
    return parse(load(path))


def roles_of(document: Document, path: str) -> set[tuple[str, Role]]:
    item = next(item for item in document.items if item.path == ItemPath.parse(path))
    return {(agency.name, agency.role) for agency in item.agencies}


@needs_shared
@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_documents_are_read_as_their_goldens_have_them(path: Path) -> None:
    assert summary(path) == json.loads(golden(path).read_text("utf-8"))


@needs_shared
@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_no_letter_of_a_document_is_lost_or_doubled(path: Path) -> None:
    check(load(path).text)


@needs_shared
def test_the_notice_of_bac_kan() -> None:
    document = seed("000")
    assert [str(item.path) for item in document.items if item.path.depth == 1] == [str(n) for n in range(1, 13)]
    assert [str(item.path) for item in document.items if item.path.depth == 2] == ["5.1", "5.2", "6.1", "6.2"]
    assert document.meeting is not None
    assert (document.meeting.ordinal, document.meeting.date) == (63, dt.date(2023, 12, 19))
    assert (document.province, document.meeting.term) == ("Bắc Kạn", "2020-2025")
    assert (PARTY_COMMITTEE, Role.ASSIGNED) in roles_of(document, "2")
    assert (PARTY_COMMITTEE, Role.SUBMITTER) in roles_of(document, "8")


@needs_shared
def test_the_conclusion_of_lang_son() -> None:
    document = seed("003")
    assert [str(item.path) for item in document.items if item.path.depth == 1] == [str(n) for n in range(1, 12)]
    assert [str(item.path) for item in document.items if item.path.depth == 2] == ["1.1", "1.2", "1.3"]
    assert document.meeting is not None
    assert (document.meeting.ordinal, document.meeting.date) == (17, dt.date(2022, 3, 4))
    assert document.province == "Lạng Sơn"
    first = document.items[0]
    assert [(c.number, c.date) for c in first.citations] == [("48-TTr/BCSD", dt.date(2022, 2, 26))]
    assert (PARTY_COMMITTEE, Role.SUBMITTER) in roles_of(document, "1")


@needs_shared
def test_sentences_that_a_page_cut_are_whole() -> None:
    document = seed("003")
    for path, words in (
        ("1.3", "Bộ Kế hoạch và Đầu tư"),
        ("5", "dân tộc thiểu số và miền núi"),
        ("8", "hoàn thiện các dự thảo Quy định"),
    ):
        text = next(item.text for item in document.items if str(item.path) == path)
        assert words in text
        assert "  " not in text
