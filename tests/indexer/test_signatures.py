"""Near-duplicates: what counts as the same boilerplate, and how well signatures tell it from what is only related."""

from __future__ import annotations

import json
import lzma
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.fold import fold_syllable, syllables
from indexer.kernels.signatures import alike, groups, signatures, syllable_hash
from tests.shared_data import SHARED, needs_shared


def bare(text: str) -> list[str]:
    return [fold_syllable(text[start:end])[1] for start, end in syllables(text)]


def grouped(*texts: str) -> list[int]:
    signed = signatures([bare(text) for text in texts])
    return [int(group) for group in groups(signed, np.ones(len(texts), np.bool_))]


COMMENTS = (
    "Đề nghị các đồng chí Ủy viên Ban Thường vụ nghiên cứu, tham gia ý kiến bằng văn bản vào dự thảo báo cáo, gửi về "
    "Văn phòng Tỉnh ủy trước ngày {} để tổng hợp, hoàn chỉnh, trình hội nghị Ban Chấp hành lần thứ {} quyết định."
)
STAFF = (
    "Về công tác cán bộ: thống nhất theo đề nghị của Ban Tổ chức Tỉnh ủy tại Tờ trình số {}; giao Ban Tổ chức Tỉnh ủy "
    "hoàn thiện hồ sơ, tham mưu Ban Thường vụ ban hành quyết định theo đúng quy trình, có thông báo riêng."
)
FOREST = (
    "Giao Sở Nông nghiệp và Phát triển nông thôn rà soát diện tích rừng phòng hộ đã chuyển mục đích sử dụng tại {}, "
    "xác định phần phải trồng bù, báo cáo Ủy ban nhân dân tỉnh trong quý {}."
)
ROADS = (
    "Giao Sở Giao thông vận tải phối hợp với {} giải phóng mặt bằng đoạn tuyến còn lại, cam kết bàn giao toàn bộ cho "
    "nhà thầu thi công, không để chậm quá ngày {}."
)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        # the same boilerplate in another meeting: dates, ordinals, document numbers
        (COMMENTS.format("20/5/2022", "17"), COMMENTS.format("09/11/2023", "24"), True),
        (COMMENTS.format("20 tháng 5 năm 2022", "XVII"), COMMENTS.format("01 tháng 12 năm 2024", "XXI"), True),
        (STAFF.format("91-TTr/BTCTU"), STAFF.format("8/TTr-BTCTU, ngày 03/4/2024"), True),
        (STAFF.format("91-TTr/BTCTU"), STAFF.format("91-TTr/BTCTU").upper(), True),
        (FOREST.format("huyện Bình Gia", "I"), FOREST.format("huyện Chi Lăng", "III"), True),
        # one typed without diacritics
        (ROADS.format("thị trấn", "30/6"), " ".join(bare(ROADS.format("thị trấn", "15/9"))), True),
        # the same duties of another subject, and subjects that share an office
        (COMMENTS.format("20/5/2022", "17"), STAFF.format("91-TTr/BTCTU"), False),
        (FOREST.format("huyện Bình Gia", "I"), ROADS.format("huyện Bình Gia", "30/6"), False),
        ("Giao Sở Y tế báo cáo kết quả khám sức khỏe học sinh.", "Giao Sở Y tế báo cáo kết quả đấu thầu thuốc.", False),
        ("Về công tác cán bộ", "Về công tác dân vận", False),
        ("Đồng ý.", "Đồng ý.", True),
        ("Họp", "Họp", True),
        ("Họp", "Hoãn", False),
    ],
)
def test_what_is_a_near_duplicate(first: str, second: str, same: bool) -> None:
    one, other = grouped(first, second)
    assert (one == other) is same


def test_a_text_without_words_is_alone() -> None:
    assert grouped("", "2022", "63 - XII", "…", "2022") == [0, 1, 2, 3, 4]


def test_a_row_that_is_not_live_is_alone_and_begins_no_group() -> None:
    signed = signatures([bare(ROADS)] * 4)
    assert groups(signed, np.array([False, True, True, False])).tolist() == [0, 1, 1, 3]


def test_a_group_is_named_by_its_first_row() -> None:
    texts = [FOREST, COMMENTS, FOREST.format("xã Tân Thành", "2"), STAFF, COMMENTS.format("1/2", "3"), FOREST]
    assert grouped(*texts) == [0, 1, 0, 3, 1, 0]


def test_a_chain_of_small_changes_does_not_tie_its_two_ends() -> None:
    words = [f"tiếng{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(240)]
    steps = [
        " ".join(words[i * 6 : i * 6 + 60]) for i in range(30)
    ]  # each shares most with the next, none with the last
    found = grouped(*steps)
    assert found[0] == found[1]
    assert found[0] != found[-1]


def test_signatures_never_change() -> None:
    # They are kept in the files of an index: other values need another format number.
    assert [syllable_hash(s) for s in ("rung", "63", "xii", "4a", "đ")] == [2598416226, 0, 0, 0, 1766302567]
    (signature,) = signatures([bare("Khoanh nuôi rừng phòng hộ đầu nguồn")])
    assert signature[:4].tolist() == [2954388798, 283857476, 3783041361, 2923841468]


@given(st.lists(st.lists(st.sampled_from(bare(COMMENTS + STAFF + FOREST)), max_size=60), min_size=1, max_size=12))
def test_identical_texts_always_share_a_group(texts: list[list[str]]) -> None:
    texts = [text for text in texts if any(map(syllable_hash, text))]
    signed = signatures([*texts, *texts])
    found = groups(signed, np.ones(len(signed), np.bool_))
    assert found[: len(texts)].tolist() == found[len(texts) :].tolist()
    assert (found <= np.arange(len(found))).all()
    assert (found[found] == found).all()


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=3), min_size=30, max_size=80), st.integers(0, 29))
def test_the_likeness_of_two_signatures_is_that_of_their_pairs(text: list[str], cut: int) -> None:
    first, second = text[cut:], text
    shared, every = (set(pairwise(first)) & set(pairwise(second))), (set(pairwise(first)) | set(pairwise(second)))
    one, other = signatures([first, second])
    assert abs(alike(one, other) - len(shared) / len(every)) < 0.35  # 64 minima: five standard deviations


@needs_shared
def test_precision_and_recall_on_real_paragraphs() -> None:
    with lzma.open(SHARED / "scale/paragraphs.jsonl.xz", "rt", encoding="utf-8") as file:
        texts = [bare(json.loads(line)["text"]) for line, _ in zip(file, range(20_000), strict=False)]
    words = [[s for s in text if syllable_hash(s)] for text in texts]
    pairs = [set(pairwise(text)) for text in words]
    found = groups(signatures(texts), np.ones(len(texts), np.bool_))
    shared, alike_in_truth, unlike_in_group = 0, 0, 0
    by_pair: dict[tuple[str, str], list[int]] = {}
    for row, mine in enumerate(pairs):
        for pair in mine:
            by_pair.setdefault(pair, []).append(row)
    near = {(a, b) for rows in by_pair.values() if len(rows) < 12 for i, b in enumerate(rows) for a in rows[:i]}
    for a, b in near:
        jaccard = len(pairs[a] & pairs[b]) / len(pairs[a] | pairs[b])
        if jaccard >= 0.85:
            alike_in_truth += 1
            shared += int(found[a] == found[b])
        elif jaccard < 0.5:
            unlike_in_group += int(found[a] == found[b])
    grouped_pairs = sum(int(found[a] == found[b]) for a, b in near)
    assert alike_in_truth > 100
    assert shared / alike_in_truth > 0.95
    assert unlike_in_group / grouped_pairs < 0.03
