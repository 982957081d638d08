"""Parsed documents as JSON, key for key as the public contract has them, one object a line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec.json import Encoder

from corpus.errors import Refusal
from corpus.json_fields import Fields, InvalidDocument
from corpus.model import (
    Assignment,
    By,
    Citation,
    ConclusionItem,
    Deadline,
    Decision,
    Document,
    Every,
    ItemPath,
    Meeting,
    ParseWarning,
    Relative,
    Role,
    Signatory,
    WithinMonth,
    WithinQuarter,
    WithinYear,
)

# Levels of a path: more than the parser can open inside each other, few enough for what recurses once a level.
MAX_DEPTH = 32

_ENCODER = Encoder()  # msgspec's: a tenth of the time of `json.dumps`

# -- writing -----------------------------------------------------------------------------------------------------------


def to_json(document: Document) -> dict[str, Any]:
    """Return a document as the contract's object: the same keys in the same order, null for what is not known."""
    return {
        "id": document.id,
        "source": document.source,
        "number": document.number,
        "kind": document.kind,
        "title": document.title,
        "issuer": document.issuer,
        "province": document.province,
        "date": _day(document.date),
        "meeting": _meeting_json(document.meeting) if document.meeting else None,
        "chair": document.chair,
        "signatory": _signatory_json(document.signatory) if document.signatory else None,
        "recipients": list(document.recipients),
        "items": [_item_json(document, item) for item in document.items],
        "warnings": [{"code": w.code, "line": w.line, "message": w.message} for w in document.warnings],
    }


def _day(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _meeting_json(meeting: Meeting) -> dict[str, Any]:
    return {
        "label": meeting.label,
        "body": meeting.body,
        "ordinal": meeting.ordinal,
        "term": meeting.term,
        "date": _day(meeting.date),
    }


def _signatory_json(signatory: Signatory) -> dict[str, Any]:
    return {"name": signatory.name, "title": signatory.title, "authority": signatory.authority}


def _item_json(document: Document, item: ConclusionItem) -> dict[str, Any]:
    return {
        "id": document.item_id(item),
        "path": str(item.path),
        "heading": item.heading,
        "text": item.text,
        "decision": item.decision.value if item.decision else None,
        "agencies": [{"name": a.name, "role": str(a.role)} for a in item.agencies],
        "citations": [
            {"number": c.number, "kind": c.kind, "date": _day(c.date), "issuer": c.issuer} for c in item.citations
        ],
        "deadlines": [deadline_to_json(deadline) for deadline in item.deadlines],
    }


def deadline_to_json(deadline: Deadline) -> dict[str, Any]:
    """Return a deadline as the contract's object."""
    match deadline:
        case By(date, text):
            return {"kind": "by", "date": date.isoformat(), "text": text}
        case WithinMonth(year, month, text):
            return {"kind": "within", "month": f"{year:04}-{month:02}", "text": text}
        case WithinQuarter(year, quarter, text):
            return {"kind": "within", "quarter": f"{year:04}-Q{quarter}", "text": text}
        case WithinYear(year, text):
            return {"kind": "within", "year": year, "text": text}
        case Every(months, text):
            return {"kind": "every", "months": months, "text": text}
        case Relative(text):
            return {"kind": "relative", "text": text}


def encoded(value: object) -> bytes:
    """Return JSON of plain values without needless spaces, in UTF-8 whatever a text holds."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:  # a lone surrogate, which a file may spell as `\\ud800`
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


# -- reading -----------------------------------------------------------------------------------------------------------


def from_json(value: object) -> Document:
    """Read the contract's object; only `id`, `title` and `items[].path` and `.text` are required.

    A path has at most MAX_DEPTH levels. Raises InvalidDocument, a ValueError that names the field.
    """
    fields = Fields(value)
    identity = fields.named("id")
    items = fields.objects("items", lambda item: _item(item, identity))
    _refuse_repeats(items)
    return Document(
        id=identity,
        source=fields.optional("source") or "",
        title=fields.text("title"),
        number=fields.optional("number"),
        kind=fields.optional("kind"),
        issuer=fields.optional("issuer"),
        province=fields.optional("province"),
        date=fields.date("date"),
        meeting=fields.object("meeting", _meeting),
        chair=fields.optional("chair"),
        signatory=fields.object("signatory", _signatory),
        recipients=fields.texts("recipients"),
        items=items,
        warnings=fields.objects("warnings", _warning),
    )


def item_from_json(value: object, document_id: str) -> ConclusionItem:
    """Read one of the contract's `items` by itself; raises InvalidDocument."""
    return _item(Fields(value), document_id)


def _refuse_repeats(items: Sequence[ConclusionItem]) -> None:
    seen: set[str] = set()
    for index, item in enumerate(items):
        identity = item.id or str(item.path)
        if identity in seen:
            raise InvalidDocument(f"items[{index}]", f"trùng với mục trước: {identity}")
        seen.add(identity)


def _item(fields: Fields, document: str) -> ConclusionItem:
    path = _path(fields)
    identity = fields.optional("id")
    return ConclusionItem(
        path=path,
        heading=fields.optional("heading") or "",
        text=fields.text("text"),
        decision=fields.one_of("decision", Decision) if fields.has("decision") else None,
        agencies=fields.objects("agencies", _assignment),
        citations=fields.objects("citations", _citation),
        deadlines=fields.objects("deadlines", _deadline),
        id=identity if identity and identity != f"{document}#{path}" else None,
    )


def _path(fields: Fields) -> ItemPath:
    path = ItemPath.parse(fields.named("path"))
    if path.depth > MAX_DEPTH:
        problem = f"có {path.depth} cấp, nhiều nhất là {MAX_DEPTH}; hãy rút ngắn đường dẫn hoặc gộp mục này vào mục cha"
        raise InvalidDocument(fields.name("path"), problem)
    return path


def _assignment(fields: Fields) -> Assignment:
    return Assignment(fields.named("name"), fields.one_of("role", Role))


def _citation(fields: Fields) -> Citation:
    return Citation(
        number=fields.named("number"),
        kind=fields.optional("kind"),
        date=fields.date("date"),
        issuer=fields.optional("issuer"),
    )


def _deadline(fields: Fields) -> Deadline:
    text = fields.optional("text") or ""
    match fields.text("kind"):
        case "by":
            date = fields.date("date")
            if date is None:
                raise InvalidDocument(fields.name("date"), "thiếu")
            return By(date, text)
        case "within":
            return _within(fields, text)
        case "every":
            return Every(fields.count("months", most=1200), text)
        case "relative":
            return Relative(text)
        case kind:
            raise InvalidDocument(fields.name("kind"), f"không có giá trị “{kind}”")


def _within(fields: Fields, text: str) -> Deadline:
    if fields.has("month"):
        year, month = _pair(fields, "month", "-", "2022-06", 12)
        return WithinMonth(year, month, text)
    if fields.has("quarter"):
        year, quarter = _pair(fields, "quarter", "-Q", "2024-Q3", 4)
        return WithinQuarter(year, quarter, text)
    if fields.has("year"):
        return WithinYear(fields.count("year"), text)
    raise InvalidDocument(fields.name("kind"), "cần một trong month, quarter, year")


def _pair(fields: Fields, key: str, mark: str, example: str, most: int) -> tuple[int, int]:
    year, _, part = fields.text(key).partition(mark)
    if len(year) == 4 and (year + part).isascii() and (year + part).isdigit() and 1 <= int(part or 0) <= most:
        return int(year), int(part)
    raise InvalidDocument(fields.name(key), f"phải có dạng {example}")


def _meeting(fields: Fields) -> Meeting:
    return Meeting(
        label=fields.text("label"),
        body=fields.optional("body"),
        ordinal=fields.number("ordinal"),
        term=fields.optional("term"),
        date=fields.date("date"),
    )


def _signatory(fields: Fields) -> Signatory:
    return Signatory(fields.text("name"), fields.optional("title"), fields.optional("authority"))


def _warning(fields: Fields) -> ParseWarning:
    return ParseWarning(fields.text("code"), fields.count("line", least=0, most=10**9), fields.text("message"))


# -- files -------------------------------------------------------------------------------------------------------------


def read_jsonl(path: Path) -> Iterator[Document | Refusal]:
    """Read parsed documents, one a line; a line that is none gives a Refusal with its number, and reading goes on.

    Raises OSError where the file cannot be opened.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield read_line(path.name, number, line)


def read_line(source: str, number: int, line: bytes) -> Document | Refusal:
    """Read one line of the file named `source`; a byte order mark may stand before the first."""
    try:
        return from_json(json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8")))
    except InvalidDocument as error:
        return Refusal(source, "invalid-document", str(error), number)
    except (ValueError, RecursionError):
        return Refusal(source, "invalid-json", "không phải JSON hợp lệ; mỗi dòng là một đối tượng", number)
