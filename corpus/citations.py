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

from corpus.cited_numbers import cited_numbers
from corpus.issuers import Context
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


def find_citations(text: str, *, reference: dt.date | None = None) -> tuple[Citation, ...]:
    """Return the cited documents of `text`, each number once, in order of first mention.

    `reference` is the date of the citing document; it lends a year to dates printed without one.
    """
    entries = [_Entry(mention.number, mention.span.start, mention.span.end) for mention in cited_numbers(text)]
    if not entries:
        return ()
    context = Context(text, reference)
    for previous, entry in zip([None, *entries], entries, strict=False):
        _read_kind(context, entry, previous)
        _read_after(context, entry)
        _read_sender(context, entry)
    _same_day(text, entries)
    _share(entries)
    return _merged(entries)


def _read_kind(context: Context, entry: _Entry, previous: _Entry | None) -> None:
    """Read the type before a number, or take it over from the number before it in one list."""
    text = context.text
    floor = max(previous.end if previous else 0, entry.start - _REACH)
    found = _nearest_kind(text[floor : entry.start]) or _kind_of_issuer(context, floor, entry.start)
    if found:
        entry.kind, entry.restated, entry.opening = _shown_kind(found), True, floor + found.start()
        of = _OF.match(text, floor + found.end(), entry.start)
        issuer = context.issuer_at(of.end()) if of else None
        entry.issuer = issuer[0] if issuer else None
    if previous and _list_gap().fullmatch(text[previous.end : entry.start]):
        entry.joined = True
        if not entry.restated and _shares_kind(previous, entry):
            entry.kind = previous.kind
    if entry.kind is None:
        entry.kind = _inferred(entry.number) or _law(text[floor : entry.start], entry.number)


def _shares_kind(left: _Entry, right: _Entry) -> bool:
    """In `các văn bản số 5/BC-SYT, 6/BVT-KH` the second is named by the first's type, unless its symbol has its own."""
    if left.kind == "Văn bản" or left.number.symbols[:1] == right.number.symbols[:1]:
        return True
    return bool(right.number.symbols) and kind_of_symbol(right.number.symbols[0]) is None and left.restated


def _law(before: str, number: DocumentNumber) -> str | None:
    """Return what a number of the National Assembly stands for: `Luật Đất đai năm 2024 (số 31/2024/QH15)`."""
    if not number.symbols or not number.symbols[0].startswith("QH"):
        return None
    found = max(_LAWS.finditer(before), key=lambda match: match.start(), default=None)
    return found[0][0].upper() + found[0][1:] if found else None


_NUMBER_OF_ISSUER = re.compile(r"\s*[(,]?\s*(?i:số)\s*:?\s*")


def _kind_of_issuer(context: Context, floor: int, start: int) -> re.Match[str] | None:
    """Return the type before `tờ trình của Sở Y tế (số 15/TTr-SYT)`."""
    for found in kind_pattern().finditer(context.text[floor:start]):
        of = _OF.match(context.text, floor + found.end(), start)
        issuer = context.issuer_at(of.end()) if of else None
        if issuer and _NUMBER_OF_ISSUER.fullmatch(context.text, issuer[1], start):
            return found
    return None


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
        (?: các \s )? (?: [^\W\d_]+ (?: \s [^\W\d_]+ ){0,6} \s )?            # Báo cáo giải trình bổ sung
        (?: số \s? :? \s? )?
        """,
        re.VERBOSE | re.IGNORECASE,
    )


_LAWS = re.compile(r"(?<!\w)(?:[Bb]ộ luật|[Ll]uật|[Nn]ghị quyết|[Pp]háp lệnh)(?!\w)(?=[^.;]*\Z)")
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


def _read_sender(context: Context, entry: _Entry) -> None:
    """Read the office that stands before a paper of its own, as in `đề nghị của Sở Y tế tại Tờ trình số …`."""
    opening = entry.opening if entry.restated else entry.start
    if entry.issuer is None and (sender := context.sender_before(opening, entry.kind)):
        entry.issuer, entry.heads_list = sender


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


def _read_after(context: Context, entry: _Entry) -> None:
    """Read `, ngày …`, `(ngày …)`, `của …` in whatever order they follow a number."""
    at = entry.end
    for _ in range(3):
        step = _after_pattern().match(context.text, at)
        here = step.end() if step else at
        if entry.kind and context.text[here : here + len(entry.kind) + 6].lower() == f"{entry.kind.lower()} ngày ":
            here += len(entry.kind) + 1  # (số 139-TTr/ĐU, Tờ trình ngày 06/02/2026)
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
