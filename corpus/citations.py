"""Documents that a text cites by number, with what the sentence says of each: type, date, issuer.

The type is the printed one before the number (`Tờ trình số …`), else the one that the number's first symbol stands
for. In a list that shares its type, date or issuer (`các Tờ trình số 12, 13 và 14-TTr/BCSD, ngày 02/3/2022 của …`)
each number gets them; of a range (`từ số … đến số …`) the two ends are cited. Laws without a number are left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from corpus.agencies import AgencyMention, find_agencies
from corpus.cited_numbers import cited_numbers
from corpus.dates import DateMention, Leaning, find_dates
from corpus.kinds import kind_of_symbol, kind_pattern, kinds
from corpus.model import Citation, Span
from corpus.numbers import DocumentNumber

# How far before a number its type may stand: `Luật Ngân sách nhà nước sửa đổi số 83/2015/QH13`.
_REACH = 90


@dataclass(slots=True)
class _Entry:
    """A number under way to a citation; `restated` tells whether its own type stands before it."""

    number: DocumentNumber
    start: int
    end: int
    opening: int = -1
    kind: str | None = None
    restated: bool = False
    date: dt.date | None = None
    issuer: str | None = None
    joined: bool = False
    heads_list: bool = False


def find_citations(text: str, *, reference: dt.date | None = None) -> tuple[Citation, ...]:
    """Return the cited documents of `text`, each number once, in order of first mention.

    `reference` is the date of the citing document; it lends a year to dates printed without one.
    """
    dates = find_dates(text, reference=reference, leaning=Leaning.BEHIND)
    entries = [_Entry(mention.number, mention.span.start, mention.span.end) for mention in cited_numbers(text)]
    if not entries:
        return ()
    agencies = find_agencies(text)
    for index, entry in enumerate(entries):
        _read_kind(text, entry, entries[index - 1] if index else None)
        _read_sender(text, entry, agencies)
    for index, entry in enumerate(entries):
        limit = entries[index + 1].start if index + 1 < len(entries) else len(text)
        _read_after(text, entry, limit, dates, agencies)
    _same_day(text, entries)
    _share(entries)
    return _merged(entries)


def _read_kind(text: str, entry: _Entry, previous: _Entry | None) -> None:
    floor = max(previous.end if previous else 0, entry.start - _REACH)
    found = _nearest_kind(text[floor : entry.start])
    if found:
        entry.kind, entry.issuer, at = found
        entry.restated, entry.opening = True, floor + at
    if previous and _list_gap().fullmatch(text[previous.end : entry.start]):
        entry.joined = True
        if not entry.restated:
            entry.kind = previous.kind if previous.number.symbols[:1] == entry.number.symbols[:1] else None
    if entry.kind is None:
        entry.kind = _inferred(entry.number)


def _inferred(number: DocumentNumber) -> str | None:
    if not number.symbols:
        return None
    by_symbol = kind_of_symbol(number.symbols[0])
    if by_symbol or number.year or number.symbols[0][:2].upper() == "QH":
        return by_symbol
    return "Công văn" if len(number.symbols) > 1 else None


@cache
def _list_gap() -> re.Pattern[str]:
    """What stands between two numbers of one list, whatever dates and types stand there too."""
    return re.compile(
        r"""
        [\s,;()]*
        (?: (?: ngày \s [\d/.\s-]{3,12}                                         # , ngày 02/3/2022
              | ngày \s \d{1,2} \s tháng \s \d{1,2} (?: \s năm \s \d{4} )?
              | cùng \s ngày ) [\s,;()]* )?
        (?: (?: và | đến | với | cùng | hoặc ) (?! \w ) [\s,;]* )?
        (?: các \s )? (?: [^\W\d_]+ (?: \s [^\W\d_]+ ){0,3} \s )?            # Tờ trình
        (?: số \s? :? \s? )?
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _nearest_kind(before: str) -> tuple[str, str | None, int] | None:
    """Return the type that a number belongs to, an issuer that stands between, and where the type begins.

    `before` is what precedes the number.
    """
    last = max(kind_pattern().finditer(before), key=lambda match: match.start(), default=None)
    if last is None:
        return None
    between = before[last.end() :]
    name = _shown_kind(last)
    if re.fullmatch(r"\s*(?:[(:]?\s*(?i:số)\s*:?)?\s*", between):
        return name, None, last.start()
    # `Luật Đất đai số`, `Quyết định của Thủ tướng Chính phủ số`: capitalised, no break, and `số` right before.
    if last[0][0].isupper() and re.fullmatch(r"[^.;:\d()]*\s(?i:số)\s*:?\s*", between):
        return name, _issuer_between(between), last.start()
    return None


@cache
def _sender_gap() -> re.Pattern[str]:
    """What leads from a sender to its paper: `đề nghị của A tại các Văn bản số`, `do A trình tại Tờ trình số`."""
    return re.compile(
        r"""
        \s+
        (?: (?: đã\s+ )?
            (?: trình | đề\s+xuất | đề\s+nghị | kiến\s+nghị | báo\s+cáo | chỉ\s+đạo | (?: có | cho )\s+ý\s+kiến | nêu )
            \s+ )?
        (?: tại | ở | theo | trong ) \s+ (?: các\s+ )? (?: văn\s+bản \s* : \s* )?
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _read_sender(text: str, entry: _Entry, agencies: Sequence[AgencyMention]) -> None:
    """Read the office that stands before a paper of its own, as in `đề nghị của Sở Y tế tại Tờ trình số …`."""
    if entry.opening < 0 or entry.issuer:
        return
    sender = max((a for a in agencies if a.span.end <= entry.opening), key=lambda a: a.span.end, default=None)
    gap = _sender_gap().fullmatch(text, sender.span.end, entry.opening) if sender else None
    if sender is None or gap is None:
        return
    prime_minister = sender.name == "Chính phủ" and _titles().search(
        text, max(0, sender.span.start - 12), sender.span.start
    )
    entry.issuer = "Thủ tướng Chính phủ" if prime_minister else sender.name
    entry.heads_list = "các" in gap[0].split()


def _issuer_between(between: str) -> str | None:
    of = re.match(r"\s*của\s+", between)
    issuer = _issuer_at(between, of.end(), find_agencies(between)) if of else None
    return issuer[0] if issuer else None


def _shown_kind(match: re.Match[str]) -> str:
    if match["short"]:
        return kinds().by_abbreviation[match["short"]]
    name = " ".join(match["name"].split()).lower()
    return name[0].upper() + name[1:]


@cache
def _after_pattern() -> re.Pattern[str]:
    """What leads from a number to its date or issuer: `, cùng ngày`, `ban hành ngày`, `của`."""
    return re.compile(
        r"""
        [\s,(]*
        (?: (?P<same> cùng \s{1,3} (?=ngày) (?: ngày (?! \s \d ) )? ) [\s,)]*
          | (?: (?: được\s )? (?: ban\ hành | ký ) \s )? (?P<of> của | do )? \s*
        )
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _read_after(
    text: str, entry: _Entry, limit: int, dates: Sequence[DateMention], agencies: Sequence[AgencyMention]
) -> None:
    """Read `, ngày …`, `(ngày …)`, `của …` in whatever order they follow a number."""
    at = entry.end
    for _ in range(3):
        step = _after_pattern().match(text, at)
        here = step.end() if step else at
        date = next((d for d in dates if d.span.start == here), None)
        if date and entry.date is None and not (step and step["of"]):
            entry.date, at = date.date, date.span.end
            at += text[at : at + 1] == ")"
            continue
        if step and step["of"] and entry.issuer is None:
            issuer = _issuer_at(text, here, agencies)
            if issuer and issuer[1] <= max(limit, here):
                entry.issuer, at = issuer
                continue
        break


@cache
def _titles() -> re.Pattern[str]:
    """Offices held by one person, which issue papers of their own."""
    return re.compile(
        r"(?:Thủ\ tướng|Phó\ Thủ\ tướng|Bộ\ trưởng|Chủ\ tịch|Phó\ Chủ\ tịch|Bí\ thư|Giám\ đốc|Chánh\ Văn\ phòng|"
        r"Tổng\ Giám\ đốc)\s+".replace(r"\ ", r"\s+")
    )


def _issuer_at(text: str, at: int, agencies: Sequence[AgencyMention]) -> tuple[str, int] | None:
    title = _titles().match(text, at)
    start = title.end() if title else at
    agency = next((a for a in agencies if a.span.start == start), None)
    if agency is None:
        return ("Thủ tướng Chính phủ", start + 9) if text[at : start + 9].lower() == "thủ tướng chính phủ" else None
    held = " ".join(title[0].split()) + " " if title else ""
    return held + agency.name, agency.span.end


def _same_day(text: str, entries: Sequence[_Entry]) -> None:
    """Give `…, cùng ngày` without a date the date of the number before it."""
    for previous, entry in pairwise(entries):
        step = _after_pattern().match(text, entry.end)
        if entry.date is None and step and step["same"]:
            entry.date = previous.date


def _share(entries: list[_Entry]) -> None:
    """Hand date and issuer back through each list, and an issuer named ahead of it on, where a number has none."""
    for left, right in pairwise(entries):
        if right.joined and (left.heads_list or _one_list(left, right)):
            right.issuer = right.issuer or left.issuer
            right.heads_list = left.heads_list
    for left, right in reversed(list(pairwise(entries))):
        if right.joined and _one_list(left, right):
            left.date = left.date or right.date
            left.issuer = left.issuer or right.issuer


def _one_list(left: _Entry, right: _Entry) -> bool:
    """Numbers under one type, or of one office: a type of another office stated anew begins a list of its own."""
    return not right.restated or left.number.symbols[-1:] == right.number.symbols[-1:]


def _merged(entries: Iterable[_Entry]) -> tuple[Citation, ...]:
    """Make each number one citation, with the fullest facts of its mentions."""
    merged: dict[str, Citation] = {}
    for entry in entries:
        span = Span(entry.start, entry.end)
        new = Citation(entry.number.printed, entry.kind, entry.date, entry.issuer, span)
        old = merged.get(entry.number.key)
        merged[entry.number.key] = new if old is None else _fuller(old, new)
    return tuple(merged.values())


def _fuller(old: Citation, new: Citation) -> Citation:
    return replace(old, kind=old.kind or new.kind, date=old.date or new.date, issuer=old.issuer or new.issuer)
