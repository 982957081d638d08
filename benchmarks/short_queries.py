"""The shipped samples as a labelled set: queries of few syllables, with the items that should come first."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.ir_sets import LabelledSet, Passage, Question
from corpus.model import Document
from corpus.samples import paths
from indexer.intake import read_documents

QUERIES = Path(__file__).resolve().parent.parent / "tests/data/short_queries.toml"
FIRST, ALSO = 2, 1  # grades


def sample_documents() -> list[Document]:
    """Return the shipped samples, parsed."""
    found = [document for path in paths() for document in read_documents(path)]
    return [document for document in found if isinstance(document, Document)]


def read_short_queries(documents: Sequence[Document], path: Path = QUERIES) -> LabelledSet:
    """Read the queries and what they should find; each way to type one is a question of its own.

    Raises KeyError where an item is named that no document has.
    """
    items = {f"{d.number} {item.path}": d.item_id(item) for d in documents for item in d.items}
    questions: list[Question] = []
    qrels: dict[str, dict[str, int]] = {}
    for query in tomllib.loads(path.read_text("utf-8"))["query"]:
        graded = {items[name]: ALSO for name in query.get("also", ())} | {items[name]: FIRST for name in query["first"]}
        for text in (query["text"], *query.get("typed", ())):
            questions.append(Question(str(len(questions) + 1), text))
            qrels[questions[-1].id] = graded
    return LabelledSet("short", tuple(_passages(documents)), tuple(questions), qrels)


def _passages(documents: Sequence[Document]) -> Iterator[Passage]:
    """Yield each item under its heading, own or inherited: what a plain engine would be given."""
    for document in documents:
        for item in document.items:
            yield Passage(document.item_id(item), item.heading, item.text)
