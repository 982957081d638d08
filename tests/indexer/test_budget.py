"""The time that one search may take."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from indexer.embedded import budget
from indexer.embedded.budget import UNLIMITED, Budget
from indexer.errors import SearchTimedOut


def test_a_search_may_take_its_time_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    monkeypatch.setattr(budget, "seconds_compiling", lambda: 0.0)
    limited = Budget(Path("x"), 3)
    now = 102.9
    limited.check()
    UNLIMITED.check()
    now = 103.1
    with pytest.raises(SearchTimedOut):
        limited.check()


def test_compiling_is_not_searching(monkeypatch: pytest.MonkeyPatch) -> None:
    now, compiling = 100.0, 2.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    monkeypatch.setattr(budget, "seconds_compiling", lambda: compiling)
    limited = Budget(Path("x"), 3)
    now, compiling = 130.0, 30.0
    limited.check()
    now = 131.5
    with pytest.raises(SearchTimedOut):
        limited.check()
