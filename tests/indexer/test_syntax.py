"""The query language: what a person types and the tree it becomes. Nothing is an error."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.periods import Period
from indexer.syntax import (
    MAX_CLAUSES,
    MAX_LENGTH,
    MAX_WORDS,
    And,
    During,
    Everything,
    HasDeadline,
    Named,
    Node,
    Not,
    Or,
    ParsedQuery,
    Phrase,
    Prefix,
    QueryField,
    Words,
    field_named,
    parse_query,
)
from indexer.tokens import plain


def words(*texts: str) -> Words:
    return Words(texts)


YEARS = Period(dt.date(2022, 1, 1), dt.date(2023, 12, 31))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", Everything()),
        ("  \n\t ", Everything()),
        ("()", Everything()),
        ('""', Everything()),
        ("rừng phòng hộ", words("rừng phòng hộ")),
        ("  rừng   phòng\nhộ ", words("rừng phòng hộ")),
        ("48-TTr/BCSD", words("48-TTr/BCSD")),
        ("hội nghị lần thứ 63 (khóa XII)", words("hội nghị lần thứ 63 khóa XII")),
        ("giai đoạn 2021 -2025", words("giai đoạn 2021 - 2025")),  # not "without 2025"
        ("kinh tế - xã hội", words("kinh tế - xã hội")),
        ("tỷ lệ 5:3", words("tỷ lệ 5:3")),
        ("http://vi.du", words("http://vi.du")),
        # phrases
        ('"chuyển đổi số"', Phrase("chuyển đổi số")),
        ("“chuyển đổi số”", Phrase("chuyển đổi số")),
        ("«hồ đập» an toàn", And((words("an toàn"), Phrase("hồ đập")))),
        ('rừng "phòng hộ" trồng', And((words("rừng", "trồng"), Phrase("phòng hộ")))),
        # beginnings
        ("chuyen*", Prefix("chuyen")),
        ("đổi chuyển*", And((words("đổi"), Prefix("chuyển")))),
        ("*", words("*")),
        # negation
        ("rừng -trồng", And((words("rừng"), Not(words("trồng"))))),
        ("rừng -quy hoạch", And((words("rừng", "hoạch"), Not(words("quy"))))),
        ('rừng -"quy hoạch"', And((words("rừng"), Not(Phrase("quy hoạch"))))),
        ("-rừng", Not(words("rừng"))),
        ("rừng KHÔNG trồng", And((words("rừng"), Not(words("trồng"))))),
        ("rừng NOT trồng", And((words("rừng"), Not(words("trồng"))))),
        ("-(hồ HOẶC đập) kênh", And((words("kênh"), Not(Or((words("hồ"), words("đập"))))))),
        ("rừng không trồng", words("rừng không trồng")),  # only capitals are operators
        # and, or, groups
        ("hồ VÀ đập", And((words("hồ"), words("đập")))),
        ("hồ AND đập AND kênh", And((words("hồ"), words("đập"), words("kênh")))),
        ("hồ HOẶC đập", Or((words("hồ"), words("đập")))),
        ("chuyển đổi số OR công nghệ thông tin", Or((words("chuyển đổi số"), words("công nghệ thông tin")))),
        ("rừng VÀ (hồ HOẶC đập)", And((words("rừng"), Or((words("hồ"), words("đập")))))),
        ("x (a OR b) y z", And((words("x", "y z"), Or((words("a"), words("b")))))),
        ("a AND b OR c", Or((And((words("a"), words("b"))), words("c")))),
        # fields and their English twins
        ('coquan:"Sở Y tế"', Named(QueryField.AGENCY, "Sở Y tế")),
        ("cơquan:UBND", Named(QueryField.AGENCY, "UBND")),
        ("agency:so-y-te", Named(QueryField.AGENCY, "so-y-te")),
        ("hoinghi:17", Named(QueryField.MEETING, "17")),
        ("so:48-TTr/BCSD", Named(QueryField.NUMBER, "48-TTr/BCSD")),
        ("số:48/TTr-BCSĐ", Named(QueryField.NUMBER, "48/TTr-BCSĐ")),
        ("loai:“Kết luận”", Named(QueryField.KIND, "Kết luận")),
        ("nam:2022..2023", During(QueryField.YEAR, YEARS)),
        ("Năm:2022..2023", During(QueryField.YEAR, YEARS)),
        ("date:2022-01..2023-12-31", During(QueryField.DATE, YEARS)),
        ("ngay:01/1/2022..31/12/2023", During(QueryField.DATE, YEARS)),
        ("han:2022..", During(QueryField.DUE, Period(dt.date(2022, 1, 1), None))),
        ("han:co", HasDeadline(expected=True)),
        ("hạn:có", HasDeadline(expected=True)),
        ("due:no", HasDeadline(expected=False)),
        ("-han:khong", Not(HasDeadline(expected=False))),
        ("rừng nam:2022..2023 trồng", And((words("rừng", "trồng"), During(QueryField.YEAR, YEARS)))),
    ],
)
def test_what_is_typed_becomes_a_tree(query: str, expected: Node) -> None:
    assert parse_query(query) == ParsedQuery(expected)


@pytest.mark.parametrize(
    ("query", "expected", "notice"),
    [
        ('rừng "phòng hộ', words("rừng phòng hộ"), "ngoặc kép"),
        ("(rừng", words("rừng"), "ngoặc đơn"),
        ("rừng) hồ", words("rừng hồ"), "ngoặc đơn"),
        ("(((", Everything(), "ngoặc đơn"),
        ("rừng OR", words("rừng OR"), "“OR” đứng một mình"),
        ("OR rừng", words("OR rừng"), "“OR” đứng một mình"),
        ("hồ OR OR đập", Or((words("hồ OR"), words("đập"))), "“OR” đứng một mình"),
        ("HOẶC", words("HOẶC"), "“HOẶC” đứng một mình"),
        ("rừng AND", words("rừng AND"), "“AND” đứng một mình"),
        ("rừng NOT", words("rừng NOT"), "“NOT” đứng một mình"),
        ("QUY HOẠCH VÀ KẾ HOẠCH", words("QUY HOẠCH VÀ KẾ HOẠCH"), "viết hoa"),
        ("nam:hai", words("nam:hai"), "nam:2022"),
        ("ngay:31/2/2022", words("ngay:31/2/2022"), "ngay:31/2/2022"),
        ("han:mai", words("han:mai"), "han:co"),
        ('coquan:""', words('coquan:""'), "hiểu là từ"),
        ("a*", words("a*"), "Dấu *"),
        ("ch*yen đổi", words("ch*yen đổi"), "Dấu *"),
    ],
)
def test_what_cannot_be_read_is_words_and_a_notice(query: str, expected: Node, notice: str) -> None:
    parsed = parse_query(query)
    assert parsed.root == expected
    assert any(notice in sentence for sentence in parsed.notices)


def test_capital_letters_keep_english_operators() -> None:
    assert parse_query("RỪNG AND HỒ").root == And((words("RỪNG"), words("HỒ")))


def test_a_long_query_is_cut_with_a_notice() -> None:
    parsed = parse_query("khuônviên " * MAX_LENGTH)
    assert parsed.root == words(" ".join(["khuônviên"] * (MAX_LENGTH // 10)))
    assert str(MAX_LENGTH) in parsed.notices[0]


def test_deep_nesting_ends() -> None:
    parsed = parse_query("(" * 900 + "rừng" + ")" * 900)
    assert any("ngoặc" in notice for notice in parsed.notices)


@pytest.mark.parametrize(("name", "field"), [("CoQuan", QueryField.AGENCY), ("hạn", QueryField.DUE), ("x", None)])
def test_field_names_fold(name: str, field: QueryField | None) -> None:
    assert field_named(name) is field


PIECES = ["rừng", "hồ", '"', "(", ")", "-", "*", "VÀ", "HOẶC", "KHÔNG", "AND", "OR", "NOT", "nam:", "han:", "so:"]
PIECES += [" ", " ", "2022..", "…", "“", "đ", "1", "\n", "\u0301", "\ud800", "\x00", "_"]
broken = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=12).map("".join)


@settings(max_examples=1000, deadline=None)
@given(broken)
def test_any_string_is_a_tree(query: str) -> None:
    check_tree(parse_query(query).root)


def test_ten_thousand_broken_strings_are_trees() -> None:
    chance = random.Random(2022)  # noqa: S311  a seed, not a secret
    for _ in range(10_000):
        check_tree(parse_query("".join(chance.choices(PIECES, k=chance.randrange(14)))).root)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"Trọng tài" KHÔNG có quyền nào?', "Trọng tài không có quyền nào?"),
        ("a AND (b OR -c) nam:2022 x*", "a and b or c nam 2022 x"),
        ("kinh tế - xã hội 48-TTr/BCSD", "kinh tế xã hội 48-TTr/BCSD"),
    ],
)
def test_plain_text_has_no_language(text: str, words: str) -> None:
    assert plain(text) == words


@given(broken)
def test_plain_text_is_words_and_nothing_else(text: str) -> None:
    parsed = parse_query(plain(text))
    assert isinstance(parsed.root, Words | Everything)
    assert parsed.notices == ()


def check_tree(root: Node) -> None:
    for node in nodes(root):
        match node:
            case And(parts) | Or(parts):
                assert len(parts) > 1
            case Words(texts):
                assert texts
                assert all(text.strip() for text in texts)
            case Prefix(text):
                assert len(text) >= 2
            case _:
                assert isinstance(node, Node)


def nodes(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case Not(part):
            yield from nodes(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from nodes(part)


_TOO_MANY = "Câu tìm có quá nhiều phần: chỉ dùng 300 từ, hoặc 40 cụm từ, dấu * và điều kiện đầu."


@pytest.mark.parametrize(
    ("clause", "node"),
    [
        ("chuyen*", Prefix("chuyen")),
        ("han:co", HasDeadline(expected=True)),
        ('coquan:"Sở Y tế"', Named(QueryField.AGENCY, "Sở Y tế")),
        ("-so:48", Not(Named(QueryField.NUMBER, "48"))),
    ],
)
def test_clauses_beyond_the_most_are_cut_with_a_notice(clause: str, node: Node) -> None:
    whole = parse_query(" ".join([clause] * MAX_CLAUSES))
    assert whole == ParsedQuery(And((node,) * MAX_CLAUSES))
    assert parse_query(" ".join([clause] * (MAX_CLAUSES + 9))) == ParsedQuery(whole.root, (_TOO_MANY,))


def test_a_cut_leaves_no_operator_behind() -> None:
    choices = " HOẶC ".join(["han:co"] * (MAX_CLAUSES + 1))
    assert parse_query(choices) == ParsedQuery(Or((HasDeadline(expected=True),) * MAX_CLAUSES), (_TOO_MANY,))


def test_words_beyond_the_most_are_cut_with_a_notice() -> None:
    whole = parse_query(" ".join(["ai"] * MAX_WORDS))
    assert whole == ParsedQuery(words(" ".join(["ai"] * MAX_WORDS)))
    assert parse_query(" ".join(["ai"] * (MAX_WORDS + 50))) == ParsedQuery(whole.root, (_TOO_MANY,))
