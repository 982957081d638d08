"""The harnesses of this folder, each for some seconds; their own `--help` says how to run them in full."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("harness", "options", "verdict"),
    [
        ("kill", ["--points", "10"], r"kills survived 10/10"),
        ("power", ["--states", "12"], r"power cuts survived 12/12"),
        ("soak", ["--seconds", "30", "--growth", "1.5"], r"failures 0, empty answers 0"),
        ("damage", ["--most", "20"], r"damaged files detected 20/20"),
    ],
)
def test_a_harness_in_small(harness: str, options: list[str], verdict: str) -> None:
    command = [sys.executable, "-m", f"tests.crash.{harness}", *options]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert re.search(verdict, done.stdout), done.stdout + done.stderr
    assert done.returncode == 0
