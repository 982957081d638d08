"""A paper says the same however it was printed: wrapped, without blank lines, broken over pages."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable

import pytest

from corpus.loaders import load
from corpus.model import Document, SourceText
from corpus.parser import parse
from corpus.samples import paths

FIRST_ITEM = re.compile(r"\W*(?:1[.)/]|I[.-]|Thứ nhất|Một là|Điều 1)")
LONG = 130  # a paper with lines longer than this has one paragraph a line
PAPERS = [text for path in paths() if max(map(len, (text := load(path).text).split("\n"))) > LONG]


def divide(text: str) -> tuple[list[str], list[str], list[str]]:
    """Return the lines above the first item, those of the items, and those from the recipients on."""
    lines = text.split("\n")
    foot = next((i for i, line in enumerate(lines) if "Nơi nhận" in line), len(lines))
    body = next(i for i, line in enumerate(lines) if FIRST_ITEM.match(line))
    return lines[:body], lines[body:foot], lines[foot:]


def rebuilt(head: list[str], body: list[str], foot: list[str]) -> str:
    return "\n".join([*head, *body, "", *foot])


def wrapped(text: str, width: int = 76, indent: str = "", *, blank: bool = True) -> str:
    head, body, foot = divide(text)
    lines: list[str] = []
    for line in body:
        if line.startswith("#"):
            lines.append(line)  # a heading of Markdown is one line
        elif line.strip():
            lines += textwrap.wrap(
                indent + line.strip(), width, break_long_words=False, break_on_hyphens=False, expand_tabs=False
            )
        elif blank:
            lines.append("")
    return rebuilt(head, lines, foot)


def unspaced(text: str) -> str:
    head, body, foot = divide(text)
    return rebuilt(head, [line for line in body if line.strip()], foot)


def paged(text: str, mark: str) -> str:
    """Break long plain paragraphs over pages, each with its number."""
    head, body, foot = divide(text)
    chance = random.Random(len(text))  # noqa: S311  the places of page breaks need no secrecy
    lines: list[str] = []
    for line in body:
        words = line.split(" ")
        if len(words) > 30 and "**" not in line and not line.startswith("#") and chance.random() < 0.5:
            at = chance.randint(12, len(words) - 5)
            lines += [" ".join(words[:at]), mark.format(len(lines) + 2), " ".join(words[at:])]
        else:
            lines.append(line)
    return rebuilt(head, lines, foot)


REPRINTS: dict[str, Callable[[str], str]] = {
    "wrapped": wrapped,
    "wrapped wide, without blank lines": lambda text: wrapped(text, 92, blank=False),
    "wrapped, first lines indented": lambda text: wrapped(text, 72, "    ", blank=False),
    "a paragraph a line": unspaced,
    "more blank lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "spaces at line ends": lambda text: text.replace("\n", "  \n"),
    "numbered pages": lambda text: paged(text, "\n{}\n"),
    "form feeds": lambda text: paged(text, "- {} -\f"),
    "running heads": lambda text: paged(text, "\n{}\n\nVĂN BẢN LƯU HÀNH NỘI BỘ\n"),
}


def words(document: Document) -> dict[str, str]:
    return {str(item.path): " ".join(item.text.split()) for item in document.items}


@pytest.mark.parametrize("reprint", REPRINTS)
def test_a_reprint_has_the_same_items(reprint: str) -> None:
    different = compared = 0
    for text in PAPERS:
        printed = words(parse(SourceText("goc.txt", text)))
        again = words(parse(SourceText("in-lai.txt", REPRINTS[reprint](text))))
        assert list(again) == list(printed)
        different += sum(again[path] != printed[path] for path in printed)
        compared += len(printed)
    # Where a line that a colon or a capital follows is exactly full, the print alone does not tell a title.
    assert different <= compared // 100
