"""Values of the corpus in the reader's words: documents, meetings, deadlines. No mark-up, no addresses."""

from __future__ import annotations

import datetime as dt
import re

from corpus.model import (
    By,
    Deadline,
    Document,
    Every,
    ItemPath,
    Meeting,
    Relative,
    WithinMonth,
    WithinQuarter,
    WithinYear,
)
from indexer.facets import short_date
from webui.outline import mark
from webui.strings import t
from webui.typography import body_in_province, date_words, excerpt, grouped, month_words, roman

# "trước ngày 22/12" ends before that day, "chậm nhất ngày 22/12" with it: only the printed word tells.
_BEFORE = re.compile(r"\btrước\s+(?:ngày\s+)?[0-9]", re.IGNORECASE)

_SESSIONS = ("kỳ họp", "phiên họp", "cuộc họp", "hội nghị")
_DAYS_COUNTED = 60
KIND = "Văn bản"  # what a paper is called that does not say what it is
_LABEL = 90


def deadline_words(deadline: Deadline) -> str:
    """Return a deadline in few words: `trước 30/6/2023`, `trong quý IV/2022`, `định kỳ 6 tháng`."""
    match deadline:
        case By(date=date, text=text):
            return t("due.before" if _BEFORE.search(text) else "due.by", date=date_words(date))
        case WithinMonth(year=year, month=month):
            return t("due.month", month=month_words(year, month))
        case WithinQuarter(year=year, quarter=quarter):
            return t("due.quarter", quarter=quarter, roman=roman(quarter), year=year)
        case WithinYear(year=year):
            return t("due.year", year=year)
        case Every(months=months):
            return _rhythm(months)
        case Relative(text=text):
            return text


def deadline_iso(deadline: Deadline) -> str | None:
    """Return what `<time datetime>` takes for a deadline, or None where HTML has no form for it."""
    match deadline:
        case By(date=date):
            return date.isoformat()
        case WithinMonth(year=year, month=month):
            return f"{year:04d}-{month:02d}"
        case WithinYear(year=year):
            return f"{year:04d}"
        case _:
            return None


def due_mark(deadline: Deadline) -> str:
    """Return a deadline as the mark that hangs beside an entry: `31/5/2024`, `Quý III/2024`, `Tháng 6/2024`."""
    words = date_words(deadline.date) if isinstance(deadline, By) else deadline_words(deadline)
    words = words.removeprefix(t("due.within"))
    return words[:1].upper() + words[1:]


def days_left(last: dt.date, on: dt.date) -> str:
    """Return how far a last day is from `on`: `hôm nay`, `còn 15 ngày`, `còn 4 tháng`, `đã qua`."""
    days = (last - on).days
    if days < 0:
        return t("due.past")
    if days == 0:
        return t("due.today")
    if days <= _DAYS_COUNTED:
        return t("due.days", days=days)
    return t("due.months", months=round(days / 30.44))


def document_label(header: Document) -> str:
    """Return the short name of a document: `Thông báo 707-TB/TU`."""
    name = " ".join(part for part in (header.kind, header.number) if part)
    return name or excerpt(header.title, 60)


def document_name(header: Document) -> str:
    """Return the name of a document as a sentence takes it: `Thông báo số 707-TB/TU ngày 19/12/2023`.

    It is the paper's own name, and so Vietnamese in any language.
    """
    kind = header.kind or KIND
    number = f"số {header.number}" if header.number else ""
    date = f"ngày {short_date(header.date)}" if header.date else ""
    return " ".join(part for part in (kind, number, date) if part)


def body_name(header: Document) -> str | None:
    """Return the deciding body with its province, or None where the document names none."""
    body = (header.meeting.body if header.meeting else None) or header.issuer
    return body_in_province(body, header.province) if body else header.province


def meeting_name(meeting: Meeting, province: str | None, issuer: str | None = None) -> str:
    """Return the short name of a meeting: `Ban Thường vụ Tỉnh ủy Hà Sơn, hội nghị 41`."""
    body = meeting.body or issuer
    if not body:
        return body_in_province(meeting.label, province)
    place = body_in_province(body, province)
    if meeting.ordinal:
        return f"{place}, {session(meeting)}"
    label = excerpt(meeting.label, _LABEL)
    return f"{place}, {label[:1].lower()}{label[1:]}"


def session(meeting: Meeting) -> str:
    """Return which of its kind a meeting was: `kỳ họp 17`, `hội nghị 63`; only the kind where it has no number."""
    label = meeting.label.casefold()
    kind = next((kind for kind in _SESSIONS if kind in label), _SESSIONS[-1])
    # A line end between the kind and its number would part what is one name.
    return f"{kind} {meeting.ordinal}".replace(" ", "\N{NO-BREAK SPACE}") if meeting.ordinal else kind


def source_line(header: Document) -> str | None:
    """Return who decided, and at which meeting; None where the document says neither."""
    if header.meeting and header.meeting.body:
        return meeting_name(header.meeting, header.province, header.issuer)
    return body_name(header) or (header.meeting.label if header.meeting else None)


def mark_words(path: ItemPath) -> str:
    """Return `mục 5.1` as it stands at the beginning of a line: `Mục 5.1`."""
    return t("item.mark", mark=mark(path))


def counted(key: str, count: int) -> str:
    """Return `23 mục`; in English one thing has a word of its own: `1 item`."""
    return t(f"{key}.one" if count == 1 else key, count=grouped(count))


def items_words(count: int) -> str:
    """Return `23 mục`."""
    return counted("items", count)


def _rhythm(months: int) -> str:
    named = {1: "due.monthly", 3: "due.quarterly", 12: "due.yearly"}.get(months)
    return t(named) if named else t("due.every", months=months)
