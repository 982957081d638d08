"""Which file is taken for what, and how one that is not taken is refused."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from corpus.errors import InputRefused
from corpus.loaders import Limits, Reason, load, load_bytes
from corpus.loaders.reasons import Unloadable
from tests.corpus.loaders.documents import Shown, docx, paragraph, pdf

TEXT = "Giao Văn phòng Tỉnh ủy theo dõi, đôn đốc."
HTML = f"<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>".encode()
ERROR_PAGE = b"<html><head><title>404</title></head><body><h1>404 Not Found</h1><hr>nginx</body></html>"
RTF = rb"{\rtf1 Giao V\u259?n ph\u242?ng T\u7881?nh \u7911?y theo d\u245?i, \u273?\u244?n \u273?\u7889?c.\par}"
PDF = pdf([Shown(60, 800, TEXT)])
DOCX = docx(paragraph(TEXT))


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("a.txt", TEXT.encode(), "txt"),
        ("a.md", TEXT.encode(), "md"),
        ("a", TEXT.encode(), "txt"),
        ("a.html", HTML, "html"),
        ("a.htm", b"\xef\xbb\xbf  <!-- x -->\n<?xml version='1.0'?><HTML><p>" + TEXT.encode(), "html"),
        ("a.txt", HTML, "html"),
        ("a.doc", HTML, "html"),
        ("a.doc", RTF, "rtf"),
        ("a.doc", DOCX, "docx"),
        ("a.doc", TEXT.encode(), "txt"),
        ("a.rtf", RTF, "rtf"),
        ("a.docx", DOCX, "docx"),
        ("a.DOCX", DOCX, "docx"),
        ("a.pdf", PDF, "pdf"),
        ("a.txt", PDF, "pdf"),
        ("a.pdf", b"\r\n\r\n" + PDF, "pdf"),
    ],
)
def test_the_bytes_decide_and_then_the_name(name: str, data: bytes, media: str) -> None:
    loaded = load_bytes(name, data)
    assert (loaded.name, loaded.media, loaded.text) == (name, media, TEXT)
    assert re.fullmatch("[0-9a-f]{64}", loaded.sha256)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\xc2\xa0", "empty"),
        ("a.pdf", b"\0" * 100, "empty"),
        ("a.pdf", HTML, "html-instead"),
        ("a.docx", ERROR_PAGE, "html-instead"),
        ("a.rtf", HTML, "html-instead"),
        ("a.doc", ERROR_PAGE, "html-instead"),
        ("a.pdf", TEXT.encode(), "damaged"),
        ("a.docx", b"PK\x03\x04" + bytes(40) + b"x", "damaged"),
        ("a.docx", DOCX[: len(DOCX) // 2], "damaged"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n....", "unknown-format"),
        ("a.jpg", b"\xff\xd8\xff\xe0....", "unknown-format"),
        ("a.bin", b"\x00\x01\x02\xff" * 9, "unknown-format"),
        ("a.zip", b"7z\xbc\xaf\x27\x1c", "unknown-format"),
        ("a.doc", b"\xdb\xa5\x2d\x00" + b"x" * 90, "unknown-format"),
        ("a.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "unknown-format"),
        (
            "a.xml",
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
            "unknown-format",
        ),
        ("a.txt", b"x" * 3_000, "too-large"),
    ],
)
def test_what_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        load_bytes(name, data, limits=Limits(file_bytes=2_999))
    refusal = refused.value.refusal
    assert (refusal.source, refusal.code) == (name, code)
    assert refusal.message.endswith(".")


def test_a_file_is_named_by_its_last_part(tmp_path: Path) -> None:
    path = tmp_path / "kết luận.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert load(path).name == "kết luận.txt"


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(200 << 20)  # a hole in the file system: reading it would fill memory with nulls
    with pytest.raises(InputRefused) as refused:
        load(path)
    assert refused.value.refusal.code == "too-large"
    assert "64 MB" in refused.value.refusal.message


def test_what_is_no_readable_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    expected = {tmp_path / "none.txt": "not-found", tmp_path: "not-a-file", tmp_path / "pipe.txt": "not-a-file"}
    for path, code in {**expected, tmp_path / "loop.txt": "not-found", Path("a\0b.txt"): "not-found"}.items():
        with pytest.raises(InputRefused) as refused:
            load(path)
        assert refused.value.refusal.code in {code, "unreadable"}


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(InputRefused) as refused:
        load(path)
    assert refused.value.refusal.code == "unreadable"


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence_that_says_what_to_do(reason: Reason) -> None:
    message = Unloadable(reason, limit="9", found=" (tệp ảnh)", pages="9").refusal("a.pdf").refusal.message
    assert "hãy" in message
    assert "{" not in message
