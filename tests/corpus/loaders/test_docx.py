"""Word documents since 2007: what is printed is read, with the numbers that Word counts itself."""

from __future__ import annotations

import pytest

from corpus.errors import InputRefused
from corpus.loaders import Limits, load_bytes
from tests.corpus.loaders.documents import (
    NOTICE_LEVELS,
    NOTICE_TEXT,
    W,
    docx,
    font,
    level,
    notice,
    numbered,
    package,
    paragraph,
    run,
    table,
)

REST = paragraph("Văn bản này còn nhiều đoạn in thường khác, không phải chữ đậm.")


def text_of(*body: str, levels: tuple[str, ...] = (), nums: str = "", styles: str = "") -> list[str]:
    return load_bytes("a.docx", docx(*body, levels=levels, nums=nums, styles=styles)).text.split("\n")


def test_a_whole_notice() -> None:
    loaded = load_bytes("thong-bao.docx", notice())
    assert (loaded.media, loaded.pages, loaded.warnings) == ("docx", None, ())
    assert loaded.text == NOTICE_TEXT


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        (run("Giao ") + "<w:del><w:r><w:delText>Sở cũ</w:delText></w:r></w:del>" + run("Sở Y tế"), "Giao Sở Y tế"),
        ("<w:ins>" + run("Bổ sung") + "</w:ins>" + run(" kinh phí"), "Bổ sung kinh phí"),
        ("<w:moveFrom>" + run("chỗ cũ") + "</w:moveFrom><w:moveTo>" + run("chỗ mới") + "</w:moveTo>", "chỗ mới"),
        ("<w:hyperlink>" + run("Nghị quyết 12") + "</w:hyperlink>", "Nghị quyết 12"),
        ("<w:smartTag>" + run("Hà Giang") + "</w:smartTag>", "Hà Giang"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("Ô nhập") + "</w:sdtContent></w:sdt>", "Ô nhập"),
        (run("Chữ") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" sau"), "Chữ sau"),
        (run("ẩn", "<w:vanish/>") + run("hiện"), "hiện"),
        (run("không ẩn", '<w:vanish w:val="0"/>'), "không ẩn"),
        ("<w:r><w:t>48</w:t><w:noBreakHyphen/><w:t>TTr</w:t></w:r>", "48-TTr"),
        ("<w:r><w:t>ngắt</w:t><w:softHyphen/><w:t>dòng</w:t></w:r>", "ngắtdòng"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a\nb"),
        ('<w:r><w:br w:type="page"/><w:t>Trang mới</w:t></w:r>', "\fTrang mới"),
        (run("chánh văn phòng", "<w:caps/>"), "CHÁNH VĂN PHÒNG"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run("7")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "7",
        ),
        ('<w:fldSimple w:instr="DATE">' + run("ngày 3/4/2024") + "</w:fldSimple>", "ngày 3/4/2024"),
    ],
)
def test_what_of_a_paragraph_is_printed(body: str, printed: str) -> None:
    assert text_of(paragraph(body), REST)[:-1] == printed.split("\n")


def test_a_table_of_contents_is_not_read_twice() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    contents = "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    control = f"{contents}<w:sdtContent>{paragraph('Mục lục')}</w:sdtContent></w:sdt>"
    lines = text_of(control, paragraph(field + run("1. Về đất đai 3")), paragraph(end + run("1. Về đất đai")))
    assert [line for line in lines if line] == ["1. Về đất đai"]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    assert text_of(paragraph("Giao Sở ", properties=deleted), paragraph("Nội vụ")) == ["Giao Sở Nội vụ"]


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    box = "<w:txbxContent>" + paragraph("Số 5-KL/TU") + paragraph("MẬT") + "</w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    drawing = (
        f'<w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    two = drawing + run("TỈNH ỦY LÂM SƠN") + f"<w:r><w:pict>{box.replace('MẬT', 'KHẨN')}</w:pict></w:r>"
    assert text_of(paragraph(two), REST)[:-1] == ["TỈNH ỦY LÂM SƠN", "Số 5-KL/TU", "MẬT", "Số 5-KL/TU", "KHẨN"]


@pytest.mark.parametrize(
    ("levels", "items", "printed"),
    [
        (NOTICE_LEVELS, [0, 1, 1, 2, 2, 0, 1], ["1.", "1.1.", "1.2.", "a)", "b)", "2.", "2.1."]),
        ((level(0, "%1.", "upperRoman"), level(1, "%1.%2", "decimal")), [0, 1, 0], ["I.", "I.1", "II."]),
        ((level(0, "%1.", "upperRoman"), level(1, "%1.%2.", more="<w:isLgl/>")), [0, 0, 1], ["I.", "II.", "2.1."]),
        ((level(0, "Điều %1."),), [0, 0], ["Điều 1.", "Điều 2."]),
        ((level(0, "(%1)", "lowerRoman"),), [0] * 4, ["(i)", "(ii)", "(iii)", "(iv)"]),
        ((level(0, "%1)", "lowerLetter"),), [0] * 28, [*(f"{c})" for c in "abcdefghijklmnopqrstuvwxyz"), "aa)", "bb)"]),
        ((level(0, "%1.", "decimalZero"),), [0], ["01."]),
        ((level(0, "\uf0b7", "bullet"),), [0, 0], ["-", "-"]),
        ((level(0, "+", "bullet"),), [0], ["+"]),
    ],
)
def test_automatic_numbers(levels: tuple[str, ...], items: list[int], printed: list[str]) -> None:
    lines = text_of(*(numbered("Nội dung", level=index) for index in items), levels=levels)
    assert lines == [f"{label} Nội dung" for label in printed]


def test_a_list_that_starts_anew_and_one_that_goes_on() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = [numbered("x"), numbered("x"), numbered("x", 2), numbered("x", 2), numbered("x", 3)]
    assert text_of(*body, levels=NOTICE_LEVELS, nums=again) == ["1. x", "2. x", "5. x", "6. x", "7. x"]


def test_numbers_and_fonts_come_from_styles_too() -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="Goc"><w:rPr>{font(".VnTime")}</w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Muc"><w:basedOn w:val="Goc"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Vong"><w:basedOn w:val="Vong"/></w:style>'
    )
    lines = text_of(
        paragraph("VÒ nh©n sù", properties='<w:pStyle w:val="Muc"/>'),
        paragraph("Không số", properties='<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        paragraph("Vòng", properties='<w:pStyle w:val="Vong"/>'),
        *[REST] * 3,
        levels=NOTICE_LEVELS,
        styles=styles,
    )
    assert lines[:3] == ["**1. Về nhân sự**", "**Không số**", "Vòng"]


@pytest.mark.parametrize(
    ("rows", "printed"),
    [
        ([["TỈNH ỦY|*|Số 5", "ĐẢNG|Ngày 1"]], ["TỈNH ỦY    ĐẢNG", "*    Ngày 1", "Số 5"]),
        ([["", "T/L|Lò Văn Páo"]], ["    T/L", "    Lò Văn Páo"]),
        ([["khung|một cột"]], ["khung", "một cột"]),
        ([["a|b", "1"], ["c", "2"], ["d", "3"], ["", "4"], ["g", ""]], ["a b    1", "c    2", "d    3", "    4", "g"]),
    ],
)  # fmt: skip
def test_tables(rows: list[list[str]], printed: list[str]) -> None:
    cells = [["".join(map(paragraph, cell.split("|"))) for cell in row] for row in rows]
    assert text_of(table(*cells)) == printed


def test_a_nested_table_stays_in_its_cell() -> None:
    inner = table([paragraph("a"), paragraph("b")])
    assert text_of(table([inner + paragraph("c"), paragraph("d")])) == ["a    b    d", "c"]


def test_strict_open_xml_is_read_as_the_other_kind() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = f'<w:document xmlns:w="{strict}"><w:body>{paragraph("Kết luận")}</w:body></w:document>'
    assert load_bytes("a.docx", package({"word/document.xml": document})).text == "Kết luận"


def test_the_part_of_another_name_is_found_by_its_relation() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = f'<Relationships><Relationship Type="{kind}" Target="/word/document2.xml"/></Relationships>'
    parts = {"_rels/.rels": relations, "word/document2.xml": BODY.format(paragraph("Kết luận"))}
    assert load_bytes("a.docx", package({**parts})).text == "Kết luận"


BODY = f'<w:document xmlns:w="{W}"><w:body>{{}}</w:body></w:document>'
ENTITIES = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/document.xml": BODY.format("")}, "empty"),
        ({"word/document.xml": "<w:document"}, "damaged"),
        ({"word/other.xml": "<a/>"}, "damaged"),
        ({"word/document.xml": ENTITIES + BODY.format(paragraph(run("x").replace("x", "&c;")))}, "damaged"),
        ({"word/document.xml": BODY.format("<w:tbl>" * 400 + "</w:tbl>" * 400)}, "damaged"),
        ({"word/document.xml": b"\0" * 3_000_000}, "too-large"),
        ({"word/document.xml": BODY.format(paragraph("x")), "word/styles.xml": b" " * 3_000_000}, "too-large"),
        ({"xl/workbook.xml": "<a/>"}, "unknown-format"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}, "unknown-format"),
        ({"readme.txt": "a"}, "unknown-format"),
    ],
)
def test_hostile_and_foreign_archives_are_refused(parts: dict[str, str | bytes], code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        load_bytes("a.docx", package(parts), limits=Limits(expanded_bytes=2_000_000))
    assert refused.value.refusal.code == code
