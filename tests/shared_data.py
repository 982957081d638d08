"""Where the shared real documents lie; tests that need them skip, with a reason, where they are absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("KETLUAN_SHARED", ROOT.parent / "shared"))

needs_shared = pytest.mark.skipif(
    not (SHARED / "corpus").is_dir(),
    reason=f"the shared documents are not at {SHARED} (set KETLUAN_SHARED)",
)
