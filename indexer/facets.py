"""The values of an item in each facet, with the words a reader sees: one definition for every engine and test."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import (
    By,
    ConclusionItem,
    Deadline,
    Decision,
    Document,
    Meeting,
    Role,
    WithinMonth,
    WithinQuarter,
    WithinYear,
)
from corpus.numbers import DocumentNumber, find_numbers, parse_number
from corpus.orthography import fold_diacritics, lower
from indexer.request import Facet
from indexer.slugs import agency_id, digest, meeting_id, slugify

DECISION_LABELS = {
    Decision.APPROVE: "Đồng ý",
    Decision.AGREE_IN_PRINCIPLE: "Đồng ý về chủ trương",
    Decision.ASSIGN: "Giao nhiệm vụ",
    Decision.REQUEST_COMMENTS: "Xin ý kiến",
    Decision.ADOPT: "Thông qua",
    Decision.NOTE: "Ghi nhận",
    Decision.SEPARATE_DOCUMENT: "Có văn bản riêng",
}
DUE_LABELS = {"yes": "Có thời hạn", "no": "Không có thời hạn"}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value as it stands in URLs, and its label."""

    value: str
    label: str


def facet_values(document: Document, item: ConclusionItem, facet: Facet) -> tuple[FacetValue, ...]:
    """Return the distinct values of an item of `document` in `facet`; of agencies, those it was assigned to."""
    match facet:
        case Facet.MEETING:
            values = _meeting_values(document)
        case Facet.YEAR:
            values = [FacetValue(str(document.date.year), str(document.date.year))] if document.date else []
        case Facet.PROVINCE:
            values = [FacetValue(slugify(document.province), document.province)] if document.province else []
        case Facet.KIND:
            values = [FacetValue(slugify(document.kind), document.kind)] if document.kind else []
        case _:
            values = [value_of(facet, word) for word in item_words(item, facet)]
    return tuple(dict.fromkeys(values))


def item_words(item: ConclusionItem, facet: Facet) -> list[str]:
    """Return what an item itself says of its values in a facet; one may be said twice, or in several ways."""
    match facet:
        case Facet.AGENCY:
            return [a.name for a in item.agencies if a.role is Role.ASSIGNED]
        case Facet.NUMBER:
            return [citation.number for citation in item.citations]
        case Facet.DECISION:
            return [item.decision] if item.decision else []
        case Facet.DUE:
            return ["yes" if item.deadlines else "no"]
    return []


def value_of(facet: Facet, word: str) -> FacetValue:
    """Return the value that a word of `item_words` stands for."""
    match facet:
        case Facet.AGENCY:
            return agency_value(word)
        case Facet.NUMBER:
            return number_value(word)
        case Facet.DECISION:
            decision = Decision(word)
            return FacetValue(decision.value, DECISION_LABELS[decision])
        case Facet.DUE:
            return FacetValue(word, DUE_LABELS[word])
    raise ValueError(facet)


def named_agencies(item: ConclusionItem) -> tuple[FacetValue, ...]:
    """Return the distinct agencies of an item in any role."""
    return tuple(dict.fromkeys(agency_value(a.name) for a in item.agencies))


@lru_cache(maxsize=1 << 14)
def agency_value(name: str) -> FacetValue:
    """Return the facet value of an agency by its canonical name."""
    return FacetValue(agency_id(name), name)


@lru_cache(maxsize=1 << 14)
def whole_number(text: str) -> DocumentNumber | None:
    """Read a text that is one document number however it is written (`48 ttr bcsd`), or return None."""
    return parse_number(text)


@lru_cache(maxsize=1 << 14)
def read_number(text: str) -> DocumentNumber | None:
    """Read the one document number in a text, or return None."""
    if (number := parse_number(text)) is not None:
        return number
    found = find_numbers(f"số {text}")
    return found[0].number if len(found) == 1 else None


@lru_cache(maxsize=1 << 14)
def number_value(text: str) -> FacetValue:
    """Return the facet value of a document number: its key, and the number as printed."""
    number = read_number(text)
    return FacetValue(number.key, number.printed) if number else FacetValue(lower(text), text)


@lru_cache(maxsize=1 << 14)
def number_identity(text: str) -> str:
    """Return what all ways to write one number share: `48-TTr/BCSD`, `48/TTr-BCSĐ`, `48 ttr bcsd`."""
    number = read_number(text)
    return number.loose_key if number else fold_diacritics(lower(text)).replace(" ", "")


def value_identity(facet: Facet, value: FacetValue) -> str:
    """Return what makes two values of a facet one for a reader, however each is printed."""
    match facet:
        case Facet.NUMBER:
            return number_identity(value.label)
        case Facet.AGENCY | Facet.PROVINCE | Facet.KIND:
            # Names that share a slug but differ by their tones stay apart: xã Tân Thanh, xã Tân Thành.
            return f"{value.value} {digest(value.label.lower())}"
    return value.value


def deadline_date(deadline: Deadline) -> dt.date | None:
    """Return the last day that a deadline allows, or None where it names none."""
    match deadline:
        case By(date=date):
            return date
        case WithinMonth(year, month):
            return _month_end(year, month)
        case WithinQuarter(year, quarter):
            return _month_end(year, 3 * quarter)
        case WithinYear(year):
            return dt.date(year, 12, 31)
    return None


def deadline_dates(item: ConclusionItem) -> tuple[dt.date, ...]:
    """Return the distinct last days of an item's dated deadlines, ascending."""
    return tuple(sorted({date for d in item.deadlines if (date := deadline_date(d)) is not None}))


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _meeting_values(document: Document) -> list[FacetValue]:
    identifier = meeting_id(document)
    if identifier is None or document.meeting is None:
        return []
    return [FacetValue(identifier, meeting_label(document.meeting, document))]


_GATHERING = re.compile(
    r"(?P<what> hội\ nghị | kỳ\ họp | phiên\ họp | cuộc\ họp | buổi\ làm\ việc | buổi\ họp | đại\ hội )",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_LABEL = 80


def meeting_label(meeting: Meeting, document: Document) -> str:
    """Return a short name for people: `Lạng Sơn, kỳ họp thứ 17 (04/3/2022)`."""
    date = meeting.date or document.date
    name = ", ".join(part for part in (document.province, _gathering(meeting)) if part)
    return f"{name} ({short_date(date)})" if date else name


def _gathering(meeting: Meeting) -> str:
    match = _GATHERING.search(meeting.label)
    if match is None or meeting.ordinal is None:
        label = meeting.label if match is None or match.start() else meeting.label[:1].lower() + meeting.label[1:]
        return label if len(label) <= _LONGEST_LABEL else label[:_LONGEST_LABEL].rsplit(" ", 1)[0] + "…"
    what = lower(match["what"])
    return f"{what} {'thứ' if what in ('kỳ họp', 'phiên họp') else 'lần thứ'} {meeting.ordinal}"


def short_date(date: dt.date) -> str:
    """Return a date as Vietnamese offices write it: two digits for the days and months that could be forged."""
    # Decree 30/2020 asks for a zero before days under 10 and before months 1 and 2: 04/3/2022.
    return f"{date.day:02}/{date.month:02}/{date.year}" if date.month < 3 else f"{date.day:02}/{date.month}/{date.year}"
