"""What the segmenter must not see: document numbers and dates, which it shatters, and runs that are no words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.dates import find_dates
from corpus.numbers import find_numbers, parse_number

_DIGIT = re.compile(r"\d")  # no number and no date is without one

# underthesea's token pattern takes quadratic time over a run without spaces; no Vietnamese chunk is this long.
_LONG = 301
_LONG_RUN = re.compile(rf"\S{{{_LONG},}}")
_LONGEST_TYPED_NUMBER = 40
# What a chunk between white space may have: a digit, a mark that parts the symbols of a number, a year, many letters.
DIGIT, MARK, YEAR, LONG = 1, 2, 4, 8
EVERY_SIGN = DIGIT | MARK | YEAR | LONG
_MARK = re.compile(r"[-–—‐‑−/]")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Protected:
    """Characters `start` to `end` that are kept whole; `text` is their NUMBER term, None where they have none."""

    start: int
    end: int
    text: str | None


def signs_of(chunk: str) -> int:
    """Return what a chunk has, the sum of DIGIT, MARK, YEAR and LONG."""
    if len(chunk) >= _LONG:
        return EVERY_SIGN
    mark = MARK if _MARK.search(chunk) else 0
    return mark | DIGIT | (YEAR if _YEAR.search(chunk) else 0) if _DIGIT.search(chunk) else mark


def protect(text: str, signs: int = EVERY_SIGN) -> list[Protected]:
    """Return the protected ranges of an NFC text in order, without overlaps.

    The term of a document number is its key (`48-ttr/bcsd`), that of a date its ISO form (`2022-02-26`). `signs` is
    what the chunks of the text have together: what needs a sign that none has is not looked for.
    """
    if not signs & (DIGIT | LONG):
        return []
    found: list[Protected] = []
    candidates: list[Protected] = []
    if signs & MARK or len(text.strip()) <= _LONGEST_TYPED_NUMBER:
        candidates += _numbers(text)
    if signs & YEAR:
        candidates += _dates(text)
    if signs & LONG:
        candidates += _long_runs(text)
    for candidate in sorted(candidates, key=lambda p: (p.start, -p.end)):
        if not found or candidate.start >= found[-1].end:
            found.append(candidate)
    return found


def _numbers(text: str) -> Iterator[Protected]:
    mentions = find_numbers(text)
    yield from (Protected(m.span.start, m.span.end, m.number.key) for m in mentions)
    stripped = text.strip()
    # A whole text may be a number that is typed carelessly, `48 ttr bcsd`: that is a query.
    if not mentions and len(stripped) <= _LONGEST_TYPED_NUMBER and (number := parse_number(stripped)):
        start = text.index(stripped)
        yield Protected(start, start + len(stripped), number.key)


def _dates(text: str) -> Iterator[Protected]:
    return (Protected(m.span.start, m.span.end, m.date.isoformat()) for m in find_dates(text))


def _long_runs(text: str) -> Iterator[Protected]:
    return (Protected(*match.span(), None) for match in _LONG_RUN.finditer(text))
