"""How a segmenter is chosen, and what holds for it besides its words: bounds, threads, doubt, silence."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Sequence

import pytest

from analyzers import crf_kernels, fast_segment, segment
from analyzers.crf_model import UnsupportedModel
from analyzers.fast_segment import FastSegmenter
from analyzers.segment import ReferenceSegmenter, align_words, choose_segmenter, count_words
from analyzers.segmenter import Segmenter, Spans, WordColumns, batches
from tests.analyzers.texts import SENTENCES, adversarial, prose
from tests.shared_data import ROOT


def test_the_batch_does_not_matter(fast: FastSegmenter) -> None:
    texts = list(prose(seed=3, count=60))
    assert fast.spans(texts) == [fast.spans([text])[0] for text in texts]
    assert fast.spans([]) == []


@pytest.mark.parametrize("method", ["spans", "words"])
def test_close_decisions_are_left_to_the_reference(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    class Recorder:
        asked: list[str] = []  # noqa: RUF012

        def spans(self, texts: Sequence[str]) -> list[Spans]:
            self.asked += texts
            return [[(0, 1)] for _ in texts]

        def columns(self, texts: Sequence[str]) -> WordColumns:
            return WordColumns.of(self.spans(texts))

        def words(self, texts: Sequence[str]) -> list[list[str]]:
            self.asked += texts
            return [["hỏi"] for _ in texts]

    recorder = Recorder()
    fast = segment._fast_segmenter(recorder)
    texts = ["", "Ths. Lê Th S", *SENTENCES]
    monkeypatch.setattr(crf_kernels, "TIE", 1e9)  # everything is close
    result = getattr(fast, method)(texts)
    assert recorder.asked == texts[1:]
    assert result[1:] == getattr(Recorder(), method)(texts[1:])


def test_memory_is_bounded(reference: ReferenceSegmenter) -> None:
    built = segment._fast_segmenter(reference)
    fast = FastSegmenter(
        built._tables, segment._tokenizer(), segment._featurizer({"ủy ban"}), reference, store_limit=500
    )
    largest = 0
    for n in range(40):
        fast.spans([f"mã{n}x{i}" for i in range(100)])
        largest = max(largest, len(fast._store))
    assert largest <= 500 + 300  # a batch may pass the limit; the next one starts anew


def test_a_dropped_store_changes_nothing(fast: FastSegmenter, reference: ReferenceSegmenter) -> None:
    small = segment._fast_segmenter(reference)
    small._store_limit = 0
    texts = list(prose(seed=4, count=100))
    assert [small.words([text])[0] for text in texts] == fast.words(texts)


def test_threads_share_a_cold_segmenter(fast: FastSegmenter, reference: ReferenceSegmenter) -> None:
    cold = segment._fast_segmenter(reference)
    cold._store_limit = 400  # the store is replaced while others still read
    texts = list(adversarial(seed=5, count=400))
    expected = fast.words(texts)
    failures: list[object] = []

    def work(offset: int) -> None:
        try:
            places = range(offset, len(texts), 5)
            failures.extend(texts[i] for i in places if cold.words(texts[i : i + 7]) != expected[i : i + 7])
        except Exception as error:  # noqa: BLE001  reported by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures[:2]


def test_threads_load_one_segmenter() -> None:
    code = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from analyzers.segment import load_segmenter\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    print(len({id(s) for s in pool.map(lambda _: load_segmenter(), range(16))}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def test_a_fixed_word_of_somebody_else_does_not_leak(reference: ReferenceSegmenter) -> None:
    code = (
        "from underthesea import word_tokenize\n"
        "word_tokenize('x', fixed_words=['nhân dân tỉnh'])\n"
        "from analyzers.segment import _tokenizer\n"
        "print([t for t, _, _ in _tokenizer()('nhân dân tỉnh')])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['nhân', 'dân', 'tỉnh']"


@pytest.mark.parametrize(
    "error", [UnsupportedModel("labels"), OSError("gone"), ImportError("moved"), AttributeError("renamed")]
)
def test_a_model_that_cannot_be_read_leaves_the_reference(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    def fail(_: Segmenter) -> FastSegmenter:
        raise error

    monkeypatch.setattr(segment, "_fast_segmenter", fail)
    with caplog.at_level(logging.WARNING):
        assert isinstance(choose_segmenter(ReferenceSegmenter()), ReferenceSegmenter)
    assert str(error) in caplog.text
    assert "underthesea" in caplog.text


def test_a_segmenter_that_differs_is_not_used(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    built = segment._fast_segmenter(ReferenceSegmenter())
    built._recursion = crf_kernels.Recursion.of(-built._tables.transition)
    monkeypatch.setattr(segment, "_fast_segmenter", lambda _: built)
    with caplog.at_level(logging.WARNING):
        assert isinstance(choose_segmenter(ReferenceSegmenter()), ReferenceSegmenter)
    assert "differs" in caplog.text


@pytest.mark.parametrize(
    ("text", "words", "ranges"),
    [
        ("Tỉnh  ủy họp.", ["Tỉnh ủy", "họp", "."], [(0, 8), (9, 12), (12, 13)]),
        ("Ðảng uỷ", ["Đảng uỷ"], [(0, 7)]),
        ("", [], []),
    ],
)
def test_words_are_found_by_counting(text: str, words: list[str], ranges: Spans) -> None:
    assert count_words(text, words) == ranges


def test_respelt_words_are_found_by_their_tokens() -> None:
    text, words = "nghành y tế bíết", ["ngành y tế", "biế́t"]
    assert count_words(text, words) == []
    tokens = [("ngành", 0, 6), ("y", 7, 8), ("tế", 9, 11), ("biế́t", 12, 16)]
    assert align_words(words, tokens) == [(0, 11), (12, 16)]
    assert align_words(["ngành y"], [("ngành", 0, 6)]) == []


@pytest.mark.parametrize("sizes", [[], [3], [5, 5, 5], [20, 1, 1], [0, 0, 12, 0]])
def test_batches_hold_every_text_once(sizes: list[int]) -> None:
    texts = ["x" * size for size in sizes]
    cut = list(batches(texts, 10))
    assert [text for batch in cut for text in batch] == texts
    assert all(sum(map(len, batch[:-1])) < 10 for batch in cut)


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys, analyzers.pipeline, analyzers.whoosh_adapter\n"
        "analyzers.pipeline.shared_analyzer().fingerprint\n"
        "print([m for m in ('underthesea', 'underthesea_core') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_loading_prints_nothing_and_warns_of_nothing() -> None:
    code = "from analyzers.pipeline import Analyzer; Analyzer().analyze('Tỉnh ủy')"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("", "")


def test_the_batch_size_of_the_fast_segmenter_is_bounded(fast: FastSegmenter, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list(prose(seed=6, count=50))
    expected = fast.spans(texts)
    monkeypatch.setattr(fast_segment, "_BATCH_CHARACTERS", 100)
    assert fast.spans(texts) == expected
