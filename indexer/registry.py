"""The engines by name. An engine is imported when it is opened, so that one needs only its own dependencies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from indexer.engine import IndexBuilder, RankingEngine
from indexer.errors import EngineUnknown
from indexer.settings import Settings

Opener = TypeVar("Opener")


def open_engine(settings: Settings) -> RankingEngine:
    """Open the live index that the settings name; raises an IndexProblem."""
    return _named(_ENGINES, settings.engine)(settings)


def open_builder(settings: Settings, *, fresh: bool) -> IndexBuilder:
    """Begin a new generation, empty or from the live one; raises an IndexProblem."""
    return _named(_BUILDERS, settings.engine)(settings, fresh)


def damaged_files(settings: Settings) -> tuple[str, ...]:
    """Read every file of the live index and return those that are not as its manifest says; raises an IndexProblem."""
    return _named(_CHECKS, settings.engine)(settings)


def _embedded_engine(settings: Settings) -> RankingEngine:
    from indexer.embedded.engine import EmbeddedEngine

    return EmbeddedEngine(settings.index)


def _embedded_builder(settings: Settings, fresh: bool) -> IndexBuilder:
    from indexer.embedded.builder import EmbeddedBuilder

    return EmbeddedBuilder(settings.index, fresh=fresh)


def _embedded_check(settings: Settings) -> tuple[str, ...]:
    from indexer.embedded.generations import Generations

    return Generations(settings.index).damaged_files()


_ENGINES: Mapping[str, Callable[[Settings], RankingEngine]] = {"embedded": _embedded_engine}
_BUILDERS: Mapping[str, Callable[[Settings, bool], IndexBuilder]] = {"embedded": _embedded_builder}

_CHECKS: Mapping[str, Callable[[Settings], tuple[str, ...]]] = {"embedded": _embedded_check}


def _named(engines: Mapping[str, Opener], name: str) -> Opener:
    if name not in engines:
        raise EngineUnknown(name, tuple(sorted(engines)))
    return engines[name]
