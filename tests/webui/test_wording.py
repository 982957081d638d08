"""Values in the reader's words."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

import webui
from corpus.model import By, Deadline, Every, ItemPath, Meeting, Relative, WithinMonth, WithinQuarter, WithinYear
from tests.factories import forest_session, make_document, make_item
from tests.webui.documents import nested_notice
from tests.webui.fake_engine import FakeEngine
from webui.outline import ancestors, mark, neighbours, tree
from webui.pager import page_count, pager
from webui.reference import reference
from webui.schedule import DueWindow, due_tasks, timeless_tasks
from webui.strings_vi import VIETNAMESE
from webui.typography import body_in_province, day_month, grouped
from webui.wording import days_left, deadline_iso, deadline_words, document_label, document_name, due_mark, meeting_name


@pytest.mark.parametrize(
    ("deadline", "words", "hanging", "iso"),
    [
        (By(dt.date(2023, 6, 30), "trước ngày 30/6/2023"), "trước 30/6/2023", "30/6/2023", "2023-06-30"),
        (By(dt.date(2023, 2, 5), "chậm nhất ngày 05/02/2023"), "đến 05/02/2023", "05/02/2023", "2023-02-05"),
        (By(dt.date(2023, 8, 31), "trước tháng 9/2023"), "đến 31/8/2023", "31/8/2023", "2023-08-31"),
        (WithinMonth(2022, 11, "trong tháng 11"), "trong tháng 11/2022", "Tháng 11/2022", "2022-11"),
        (WithinQuarter(2022, 4, "trong quý IV"), "trong quý IV/2022", "Quý IV/2022", None),
        (WithinYear(2025, "trong năm 2025"), "trong năm 2025", "Năm 2025", "2025"),
        (Every(1, "hằng tháng"), "hằng tháng", "Hằng tháng", None),
        (Every(3, "mỗi quý"), "hằng quý", "Hằng quý", None),
        (Every(12, "hàng năm"), "hằng năm", "Hằng năm", None),
        (Every(6, "6 tháng một lần"), "định kỳ 6 tháng", "Định kỳ 6 tháng", None),
        (Relative("ngay sau hội nghị"), "ngay sau hội nghị", "Ngay sau hội nghị", None),
    ],
)
def test_a_deadline_in_words(deadline: Deadline, words: str, hanging: str, iso: str | None) -> None:
    assert (deadline_words(deadline), due_mark(deadline), deadline_iso(deadline)) == (words, hanging, iso)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (dt.date(2023, 9, 30), "đã qua"),
        (dt.date(2023, 10, 1), "hôm nay"),
        (dt.date(2023, 10, 2), "còn 1 ngày"),
        (dt.date(2023, 11, 30), "còn 60 ngày"),
        (dt.date(2024, 1, 31), "còn 4 tháng"),
    ],
)
def test_days_left(last: dt.date, words: str) -> None:
    assert days_left(last, dt.date(2023, 10, 1)) == words


@pytest.mark.parametrize(
    ("body", "province", "name"),
    [
        ("Ban Thường vụ Tỉnh ủy", "Bắc Kạn", "Ban Thường vụ Tỉnh ủy Bắc Kạn"),
        ("Ủy ban nhân dân tỉnh", "Phú Thọ", "Ủy ban nhân dân tỉnh Phú Thọ"),
        ("Ủy ban nhân dân thành phố", "Đà Nẵng", "Ủy ban nhân dân thành phố Đà Nẵng"),
        ("Ban Thường vụ Huyện ủy Mai Châu", "Hòa Bình", "Ban Thường vụ Huyện ủy Mai Châu, Hòa Bình"),
        ("Ban Thường vụ Tỉnh ủy Bắc Kạn", "Bắc Kạn", "Ban Thường vụ Tỉnh ủy Bắc Kạn"),
        ("Bộ Giao thông vận tải", None, "Bộ Giao thông vận tải"),
    ],
)
def test_a_body_is_named_with_its_province(body: str, province: str | None, name: str) -> None:
    assert body_in_province(body, province) == name


@pytest.mark.parametrize(
    ("meeting", "name"),
    [
        (
            Meeting("Hội nghị Ban Thường vụ lần thứ 63", "Ban Thường vụ Tỉnh ủy", 63),
            "Ban Thường vụ Tỉnh ủy Bắc Kạn, hội nghị 63",
        ),
        (
            Meeting("Kỳ họp thứ 17 Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", 17),
            "Ban Thường vụ Tỉnh ủy Bắc Kạn, kỳ họp 17",
        ),
        (
            Meeting("Phiên họp thường kỳ tháng 5", "Ủy ban nhân dân tỉnh"),
            "Ủy ban nhân dân tỉnh Bắc Kạn, phiên họp thường kỳ tháng 5",
        ),
        (Meeting("Cuộc họp về cấp nước sạch"), "Cuộc họp về cấp nước sạch, Bắc Kạn"),
    ],
)
def test_a_meeting_is_named(meeting: Meeting, name: str) -> None:
    assert meeting_name(meeting, "Bắc Kạn").replace("\N{NO-BREAK SPACE}", " ") == name


def test_a_document_is_named_by_what_it_has() -> None:
    whole = forest_session()
    assert document_label(whole) == "Kết luận 212-KL/TU"
    assert document_name(whole) == "Kết luận số 212-KL/TU ngày 12/5/2022"
    bare = make_document(number=None, kind=None, date=None, title="Giấy ghi nội dung cuộc họp")
    assert document_label(bare) == "Giấy ghi nội dung cuộc họp"
    assert document_name(bare) == "Văn bản"


@pytest.mark.parametrize(("number", "shown"), [(7, "7"), (1140, "1.140"), (1234567, "1.234.567")])
def test_thousands_are_parted_by_a_full_stop(number: int, shown: str) -> None:
    assert grouped(number) == shown


def test_a_day_and_a_month() -> None:
    assert day_month(dt.date(2024, 4, 9)) == "09/4"
    assert day_month(dt.date(2024, 2, 19)) == "19/02"


def test_a_citation_of_a_title_in_capitals() -> None:
    record = FakeEngine([nested_notice()]).all_records[0]
    found = reference(record)
    assert found.work == "Thông báo số 412-TB/TU ngày 14/3/2023 nội dung hội nghị lần thứ 41"
    assert (found.author, found.year, found.place) == ("Ban Thường vụ Tỉnh ủy Thái Nguyên", 2023, "Thái Nguyên")


def test_a_document_is_a_tree_in_print_order() -> None:
    five, six, again = tree(nested_notice())
    assert [mark(node.item.path) for node in five.children] == ["5.1", "5.2"]
    assert five.children[0].label.startswith("Giao Ủy ban nhân dân huyện Võ Nhai")
    assert (mark(six.item.path), mark(again.item.path)) == ("6", "6 (2)")


def test_an_item_whose_parent_is_missing_stands_under_the_nearest() -> None:
    document = make_document(items=[make_item("2"), make_item("2.1.a"), make_item("7.1")])
    two, seven = tree(document)
    assert [str(child.item.path) for child in two.children] == ["2.1.a"]
    assert str(seven.item.path) == "7.1"
    assert [str(item.path) for item in ancestors(document, ItemPath.parse("2.1.a"))] == ["2"]


def test_neighbours_of_the_first_the_last_and_an_unknown_item() -> None:
    document = nested_notice()
    before, after = neighbours(document, ItemPath.parse("5"))
    assert (before, str(after.path) if after else None) == (None, "5.1")
    assert neighbours(document, ItemPath.parse("6~2"))[1] is None
    assert neighbours(document, ItemPath.parse("99")) == (None, None)


def test_deadlines_are_divided_by_the_day_itself_included() -> None:
    engine, window = FakeEngine([nested_notice(), forest_session()]), DueWindow(dt.date(2023, 9, 30))
    ahead, past = due_tasks(engine, window.ahead(10)), due_tasks(engine, window.past(10))
    assert (ahead[0], [due_mark(task.deadline) for task in ahead[1]]) == (3, ["Quý III/2023", "05/12/2023", "Năm 2024"])
    assert (past[0], [due_mark(task.deadline) for task in past[1]]) == (2, ["Tháng 8/2022", "19/5/2022"])


def test_the_first_of_all_days_has_nothing_before_it() -> None:
    assert due_tasks(FakeEngine([forest_session()]), DueWindow(dt.date.min).past(10)) == (0, ())


def test_rhythms_come_before_limits_without_a_day() -> None:
    relative, rhythm = Relative("trong 15 ngày kể từ ngày họp"), Every(3, "mỗi quý")
    items = [
        make_item("1", deadlines=(relative,)),
        make_item("2", deadlines=(By(dt.date(2024, 5, 6), "06/5/2024"), rhythm)),
    ]
    found = timeless_tasks(FakeEngine([make_document(items=items)]).all_records)
    assert [task.deadline for task in found] == [rhythm, relative]


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 1, "[1]"),
        (1, 3, "[1] 2 3"),
        (5, 9, "1 2 3 4 [5] 6 7 8 9"),
        (6, 20, "1 … 4 5 [6] 7 8 … 20"),
        (20, 20, "1 … 18 19 [20]"),
    ],
)
def test_page_links(page: int, pages: int, shown: str) -> None:
    links = pager(page, pages, str).links
    written = ["…" if link is None else f"[{link.number}]" if link.here else f"{link.number}" for link in links]
    assert " ".join(written) == shown


@pytest.mark.parametrize(("total", "size", "pages"), [(0, 10, 1), (10, 10, 1), (11, 10, 2)])
def test_pages_of_a_list(total: int, size: int, pages: int) -> None:
    assert page_count(total, size) == pages


_ROOT = Path(webui.__file__).parent
_SOURCES = [
    path for path in _ROOT.rglob("*") if path.suffix in {".py", ".html"} and not path.name.startswith("strings")
]


def test_every_word_of_the_catalogue_is_used_and_every_used_one_is_there() -> None:
    written = "\n".join(path.read_text("utf-8") for path in _SOURCES)
    named = set(re.findall(r"""\bt\(\s*f?["']([a-z_.]+[a-z_])["'][,)\s]""", written))
    assert named <= VIETNAMESE.keys()
    literals = set(re.findall(r"""["']([a-z_]+(?:\.[a-z0-9_-]+)*)["']""", written))
    prefixes = tuple(re.findall(r"""["']([a-z]+(?:\.[a-z]+)*\.)["']\s*~|f["']([a-z]+\.)\{""", written))
    begun = tuple(prefix for pair in prefixes for prefix in pair if prefix)
    # `items.one` is what `items` says of one thing.
    unused = [key for key in VIETNAMESE if key.removesuffix(".one") not in literals and not key.startswith(begun)]
    assert unused == []
