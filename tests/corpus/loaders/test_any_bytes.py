"""Whatever the bytes, a loader answers with a text or a refusal.

`KETLUAN_LOADING_CASES` sets how many cases each property tries (200 unless set; 50000 for the long run).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import InputRefused, Refusal
from corpus.loaders import Limits, Reason, load_bytes
from corpus.model import SourceText
from corpus.orthography import clean
from tests.corpus.loaders.documents import Shown, notice, package, paragraph, pdf
from tests.corpus.loaders.encoders import cp1258, tcvn3, vni
from tests.shared_data import ROOT

CASES = int(os.environ.get("KETLUAN_LOADING_CASES", "200"))
LIMITS = Limits(file_bytes=1 << 20, expanded_bytes=8 << 20, pages=50, seconds=120)
EXTENSIONS = [".txt", ".md", ".html", ".docx", ".doc", ".rtf", ".pdf", ""]
TEXT = "1. Giao Sở Kế hoạch và Đầu tư thẩm định trước ngày 15/9.\n2. Yêu cầu các xã rà soát hộ nghèo.\n"
RTF = rb"""{\rtf1\ansi{\fonttbl{\f0 Arial;}{\f1 .VnTime;}}\pard\b 1. Giao\b0\par{\field{\*\fldinst X}{\fldrslt y}}
\trowd\intbl a\cell b\cell\row\pard\f1 S\'eb T\'b5i ch\'ddnh \u7881?\par{\shp{\*\shpinst{\shptxt box\par}}}}"""
HTML = """<html><head><meta charset="utf-8"><style>p.x{font-family:'.VnTime'}</style></head><body><h1>Kết luận</h1>
<table><tr><td>TỈNH ỦY</td><td>ĐẢNG</td></tr></table><ol type=a><li>Giao<br>xã</ol><p class=x>S\u00eb</p></html>"""


@cache
def _valid() -> dict[str, list[bytes]]:
    words = pdf([Shown(60, 800, "Giao Sở Y tế"), Shown(60, 780, "S\u00eb", ".VnTime")], [Shown(60, 700, "Hết")])
    doc = [path.read_bytes() for path in sorted(Path(ROOT, "tests/data/loading").glob("*.doc"))]
    plain = [TEXT.encode(), TEXT.encode("utf-16"), cp1258(TEXT), tcvn3(TEXT), vni(TEXT)]
    bare = package({"word/document.xml": paragraph("Giao xã")})
    return {
        ".txt": plain, ".md": plain, "": plain, ".html": [HTML.encode()], ".docx": [notice(), bare], ".doc": doc,
        ".rtf": [RTF], ".pdf": [words],
    }  # fmt: skip


def _answers(name: str, data: bytes) -> None:
    loaded = _load(name, data)
    if isinstance(loaded, Refusal):
        assert loaded.source == name
        assert loaded.code in set(Reason) - {Reason.TIME_LIMIT}
    else:
        assert loaded.text.strip()
        assert clean(loaded.text) == loaded.text


def _load(name: str, data: bytes) -> SourceText | Refusal:
    try:
        return load_bytes(name, data, limits=LIMITS)
    except InputRefused as refused:
        return refused.refusal


long_run = settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@long_run
@given(st.sampled_from(EXTENSIONS), st.binary(max_size=2_000))
def test_random_bytes(extension: str, data: bytes) -> None:
    _answers(f"a{extension}", data)


HEADS = [
    b"%PDF-1.4\n",
    b"{\\rtf1 ",
    b"<html>",
    b"PK\x03\x04",
    bytes.fromhex("d0cf11e0a1b11ae1"),
    b"\xff\xfe",
    b"\xef\xbb\xbf",
]


@long_run
@given(st.sampled_from(EXTENSIONS), st.sampled_from(HEADS), st.binary(max_size=600))
def test_random_bytes_behind_a_true_head(extension: str, head: bytes, data: bytes) -> None:
    _answers(f"a{extension}", head + data)


Mutation = Callable[[bytes], bytes]


def _cut(start: float, end: float) -> Mutation:
    return lambda data: data[: int(start * len(data))] + data[int(end * len(data)) :]


def _overwrite(place: float, with_: bytes) -> Mutation:
    def mutate(data: bytes) -> bytes:
        at = int(place * len(data))
        return data[:at] + with_ + data[at + len(with_) :]

    return mutate


def _repeat(start: float, length: int, times: int) -> Mutation:
    def mutate(data: bytes) -> bytes:
        at = int(start * len(data))
        return data[:at] + data[at : at + length] * times + data[at + length :]

    return mutate


places = st.floats(0, 1)
mutations = st.one_of(
    st.builds(_cut, places, places),
    st.builds(_overwrite, places, st.binary(min_size=1, max_size=8)),
    st.builds(_overwrite, places, st.sampled_from([b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"{{{{", b">>>>"])),
    st.builds(_repeat, places, st.integers(1, 60), st.integers(2, 40)),
)


@pytest.mark.parametrize("extension", EXTENSIONS)
@settings(parent=long_run, max_examples=max(1, CASES // 4))
@given(data=st.data())
def test_mutated_files(extension: str, data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(_valid()[extension]))
    for mutation in data.draw(st.lists(mutations, min_size=1, max_size=4)):
        content = mutation(content)
    _answers(f"a{data.draw(st.sampled_from([extension, '.doc']))}", content)


@long_run
@given(st.text(max_size=300))
def test_any_text_saved_as_utf_8_keeps_its_letters(text: str) -> None:
    """Nothing is taken for a legacy encoding that a person could have typed in Unicode with Vietnamese letters."""
    marked = f"Đây là văn bản của huyện ủy.\n{text}\n"
    loaded = _load("a.txt", marked.encode("utf-8", "replace"))
    if isinstance(loaded, Refusal):
        assert loaded.code == Reason.UNDECODABLE  # a text full of controls
    else:
        assert loaded.text.startswith("Đây là văn bản của huyện ủy.\n")
