"""An OpenSearch cluster on loopback: three nodes of its own, each a process, so that one can be killed.

`python -m tests.opensearch.cluster` starts one, prints its URL, and stops it on Ctrl-C.
"""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.error import URLError

from tests.opensearch.artefacts import Unavailable, class_path

NODES = 3
_START_SECONDS = 240
_STOP_SECONDS = 20
_HEAP = "512m"


@dataclass
class Node:
    """A node: its name, ports, directory and running process."""

    name: str
    http: int
    transport: int
    directory: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.http}"

    @property
    def log(self) -> Path:
        """What it printed."""
        return self.directory / "node.log"

    @property
    def runs(self) -> bool:
        """Whether its process is alive."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and insist when it does not."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()


class Cluster:
    """Starts its nodes when it is entered and stops them when it is left; raises Unavailable where it cannot.

    Logs stay in `directory` when the start or the block failed, and the message says where.
    """

    def __init__(self, nodes: int = NODES, heap: str = _HEAP) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="ketluan-cluster-"))
        ports = _free_ports(2 * nodes)
        self.nodes = [
            Node(f"node-{n}", ports[2 * n], ports[2 * n + 1], self.directory / f"node-{n}") for n in range(nodes)
        ]
        self._heap = heap

    @property
    def url(self) -> str:
        """The addresses of all nodes, as `--url` takes them."""
        return ",".join(node.url for node in self.nodes)

    @property
    def pids(self) -> list[int]:
        """The processes of the running nodes."""
        return [node.process.pid for node in self.nodes if node.process and node.runs]

    def __enter__(self) -> Cluster:
        try:
            classes = class_path()
        except Unavailable:
            shutil.rmtree(self.directory, ignore_errors=True)
            raise
        try:
            for node in self.nodes:
                self.start(node, classes)
            self.wait_for("green")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if kind is None:
            shutil.rmtree(self.directory, ignore_errors=True)

    def start(self, node: Node, classes: str | None = None) -> None:
        """Start a node, or start it again after it was killed: it finds its data where it left it."""
        node.directory.mkdir(parents=True, exist_ok=True)
        settings = {
            "cluster.name": self.directory.name,
            "node.name": node.name,
            "network.host": "127.0.0.1",
            "http.port": str(node.http),
            "transport.port": str(node.transport),
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{other.transport}" for other in self.nodes),
            "cluster.initial_cluster_manager_nodes": ",".join(other.name for other in self.nodes),
            "action.auto_create_index": "false",
            "cluster.routing.allocation.disk.threshold_enabled": "false",  # a full laptop is no reason to refuse
        }
        # Of a test's minute, most would go into compiling hot loops and parallel collectors on two cores.
        options = [f"-Xms{self._heap}", f"-Xmx{self._heap}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        pairs = [f"{key}={value}" for key, value in settings.items()]
        command = ["java", *options, "-cp", classes or class_path(), "Node", str(node.directory), *pairs]
        with node.log.open("ab") as log:
            node.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT)

    def stop(self) -> None:
        """Stop every node."""
        for node in self.nodes:
            if node.process is not None and node.runs:
                node.process.send_signal(signal.SIGTERM)
        for node in self.nodes:
            node.stop()

    def wait_for(self, status: str, nodes: int | None = None, seconds: float = _START_SECONDS) -> None:
        """Wait until the cluster has a health status and so many nodes; raises Unavailable."""
        wanted = len(self.nodes) if nodes is None else nodes
        self.wait(lambda health: health["number_of_nodes"] >= wanted and health["status"] in _at_least(status), seconds)

    def wait(self, until: Callable[[dict[str, Any]], bool], seconds: float) -> None:
        """Wait until the cluster's health is as asked; raises Unavailable."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for node in self.nodes:
                if node.runs:
                    with suppress(OSError, URLError, ValueError):
                        if until(_get(f"{node.url}/_cluster/health?timeout=1s")):
                            return
            if not any(node.runs for node in self.nodes):
                break
            time.sleep(0.3)
        raise Unavailable(f"the cluster did not get ready within {seconds:.0f} s; its logs are in {self.directory}")


def _at_least(status: str) -> set[str]:
    return {"green": {"green"}, "yellow": {"green", "yellow"}}.get(status, {"green", "yellow", "red"})


def _get(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  loopback
        read: dict[str, Any] = json.load(answer)
    return read


def _free_ports(count: int) -> list[int]:
    held = []
    for _ in range(count):
        free = socket.socket()
        free.bind(("127.0.0.1", 0))
        held.append(free)
    ports = [free.getsockname()[1] for free in held]
    for free in held:
        free.close()
    return ports


def main() -> None:
    """Start a cluster and hold it until interrupted."""
    with Cluster() as cluster:
        print(cluster.url, flush=True)  # noqa: T201  a command
        with suppress(KeyboardInterrupt):
            signal.pause()


if __name__ == "__main__":
    main()
