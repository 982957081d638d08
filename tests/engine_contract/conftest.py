"""Engines under one contract: each backend builds a live index of documents and opens it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.model import Document
from indexer.engine import IndexBuilder, RankingEngine
from indexer.registry import open_builder, open_engine
from indexer.settings import Settings
from tests.factories import sample_corpus
from tests.opensearch.shared import running_cluster

ENGINES = ["embedded", "opensearch"]


@pytest.fixture(scope="session")
def cluster_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """The addresses of a cluster of three nodes; skips where there can be none."""
    base = tmp_path_factory.getbasetemp()
    return running_cluster(base if worker_id == "master" else base.parent)


@dataclass(frozen=True)
class Backend:
    """A place for an index and the engine that keeps it."""

    settings: Settings
    opened: list[RankingEngine]

    def builder(self, *, fresh: bool = True) -> IndexBuilder:
        """Begin a generation."""
        return open_builder(self.settings, fresh=fresh)

    def build(self, documents: Sequence[Document]) -> RankingEngine:
        """Index documents from nothing and open the result."""
        builder = self.builder()
        builder.upsert(documents)
        builder.commit()
        return self.open()

    def open(self) -> RankingEngine:
        """Open the live index; it is closed after the test."""
        engine = open_engine(self.settings)
        self.opened.append(engine)
        return engine


@pytest.fixture(scope="module", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def make_backend(
    engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MakeBackend]:
    opened: list[RankingEngine] = []

    def make() -> Backend:
        root: Path = tmp_path_factory.mktemp("index")
        if engine_name == "embedded":
            return Backend(Settings(index=root), opened)
        name = f"test-{secrets.token_hex(6)}"
        url = f"{request.getfixturevalue('cluster_url')}/{name}?shards=2&replicas=1"
        return Backend(Settings(engine=engine_name, url=url), opened)

    yield make
    for engine in opened:
        engine.close()


MakeBackend = Callable[[], Backend]
Examples = Callable[[int], int]


@pytest.fixture(scope="module")
def examples(engine_name: str) -> Examples:
    """How many examples of a property to try: a cluster takes seconds for each index."""
    return lambda many: max(many // 8, 3) if engine_name == "opensearch" else many


@pytest.fixture
def backend(make_backend: MakeBackend) -> Backend:
    """An empty place for an index."""
    return make_backend()


@pytest.fixture(scope="module")
def engine(make_backend: MakeBackend) -> RankingEngine:
    """The sample corpus, built once a module."""
    return make_backend().build(sample_corpus())
