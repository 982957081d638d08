"""Engines under one contract: each backend builds a live index of documents and opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.model import Document
from indexer.engine import IndexBuilder, RankingEngine
from indexer.registry import open_builder, open_engine
from indexer.settings import Settings
from tests.factories import sample_corpus

ENGINES = ["embedded"]


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
def make_backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeBackend]:
    opened: list[RankingEngine] = []

    def make() -> Backend:
        root: Path = tmp_path_factory.mktemp("index")
        return Backend(Settings(index=root, engine=request.param), opened)

    yield make
    for engine in opened:
        engine.close()


MakeBackend = Callable[[], Backend]


@pytest.fixture
def backend(make_backend: MakeBackend) -> Backend:
    """An empty place for an index."""
    return make_backend()


@pytest.fixture(scope="module")
def engine(make_backend: MakeBackend) -> RankingEngine:
    """The sample corpus, built once a module."""
    return make_backend().build(sample_corpus())
