"""An embedded index of the sample corpus, and places for more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from analyzers.pipeline import shared_analyzer
from corpus.model import Document
from indexer.embedded.builder import EmbeddedBuilder
from indexer.embedded.engine import open_snapshot
from indexer.embedded.generations import Generations
from indexer.embedded.snapshot import Snapshot
from indexer.ingest import ingest
from tests.factories import sample_corpus
from tests.indexer.sources import Run, paper

BuildSnapshot = Callable[[Sequence[Document]], Snapshot]


def build_index(root: Path, documents: Sequence[Document], *, fresh: bool = True) -> None:
    builder = EmbeddedBuilder(root, fresh=fresh)
    builder.upsert(documents)
    builder.commit()


@pytest.fixture(scope="module")
def build_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildSnapshot]:
    """Index documents and open the generation itself."""
    opened: list[Snapshot] = []

    def build(documents: Sequence[Document]) -> Snapshot:
        root = tmp_path_factory.mktemp("index")
        build_index(root, documents)
        opened.append(open_snapshot(Generations(root), shared_analyzer().fingerprint))
        return opened[-1]

    yield build
    for snapshot in opened:
        snapshot.close()


@pytest.fixture(scope="module")
def snapshot(build_snapshot: BuildSnapshot) -> Snapshot:
    """The sample corpus."""
    return build_snapshot(sample_corpus())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty place for an index."""
    return tmp_path / "index"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with two papers, one of them in a folder below."""
    folder = tmp_path / "van-ban"
    (folder / "2023").mkdir(parents=True)
    (folder / "a.txt").write_text(paper(101, "chợ Cốc Lếu"), "utf-8")
    (folder / "2023" / "b.txt").write_text(paper(102, "kè sông Hồng"), "utf-8")
    return folder


@pytest.fixture
def build(root: Path) -> Run:
    return lambda *sources: ingest(EmbeddedBuilder(root, fresh=True), sources)


@pytest.fixture
def update(root: Path) -> Run:
    return lambda *sources: ingest(EmbeddedBuilder(root, fresh=False), sources)
