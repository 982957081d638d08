"""The engine benchmark: all engines agree on what is counted, and the results have the contract's shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks.contenders.answers import Answer, Contender
from benchmarks.contenders.shelf import OTHERS, OURS, Papers, build, cold, open_contender, packed, unpacked
from benchmarks.engine_table import table
from benchmarks.engines import differences, main, measure, mixed, sample
from benchmarks.queries import Drawer, Form, Query, QueryClass
from indexer.request import Facet


def answer(total: int = 3, agencies: tuple[tuple[str, int], ...] = (("Sở Y tế", 2), ("Sở Nội vụ", 1))) -> Answer:
    return Answer(total, ("a#1",), {Facet.AGENCY: agencies, Facet.MEETING: (), Facet.NUMBER: ()})


class Fixed:
    """An engine that answers every query alike and counts them."""

    segments = 1

    def __init__(self, value: Answer) -> None:
        self.value = value
        self.asked: list[Query] = []

    def search(self, query: Query) -> Answer:
        self.asked.append(query)
        return self.value

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("theirs", "difference"),
    [
        (answer(), ""),
        (answer(agencies=(("Sở Y tế", 2), ("Sở Tài chính", 1))), ""),  # values of equal count may differ
        (answer(4), "total 3 4"),
        (answer(agencies=(("Sở Y tế", 2),)), "agency (2, 1) (2,)"),
    ],
)
def test_answers_differ_by_their_counts(theirs: Answer, difference: str) -> None:
    assert differences(answer(), theirs) == difference


def test_every_engine_answers_every_query_each_round_after_one_that_warms_up() -> None:
    engines = {OURS: Fixed(answer()), "tantivy": Fixed(answer(5))}
    queries = (Query(Form.ALL, ("rừng",)), Query(Form.ALL, ("hồ",)))
    measured = measure(engines, QueryClass("term", queries), rounds=3, seconds=60)
    assert {name: len(times) for name, times in measured.times.items()} == {OURS: 6, "tantivy": 6}
    assert [engine.asked.count(query) for engine in engines.values() for query in queries] == [4, 4, 4, 4]
    assert measured.totals == [3, 3]
    assert len(measured.differing["tantivy"]) == 2


def test_an_engine_without_time_left_answers_one_round() -> None:
    engines: Mapping[str, Contender] = {OURS: Fixed(answer()), "tantivy": Fixed(answer())}
    measured = measure(engines, QueryClass("term", (Query(Form.ALL, ("rừng",)),)), rounds=9, seconds=0)
    assert {name: len(times) for name, times in measured.times.items()} == {OURS: 1, "tantivy": 1}


def test_the_mixed_load_is_the_same_for_every_engine() -> None:
    engines = {OURS: Fixed(answer()), "tantivy": Fixed(answer())}
    classes = [QueryClass(str(n), (Query(Form.ALL, (str(n),)),)) for n in range(4)]
    times = mixed(engines, classes, seed=1, seconds=60)
    assert engines[OURS].asked == engines["tantivy"].asked
    assert len(set(engines[OURS].asked)) == 4
    assert len(times[OURS]) == len(engines[OURS].asked)


def test_queries_survive_the_way_to_another_process() -> None:
    queries = [
        Query(Form.ALL, ("rừng", "hồ"), dates=(738000, 738100)),
        Query(Form.ANY, ("rừng",), selections=((Facet.AGENCY, "Sở Y tế"), (Facet.NUMBER, "48-ttr/bcsd"))),
        Query(Form.EVERYTHING),
    ]
    assert unpacked(json.loads(json.dumps(packed(queries)))) == queries


@pytest.mark.parametrize("name", OTHERS)
def test_an_engine_counts_as_ours_does(name: str, tmp_path: Path) -> None:
    if name == "tantivy":
        pytest.importorskip("tantivy", reason="the comparison needs the bench extra")
    papers = Papers(80)
    engines = {}
    for engine in (OURS, name):
        (tmp_path / engine).mkdir()
        assert build(engine, tmp_path / engine, papers)["bytes"]
        engines[engine] = open_contender(engine, tmp_path / engine)
    for one in Drawer(sample(papers)).classes(2):
        measured = measure(engines, one, rounds=1, seconds=0)
        assert measured.differing == {}
        assert min(measured.totals, default=1) > 0, one.name
    for contender in engines.values():
        contender.close()
    dropped = cold(name, tmp_path / name, [Query(Form.EVERYTHING)])
    assert set(dropped) == {"open_ms", "query_ms"}


def test_results_have_the_contracts_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "engines.json"
    arguments = ["--items", "60", "--against", "fts5", "--queries", "1", "--rounds", "1"]
    assert main([*arguments, "--index", str(tmp_path / "kept"), "--json", str(out)]) == 0
    results = json.loads(out.read_text("utf-8"))
    assert results["items"] == 60
    assert results["differing"] == {}
    assert {"processor", "cores", "python", "packages", "load"} <= set(results["machine"])
    assert len(results["classes"]) >= 18  # in so few items no word is rare
    for one in results["classes"]:
        assert set(one["ours_ms"]) == set(one["fts5_ms"]) == {"p50", "p95", "p99"}
    assert set(results["geomean_ratio"]) == {"fts5"}
    assert all(results["engines"]["ours"][key] > 0 for key in ("bytes", "open_ms", "items_per_second", "peak_mb"))
    assert capsys.readouterr().out.strip() == table(results).strip()


def test_an_unknown_engine_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--against", "lucene"]) == 2
    assert "lucene" in capsys.readouterr().err
