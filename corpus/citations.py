"""Documents that a text cites by number, with what the sentence says of each: type, date, issuer.

The type is the printed one before the number (`Tờ trình số …`), else the one that the number's first symbol stands
for. In a list that shares its type, date or issuer (`các Tờ trình số 12, 13 và 14-TTr/BCSD, ngày 02/3/2022 của …`)
each number gets them; of a range (`từ số … đến số …`) the two ends are cited. Laws without a number are left out.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from corpus.agencies import AgencyMention, find_agencies
from corpus.cited_numbers import cited_numbers
from corpus.dates import Leaning, find_dates
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
    shares_date: bool = False


class _Context:
    """The dates and offices of a text, found by where they begin or end."""

    def __init__(self, text: str, reference: dt.date | None) -> None:
        self.text = text
        dates = find_dates(text, reference=reference, leaning=Leaning.BEHIND)
        self.dates = {mention.span.start: mention for mention in dates}
        self.agencies = find_agencies(text)
        self.starts = {mention.span.start: mention for mention in self.agencies}
        self.ends = [mention.span.end for mention in self.agencies]

    def last_before(self, at: int) -> AgencyMention | None:
        """Return the last office that ends at or before a place."""
        index = bisect_right(self.ends, at)
        return self.agencies[index - 1] if index else None

    def issuer_at(self, at: int) -> tuple[str, int] | None:
        """Return the issuer whose name begins at a place, and where it ends; a person's title is part of it."""
        title = _titles().match(self.text, at)
        start = title.end() if title else at
        agency = self.starts.get(start)
        if agency is None:
            lower_case = self.text[at : start + len("chính phủ")].lower() == "thủ tướng chính phủ"
            return ("Thủ tướng Chính phủ", start + len("chính phủ")) if lower_case else None
        held = " ".join(title[0].split()) + " " if title else ""
        return held + agency.name, agency.span.end


def find_citations(text: str, *, reference: dt.date | None = None) -> tuple[Citation, ...]:
    """Return the cited documents of `text`, each number once, in order of first mention.

    `reference` is the date of the citing document; it lends a year to dates printed without one.
    """
    entries = [_Entry(mention.number, mention.span.start, mention.span.end) for mention in cited_numbers(text)]
    if not entries:
        return ()
    context = _Context(text, reference)
    for previous, entry in zip([None, *entries], entries, strict=False):
        _read_kind(context, entry, previous)
        _read_sender(context, entry)
        _read_after(context, entry)
    _same_day(text, entries)
    _share(entries)
    return _merged(entries)


def _read_kind(context: _Context, entry: _Entry, previous: _Entry | None) -> None:
    """Read the type before a number, or take it over from the number before it in one list."""
    text = context.text
    floor = max(previous.end if previous else 0, entry.start - _REACH)
    found = _nearest_kind(text[floor : entry.start])
    if found:
        entry.kind, entry.restated, entry.opening = _shown_kind(found), True, floor + found.start()
        of = _OF.match(text, floor + found.end(), entry.start)
        issuer = context.issuer_at(of.end()) if of else None
        entry.issuer = issuer[0] if issuer else None
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


_OF = re.compile(r"\s*của\s+")
_NUMBER_WORD = re.compile(r"\s*(?:[(:]?\s*(?i:số)\s*:?)?\s*")
_NUMBER_WORD_AFAR = re.compile(r"[^.;:\d()]*\s(?i:số)\s*:?\s*")


def _nearest_kind(before: str) -> re.Match[str] | None:
    """Return the type that a number belongs to, given the words before it."""
    last = max(kind_pattern().finditer(before), key=lambda match: match.start(), default=None)
    if last is None:
        return None
    between = before[last.end() :]
    # `Luật Đất đai số`, `Quyết định của Thủ tướng Chính phủ số`: capitalised, no break, and `số` right before.
    far = last[0][0].isupper() and _NUMBER_WORD_AFAR.fullmatch(between)
    return last if _NUMBER_WORD.fullmatch(between) or far else None


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


def _read_sender(context: _Context, entry: _Entry) -> None:
    """Read the office that stands before a paper of its own, as in `đề nghị của Sở Y tế tại Tờ trình số …`."""
    sender = context.last_before(entry.opening)
    if entry.opening < 0 or entry.issuer or sender is None:
        return
    gap = _sender_gap().fullmatch(context.text, sender.span.end, entry.opening)
    if gap is None:
        return
    title = _titles().search(context.text, max(0, sender.span.start - 12), sender.span.start)
    entry.issuer = "Thủ tướng Chính phủ" if title and sender.name == "Chính phủ" else sender.name
    entry.heads_list = "các" in gap[0].split()


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


def _read_after(context: _Context, entry: _Entry) -> None:
    """Read `, ngày …`, `(ngày …)`, `của …` in whatever order they follow a number."""
    at = entry.end
    for _ in range(3):
        step = _after_pattern().match(context.text, at)
        here = step.end() if step else at
        named = bool(step and step["of"])
        date = context.dates.get(here)
        issuer = context.issuer_at(here) if named and entry.issuer is None else None
        if date and entry.date is None and not named:
            entry.shares_date = bool(step and ("," in step[0] or step["same"]))
            entry.date, at = date.date, date.span.end
            at += context.text[at : at + 1] == ")"
        elif issuer:
            entry.issuer, at = issuer
        else:
            return


@cache
def _titles() -> re.Pattern[str]:
    """Offices held by one person, which issue papers of their own."""
    return re.compile(
        r"(?:Thủ\ tướng|Phó\ Thủ\ tướng|Bộ\ trưởng|Chủ\ tịch|Phó\ Chủ\ tịch|Bí\ thư|Giám\ đốc|Chánh\ Văn\ phòng|"
        r"Tổng\ Giám\ đốc)\s+".replace(r"\ ", r"\s+")
    )


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
            left.issuer = left.issuer or right.issuer
            if left.date is None and (right.shares_date or not right.restated):
                left.date, left.shares_date = right.date, right.shares_date


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
