"""The shipped samples are true to form, and the gold beside the tests is about what they say."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus import samples
from corpus.model import Decision, ItemPath, Role
from corpus.orthography import fold_tone_marks
from tests.shared_data import ROOT, SHARED, needs_shared

Json = dict[str, Any]

GOLD = ROOT / "tests" / "gold"
SAMPLES = samples.paths()
SAMPLE_GOLD = sorted((GOLD / "samples").glob("*.json"))
SHARED_GOLD = sorted((GOLD / "shared").glob("*.json"))
LONGEST_RUN = 13  # words in a row that a committed file may share with a document of others
LONGEST_FURNITURE = 120  # characters of page number and running head between two halves of a sentence

DEADLINE_FIELDS = {
    ("by", "date"),
    ("within", "month"),
    ("within", "quarter"),
    ("within", "year"),
    ("every", "months"),
    ("relative",),
}


def load(path: Path) -> Json:
    document: Json = json.loads(path.read_text(encoding="utf-8"))
    return document


def plain(text: str) -> str:
    """Return `text` without mark-up and with its white space collapsed."""
    return " ".join(re.sub(r"[*#|\\]", "", text).split())


def occurs(paragraph: str, source: str) -> bool:
    """Tell whether a paragraph stands in the plain source, whole or parted once by the furniture of a page break."""
    start = source.find(paragraph[:25])
    while start >= 0:
        matched = _common_prefix(paragraph, source[start : start + len(paragraph)])
        rest = paragraph[matched:].strip()
        if source.find(rest, start + matched, start + matched + LONGEST_FURNITURE + len(rest)) >= 0:
            return True
        start = source.find(paragraph[:25], start + 1)
    return False


def _common_prefix(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def test_a_paragraph_parted_by_a_page_break_occurs_and_an_altered_one_does_not() -> None:
    source = "Giao Sở Y tế rà soát danh mục thuốc 2 TB 640 và báo cáo trước ngày 05/3/2024."
    assert occurs("Giao Sở Y tế rà soát danh mục thuốc và báo cáo trước ngày 05/3/2024.", source)
    assert not occurs("Giao Sở Y tế rà soát danh mục thuốc và báo cáo trước ngày 06/3/2024.", source)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())


def runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of one word more than may be shared."""
    found = words(text)
    return {tuple(found[at : at + LONGEST_RUN + 1]) for at in range(len(found) - LONGEST_RUN)}


def items(documents: list[Path]) -> Iterator[tuple[str, Json]]:
    for path in documents:
        for item in load(path)["items"]:
            yield f"{path.stem}#{item['path']}", item


SAMPLE_ITEMS = dict(items(SAMPLE_GOLD))
ALL_ITEMS = {**SAMPLE_ITEMS, **dict(items(SHARED_GOLD))}


# The samples


def test_there_are_twenty_four_samples_half_of_them_markdown() -> None:
    assert len(SAMPLES) == 24
    assert sum(path.suffix == ".md" for path in SAMPLES) == 12


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_a_clean_text_of_ordinary_length_with_a_telling_name(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.fullmatch(r"[a-z-]+-202[1-5]-[a-z]+(-[a-z]+)?-\d+\.(txt|md)", path.name)
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & {"\u00d0", "\u00a0", "\u200b", "\ufeff", "\r", "\t"}
    assert 600 <= len(text.split()) <= 2500


@pytest.mark.parametrize("spelling", ["ủy", "uỷ", "Hòa Bình", "Hoà Bình", "hóa", "hoá", "BCSD", "BCSĐ"])
def test_both_spellings_occur(spelling: str) -> None:
    assert any(spelling in path.read_text(encoding="utf-8") for path in SAMPLES)


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param(r"\f", id="form feed"),
        pytest.param(r"(?m)^ +- 2 -$", id="page number"),
        pytest.param(r"(?m)^TB 640 +Tỉnh ủy Đắk Nông$", id="running head"),
        pytest.param(r"(?m)^Thời gian ký: ", id="stamp of a digital signature"),
        pytest.param(r"(?m)^## 5\. ", id="heading with hashes"),
        pytest.param(r"(?m)^\*\*5\. .+\*\*$", id="bold heading"),
        pytest.param(r"(?m)^Điều 1|^\*\*Điều 1\. ", id="article"),
        pytest.param(r"(?m)^\*\*Thứ nhất, ", id="ordinal in words"),
        pytest.param(r"(?m)^đ\) ", id="letter đ"),
        pytest.param(r"(?m)^\|.+\|$", id="letterhead as a table"),
        pytest.param(r"\d – TTr/", id="number with an en dash"),
        pytest.param(r"số 08-nq/tu", id="number in lower case"),
    ],
)
def test_the_marks_of_the_way_here_occur(mark: str) -> None:
    assert any(re.search(mark, path.read_text(encoding="utf-8")) for path in SAMPLES)


@needs_shared
def test_no_sample_repeats_a_sentence_of_the_shared_documents() -> None:
    theirs: set[tuple[str, ...]] = set()
    for path in (SHARED / "corpus").rglob("*.txt"):
        theirs |= runs(path.read_text(encoding="utf-8"))
    for path in [*SAMPLES, *SAMPLE_GOLD, *SHARED_GOLD]:
        assert not runs(path.read_text(encoding="utf-8")) & theirs, path.name


# The gold of the samples


def test_every_sample_has_its_gold() -> None:
    assert [path.stem for path in SAMPLE_GOLD] == sorted(path.stem for path in SAMPLES)
    assert [load(path)["source"] for path in SAMPLE_GOLD] == sorted(path.name for path in SAMPLES)


@pytest.mark.parametrize("path", SAMPLE_GOLD, ids=lambda path: path.stem)
def test_the_gold_of_a_sample_is_what_its_paper_says(path: Path) -> None:
    gold = load(path)
    source = plain((Path(samples.__file__).parent / gold["source"]).read_text(encoding="utf-8"))
    assert gold["number"].replace("-", "") in source.replace(" ", "").replace("-", "")
    day = dt.date.fromisoformat(gold["date"])
    assert f"ngày {day.day:02} tháng {day.month} năm {day.year}" in re.sub(r"tháng 0", "tháng ", source)
    for name in (gold["chair"], (gold["signatory"] or {}).get("name")):
        assert name is None or name in source
    for recipient in gold.get("recipients", []):
        assert recipient in source
    for item in gold["items"]:
        assert plain(item["heading"]) in source
        for paragraph in filter(None, plain_paragraphs(item["text"])):
            assert occurs(paragraph, source), (item["path"], paragraph)


def plain_paragraphs(text: str) -> list[str]:
    return [plain(paragraph) for paragraph in text.split("\n")]


@pytest.mark.parametrize("path", [*SAMPLE_GOLD, *SHARED_GOLD], ids=lambda path: path.stem)
def test_the_paths_of_a_document_are_unique_and_parents_come_first(path: Path) -> None:
    seen: list[ItemPath] = []
    for item in load(path)["items"]:
        place = ItemPath.parse(item["path"])
        assert place not in seen
        assert place.parent is None or place.parent in seen
        seen.append(place)


@pytest.mark.parametrize("place", ALL_ITEMS)
def test_the_facts_of_an_item_are_values_of_the_contract(place: str) -> None:
    item = ALL_ITEMS[place]
    assert item.get("decision") is None or item["decision"] in set(Decision)
    agencies = [(entry["name"], Role(entry["role"])) for entry in item.get("agencies", [])]
    assert len(set(agencies)) == len(agencies)
    assert all(name == fold_tone_marks(name) for name, _ in agencies)
    for name, role in agencies:
        if role is Role.MENTIONED:
            assert [other for other, _ in agencies].count(name) == 1
    for deadline in item["deadlines"]:
        assert tuple(key for key in deadline if key != "text")[1:] == deadline_field(deadline)
    numbers = [citation["number"] for citation in item["citations"]]
    assert len(set(numbers)) == len(numbers)


def deadline_field(deadline: Json) -> tuple[str, ...]:
    """Return the field that holds a deadline's value, checked to be well-formed."""
    match deadline:
        case {"kind": "by", "date": str(day)}:
            dt.date.fromisoformat(day)
            return ("date",)
        case {"kind": "within", "month": str(month)}:
            assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month)
            return ("month",)
        case {"kind": "within", "quarter": str(quarter)}:
            assert re.fullmatch(r"20\d\d-Q[1-4]", quarter)
            return ("quarter",)
        case {"kind": "within", "year": int()}:
            return ("year",)
        case {"kind": "every", "months": int(months)}:
            assert months in {1, 3, 6, 12}
            return ("months",)
        case {"kind": "relative"}:
            return ()
    raise AssertionError(deadline)


@pytest.mark.parametrize("place", SAMPLE_ITEMS)
def test_deadlines_and_citations_stand_in_the_words_of_their_item(place: str) -> None:
    item = SAMPLE_ITEMS[place]
    own = f"{item['heading']} {item['text']}"
    for deadline in item["deadlines"]:
        assert deadline["text"] in own
    for citation in item["citations"]:
        assert re.search(rf"\b{citation['number'].split('-')[0].split('/')[0]}\b", own)


def test_every_form_of_deadline_every_role_and_every_decision_occur() -> None:
    deadlines = [deadline for item in SAMPLE_ITEMS.values() for deadline in item["deadlines"]]
    assert {(entry["kind"], *deadline_field(entry)) for entry in deadlines} == DEADLINE_FIELDS
    roles = {entry["role"] for item in SAMPLE_ITEMS.values() for entry in item["agencies"]}
    assert roles == set(Role)
    assert {item.get("decision") for item in SAMPLE_ITEMS.values()} >= set(Decision)


def test_a_sample_that_cites_another_gives_its_kind_and_date() -> None:
    documents = {(gold := load(path))["number"]: gold for path in SAMPLE_GOLD}
    assert len(documents) == len(SAMPLE_GOLD)
    cited = [
        (place, citation)
        for place, item in SAMPLE_ITEMS.items()
        for citation in item["citations"]
        if citation["number"] in documents
    ]
    assert len(cited) >= 20
    for place, citation in cited:
        target = documents[citation["number"]]
        assert (citation["date"], citation["kind"]) == (target["date"], target["kind"]), place


def test_some_papers_that_are_not_samples_recur_too() -> None:
    where: dict[str, set[str]] = {}
    for place, item in SAMPLE_ITEMS.items():
        for citation in item["citations"]:
            where.setdefault(citation["number"].replace("Đ", "D"), set()).add(place.split("#")[0])
    assert {"132-TTr/BCSD", "08-NQ/TU", "12-NQ/TU"} <= {number for number, places in where.items() if len(places) > 1}


# The gold of the shared documents


def test_the_gold_of_shared_documents_holds_no_sentence() -> None:
    assert len(SHARED_GOLD) == 4
    for path in SHARED_GOLD:
        gold = load(path)
        assert "title" not in gold
        for item in gold["items"]:
            assert not {"heading", "text"} & set(item)
            assert re.fullmatch(r"[0-9a-f]{64}", item["text_sha256"])
        assert max(len(words(text)) for text in strings(gold)) <= LONGEST_RUN


def strings(value: object) -> Iterator[str]:
    match value:
        case dict():
            for inner in value.values():
                yield from strings(inner)
        case list():
            for inner in value:
                yield from strings(inner)
        case str():
            yield value


@needs_shared
@pytest.mark.parametrize("path", SHARED_GOLD, ids=lambda path: path.stem)
def test_what_the_gold_of_a_shared_document_names_stands_in_it(path: Path) -> None:
    gold = load(path)
    source = plain(next((SHARED / "corpus").rglob(gold["source"])).read_text(encoding="utf-8"))
    for item in gold["items"]:
        for deadline in item["deadlines"]:
            assert deadline["text"] in source
        for citation in item["citations"]:
            assert citation["number"] in source
