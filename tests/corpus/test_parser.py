"""What holds of every text: a document comes of it, and no letter of it is lost or doubled.

`KETLUAN_PARSER_CASES` sets how many damaged papers are tried (150 unless set; 50000 for the long run).
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.jsonl import from_json, to_json
from corpus.model import SourceText
from corpus.numbering import read_labels
from corpus.parser import Reading, analyse
from corpus.roles import Role
from corpus.samples import paths
from tests.corpus.papers import FOOT, HEAD
from tests.corpus.test_letterhead import BODY, HEADS
from tests.corpus.test_outline import DOUBTFUL, FORMS, NO_ITEMS
from tests.corpus.test_signoff import FEET

CASES = int(os.environ.get("KETLUAN_PARSER_CASES", "150"))
PAPERS = [
    *(HEAD + body + FOOT for body, _ in FORMS.values()),
    *(HEAD + body + FOOT for body in NO_ITEMS.values()),
    *(HEAD + body + FOOT for body, *_ in DOUBTFUL.values()),
    *(printed + BODY for printed, _ in HEADS.values()),
    *(HEAD + "1. Đồng ý chủ trương.\n" + foot for foot in FEET.values()),
]
SPLINTERS = [
    "",
    "2",
    "\f",
    "- 3 -",
    "-----",
    "1. ",
    "a) ",
    "2024. ",
    "Nơi nhận:",
    "KT. CHỦ TỊCH",
    "| a | b |",
    "**",
    "Điều 1.",
]


def letters(text: str) -> str:
    """Return the letters and digits of a text, in order."""
    return "".join(c for c in text if c.isalnum())


def without_labels(lines: list[str]) -> set[str]:
    """Return the letters of an item's lines with none, one and two labels taken off the first of them."""
    begin, rest = lines[0], " ".join(lines[1:])
    found = {begin}
    for first in read_labels(begin):
        words = begin[first.end :]
        found.update([words, *(words[second.end :] for second in read_labels(words))])
    return {letters(words + rest) for words in found}


def check_letters(reading: Reading) -> None:
    """Each line has one part, and what an item says is what its lines say."""
    lines: dict[str, list[str]] = defaultdict(list)
    for read in reading.lines:
        assert (read.path is not None) == (read.role in (Role.ITEM, Role.TEXT))
        assert (read.role is Role.BLANK) == read.line.blank
        if read.path is not None:
            lines[read.path].append(read.line.text)
    by_path = {str(item.path): item for item in reading.document.items}
    assert len(by_path) == len(reading.document.items)
    for path, printed in lines.items():
        item = by_path[path]
        own = {letters(item.text), letters(item.heading + item.text)}
        assert own & without_labels(printed), path
    title = " ".join(read.line.text for read in reading.lines if read.role is Role.TITLE)
    if title:
        assert letters(reading.document.title).casefold() == letters(title).casefold()


def check(text: str) -> None:
    reading = analyse(SourceText("van-ban.txt", text))
    check_letters(reading)
    assert from_json(json.loads(json.dumps(to_json(reading.document)))) == reading.document
    for warning in reading.document.warnings:
        assert 1 <= warning.line <= text.count("\n") + 1


@pytest.mark.parametrize("text", PAPERS)
def test_no_letter_of_a_paper_is_lost_or_doubled(text: str) -> None:
    check(text)


@pytest.mark.parametrize("path", paths(), ids=lambda path: path.name)
def test_no_letter_of_a_sample_is_lost_or_doubled(path: Path) -> None:
    check(path.read_text("utf-8"))


@st.composite
def damaged_papers(draw: st.DrawFn) -> str:
    """A paper with lines taken out, doubled, moved, glued and strewn with what papers are strewn with."""
    lines = draw(st.sampled_from(PAPERS)).split("\n")
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "swap", "glue", "insert", "cut"])):
            case "drop" if len(lines) > 1:
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[-1 - at] = lines[-1 - at], lines[at]
            case "glue" if at + 1 < len(lines):
                lines[at : at + 2] = [lines[at] + " " + lines[at + 1]]
            case "insert":
                lines.insert(at, draw(st.sampled_from(SPLINTERS)))
            case _:
                half = len(lines[at]) // 2
                lines[at : at + 1] = [lines[at][:half], lines[at][half:]]
    return "\n".join(lines)


@given(damaged_papers())
@settings(max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_damaged_paper_gives_a_document(text: str) -> None:
    check(text)


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_gives_a_document(text: str) -> None:
    check(text)


@given(st.text(alphabet=st.sampled_from("1ab. )(-*#|:\n\fIVĐĂMột là,Điềunhất"), max_size=120))
@settings(deadline=None)
def test_any_text_of_labels_gives_a_document(text: str) -> None:
    check(text)


def test_what_each_line_is_can_be_shown() -> None:
    reading = analyse(SourceText("van-ban.txt", HEAD + "1. Đồng ý chủ trương.\n\n2\n\n2. Giao Sở Y tế." + FOOT))
    roles = [read.role.value for read in reading.lines if read.role is not Role.BLANK]
    assert roles == [
        "letterhead",
        "rule",
        "letterhead",
        "title",
        "title",
        "rule",
        "opening",
        "item",
        "page-number",
        "item",
        "closing",
        "recipients",
        "recipients",
        "recipients",
        "signature",
    ]
