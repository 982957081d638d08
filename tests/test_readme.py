"""The README is true: its commands run, as they stand there, one after the other."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_data import ROOT

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ ")
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that looks like a fresh clone to the commands: the samples, and no index."""
    folder = tmp_path_factory.mktemp("clone")
    shutil.copytree(ROOT / "corpus" / "samples", folder / "corpus" / "samples")
    return folder


def test_the_readme_begins_with_the_two_commands() -> None:
    first_block = re.search(r"^```\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert first_block is not None
    assert [line.split("#")[0].strip() for line in first_block[1].splitlines()] == ["make run", "make test"]


@pytest.mark.parametrize("number", range(len(COMMANDS)), ids=[command[:60] for command in COMMANDS])
def test_a_command_of_the_readme_runs(checkout: Path, number: int) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        shlex.split(COMMANDS[number]),
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_a_link_of_the_readme_leads_somewhere(path: str) -> None:
    assert (ROOT / path).exists()
