"""Goldens of the shared real documents: structure, numbers, names and dates, and hashes in place of sentences.

`python -m tests.golden.summary` writes them anew; read the difference before committing it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.jsonl import to_json
from corpus.loaders import load
from corpus.parser import parse
from tests.shared_data import SHARED

FOLDER = Path(__file__).parent


def documents() -> Iterator[Path]:
    """Yield the shared documents that have a golden, seeds first."""
    yield from sorted((SHARED / "corpus" / "seeds").glob("*.txt"))
    yield from sorted((SHARED / "corpus" / "notices").glob("*.txt"))


def summary(path: Path) -> dict[str, Any]:
    """Parse one document and return what its golden holds."""
    document = to_json(parse(load(path)))
    document["recipients"] = [_digest(name) for name in document["recipients"]]
    for entry in (document, *document["items"]):
        for key in ("title", "heading", "text"):
            if key in entry:
                entry[f"{key}_sha256"] = _digest(entry.pop(key))
    if document["meeting"]:
        document["meeting"]["label_sha256"] = _digest(document["meeting"].pop("label"))
    return document


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def golden(path: Path) -> Path:
    """Return the file of a document's golden."""
    return FOLDER / f"{path.stem}.json"


def main() -> None:
    """Write every golden anew."""
    for path in documents():
        golden(path).write_text(json.dumps(summary(path), ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
