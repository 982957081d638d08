"""One cluster for a whole test run, however many worker processes it has.

The first test that needs it starts a keeper; the others read its address from a file. The keeper stops the cluster when
the run has ended, however that ended. `KETLUAN_TEST_CLUSTER` names a cluster that runs already.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.opensearch.artefacts import Unavailable
from tests.opensearch.cluster import Cluster

_START_SECONDS = 900  # artefacts may have to be fetched first


def running_cluster(place: Path) -> str:
    """Return the address of the run's cluster, started where need be; skips the test where there can be none."""
    if given := os.environ.get("KETLUAN_TEST_CLUSTER"):
        return given
    state = place / "cluster.json"
    with (place / "cluster.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not state.exists():
            _start_keeper(state)
        told = _read(state)
    if "problem" in told:
        pytest.skip(f"no OpenSearch cluster: {told['problem']}")
    return told["url"]


def _start_keeper(state: Path) -> None:
    # A worker's parent is the process that runs all tests; without workers it is this process.
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    command = [sys.executable, "-m", "tests.opensearch.shared", str(run), str(state)]
    log = state.with_suffix(".log").open("ab")
    root = Path(__file__).parents[2]
    _KEEPERS.append(subprocess.Popen(command, cwd=root, stdin=subprocess.DEVNULL, stdout=log, stderr=log))
    log.close()


def _read(state: Path) -> dict[str, str]:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        with suppress(OSError, ValueError):
            told: dict[str, str] = json.loads(state.read_text("utf-8"))
            return told
        if _KEEPERS and _KEEPERS[-1].poll() is not None:
            break
        time.sleep(0.2)
    return {"problem": f"its keeper ended; see {state.with_suffix('.log')}"}


def keep(run: int, state: Path) -> None:
    """Hold a cluster while the process `run` lives, and tell `state` where it is or why there is none."""
    try:
        with Cluster() as cluster:
            _tell(state, {"url": cluster.url})
            while _lives(run):
                time.sleep(1)
    except Unavailable as problem:
        _tell(state, {"problem": str(problem)})
        while _lives(run):
            time.sleep(1)


def _tell(state: Path, what: dict[str, str]) -> None:
    partial = state.with_suffix(".new")
    partial.write_text(json.dumps(what), "utf-8")
    partial.replace(state)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


_KEEPERS: list[subprocess.Popen[bytes]] = []

if __name__ == "__main__":
    keep(int(sys.argv[1]), Path(sys.argv[2]))
