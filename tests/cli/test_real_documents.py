"""The acceptance of the first release, on the real documents it was asked for with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from tests.cli.conftest import Ketluan
from tests.shared_data import SHARED, needs_shared

pytestmark = needs_shared


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("seeds")
    done = CliRunner().invoke(main, ["index", "build", str(SHARED / "corpus" / "seeds"), "--index", str(root)])
    assert done.exit_code == 0, done.output
    return root


def search(ketluan: Ketluan, index: Path, *args: str) -> list[tuple[str, str]]:
    """Return province and path of the hits: `("Bắc Kạn", "5.1")`."""
    hits = json.loads(ketluan("search", *args, "--index", index, "--json").stdout)["hits"]
    return [(hit["meeting"].split(",")[0], hit["id"].split("#")[1]) for hit in hits]


@pytest.mark.parametrize("query", ["chuyen doi so", "chuyển đổi số", '"chuyển đổi số"', "CHUYỂN ĐỔI SỐ"])
def test_a_topic_is_found_with_and_without_diacritics(ketluan: Ketluan, seeds: Path, query: str) -> None:
    first = set(search(ketluan, seeds, query)[:4])
    assert first == {("Bắc Kạn", "5"), ("Bắc Kạn", "5.1"), ("Bắc Kạn", "5.2"), ("Lạng Sơn", "7")}


@pytest.mark.parametrize("query", ["48 ttr bcsd", "48-TTr/BCSD", "48/ttr-bcsđ", "tờ trình số 48-TTr/BCSD"])
def test_a_number_is_found_however_it_is_typed(ketluan: Ketluan, seeds: Path, query: str) -> None:
    assert search(ketluan, seeds, query)[0] == ("Lạng Sơn", "1")


def test_facets_name_both_meetings(ketluan: Ketluan, seeds: Path) -> None:
    answer = json.loads(ketluan("search", "rừng", "--index", seeds, "--json").stdout)
    assert {value["label"] for value in answer["facets"]["meeting"]} == {
        "Lạng Sơn, kỳ họp thứ 17 (04/3/2022)",
        "Bắc Kạn, hội nghị lần thứ 63 (19/12/2023)",
    }
    assert answer["total"] == sum(value["count"] for value in answer["facets"]["meeting"])


def test_an_agency_is_chosen_by_its_short_name(ketluan: Ketluan, seeds: Path) -> None:
    found = search(ketluan, seeds, "chuyển mục đích sử dụng rừng", "--agency", "BCSĐ UBND tỉnh", "--match", "all")
    assert set(found) == {("Bắc Kạn", "6.1"), ("Bắc Kạn", "7")}
