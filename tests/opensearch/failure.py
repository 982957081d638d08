"""A node killed in the middle of a build, another in the middle of searching: what is lost, and what fails.

`python -m tests.opensearch.failure [--items N] [--seconds S] [--searchers T]` starts a cluster of its own and prints
the figures; exit status 1 where a document is lost or a request fails.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.directives import Directives
from corpus.model import Document
from indexer.engine import RankingEngine
from indexer.errors import IndexProblem
from indexer.registry import open_builder, open_engine, open_keeper
from indexer.request import Match, SearchRequest, Sort
from indexer.settings import Settings
from tests.opensearch.cluster import Cluster

_BATCH = 10
QUERIES = ("rừng phòng hộ", "chuyen doi so", "giải ngân vốn đầu tư công", "quy hoach", "", "an toàn giao thông")


@dataclass(frozen=True, slots=True)
class Build:
    """A build during which a node was killed."""

    documents: int
    lost: int
    refused: int
    damaged: int
    seconds: float


@dataclass
class Soak:
    """Searches during which a node was killed. Times in seconds."""

    answered: int = 0
    failed: list[str] = field(default_factory=list)
    wrong: int = 0
    slowest_before: float = 0.0
    slowest_after: float = 0.0
    exported: list[int] = field(default_factory=list)


def build_and_kill(cluster: Cluster, settings: Settings, documents: Sequence[Document]) -> Build:
    """Build an index; kill a node when half of the documents are sent, and start it again afterwards."""
    started = time.monotonic()
    victim = cluster.nodes[1]
    builder = open_builder(settings, fresh=True)
    refused = 0
    try:
        for first in range(0, len(documents), _BATCH):
            if first <= len(documents) // 2 < first + _BATCH:
                victim.kill()
            refused += len(builder.upsert(documents[first : first + _BATCH]).refused)
        builder.commit()
    except BaseException:
        builder.abort()
        raise
    seconds = time.monotonic() - started
    engine = open_engine(settings)
    try:
        lost = sum(engine.document(document.id) != document for document in documents)
    finally:
        engine.close()
    damaged = len(open_keeper(settings).damaged_files())
    cluster.start(victim)
    cluster.wait_for("green")
    return Build(len(documents), lost, refused, damaged, seconds)


def search_and_kill(cluster: Cluster, settings: Settings, seconds: float, searchers: int) -> Soak:
    """Search from several threads, kill a node after a third of the time, and compare every answer."""
    engine = open_engine(settings)
    soak, lock = Soak(), threading.Lock()
    expected = {query: _answer(engine, query) for query in QUERIES}
    items = engine.info().items
    killed, ended = threading.Event(), threading.Event()

    def search(seed: int) -> None:
        draw = random.Random(seed)  # noqa: S311  which query comes next
        while not ended.is_set():
            query, begun, after = draw.choice(QUERIES), time.monotonic(), killed.is_set()
            try:
                same = _answer(engine, query) == expected[query]
                problem = None
            except (IndexProblem, Exception) as error:  # noqa: BLE001  whatever a user would meet is counted
                same, problem = True, f"{type(error).__name__}: {error}"
            took = time.monotonic() - begun
            with lock:
                soak.answered += problem is None
                soak.wrong += not same
                soak.failed += [problem] if problem else []
                if after or killed.is_set():
                    soak.slowest_after = max(soak.slowest_after, took)
                else:
                    soak.slowest_before = max(soak.slowest_before, took)

    def export() -> None:
        while not ended.is_set():
            soak.exported.append(sum(1 for _ in engine.records(SearchRequest(sort=Sort.NEWEST))))

    threads = [threading.Thread(target=search, args=(seed,)) for seed in range(searchers)]
    threads.append(threading.Thread(target=export))
    for thread in threads:
        thread.start()
    time.sleep(seconds / 3)
    killed.set()
    cluster.nodes[2].kill()
    time.sleep(seconds * 2 / 3)
    ended.set()
    for thread in threads:
        thread.join()
    engine.close()
    soak.wrong += sum(count != items for count in soak.exported)
    return soak


def _answer(engine: RankingEngine, query: str) -> tuple[int, tuple[str, ...]]:
    page = engine.search(SearchRequest(query, match=Match.ANY))
    return page.total, tuple(hit.record.id for hit in page.hits)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was lost and what failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=1500, help="generated items (1500)")
    parser.add_argument("--seconds", type=float, default=60.0, help="of searching (60)")
    parser.add_argument("--searchers", type=int, default=3, help="threads that search (3)")
    given = parser.parse_args(arguments)
    with Cluster() as cluster:
        settings = Settings(engine="opensearch", url=f"{cluster.url}/failure?shards=3&replicas=1")
        build = build_and_kill(cluster, settings, list(Directives(given.items)))
        print(  # noqa: T201  a command
            f"build: {build.documents} documents in {build.seconds:.1f} s with one of three nodes killed half-way; "
            f"lost {build.lost}, refused {build.refused}, damaged {build.damaged}"
        )
        soak = search_and_kill(cluster, settings, given.seconds, given.searchers)
        print(  # noqa: T201
            f"search: {soak.answered} answers from {given.searchers} threads and {len(soak.exported)} exports; "
            f"failed {len(soak.failed)}, other than before {soak.wrong}; slowest {soak.slowest_before:.2f} s before a "
            f"node was killed, {soak.slowest_after:.2f} s after"
        )
        for problem in dict.fromkeys(soak.failed):
            print(f"  {problem[:200]}")  # noqa: T201
    return int(bool(build.lost or build.refused or build.damaged or soak.failed or soak.wrong))


if __name__ == "__main__":
    sys.exit(main())
