"""Indexes that say which build they are of, and the proof that what is served is one of them, whole.

Every document of build g is of the meeting with ordinal g and says `đợt` g in words, so that a facet, a hit or a page
of another build gives itself away.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path

from corpus.jsonl import to_json
from corpus.model import Document, Meeting
from indexer.embedded.engine import EmbeddedEngine
from indexer.embedded.generations import Generations
from indexer.engine import IndexBuilder
from indexer.page import SearchPage
from indexer.request import Facet, Match, SearchRequest
from tests.factories import make_document, make_item

DOCUMENTS = 12
_ITEMS = 2
_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def spelled(number: int) -> str:
    """Return a number digit by digit in words: 17 is `một bảy`."""
    return " ".join(_DIGITS[int(digit)] for digit in str(number))


def documents(build: int, count: int = DOCUMENTS) -> Iterator[Document]:
    """Yield the documents of a build; their ids are the same in every build."""
    for n in range(count):
        text = f"Giao Sở Xây dựng rà soát tuyến đường thứ {spelled(n)}, đợt {spelled(build)} hết."
        items = [
            make_item("1", f"Tuyến đường thứ {spelled(n)}", text),
            make_item("2", "", f"Đợt {spelled(build)} hết."),
        ]
        meeting = Meeting(f"Cuộc họp lần thứ {build}", "Ủy ban nhân dân tỉnh", build, None, None)
        yield make_document(f"tb-{n:04}", items, title=f"Thông báo đợt {build}", meeting=meeting)


def write(path: Path, build: int, count: int = DOCUMENTS) -> Path:
    """Write the documents of a build as a `.jsonl`."""
    path.write_text("".join(json.dumps(to_json(document)) + "\n" for document in documents(build, count)), "utf-8")
    return path


def build_with(builder: IndexBuilder, build: int, count: int = DOCUMENTS) -> None:
    """Fill a builder with the documents of a build and commit it."""
    builder.upsert(documents(build, count))
    builder.commit()


def patient(root: Path) -> EmbeddedEngine:
    """Open an index without a limit on the time of a search: a first one may have to compile."""
    return EmbeddedEngine(root, search_seconds=math.inf)


def builds_of(page: SearchPage) -> set[int]:
    """Return the builds that a page speaks of: in its hits, their texts and its facets."""
    hits = {hit.record.header.meeting.ordinal for hit in page.hits if hit.record.header.meeting}
    titles = {int(hit.record.header.title.rsplit(" ", 1)[1]) for hit in page.hits}
    labels = {int(value.label.rsplit("thứ ", 1)[1].split(" ")[0]) for value in page.facets[Facet.MEETING]}
    return {number for number in hits | titles | labels if number is not None}


def served_build(engine: EmbeddedEngine, count: int = DOCUMENTS) -> int:
    """Return the build that an engine serves after proving it whole; raises AssertionError."""
    everything = engine.search(SearchRequest("đợt hết", match=Match.ALL, size=count * _ITEMS))
    (build,) = builds_of(everything)
    assert everything.total == count * _ITEMS, f"{everything.total} items of {count * _ITEMS}"
    assert len(everything.hits) == count * _ITEMS
    phrase = engine.search(SearchRequest(f'"đợt {spelled(build)} hết"', match=Match.ALL))
    assert (phrase.total, builds_of(phrase)) == (count * _ITEMS, {build})
    middle = engine.search(SearchRequest(f'"thứ {spelled(count // 2)}"', match=Match.ALL))
    assert {hit.record.header.id for hit in middle.hits} == {f"tb-{count // 2:04}"}
    for document in documents(build, count):
        assert engine.document(document.id) == document
    return build


def prove(root: Path, count: int = DOCUMENTS) -> int:
    """Open what is live below `root` as a new reader would, prove it whole and undamaged, and return its build."""
    engine = patient(root)
    try:
        build = served_build(engine, count)
    finally:
        engine.close()
    damaged = Generations(root).damaged_files()
    assert not damaged, f"damaged: {damaged}"
    return build
