"""Offices named in a text, under one canonical name each.

Names come from `agencies.toml` and from how such names are built (`corpus.agency_grammar`). Lists are expanded: in
`các sở: Nội vụ, Tài chính` stand `Sở Nội vụ` and `Sở Tài chính`; in `Ủy ban nhân dân, Công an tỉnh` the territory
belongs to both. Bare groups (`các cơ quan`, `các sở, ngành`) are no names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus.agency_grammar import SEPARATORS, Grammar, Reading
from corpus.agency_names import Follows, Head
from corpus.agency_words import Words
from corpus.model import Span


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """An office named in a text. In a list the span covers only the member's own words."""

    span: Span
    name: str


@lru_cache(maxsize=64)
def read_offices(text: str) -> tuple[Words, tuple[Reading, ...]]:
    """Return the words of a text and the offices named among them, in order; readings do not overlap.

    Kept for a few texts, because an item's citations, roles and annotations all ask for its offices. Callers do not
    change what they get.
    """
    words = Words(text)
    readings = _lend(_collect(Grammar(words)), words)
    return words, tuple(r for r in readings if not (r.lacks and r.head.required and r.name == r.head.name))


def find_agencies(text: str) -> tuple[AgencyMention, ...]:
    """Return the offices that `text` names, in order; mentions do not overlap."""
    words, readings = read_offices(text)
    return tuple(AgencyMention(words.span(reading.start, reading.end), reading.name) for reading in readings)


def canonical_name(text: str) -> str | None:
    """Return the canonical name where the whole of `text` is one office, however it is typed; else None."""
    stripped = " ".join(text.split())
    for attempt in (stripped, stripped[:1].upper() + stripped[1:]):
        mentions = find_agencies(attempt)
        if len(mentions) == 1 and mentions[0].span == Span(0, len(attempt)):
            return mentions[0].name
    return None


def _collect(grammar: Grammar) -> list[Reading]:
    """Read the words from left to right, taking the longest name wherever one begins."""
    found: list[Reading] = []
    family: Head | None = None
    at, low = 0, grammar.words.low
    while at < len(low):
        if family is None and not grammar.names.heads.begins(low[at]):
            at += 1
            continue
        readings = _read(grammar, at, family)
        if readings:
            found += readings
            family = _family_of(readings[-1], family)
            at = readings[-1].end
            continue
        opened = grammar.list_opening(at)
        if opened:
            family, at = opened
            continue
        if grammar.words.low[at] not in SEPARATORS:
            family = None
        at += 1
    return found


def _family_of(reading: Reading, current: Head | None) -> Head | None:
    if reading.head.fields:
        return reading.head
    return None if reading.lacks and reading.head.required else current


def _read(grammar: Grammar, at: int, family: Head | None) -> list[Reading]:
    words = grammar.words
    if words.low[at] == "thường" and at and words.low[at - 1] in {"thư", "tịch", "viên"}:
        return []  # Phó Bí thư Thường trực Tỉnh ủy: the office is Tỉnh ủy
    readings = grammar.readings(at)
    if family is None or not words.is_capital(at):
        return readings
    part = grammar.fields.listed(family, at)
    if part is None or (readings and readings[-1].end > part.end):
        return readings
    return grammar.member(family, part)


# `Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân xã Hòa Bình`: one person of one commune.
_TITLES = frozenset(["chủ", "tịch", "phó", "bí", "thư"])


def _lend(readings: list[Reading], words: Words) -> list[Reading]:
    """Give a name in a list what its neighbour on the right is completed by, from right to left."""
    for left, right in zip(reversed(readings[:-1]), reversed(readings[1:]), strict=True):
        between = [word for word in words.low[left.end : right.start] if word not in _TITLES]
        if left.lacks and between and len(between) <= 2 and all(word in SEPARATORS for word in between):
            _complete(left, right)
    return readings


def _complete(left: Reading, right: Reading) -> None:
    match left.head.follows:
        case Follows.AREA | Follows.OFFICE_OR_AREA if right.area and not left.head.fields:
            left.name, left.area, left.lacks = f"{left.name} {right.area}", right.area, False
        case Follows.PARTY if right.party:
            left.name, left.party, left.lacks = f"{left.name} {right.party}", right.party, False
        case Follows.PLACE if right.area and " " in right.area:
            place = right.area.split(" ", 2 if right.area.startswith(("thành phố", "thị xã")) else 1)[-1]
            if place[0].isupper():
                left.name, left.area, left.lacks = f"{left.name} {place}", right.area, False
        case Follows.OFFICE if right.area and left.name != left.head.name:
            left.name, left.area, left.lacks = f"{left.name} {right.area}", right.area, False
        case _:
            return
