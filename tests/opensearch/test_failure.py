"""Nodes of a cluster killed while it is written and read. `python -m tests.opensearch.failure` does more of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.directives import Directives
from indexer.settings import Settings
from tests.opensearch.artefacts import Unavailable
from tests.opensearch.cluster import Cluster
from tests.opensearch.failure import build_and_kill, search_and_kill


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[Cluster]:
    """A cluster whose nodes may be killed."""
    try:
        with Cluster() as cluster:
            yield cluster
    except Unavailable as problem:
        pytest.skip(f"no OpenSearch cluster: {problem}")


def test_a_lost_node_loses_nothing(own_cluster: Cluster) -> None:
    settings = Settings(engine="opensearch", url=f"{own_cluster.url}/lost?shards=3&replicas=1")
    build = build_and_kill(own_cluster, settings, list(Directives(300)))
    assert (build.lost, build.refused, build.damaged) == (0, 0, 0)
    soak = search_and_kill(own_cluster, settings, seconds=12, searchers=2)
    assert soak.failed == []
    assert soak.wrong == 0
    assert soak.answered > 0
    assert soak.exported
