"""Places for indexes on the run's cluster."""

from __future__ import annotations

import secrets

import pytest

from indexer.settings import Settings
from tests.opensearch.shared import running_cluster


@pytest.fixture(scope="session")
def cluster_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """The addresses of a cluster of three nodes; skips where there can be none."""
    base = tmp_path_factory.getbasetemp()
    return running_cluster(base if worker_id == "master" else base.parent)


@pytest.fixture
def place(cluster_url: str) -> Settings:
    """An empty place for an index."""
    return Settings(engine="opensearch", url=f"{cluster_url}/test-{secrets.token_hex(6)}?shards=2&replicas=1")
