"""Where the documents of a generation came from: beside the manifest, because opening an index must not read it.

sources.json   the files, and what each of them gave: read by the next update
report.json    what became of them, and every input that was refused
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from indexer.page import IngestReport
from indexer.sources import SourceRecord

SOURCES = "sources.json"
REPORT = "report.json"
FILES = (SOURCES, REPORT)


def write_sources(directory: Path, sources: Sequence[SourceRecord]) -> None:
    """Write the sources of a generation."""
    _write(directory / SOURCES, [asdict(source) for source in sources])


def write_report(directory: Path, report: IngestReport) -> None:
    """Write what became of the sources of a generation."""
    _write(directory / REPORT, asdict(report))


def _write(path: Path, value: object) -> None:
    """Write JSON; a file's name may hold bytes that are no text."""
    path.write_bytes(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def sources_from(data: bytes) -> tuple[SourceRecord, ...]:
    """Read the sources that `write_sources` wrote."""
    return tuple(SourceRecord.from_json(value) for value in json.loads(data))


def report_from(data: bytes) -> IngestReport:
    """Read the report that `write_report` wrote."""
    return IngestReport.from_json(json.loads(data))
