from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.identity import slug
from corpus.model import Document
from tests.corpus.papers import FOOT, HEAD, read

PAPER = HEAD + "1. Đồng ý chủ trương.\n\n2. Giao Sở Y tế." + FOOT


def test_an_id_is_made_of_what_the_paper_says_of_itself() -> None:
    assert re.fullmatch(r"tb-tu-318-20240614-[0-9a-f]{8}", read(PAPER).id)


@pytest.mark.parametrize(
    "same",
    [
        read(PAPER, name="khac.docx"),
        read(PAPER.replace("Tỉnh ủy", "Tỉnh uỷ")),
        read(PAPER.replace("Số 318-TB/TU", "Số 318 – TB/TU")),
        read(PAPER.replace("chủ trương.", "chủ trương đầu tư.")),
        read("\n\n" + PAPER),
    ],
    ids=["file name", "spelling", "dash", "corrected text", "blank lines"],
)
def test_the_same_paper_keeps_its_id(same: Document) -> None:
    assert same.id == read(PAPER).id


@pytest.mark.parametrize(
    ("old", "new"),
    [("318-TB", "319-TB"), ("318-TB", "318-KL"), ("14 tháng 6", "15 tháng 6"), ("LẠNG SƠN", "CAO BẰNG")],
)
def test_another_paper_has_another_id(old: str, new: str) -> None:
    assert read(PAPER.replace(old, new)).id != read(PAPER).id


def test_papers_without_a_number_are_told_apart_by_their_words() -> None:
    unnumbered = PAPER.replace("   Số 318-TB/TU", "")
    assert re.fullmatch(r"thong-bao-20240614-[0-9a-f]{8}", read(unnumbered).id)
    assert read(unnumbered).id == read(unnumbered, name="khac.txt").id
    assert read(unnumbered).id != read(unnumbered.replace("Sở Y tế", "Sở Nội vụ")).id


@given(st.text(max_size=60))
def test_ids_are_safe_in_an_address(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text))
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", read(text).id)
