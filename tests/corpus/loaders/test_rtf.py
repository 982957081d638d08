"""Rich Text Format: code pages of fonts, Unicode escapes, tables, fields, hidden text."""

from __future__ import annotations

import pytest

from corpus.errors import InputRefused
from corpus.loaders import load_bytes

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Times New Roman;}{\f1\fcharset0{\*\panose 02}.VnTime;}"
    r"{\f2\fcharset0 VNI-Times;}{\f3\fcharset163 Arial{\*\falt Helvetica};}{\f4\fcharset2 Symbol;}"
    r"{\f5\fcharset0 .VnTimeH;}{\f6\fcharset204 Arial CYR;}}{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\s0 Normal;}}{\info{\title Ti\'eau}}"
)


def text_of(body: str) -> str:
    return load_bytes("a.rtf", f"{HEAD}{body}}}".encode("latin-1")).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\f1 Giao S\'eb T\'b5i ch\'ddnh\par", "Giao Sở Tài chính"),
        (r"\f1 T\'ad ph\'b8p\par", "Tư pháp"),
        (r"\f5 k\'d5t lu\'cbn\par", "KẾT LUẬN"),
        (r"\f2 UÛy ban nhaân daân tænh\par", "Ủy ban nhân dân tỉnh"),
        (r"\f3 Vi\'ea\'f2t Nam\par", "Việt Nam"),
        (r"\f6 \'cc\'e8\'f0\par", "Мир"),
        (r"\f0 T\u7881?nh \u7911?y\par", "Tỉnh ủy"),
        (r"\f0\uc2 T\u7881\'3f\'3fnh \u7911 ??y\par", "Tỉnh ủy"),
        (r"\f0\uc0 T\u7881nh\par", "Tỉnh"),
        (r"\f0 \u-3913 ?Giao\par", "•Giao"),
        (r"\f4\'b7\f0  Giao\par", "• Giao"),
        (r"48\_TTr\~a\-b \{c\} \\\par", "48-TTr ab {c} \\"),
        (r"\emdash\endash \lquote x\rquote \ldblquote y\rdblquote\par", "—–‘x’“y”"),
        (r"Giao{\v an} S\u7903?{\deleted cu} N\u7897?i v\u7909?\par", "Giao Sở Nội vụ"),
        (r"{\caps ch\u225?nh v\u259?n ph\u242?ng}\par", "CHÁNH VĂN PHÒNG"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt \u272?i\u7873?u 5}}\par", "Điều 5"),
        (r"{\listtext\pard 1.\tab}Giao\par{\pntext a)\tab}X\'e3\par", "1. Giao\na) Xã"),
        (r"a\line b\page c\par", "a\nb\fc"),
        (r"{\header Trang 3}{\footnote ghi ch\u250?}{\pict 89504e47}{\*\unknown x}K\par", "K"),
        (r"{\object{\*\objdata 00}{\result B\u7843?ng}}\par", "Bảng"),
        (r"{\upr{a?}{\*\ud{a\u7841?}}}\par", "aạ"),
        ("\\bin5 {{{{{chữ\\par".replace("ữ", r"\u7919?"), "chữ"),
        (r"{\*\shppict{\pict 00}}{\nonshppict x}a\par", "a"),
    ],
)  # fmt: skip
def test_what_is_printed(body: str, text: str) -> None:
    assert text_of(body) == text


def test_tables_and_the_paragraphs_around_them() -> None:
    body = (
        r"\pard Tr\u432?\u7899?c\par"
        r"\trowd\cellx1\cellx2\pard\intbl T\u7880?NH \u7910?Y\par *\cell\u272?\u7842?NG\par Ng\u224?y 1\cell\row"
        r"\pard Sau\par"
    )
    assert text_of(body) == "Trước\nTỈNH ỦY    ĐẢNG\n*    Ngày 1\nSau"


def test_a_text_box_follows_its_paragraph_and_its_second_form_is_skipped() -> None:
    box = r"{\shp{\*\shpinst\shpleft1{\sp{\sn x}{\sv 1}}{\shptxt S\u7889? 5\par M\u7852?T\par}}{\shprslt{\*\do x}}}"
    assert text_of(rf"\pard T\u7881?nh {box}\u7911?y\par Sau\par") == "Tỉnh ủy\nSố 5\nMẬT\nSau"


def test_bold_paragraphs_are_marked() -> None:
    rest = r"\pard\plain V\u259?n b\u7843?n c\u242?n nhi\u7873?u \u273?o\u7841?n in th\u432?\u7901?ng\par"
    assert (
        text_of(rf"\pard\b 1. V\u7873? \u273?\u7845?t \b1\u273?ai\b0\par{rest}").split("\n")[0] == "**1. Về đất đai**"
    )


@pytest.mark.parametrize("data", [b"{\\rtf1 " + b"{" * 5_000 + b"x", b"{\\rtf1}", b"{\\rtf1 \\par}", b"{\\rtf"])
def test_nothing_to_read(data: bytes) -> None:
    with pytest.raises(InputRefused) as refused:
        load_bytes("a.rtf", data)
    assert refused.value.refusal.code in {"damaged", "empty"}


@pytest.mark.parametrize(
    "body", ["{\\rtf1 Giao", "{\\rtf1 Giao}}}}", "{\\rtf1 Giao\\", "{\\rtf1 Giao\\'4", "{\\rtf1 Giao{\\b"]
)
def test_a_file_cut_short_gives_what_it_holds(body: str) -> None:
    assert load_bytes("a.rtf", body.encode()).text.startswith("Giao")
