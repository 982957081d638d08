"""Web pages: blocks as lines, rows and lists as a browser prints them, furniture and scripts left out."""

from __future__ import annotations

import pytest

from corpus.errors import InputRefused
from corpus.loaders import load_bytes
from tests.corpus.loaders.encoders import cp1258, tcvn3, vni


def text_of(body: str, head: str = "<meta charset=utf-8>") -> str:
    return load_bytes("a.html", f"<html><head>{head}</head><body>{body}<p>Các đoạn khác in thường.".encode()).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Giao <i>Sở\n  Y tế</i></p><div>chủ trì</div>", "Giao Sở Y tế\nchủ trì"),
        ("Dòng một<br>dòng hai<br/><br/>dòng ba", "Dòng một\ndòng hai\ndòng ba"),
        ("<p>A&ocirc;&nbsp;&#7841; &lt;b&gt; &amp;", "Aô ạ <b> &"),
        ("<script>x()</script><style>p{}</style><nav>Trang chủ</nav><p>Nội dung<footer>Bản quyền</footer>", "Nội dung"),
        ("<p style='display:none'>ẩn<p hidden>ẩn<p>hiện", "hiện"),
        ("<p><b>1. Về đất đai</b></p>", "**1. Về đất đai**"),
        ("<h2>Kết luận</h2>", "**Kết luận**"),
        ("<p><b>Giao</b> Sở Nội vụ", "Giao Sở Nội vụ"),
        ("<p style='text-transform: uppercase'>thông báo", "THÔNG BÁO"),
        ("<p>Bỏ <del>cũ</del><ins>mới</ins>", "Bỏ mới"),
        ("<ol><li>Một<ol type=a><li>con<li>nữa</ol><li value=7>Bảy</ol>", "1. Một\na. con\nb. nữa\n7. Bảy"),
        ("<ol start=3 type=I><li>Ba</ol><ul><li>gạch", "III. Ba\n- gạch"),
        ("<pre>hai\n  dòng</pre>", "hai\n  dòng"),
        ("<table><tr><td>TỈNH ỦY<br>*<td>ĐẢNG<p>Ngày 1</table>", "TỈNH ỦY    ĐẢNG\n*    Ngày 1"),
        ("<table><tbody><tr><th>a<th>b</tbody><tr><td>c<td>d</table>", "a    b\nc    d"),
        ("<p>a<a style='mso-footnote-id:ftn1'>[1]</a><div style='mso-element:footnote'>chú</div>", "a"),
        ("<main><p>Chính</main><p>ngoài", "Chính"),
    ],
)  # fmt: skip
def test_what_a_browser_prints(body: str, text: str) -> None:
    expected = text if body.startswith("<main") else f"{text}\nCác đoạn khác in thường."
    assert text_of(body) == expected


TCVN3 = tcvn3("Giao Sở Kế hoạch và Đầu tư thẩm định").decode("latin-1")
VNI = vni("Giao Sở Kế hoạch và Đầu tư thẩm định").decode("latin-1")


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f"<font face='.VnTime'>{TCVN3}</font>", ""),
        (f"<font face='VNI-Times'>{VNI}</font>", ""),
        (f"<p style=\"font-family:'.VnTime',serif\">{TCVN3}</p>", ""),
        (
            f"<p class=MsoNormal>{TCVN3}</p>",
            "<style><!-- p.MsoNormal, li {margin:0; font-family:'.VnTime'} --></style>",
        ),
        (f"<p class=x>{VNI}</p>", "<style>@font-face {font-family:A} .x {font-family:VNI-Times;}</style>"),
        (f"<p>{TCVN3}</p>", ""),
    ],
)
def test_legacy_fonts_of_pages(body: str, head: str) -> None:
    assert text_of(body, head).split("\n")[0].lower() == "giao sở kế hoạch và đầu tư thẩm định"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("utf-8", "iso-8859-1"), ("utf-8", ""), ("utf-16", ""), ("cp1258", "windows-1258")],
)
def test_encodings_declared_and_not(encoding: str, declared: str) -> None:
    page = f"<html><meta charset='{declared}'><p>Giao huyện uỷ các xã vùng cao</html>"
    data = cp1258(page) if encoding == "cp1258" else page.encode(encoding)
    assert load_bytes("a.htm", data).text == "Giao huyện uỷ các xã vùng cao"


def test_a_page_without_words_is_empty() -> None:
    with pytest.raises(InputRefused) as refused:
        load_bytes("a.html", b"<html><body><script>1</script></body></html>")
    assert refused.value.refusal.code == "empty"


def test_a_page_nested_without_end_is_damaged_rather_than_cut() -> None:
    with pytest.raises(InputRefused) as refused:
        load_bytes("a.html", b"<html>" + b"<div>" * 5_000 + b"Giao")
    assert refused.value.refusal.code == "damaged"
