"""Items as lines of CSV that Excel in a Vietnamese office opens as they are: UTF-8 with a mark, one item a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from corpus.model import Role
from indexer.facets import DECISION_LABELS, deadline_dates, meeting_label
from indexer.page import ItemRecord
from webui.outline import mark
from webui.strings import t
from webui.wording import deadline_words, document_label

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as Windows-1258
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}

_HEADINGS = (
    *("id", "document", "number", "date", "issuer", "province", "meeting", "item", "heading", "text", "decision"),
    *("assigned", "coordinator", "supervisor", "submitter", "mentioned"),
    *("cites", "due", "last", "url", "source"),
)
_ROLE_NAMES = frozenset(role.value for role in Role)
_ROLES = (Role.ASSIGNED, Role.COORDINATOR, Role.SUPERVISOR, Role.SUBMITTER, Role.MENTIONED)
# A cell that begins so is a formula to Excel, LibreOffice or Google Sheets, the wide forms to some of them as well.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def table(records: Iterable[tuple[ItemRecord, str]], separator: str = ",") -> Iterator[str]:
    """Yield the text of the table, the line of headings first; `records` come with the address of their page."""
    yield BYTE_ORDER_MARK + _line([_heading(name) for name in _HEADINGS], separator)
    for record, url in records:
        yield _line([harmless(cell) for cell in _cells(record, url)], separator)


def harmless(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula: an apostrophe stands before what could be one."""
    bare = cell.replace("\0", "")
    return f"'{bare}" if bare.lstrip().startswith(_FORMULA) or bare.startswith(_FORMULA) else bare


def _heading(name: str) -> str:
    return t(f"fact.{name}") if name in _ROLE_NAMES else t(f"export.{name}")


def _line(cells: Sequence[str], separator: str) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=separator, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _cells(record: ItemRecord, url: str) -> list[str]:
    item, header = record.item, record.header
    dates = deadline_dates(item)
    return [
        record.id,
        document_label(header),
        header.number or "",
        header.date.isoformat() if header.date else "",
        header.issuer or "",
        header.province or "",
        meeting_label(header.meeting, header) if header.meeting else "",
        # A bare 5.1 is the fifth of January to a spreadsheet.
        t("cite.item", mark=mark(item.path)),
        item.heading,
        item.text,
        DECISION_LABELS[item.decision] if item.decision else "",
        *("; ".join(dict.fromkeys(a.name for a in item.agencies if a.role is role)) for role in _ROLES),
        "; ".join(dict.fromkeys(citation.number for citation in item.citations)),
        "; ".join(deadline_words(deadline) for deadline in item.deadlines),
        "; ".join(date.isoformat() for date in dates),
        url,
        header.source,
    ]
