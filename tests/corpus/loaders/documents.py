"""Small files of every format, built in code from sentences written for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/word/numbering.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>'
    "</Types>"
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_RELATION = (
    '<Relationship Id="{0}" Target="{2}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{1}"/>'
)


def run(text: str, properties: str = "") -> str:
    """A `w:r` with one `w:t`."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def font(name: str) -> str:
    """The run property that sets a font."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def paragraph(*content: str, properties: str = "") -> str:
    """A `w:p`; content that is no mark-up becomes a run."""
    runs = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def numbered(text: str, num: int = 1, level: int = 0) -> str:
    """A paragraph of an automatic list."""
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def table(*rows: Sequence[str]) -> str:
    """A `w:tbl` of cells that hold paragraphs."""
    cells = ["".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def level(index: int, text: str, style: str = "decimal", more: str = "") -> str:
    """A `w:lvl`."""
    start, form = '<w:start w:val="1"/>', f'<w:numFmt w:val="{style}"/>'
    return f'<w:lvl w:ilvl="{index}">{start}{form}{more}<w:lvlText w:val="{text}"/></w:lvl>'


def docx(*body: str, levels: Sequence[str] = (), nums: str = "", styles: str = "") -> bytes:
    """A .docx of body elements; `levels` define list 1, `nums` adds `w:num` elements for it."""
    lists = f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
    num = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    relations = _RELATION.format("rId1", "styles", "styles.xml") + _RELATION.format(
        "rId2", "numbering", "numbering.xml"
    )
    return package(
        {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": _RELATIONS.format(_RELATION.format("rId1", "officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": _RELATIONS.format(relations),
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>',
            "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
            "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{lists}{num}{nums}</w:numbering>',
        }
    )


def package(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Shown:
    """Text on a PDF page: place in points from the lower left corner, 12 points high, letters 6 points wide."""

    x: float
    y: float
    text: str
    font: str = ""


def pdf(*pages: Sequence[Shown], encrypt: str = "", pictured: Sequence[int] = ()) -> bytes:
    """A PDF; text in a named font is written in bytes, any other in UTF-16 with a map to Unicode.

    The pages counted by `pictured`, from 0, are covered by a picture.
    """
    objects = [b"", b"", *_unicode_font()]  # the catalogue and the tree of pages come last, at 1 and 2
    fonts = sorted({shown.font for page in pages for shown in page if shown.font})
    names = {name: f"F{index}" for index, name in enumerate(fonts, 1)}
    resources = "/F0 3 0 R"
    for name in fonts:
        objects.append(_byte_font(name))
        resources += f" /{names[name]} {len(objects)} 0 R"
    kids = []
    objects.append(_PICTURE)
    resources = f"/Font<<{resources}>>/XObject<</P {len(objects)} 0 R>>"
    for number, page in enumerate(pages):
        content = "\n".join(_show(shown, names) for shown in page).encode("ascii")
        content += b"\nq 595 0 0 842 0 0 cm /P Do Q" if number in pictured else b""
        objects.append(_stream(content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<%s>>>>"
            % (len(objects), resources.encode("ascii"))
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode("ascii")
    return _file(objects, encrypt.encode("ascii"))


_PICTURE = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n"
    b"\x80\nendstream"
)


def _show(shown: Shown, names: dict[str, str]) -> str:
    encoding = "latin-1" if shown.font else "utf-16-be"
    data = shown.text.encode(encoding).hex()
    return f"BT /{names.get(shown.font, 'F0')} 12 Tf 1 0 0 1 {shown.x:g} {shown.y:g} Tm <{data}> Tj ET"


def _unicode_font() -> list[bytes]:
    """Objects 3 to 7: a font whose codes are UTF-16, each letter half as wide as it is high."""
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"2 beginbfrange <0000> <0FFF> <0000> <1000> <FFFF> <1000> endbfrange\nendcmap end end"
    )
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/Tinos/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Tinos/DW 500/FontDescriptor 5 0 R/CIDSystemInfo 7 0 R>>",
        _descriptor("Tinos"),
        _stream(to_unicode),
        b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
    ]


def _descriptor(name: str) -> bytes:
    return (
        b"<</Type/FontDescriptor/FontName/%s/Flags 32/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800"
        b"/Descent -200/CapHeight 700/StemV 80>>" % name.encode("ascii")
    )


def _byte_font(name: str) -> bytes:
    widths = b" ".join([b"500"] * 224)
    return (
        b"<</Type/Font/Subtype/TrueType/BaseFont/%s/FirstChar 32/LastChar 255/Widths[%s]"
        b"/Encoding/WinAnsiEncoding/FontDescriptor %s>>" % (name.encode("ascii"), widths, _descriptor(name))
    )


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def _file(objects: list[bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)
    return bytes(out)


NOTICE_LEVELS = (
    level(0, "%1."),
    level(1, "%1.%2."),
    level(2, "%3)", "lowerLetter"),
)


def notice() -> bytes:
    """A .docx of a whole notice: letterhead, automatic numbers on three levels, a table of figures, signature."""
    bold = "<w:b/>"
    return docx(
        table(
            [
                paragraph("TỈNH ỦY LÂM SƠN") + paragraph("*") + paragraph("Số 215-TB/TU"),
                paragraph(run("ĐẢNG CỘNG SẢN VIỆT NAM", bold)) + paragraph("Lâm Sơn, ngày 12 tháng 5 năm 2024"),
            ]
        ),
        paragraph(run("THÔNG BÁO", bold)),
        paragraph(run("kết luận về công tác phòng, chống thiên tai", bold)),
        paragraph("Sau khi nghe báo cáo, Ban Thường vụ Tỉnh ủy kết luận:"),
        numbered("Đồng ý chủ trương gia cố tuyến kè sông Nà Mạ."),
        numbered("Đoạn qua bản Khuổi Lặng làm trước mùa lũ.", level=1),
        numbered("Khoanh vùng sạt lở.", level=2),
        numbered("Cắm biển cảnh báo.", level=2),
        numbered("Đoạn còn lại làm trong năm 2025.", level=1),
        numbered("Giao Văn phòng Tỉnh ủy theo dõi, đôn đốc."),
        table(
            [paragraph("Hạng mục"), paragraph("Dài (km)"), paragraph("Kinh phí")],
            [paragraph("Kè trái"), paragraph("3,2"), paragraph("12 tỷ đồng")],
            [paragraph("Kè phải"), paragraph("1,5"), paragraph("6 tỷ đồng")],
            [paragraph("Cống"), paragraph("-"), paragraph("900 triệu") + paragraph("đồng")],
            [paragraph("Cộng"), paragraph("4,7"), paragraph("18,9 tỷ đồng")],
        ),
        table(
            [
                paragraph("Nơi nhận:") + paragraph("- Các huyện ủy,") + paragraph("- Lưu Văn phòng."),
                paragraph("T/L BAN THƯỜNG VỤ") + paragraph("CHÁNH VĂN PHÒNG") + paragraph("Lò Văn Páo"),
            ]
        ),
        levels=NOTICE_LEVELS,
    )


NOTICE_TEXT = """\
TỈNH ỦY LÂM SƠN    ĐẢNG CỘNG SẢN VIỆT NAM
*    Lâm Sơn, ngày 12 tháng 5 năm 2024
Số 215-TB/TU
**THÔNG BÁO**
**kết luận về công tác phòng, chống thiên tai**
Sau khi nghe báo cáo, Ban Thường vụ Tỉnh ủy kết luận:
1. Đồng ý chủ trương gia cố tuyến kè sông Nà Mạ.
1.1. Đoạn qua bản Khuổi Lặng làm trước mùa lũ.
a) Khoanh vùng sạt lở.
b) Cắm biển cảnh báo.
1.2. Đoạn còn lại làm trong năm 2025.
2. Giao Văn phòng Tỉnh ủy theo dõi, đôn đốc.
Hạng mục    Dài (km)    Kinh phí
Kè trái    3,2    12 tỷ đồng
Kè phải    1,5    6 tỷ đồng
Cống    -    900 triệu đồng
Cộng    4,7    18,9 tỷ đồng
Nơi nhận:    T/L BAN THƯỜNG VỤ
- Các huyện ủy,    CHÁNH VĂN PHÒNG
- Lưu Văn phòng.    Lò Văn Páo"""
