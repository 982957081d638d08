"""Columns that are made of those of the generation before, against all segments gathered anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers.pipeline import shared_analyzer
from corpus.model import By, Document, Meeting
from indexer.embedded.arrays import directory as directory_module
from indexer.embedded.arrays import layers, updated_values
from indexer.embedded.arrays.analysing import analyse
from indexer.embedded.arrays.columns import Columns, FacetColumn
from indexer.embedded.arrays.directory import DirectoryWriter, open_segments
from indexer.embedded.arrays.gathering import write_columns
from indexer.embedded.arrays.growing import NAME
from indexer.embedded.arrays.parts import Segments
from indexer.embedded.arrays.rows import FACETS
from indexer.embedded.arrays.updating import update_columns
from tests.factories import make_document, make_item

TEXTS = (
    "Giao Sở Y tế báo cáo kết quả tiêm chủng.",
    "Giao Sở Xây dựng rà soát quy hoạch đô thị.",
    "giao so tai chinh bo tri kinh phi",
    "Trồng mới 500 ha rừng phòng hộ đầu nguồn trong năm nay, ưu tiên các xã vùng cao có nguy cơ sạt lở đất.",
    "Trồng mới 650 ha rừng phòng hộ đầu nguồn trong năm nay, ưu tiên các xã vùng cao có nguy cơ sạt lở đất.",
    "Thống nhất chủ trương thành lập cụm công nghiệp.",
    "",
)
AGENCIES = (
    "Sở Y tế",
    "sở Y tế",
    "Sở Tài chính",
    "Ủy ban nhân dân xã Tân Thanh",
    "Ủy ban nhân dân xã Tân Thành",
    "Ủy ban nhân dân xã Tân Thạnh",
)
NUMBERS = ("91/TTr-BCSĐ", "91-TTr/BCSD", "48-TTr/BCSD", "7-KL/TU")
MEETINGS = (
    None,
    Meeting("Kỳ họp thứ 21 Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", 21, "2020-2025", dt.date(2022, 5, 12)),
    Meeting(
        "Hội nghị lần thứ 21 Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", 21, "2020-2025", dt.date(2022, 5, 12)
    ),
    Meeting("Kỳ họp thứ 22 Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", 22, "2020-2025", dt.date(2022, 6, 12)),
)
ITEMS = st.builds(
    lambda text, agencies, numbers, day: make_item(
        "1",
        "",
        text,
        assigned=agencies,
        citations=numbers,
        deadlines=[By(dt.date(2024, 3, day), "x")] if day else [],
    ),
    st.sampled_from(TEXTS),
    st.lists(st.sampled_from(AGENCIES), max_size=2, unique=True),
    st.lists(st.sampled_from(NUMBERS), max_size=2, unique=True),
    st.integers(0, 3),
)
DOCUMENTS = st.builds(
    lambda number, items, meeting, day, carried: make_document(
        f"kl-{number}",
        [
            make_item(
                str(place),
                "",
                item.text,
                assigned=[a.name for a in item.agencies],
                citations=item.citations,
                deadlines=item.deadlines,
            )
            for place, item in enumerate(items, 1)
        ],
        meeting=meeting,
        date=dt.date(2022, 5, day) if day else None,
        number=carried,
    ),
    st.integers(0, 6),
    st.lists(ITEMS, max_size=3),
    st.sampled_from(MEETINGS),
    st.integers(0, 3),
    st.sampled_from((None, "212/KL-TU", "212-KL/TU", "9-TB/TU")),
)
STEPS = st.tuples(
    st.lists(DOCUMENTS, max_size=3, unique_by=lambda document: document.id),
    st.lists(st.integers(0, 6).map(lambda number: f"kl-{number}"), max_size=2, unique=True),
)


def facet_of(column: FacetColumn, size: int) -> dict[str, Any]:
    """Return a facet with those of its values that rows have, in the order of their identities."""
    names, held = list(column.identities), column.array("counts") > 0
    order = sorted(np.flatnonzero(held).tolist(), key=names.__getitem__)
    place = {old: new for new, old in enumerate(order)}
    rows = [
        sorted(place[o] for o in column.ordinals[column.starts[row] : column.starts[row + 1]].tolist())
        for row in range(size)
    ]
    others = zip(
        column.array("other.ordinals").tolist(),
        column.strings("other.values"),
        column.strings("other.labels"),
        column.array("other.counts").tolist(),
        strict=True,
    )
    single = column.single
    if single is not None:
        assert [[place[o]] if o >= 0 else [] for o in single.tolist()] == rows
    for row in range(size):
        own = column.ordinals[column.starts[row] : column.starts[row + 1]]
        assert (np.diff(own) > 0).all()
    return {
        "identities": [names[o] for o in order],
        "values": [column.values[o] for o in order],
        "labels": [column.labels[o] for o in order],
        "counts": [int(column.array("counts")[o]) for o in order],
        "parted": [bool(column.array("parted")[o]) for o in order],
        "by_identity": [place[o] for o in column.array("by_identity").tolist() if held[o]],
        "by_value": [column.values[o] for o in column.array("by_value").tolist() if held[o]],
        "ranks": [names[o] for o in np.argsort(column.ranks) if held[o]],
        "others": sorted((names[o], value, label, count) for o, value, label, count in others),
        "rows": rows,
    }


def content(columns: Columns) -> dict[str, Any]:
    """Return all that columns say but groups, whatever numbers values have."""
    found: dict[str, Any] = {name: facet_of(columns.facets[name], columns.size) for name in FACETS}
    for name in ("bases", "live", "heading", "text", "context", "sizes", "date", "due", "due_rows", "due_dates"):
        found[name] = getattr(columns, name).tolist()
    for name in ("unmarked", "rank", "row_documents", "document_first", "document_items", "document_date"):
        found[name] = getattr(columns, name).tolist()
    both = (
        np.concatenate([columns.array(n), columns.array(f"new_{n}")]).tolist() for n in ("item_hashes", "item_rows")
    )
    found["item_rows"] = sorted((one, row) for one, row in zip(*both, strict=True) if columns.live[row])
    for name in ("numbered_documents", "bare.starts", "bare.members"):
        found[name] = columns.array(name).tolist()
    for name in ("segments", "documents", "numbered", "vocabulary", "bare"):
        found[name] = list(columns.strings(name))
    for name in ("occurrences", "marked", "rows"):
        found[f"vocabulary.{name}"] = getattr(columns.vocabulary, name).tolist()
    meetings = list(columns.facets["meeting"].identities)
    told = zip(columns.meetings, columns.meeting_documents.tolist(), columns.meeting_items.tolist(), strict=True)
    found["meetings"] = {name: own for name, own in zip(meetings, told, strict=True) if own[1]}
    found["document_meeting"] = [meetings[o] if o >= 0 else None for o in columns.document_meeting.tolist()]
    return found


def require_groups(columns: Columns, anew: Columns, signatures: Any) -> None:
    """Assert what holds for groups of near-duplicates whenever they were made."""
    group, live = columns.group, columns.live
    assert (group <= np.arange(len(group))).all()
    assert (group[group] == group).all()
    assert (group[~live] == np.flatnonzero(~live)).all()
    assert live[group[live]].all()
    for one in np.unique(signatures[live], axis=0):
        same = np.flatnonzero(live & (signatures == one).all(axis=1))
        assert len(set(group[same].tolist())) == (1 if one.any() else len(same))
    assert group.dtype == anew.group.dtype


def compare(folder: Path, aside: Path) -> None:
    segments = open_segments(folder)
    write_columns(aside, segments)
    columns, anew = Columns(folder / NAME), Columns(aside)
    assert content(columns) == content(anew)
    signed = [segment.column("signatures") for segment, _ in segments]
    require_groups(columns, anew, np.concatenate([np.empty((0, 16), np.uint32), *signed]))
    for name in {*columns.layers} & {*anew.layers}:
        assert columns.layers[name].all().dtype == anew.layers[name].all().dtype, name


@pytest.fixture(params=["layers", "whole", "no values without rows"])
def layered(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "layers":
        monkeypatch.setattr(layers, "_SHARE", 0)
        monkeypatch.setattr(layers, "_ROOM", 1)
        monkeypatch.setattr(layers, "_FEW", 1)
    if request.param == "no values without rows":
        monkeypatch.setattr(updated_values, "_EMPTY", 0)
        monkeypatch.setattr(updated_values, "_EMPTY_SHARE", 1 << 30)
    return str(request.param)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=st.lists(DOCUMENTS, max_size=5, unique_by=lambda d: d.id), steps=st.lists(STEPS, min_size=1, max_size=6))
def test_updated_columns_are_those_gathered_anew(
    layered: str,
    tmp_path_factory: pytest.TempPathFactory,
    first: list[Document],
    steps: list[tuple[list[Document], list[str]]],
) -> None:
    folder = tmp_path_factory.mktemp("updated")
    commit(folder, first, [], fresh=True)
    for added, removed in steps:
        commit(folder, added, removed, fresh=False)
        compare(folder, folder / "anew.arr")


def commit(folder: Path, added: Sequence[Document], removed: Sequence[str], *, fresh: bool) -> None:
    writer = DirectoryWriter(folder, fresh=fresh)
    for document in added:
        writer.add(analyse([document], shared_analyzer()))
    writer.remove(removed)
    patch, done = pytest.MonkeyPatch(), []

    def watched(path: Path, columns: Columns, before: Segments, after: Segments) -> bool:
        done.append(update_columns(path, columns, before, after))
        return done[-1]

    patch.setattr(directory_module, "update_columns", watched)
    try:
        writer.finish()
    finally:
        patch.undo()
    assert done == ([] if fresh else [True])
