"""How numbers, names and excerpts are written on a page, after the Vietnamese rules for official papers."""

from __future__ import annotations

import datetime as dt
import re

from indexer.facets import short_date

_EXCERPT_CHARS = 140


def day_month(date: dt.date) -> str:
    """Return `09/4`, for a list that stands under its year."""
    return short_date(date).rpartition("/")[0]


def grouped(number: int) -> str:
    """Return `11.902`: thousands are parted by a full stop."""
    return f"{number:,}".replace(",", ".")


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
