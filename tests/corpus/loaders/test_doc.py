"""Word 97-2003 documents, written by LibreOffice from `.docx` files that `documents.py` builds, and damaged ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InputRefused
from corpus.loaders import load, load_bytes
from tests.corpus.loaders.documents import NOTICE_TEXT
from tests.shared_data import ROOT

DATA = ROOT / "tests" / "data" / "loading"
DIRECTIVE = """\
**CHỈ THỊ**
**về tăng cường bảo vệ rừng đầu nguồn mùa hanh khô**
Mùa khô năm nay đến sớm, nhiều xã vùng cao đã có cảnh báo cháy cấp V, Ban Thường vụ yêu cầu:
1. Các hạt kiểm lâm trực suốt ngày đêm; thêm hai tổ cơ động.
2. Ủy ban Mặt trận vận động nhân dân ký cam kết.
3. Báo cáo trước ngày 30/11."""


def test_a_notice_with_automatic_numbers_and_tables() -> None:
    loaded = load(DATA / "thong-bao.doc")
    assert (loaded.media, loaded.text, loaded.warnings) == ("doc", NOTICE_TEXT, ())


def test_a_directive_in_tcvn3_vni_and_unicode_with_revisions_a_field_and_hidden_text() -> None:
    loaded = load(DATA / "chi-thi.doc")
    assert loaded.text == DIRECTIVE
    assert [warning.code for warning in loaded.warnings] == ["legacy-encoding", "legacy-encoding"]


def _doc() -> bytes:
    return (DATA / "chi-thi.doc").read_bytes()


def _of_version(mark: bytes) -> bytes:
    """The document with another mark at the head of its main stream, which stands at the start of a sector."""
    data = _doc()
    place = next(at for at in range(512, len(data), 512) if data[at : at + 2] == bytes.fromhex("eca5"))
    return data[:place] + mark + data[place + 2 :]


def _renamed(stream: str) -> bytes:
    name = "WordDocument".encode("utf-16-le")
    return _doc().replace(name, stream.encode("utf-16-le").ljust(len(name), b"\0"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_doc()[:5_000], "damaged"),
        (_doc()[:512] + bytes(4_096) + _doc()[4_608:], "damaged"),
        (_of_version(bytes.fromhex("dca5")), "unknown-format"),
        (_renamed("Workbook"), "unknown-format"),
        (_renamed("Contents"), "damaged"),
        ("EncryptedPackage".encode("utf-16-le").join([_doc()[:512], _doc()[512:]]), "encrypted"),
    ],
    ids=["cut", "holed", "Word 95", "a spreadsheet", "another program", "with a password"],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        load_bytes("a.doc", data)
    assert refused.value.refusal.code == code


def test_the_fixtures_are_small() -> None:
    assert sum(path.stat().st_size for path in Path(DATA).iterdir()) < 100_000
