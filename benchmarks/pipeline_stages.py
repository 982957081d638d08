"""One stage of the way from files to an index, run in a process of its own.

    python -m benchmarks.pipeline_stages STAGE SOURCE FOLDER

The answer is one JSON object on the last line.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analyzers.pipeline import Analyzer, TermColumns, shared_analyzer
from benchmarks.measures import folder_bytes
from corpus.jsonl import read_jsonl
from corpus.loaders import load
from corpus.model import Document
from corpus.parser import parse
from indexer.embedded.arrays.pool import analysed
from indexer.ingest import ingest
from indexer.registry import open_builder
from indexer.sections import sections_of
from indexer.settings import Settings

_PARSING = 5.0  # seconds that papers are parsed for, over and over
_BATCH = 64  # documents


def read(source: Path, _: Path) -> dict[str, Any]:
    """Read parsed documents."""
    start = time.perf_counter()
    items = sum(len(document.items) for document in _documents(source))
    return {"items": items, "seconds": time.perf_counter() - start, "bytes": source.stat().st_size}


def parse_papers(source: Path, _: Path) -> dict[str, Any]:
    """Parse printed papers, over and over for some seconds."""
    texts = [load(path) for path in sorted(source.rglob("*")) if path.suffix in (".txt", ".md")]
    items = papers = 0
    start = time.perf_counter()
    while (seconds := time.perf_counter() - start) < _PARSING:
        items += len(parse(texts[papers % len(texts)]).items)
        papers += 1
    return {"items": items, "seconds": seconds, "note": f"{papers / seconds:.0f} papers/s"}


def analyse(source: Path, _: Path) -> dict[str, Any]:
    """Turn the texts of items into terms, words segmented."""
    documents = list(_documents(source))
    analyzer = shared_analyzer()
    analyzer.analyses(["Tải trước."])
    syllables = 0
    start = time.perf_counter()
    for batch in _batches(documents):
        syllables += sum(len(columns.syllables) for columns in analyzer.columns(_texts(batch)))
    seconds = time.perf_counter() - start
    return {"items": _items(documents), "seconds": seconds, "note": f"{syllables / seconds:,.0f} syllables/s"}


def index(source: Path, folder: Path) -> dict[str, Any]:
    """Index documents whose texts are analysed already."""
    documents = list(_documents(source))
    analyzer = _Remembering()
    for _ in analysed(documents, analyzer, workers=1):  # the batches that the builder makes as well
        pass
    target = folder / "index"
    # A builder holds a batch of documents and no more: the others, a million objects, are not its to look through.
    gc.freeze()
    importlib.import_module("indexer.embedded.builder")
    start = time.perf_counter()
    builder = open_builder_with(target, analyzer)
    builder.upsert(documents)
    builder.commit()
    seconds = time.perf_counter() - start
    return {"items": _items(documents), "seconds": seconds, "bytes": folder_bytes(target)}


def open_builder_with(target: Path, analyzer: Analyzer) -> Any:
    """Begin an index with an analyser of one's own."""
    from indexer.embedded.builder import EmbeddedBuilder

    return EmbeddedBuilder(target, fresh=True, analyzer=analyzer)


class _Remembering(Analyzer):
    """An analyser that keeps the terms of the texts that it was asked for, and gives them when asked again."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[tuple[str, ...], list[TermColumns]] = {}

    def columns(self, texts: Sequence[str]) -> Iterator[TermColumns]:
        """Return what is remembered of these texts."""
        key = tuple(texts)
        if key not in self._known:
            self._known[key] = list(super().columns(texts))
        return iter(self._known[key])


def whole(cores: int) -> Callable[[Path, Path], dict[str, Any]]:
    """Return the stage that builds an index from parsed documents on so many cores; the builder uses what it has."""

    def build(source: Path, folder: Path) -> dict[str, Any]:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
        target = folder / f"whole-{cores}"
        start = time.perf_counter()
        builder = open_builder(Settings(index=target), fresh=True)
        report = ingest(builder, [source])
        return {"items": report.items, "seconds": time.perf_counter() - start, "bytes": folder_bytes(target)}

    return build


STAGES: Mapping[str, Callable[[Path, Path], dict[str, Any]]] = {
    "read": read,
    "parse": parse_papers,
    "analyse": analyse,
    "index": index,
}
WHOLE: Mapping[str, Callable[[Path, Path], dict[str, Any]]] = {
    "whole, 1 core": whole(1),
    "whole, 2 cores": whole(2),
}


def _documents(source: Path) -> Iterator[Document]:
    return (result for result in read_jsonl(source) if isinstance(result, Document))


def _items(documents: Sequence[Document]) -> int:
    return sum(len(document.items) for document in documents)


def _batches(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    return (documents[at : at + _BATCH] for at in range(0, len(documents), _BATCH))


def _texts(documents: Sequence[Document]) -> list[str]:
    """Return what an index analyses of documents: each text once a batch."""
    sections = (section for document in documents for section in sections_of(document))
    own = dict.fromkeys(text for s in sections for text in (s.heading, s.text, s.context))
    return list(own | dict.fromkeys(item.heading for document in documents for item in document.items))


def main(arguments: Sequence[str]) -> int:
    """Run one stage and print what it took."""
    stage, source, folder = arguments
    print(json.dumps({**STAGES, **WHOLE}[stage](Path(source), Path(folder))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
