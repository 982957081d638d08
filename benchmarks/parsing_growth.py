"""Whether the time of parsing grows in proportion with the text: one paper after another, doubled up to N characters.

`python -m benchmarks.parsing_growth [--characters N] [--json OUT]`

The text is made of the shipped samples' own body lines, numbered on, behind one letterhead. A column says how the time
of a doubling compares with twice the time before; linear reading stays near 1.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from corpus.loaders import load
from corpus.model import SourceText
from corpus.parser import parse
from corpus.samples import paths

SMALLEST = 625_000
CHILDREN = 400  # numbers run to three digits in papers, so a long one is a few long lists
_ITEM = re.compile(r"^\**\s*\d{1,2}\.\s+(?P<words>\S.*)$")


@dataclass(frozen=True, slots=True)
class Row:
    """One size: characters, seconds, items found, and the time relative to twice that of half the size."""

    characters: int
    seconds: float
    items: int
    growth: float | None


def paper(characters: int) -> SourceText:
    """Return a paper of about so many characters with items numbered from 1 on."""
    parts = ["TỈNH ỦY HÒA BÌNH", "KẾT LUẬN", "của Ban Thường vụ Tỉnh ủy", ""]
    length = 0
    for number, words in zip(count(), _bodies(), strict=False):
        parent, child = divmod(number, CHILDREN)
        label = f"{parent + 1}.{child}." if child else f"{parent + 1}."
        parts += [f"{label} {words}", ""]
        length += len(label) + len(words) + 3
        if length >= characters:
            break
    return SourceText(name="growth.txt", text="\n".join(parts))


def _bodies() -> Iterator[str]:
    texts = [load(path).text for path in paths()]
    bodies = [m["words"] for text in texts for line in text.splitlines() if (m := _ITEM.match(line))]
    while True:
        yield from bodies


def measure(largest: int) -> Iterator[Row]:
    """Yield a row a size, doubling from the smallest to the largest."""
    parse(paper(20_000))  # word lists are read once
    size, before = min(SMALLEST, largest), None
    while size <= largest:
        source = paper(size)
        started = time.perf_counter()
        items = len(parse(source).items)
        seconds = time.perf_counter() - started
        yield Row(len(source.text), round(seconds, 3), items, None if before is None else seconds / (2 * before))
        before, size = seconds, size * 2


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table."""
    lines = [f"{'characters':>12} {'seconds':>9} {'items':>8} {'x doubled':>9}"]
    for row in rows:
        growth = "" if row.growth is None else f"{row.growth:.2f}"
        lines.append(f"{row.characters:12} {row.seconds:9.3f} {row.items:8} {growth:>9}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.parsing_growth",
        description=__doc__.split("\n", 1)[0],
        epilog="Example: python -m benchmarks.parsing_growth --characters 10000000",
    )
    parser.add_argument("--characters", type=int, default=10_000_000, metavar="N")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the rows as JSON")
    options = parser.parse_args(arguments)
    rows = list(measure(max(options.characters, 1)))
    print(table(rows))
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=2), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
