"""The fast segmenter gives what underthesea's `word_tokenize` gives, word for word and character for character."""

from __future__ import annotations

import json
import lzma
import os
import unicodedata
from collections.abc import Iterator, Sequence

import pytest

from analyzers.fast_segment import FastSegmenter
from analyzers.segment import ReferenceSegmenter
from tests.analyzers.texts import ODDITIES, SENTENCES, adversarial, prose
from tests.shared_data import ROOT, SHARED

FUZZ_TEXTS = int(os.environ.get("KETLUAN_FUZZ_TEXTS", "2000"))


def assert_same(fast: FastSegmenter, reference: ReferenceSegmenter, texts: Sequence[str]) -> None:
    """Compare words and, for the NFC of each text, their characters."""
    words = reference.words(texts)
    differing = [text for text, a, b in zip(texts, fast.words(texts), words, strict=True) if a != b]
    assert not differing, differing[:3]
    composed = [unicodedata.normalize("NFC", text) for text in texts]
    spans = [reference.locate(text, w) for text, w in zip(composed, words, strict=True)]
    differing = [text for text, a, b in zip(composed, fast.spans(composed), spans, strict=True) if a != b]
    assert not differing, differing[:3]


# One row for each way in which a reimplementation of word_tokenize has gone wrong.
PITFALLS = {
    "nothing": ["", " ", "\n", "\u3000\t"],
    "one token": ["A", "tỉnh", ".", "48"],
    "an edge of every window": ["Tỉnh ủy", "Ban Thường vụ", "ủy ban nhân dân", "sở kế hoạch và đầu tư"],
    "the last chunk: a final capital with a stop is no abbreviation": [
        "Nguyễn Văn A.",
        "Nguyễn Văn A.\n",
        "Nguyễn Văn A. ",
        "A.\n\n",
    ],
    "the same chunk inside": ["ông A. và bà B. đến", "Đ. Đ. Đ."],
    "Th.S joins two chunks": ["ThS. Hà", "Th.S Hà", "Th S Hà", "Th s Hà", "Th\tS Hà", "Th\nS Hà", "KTh Sơn", "Ths Hà"],
    "Unicode of Rust and Python": ["ɤ ƛ ǆ İ ß ς ΣΑΣ ﬁ Ⅷ ½ １２３ ٣", "Ɤ Ƛ ǅ ı"],
    "numbers at the edge of 32 bits": ["2147483647 2147483648 -2147483649 +5 007"],
    "tokens that change length": ["nghành Nghành NGHÀNH bíết chuỵện", "nghành bíết"],
    "tokens that stop being NFC": ["tìến độ khíến nghị"],
    "two tone styles": ["Uỷ ban hoà giải khoẻ mạnh", "Ủy ban hòa giải khỏe mạnh"],
    "look-alike letters": ["Ðảng uỷ ðồng ý"],
    "decomposed letters": [unicodedata.normalize("NFD", SENTENCES[0]), "K\u030c \u0344 \u1fef \u212b"],
    "gaps": ["hội  đồng\u00a0nhân\u3000dân\ttỉnh\nhọp", " đầu và cuối ", "\x85a\x1cb\u2028c"],
    "surrogates": ["tỉnh \ud800 ủy", "\udfff"],
    "tokens that look like boundaries": ["BOS EOS", "bos eos BOS"],
    "web addresses and smileys": ["xem www.chinhphu.vn, thu@a.vn :D", "http://a.b/c(d)e.", ":D :)) =))"],
    "document numbers": ["số 48-TTr/BCSD và 16/2020/NQ-HĐND, 12/2024/NĐ-CP."],
    "underscores": ["gạch_dưới _a_ __ a_b"],
    "no spaces": ["a." * 40, "x" * 400, "1." * 60],
    "all in one line": [" ".join(ODDITIES)],
}


@pytest.mark.parametrize("pitfall", PITFALLS)
def test_pitfalls(fast: FastSegmenter, reference: ReferenceSegmenter, pitfall: str) -> None:
    assert_same(fast, reference, PITFALLS[pitfall])


def test_sentences_in_every_case_and_normal_form(fast: FastSegmenter, reference: ReferenceSegmenter) -> None:
    for sentence in SENTENCES:
        cases = [sentence, sentence.lower(), sentence.upper(), sentence.title(), unicodedata.normalize("NFD", sentence)]
        assert_same(fast, reference, cases)


def test_generated_prose(fast: FastSegmenter, reference: ReferenceSegmenter) -> None:
    assert_same(fast, reference, list(prose(seed=1, count=1500)))


def test_adversarial_texts(fast: FastSegmenter, reference: ReferenceSegmenter) -> None:
    assert_same(fast, reference, list(adversarial(seed=2, count=FUZZ_TEXTS)))


def _files() -> Iterator[str]:
    for path in sorted((ROOT / "corpus" / "samples").glob("*.*")):
        if path.suffix in (".md", ".txt"):
            yield from path.read_text("utf-8").split("\n\n")


def test_sample_documents(fast: FastSegmenter, reference: ReferenceSegmenter) -> None:
    texts = list(_files())
    if not texts:
        pytest.skip("no sample documents are installed")
    assert_same(fast, reference, texts)


@pytest.mark.skipif(not (SHARED / "scale").is_dir(), reason=f"no paragraphs at {SHARED / 'scale'}")
def test_legal_paragraphs(fast: FastSegmenter, reference: ReferenceSegmenter) -> None:
    with lzma.open(SHARED / "scale" / "paragraphs.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for i, line in enumerate(lines) if i % 300 == 0]
    assert_same(fast, reference, texts)


@pytest.mark.skipif(not (SHARED / "ir").is_dir(), reason=f"no question sets at {SHARED / 'ir'}")
def test_questions(fast: FastSegmenter, reference: ReferenceSegmenter) -> None:
    lines = [
        line
        for path in sorted((SHARED / "ir").glob("*/queries.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    assert_same(fast, reference, [json.loads(line)["text"] for line in lines[::3]])
