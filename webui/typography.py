"""How numbers, dates, names and excerpts are written on a page: in Vietnamese after the rules for official papers."""

from __future__ import annotations

import datetime as dt
import re

from indexer.facets import short_date
from webui.language import Language, language

_EXCERPT_CHARS = 140
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def date_words(date: dt.date) -> str:
    """Return `04/3/2022`; in English `4 Mar 2022`, where a number for the month would be taken for the day."""
    if language() is Language.VIETNAMESE:
        return short_date(date)
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def month_words(year: int, month: int) -> str:
    """Return `11/2022`; in English `Nov 2022`."""
    return f"{month}/{year}" if language() is Language.VIETNAMESE else f"{_MONTHS[month - 1]} {year}"


def day_month(date: dt.date) -> str:
    """Return `09/4`, for a list that stands under its year; in English `9 Apr`."""
    if language() is Language.VIETNAMESE:
        return short_date(date).rpartition("/")[0]
    return f"{date.day} {_MONTHS[date.month - 1]}"


def grouped(number: int) -> str:
    """Return `11.902`: thousands are parted by a full stop; in English `11,902`."""
    written = f"{number:,}"
    return written.replace(",", ".") if language() is Language.VIETNAMESE else written


def roman(quarter: int) -> str:
    """Return the Roman numeral of a quarter, 1 to 4."""
    return ("I", "II", "III", "IV")[quarter - 1]


def excerpt(text: str, limit: int = _EXCERPT_CHARS) -> str:
    """Return `text` as one line of at most `limit` characters, cut between words and ending in `…` where cut."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    whole_words = line[: limit + 1].rpartition(" ")[0] or line[:limit]
    return whole_words.rstrip(" ,;:.-–") + "…"


_PLACELESS_BODY = re.compile(
    r"""
    (?: [Tt]ỉnh\ ủy            # Ban Thường vụ Tỉnh ủy
      | [Tt]hành\ ủy           # Ban Thường vụ Thành ủy
      | tỉnh                   # Ủy ban nhân dân tỉnh, Ban Chấp hành Đảng bộ tỉnh
      | thành\ phố )           # Ủy ban nhân dân thành phố
    $
    """,
    re.VERBOSE,
)


def body_in_province(body: str, province: str | None) -> str:
    """Return the name of a body with its province: `Ban Thường vụ Tỉnh ủy` of Bắc Kạn names no place by itself."""
    if not province or province.casefold() in body.casefold():
        return body
    return f"{body} {province}" if _PLACELESS_BODY.search(body) else f"{body}, {province}"
