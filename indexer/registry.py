"""The engines by name. An engine is imported when it is opened, so that one needs only its own dependencies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from indexer.cache import Cache
from indexer.engine import IndexBuilder, RankingEngine
from indexer.errors import EngineUnknown
from indexer.keeping import IndexKeeper
from indexer.settings import Settings

Opener = TypeVar("Opener")


def open_engine(settings: Settings) -> RankingEngine:
    """Open the live index that the settings name; raises an IndexProblem."""
    return _named(_ENGINES, settings.engine)(settings)


@dataclass(frozen=True, slots=True)
class Building:
    """How a generation is to be begun, for engines to make of it what they can.

    It is empty if `fresh`, and `keep` generations (None: as many as the engine likes) are left when it goes live. For
    another builder it waits `wait` seconds; `waiting` is told once for whom, `interrupted` who died at the last build.
    What was worked out before is in `cache`.
    """

    fresh: bool
    keep: int | None = None
    wait: float = 0.0
    waiting: Callable[[str], None] | None = None
    interrupted: Callable[[str], None] | None = None
    cache: Cache | None = None


def open_builder(settings: Settings, building: Building | None = None, *, fresh: bool = False) -> IndexBuilder:
    """Begin a new generation, empty or from the live one; raises an IndexProblem."""
    return _named(_BUILDERS, settings.engine)(settings, building or Building(fresh))


def open_keeper(settings: Settings) -> IndexKeeper:
    """Return what looks after the generations of the index that the settings name."""
    return _named(_KEEPERS, settings.engine)(settings)


def open_cache(settings: Settings) -> Cache:
    """Return what builds of the index that the settings name have worked out; it is opened when it is first asked."""
    return Cache(settings.index, settings.cache << 20)


def _embedded_engine(settings: Settings) -> RankingEngine:
    from indexer.embedded.engine import EmbeddedEngine

    return EmbeddedEngine(settings.index, search_seconds=settings.search_seconds)


def _embedded_builder(settings: Settings, building: Building) -> IndexBuilder:
    from indexer.embedded.arrays.pool import cores
    from indexer.embedded.builder import EmbeddedBuilder
    from indexer.embedded.generations import KEPT

    builder = EmbeddedBuilder(
        settings.index,
        fresh=building.fresh,
        keep=KEPT if building.keep is None else building.keep,
        wait=building.wait,
        waiting=building.waiting,
        workers=settings.workers or cores(),
        megabytes=settings.build_memory,
        cache=building.cache,
    )
    if builder.interrupted and building.interrupted:
        building.interrupted(builder.interrupted)
    return builder


def _embedded_keeper(settings: Settings) -> IndexKeeper:
    from indexer.embedded.keeper import EmbeddedKeeper

    return EmbeddedKeeper(settings.index)


def _opensearch_engine(settings: Settings) -> RankingEngine:
    from indexer.opensearch.engine import OpenSearchEngine

    return OpenSearchEngine(settings.url)


def _opensearch_builder(settings: Settings, building: Building) -> IndexBuilder:
    from indexer.opensearch.builder import OpenSearchBuilder
    from indexer.opensearch.generations import KEPT

    keep = KEPT if building.keep is None else building.keep
    return OpenSearchBuilder(
        settings.url, fresh=building.fresh, keep=keep, wait=building.wait, waiting=building.waiting
    )


def _opensearch_keeper(settings: Settings) -> IndexKeeper:
    from indexer.opensearch.keeper import OpenSearchKeeper

    return OpenSearchKeeper(settings.url)


_ENGINES: Mapping[str, Callable[[Settings], RankingEngine]] = {
    "embedded": _embedded_engine,
    "opensearch": _opensearch_engine,
}
_BUILDERS: Mapping[str, Callable[[Settings, Building], IndexBuilder]] = {
    "embedded": _embedded_builder,
    "opensearch": _opensearch_builder,
}
_KEEPERS: Mapping[str, Callable[[Settings], IndexKeeper]] = {
    "embedded": _embedded_keeper,
    "opensearch": _opensearch_keeper,
}


def _named(engines: Mapping[str, Opener], name: str) -> Opener:
    if name not in engines:
        raise EngineUnknown(name, tuple(sorted(engines)))
    return engines[name]
