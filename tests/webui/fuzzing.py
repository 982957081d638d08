"""How much a fuzz test asks, and of what: by default little, and of documents in memory.

`KETLUAN_FUZZ_CASES` is how many requests each property makes, `KETLUAN_FUZZ_INDEX` an index that is asked instead.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from flask import Flask

from indexer.engine import SearchEngine
from indexer.registry import open_engine
from indexer.settings import Settings
from tests.factories import sample_corpus
from tests.webui.documents import nested_notice, shouting_document
from tests.webui.fake_engine import FakeEngine
from webui.metrics import EXTENSION

KNOWN = FakeEngine([*sample_corpus(), nested_notice(), shouting_document()])


def cases(default: int) -> int:
    """Return how many requests a property makes."""
    return int(os.environ.get("KETLUAN_FUZZ_CASES", default))


def asked_engine() -> SearchEngine:
    """Return the engine behind the application that is asked."""
    index = os.environ.get("KETLUAN_FUZZ_INDEX")
    return open_engine(Settings(index=Path(index))) if index else KNOWN


def tally(app: Flask) -> str:
    """Return how many requests an application answered, and how, by its own counters."""
    statuses: Counter[int] = Counter()
    for (_, _, status), number in app.extensions[EXTENSION].requests.items():
        statuses[status] += number
    return f"{sum(statuses.values())} answers: " + ", ".join(f"{s} {n}" for s, n in sorted(statuses.items()))
