"""The parser reads directives of several authors as people read them: a floor for every field, set after set.

`second`, `third` and `fourth` were written by authors who had seen neither the parser nor each other's papers. The
floors are what a records officer may expect of papers that nobody has seen; `python -m benchmarks.parsing` prints the
scores.
"""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.parsing import read_documents, score
from benchmarks.parsing_score import Report
from corpus.jsonl import to_json
from corpus.loaders import load
from corpus.parser import parse
from tests.shared_data import ROOT

FOLDER = ROOT / "tests" / "data" / "directives"
SETS = (".", "heldout", "second", "third", "fourth")
FLOORS = {
    "item paths": 0.97,
    "document fields": 0.96,
    "citations: number": 0.96,
    "deadlines: kind+value": 0.92,
    "agencies: name+role": 0.90,
}


@cache
def report_of(name: str) -> Report:
    folder = FOLDER / name
    gold = read_documents(folder)
    papers = [path for path in sorted(folder.iterdir()) if path.suffix in (".txt", ".md") and path.stem in gold]
    return score({path.stem: to_json(parse(load(path))) for path in papers}, gold)


@pytest.mark.parametrize("name", SETS)
def test_every_paper_of_the_set_is_scored(name: str) -> None:
    report = report_of(name)
    assert report.documents >= 8
    assert report.missing == []


@pytest.mark.parametrize("field", FLOORS)
@pytest.mark.parametrize("name", SETS)
def test_fields_are_read_as_people_read_them(name: str, field: str) -> None:
    f1 = report_of(name).tallies[field].f1
    assert f1 is not None
    assert f1 >= FLOORS[field]


@pytest.mark.parametrize("name", SETS)
def test_texts_are_whole(name: str) -> None:
    similarity = report_of(name).similarity
    assert similarity is not None
    assert similarity >= 0.98
