"""Merged segments against segments made at once of the documents that are left."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers.pipeline import shared_analyzer
from corpus.model import Document
from indexer.embedded.arrays import merging
from indexer.embedded.arrays.analysing import analyse
from indexer.embedded.arrays.merging import merge_segments
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.writing import write_segment
from indexer.kernels.merging import live_counts, placed
from tests.factories import make_document, make_item, sample_corpus

WORDS = ("rừng", "rung", "phòng hộ", "đất đai", "Sở Y tế", "số 91-TTr/BCSĐ", "kế hoạch", "UBND")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
ITEMS = st.lists(st.tuples(TEXTS, TEXTS), max_size=3)
SEGMENTS = st.lists(st.lists(st.tuples(ITEMS, st.booleans()), max_size=4), min_size=1, max_size=4)
Mask = npt.NDArray[np.bool_]


def written(path: Path, documents: list[Document]) -> ArraySegment:
    write_segment(path, analyse(documents, shared_analyzer()))
    return ArraySegment(path)


def contents(segment: ArraySegment) -> dict[str, bytes]:
    """Every section; values of facets and meetings in the order of their names, which no one relies on otherwise."""
    found = {name: section.all().tobytes() for name, section in segment.sections.items()}
    facets = segment.facets()
    for name in [n for n in found if n.startswith(("facet.", "meetings."))]:
        del found[name]
    for name, facet in facets.items():
        rows = [facet.rows.ids[a:b] for a, b in zip(facet.rows.starts, facet.rows.starts[1:], strict=False)]
        found[name] = repr([[facet.triples()[i] for i in row.tolist()] for row in rows]).encode()
        found[f"{name} of all"] = repr(sorted(facet.triples())).encode()
    meetings = segment.strings("meetings").all_raw()
    found["meetings"] = repr([meetings[m] if m >= 0 else None for m in segment.column("document_meetings")]).encode()
    del found["document_meetings"]
    return found


def check(folder: Path, segments: list[list[tuple[Document, bool]]]) -> None:
    sources: list[tuple[ArraySegment, Mask]] = []
    left: list[Document] = []
    for number, documents in enumerate(segments):
        segment = written(folder / f"{number}.arr", [document for document, _ in documents])
        present = [stays for document, stays in documents for _ in range(len(document.items) + 1)]
        sources.append((segment, np.array(present, np.bool_)))
        left += [document for document, stays in documents if stays]
    rows = merge_segments(folder / "merged.arr", sources)
    merged, fresh = ArraySegment(folder / "merged.arr"), written(folder / "fresh.arr", left)
    assert rows == merged.rows == fresh.rows
    expected, found = contents(fresh), contents(merged)
    assert sorted(found) == sorted(expected)
    for name, content in expected.items():
        assert found[name] == content, name
    for number in range(merged.documents):
        assert (merged.header(number), merged.items(number)) == (fresh.header(number), fresh.items(number))


@pytest.mark.parametrize("piece", [1, 7, 1 << 21])
def test_a_corpus_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(merging, "_PIECE", piece)
    first, second, third = sample_corpus()
    gone = make_document("a", [make_item("1", "Thu hồi đất lâm trường", "Thu hồi đất.", assigned=["Sở Nội vụ"])])
    check(tmp_path, [[(second, True), (gone, False)], [(gone, False)], [(third, True), (first, True)]])


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEGMENTS, st.integers(1, 9))
def test_any_segments_with_any_documents_deleted(
    tmp_path: Path, segments: list[list[tuple[list[tuple[str, str]], bool]]], piece: int
) -> None:
    numbers = iter(range(99))
    documents = [
        [(make_document_of(f"d{7 * next(numbers) % 50}", items), stays) for items, stays in documents]
        for documents in segments
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "_PIECE", piece)
        check(tmp_path, documents)


def make_document_of(name: str, items: list[tuple[str, str]]) -> Document:
    made = [make_item(str(n), heading, text) for n, (heading, text) in enumerate(items)]
    document = make_document(name, made or [make_item()])
    return document if made else Document(document.id, document.source, document.title)


def test_kernels_on_paper() -> None:
    bounds, docs = np.array([0, 2, 2, 5]), np.array([0, 3, 1, 2, 3], np.uint32)
    rows = np.array([5, -1, 6, -1])
    assert live_counts(bounds, docs, rows).tolist() == [1, 0, 1]
    following = np.array([10, 20])
    assert placed(np.diff(bounds), docs, np.array([1, 1, 0]), rows, following).tolist() == [20, -1, -1, 10, -1]
    assert following.tolist() == [11, 21]
