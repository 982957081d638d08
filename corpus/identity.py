"""A document's id: from what the paper says of itself, never from the file it lay in."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence

from corpus.model import ConclusionItem
from corpus.numbers import parse_number
from corpus.orthography import fold_diacritics, fold_tone_marks, lower

_DIGEST = 8
_LONGEST_SLUG = 40


def document_id(
    *,
    number: str | None,
    kind: str | None,
    issuer: str | None,
    province: str | None,
    date: dt.date | None,
    title: str,
    items: Sequence[ConclusionItem],
) -> str:
    """Return an id such as `tb-tu-707-20221013-3f2a9c01`, in ASCII letters, digits and hyphens.

    Number, issuer, province and date identify a paper where it has a number and a date; else its title, date and
    words do, so that two papers without a number stay two.
    """
    day = f"{date:%Y%m%d}" if date else None
    if number and day:
        facts: Iterable[str | None] = (_key(number), issuer, province, day)
    else:
        facts = (number, title, day, *(f"{item.path} {item.text}" for item in items))
    head = _number_slug(number) if number else slug(kind or title)
    return "-".join(filter(None, (head, day, _digest(facts))))


def _key(number: str) -> str:
    parsed = parse_number(number)
    return parsed.key if parsed else number


def _number_slug(number: str) -> str:
    """Put the ordinal of a number behind its symbols, so that ids sort by kind: `tb-tu-707`."""
    ordinal, _, symbols = slug(number).partition("-")
    return f"{symbols}-{ordinal}" if symbols else ordinal


def _digest(facts: Iterable[str | None]) -> str:
    said = "\x1f".join(fold_tone_marks(lower(fact or "")) for fact in facts)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]


def slug(text: str) -> str:
    """Return `text` in ASCII letters and digits joined by hyphens, at most 40 characters; never empty."""
    plain = re.sub(r"[^a-z0-9]+", "-", lower(fold_diacritics(text))).strip("-")
    return plain[:_LONGEST_SLUG].rstrip("-") or "van-ban"
