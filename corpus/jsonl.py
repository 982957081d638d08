"""Parsed documents as JSON, key for key as the public contract has them, one object a line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import CorpusError, Refusal
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

T = TypeVar("T")
Json = Mapping[str, Any]


class InvalidDocument(CorpusError, ValueError):  # noqa: N818  a state of the input, named as the contract names it
    """Raised where an object is no parsed document; `field` is the path of what is wrong (`items[2].text`)."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


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
        "agencies": [{"name": a.name, "role": a.role.value} for a in item.agencies],
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


# -- reading -----------------------------------------------------------------------------------------------------------


class _Fields:
    """The fields of one object; every refusal names where it stands."""

    def __init__(self, value: Any, where: str) -> None:
        if not isinstance(value, dict):
            raise InvalidDocument(where or "tài liệu", "phải là một đối tượng JSON")
        self._value: Json = value
        self._where = where

    def name(self, key: str) -> str:
        """Return the full name of a field."""
        return f"{self._where}.{key}" if self._where else key

    def text(self, key: str) -> str:
        """Return a text that must be there."""
        value = self.optional(key)
        if value is None:
            raise InvalidDocument(self.name(key), "thiếu")
        return value

    def named(self, key: str) -> str:
        """Return a text that must be there and must not be empty."""
        value = self.text(key)
        if not value.strip():
            raise InvalidDocument(self.name(key), "không được để trống")
        return value

    def optional(self, key: str) -> str | None:
        """Return a text or None."""
        value = self._value.get(key)
        if value is not None and not isinstance(value, str):
            raise InvalidDocument(self.name(key), "phải là chuỗi")
        return value

    def number(self, key: str) -> int | None:
        """Return a whole number or None."""
        value = self._value.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise InvalidDocument(self.name(key), "phải là số nguyên")
        return value

    def count(self, key: str, least: int = 1, most: int = 9999) -> int:
        """Return a whole number that must be there, from `least` to `most`."""
        value = self.number(key)
        if value is None or not least <= value <= most:
            raise InvalidDocument(self.name(key), f"phải là số nguyên từ {least} đến {most}")
        return value

    def date(self, key: str) -> dt.date | None:
        """Return a day or None."""
        value = self.optional(key)
        if value is None:
            return None
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise InvalidDocument(self.name(key), "phải là ngày dạng 2023-12-19") from None

    def has(self, key: str) -> bool:
        """True where the field is there and not null."""
        return self._value.get(key) is not None

    def object(self, key: str, read: Callable[[_Fields], T]) -> T | None:
        """Return what `read` makes of an object, or None."""
        value = self._value.get(key)
        return None if value is None else read(_Fields(value, self.name(key)))

    def list(self, key: str) -> Sequence[Any]:
        """Return a list, empty where there is none."""
        value = self._value.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise InvalidDocument(self.name(key), "phải là danh sách")
        return value

    def objects(self, key: str, read: Callable[[_Fields], T]) -> tuple[T, ...]:
        """Return what `read` makes of each object of a list."""
        return tuple(read(_Fields(value, f"{self.name(key)}[{i}]")) for i, value in enumerate(self.list(key)))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self.list(key)
        if not all(isinstance(value, str) for value in values):
            raise InvalidDocument(self.name(key), "phải là danh sách chuỗi")
        return tuple(values)


def from_json(value: object) -> Document:
    """Read the contract's object; only `id`, `title` and `items[].path` and `.text` are required.

    Raises InvalidDocument, a ValueError that names the field.
    """
    fields = _Fields(value, "")
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


def _refuse_repeats(items: Sequence[ConclusionItem]) -> None:
    seen: set[ItemPath] = set()
    for index, item in enumerate(items):
        if item.path in seen:
            raise InvalidDocument(f"items[{index}].path", f"trùng với mục trước: {item.path}")
        seen.add(item.path)


def _item(fields: _Fields, document: str) -> ConclusionItem:
    path = fields.named("path")
    identity = fields.optional("id")
    if identity is not None and identity != f"{document}#{path}":
        raise InvalidDocument(fields.name("id"), f"phải là {document}#{path}")
    return ConclusionItem(
        path=ItemPath.parse(path),
        heading=fields.optional("heading") or "",
        text=fields.text("text"),
        decision=_one_of(Decision, fields, "decision") if fields.has("decision") else None,
        agencies=fields.objects("agencies", lambda a: Assignment(a.named("name"), _one_of(Role, a, "role"))),
        citations=fields.objects("citations", _citation),
        deadlines=fields.objects("deadlines", _deadline),
    )


E = TypeVar("E", Decision, Role)


def _one_of(values: type[E], fields: _Fields, key: str) -> E:
    printed = fields.text(key)
    try:
        return values(printed)
    except ValueError:
        raise InvalidDocument(fields.name(key), f"không có giá trị “{printed}”") from None


def _citation(fields: _Fields) -> Citation:
    return Citation(
        number=fields.named("number"),
        kind=fields.optional("kind"),
        date=fields.date("date"),
        issuer=fields.optional("issuer"),
    )


def _deadline(fields: _Fields) -> Deadline:
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


def _within(fields: _Fields, text: str) -> Deadline:
    if fields.has("month"):
        year, month = _pair(fields, "month", "-", "2022-06", 12)
        return WithinMonth(year, month, text)
    if fields.has("quarter"):
        year, quarter = _pair(fields, "quarter", "-Q", "2024-Q3", 4)
        return WithinQuarter(year, quarter, text)
    if fields.has("year"):
        return WithinYear(fields.count("year"), text)
    raise InvalidDocument(fields.name("kind"), "cần một trong month, quarter, year")


def _pair(fields: _Fields, key: str, mark: str, example: str, most: int) -> tuple[int, int]:
    year, _, part = fields.text(key).partition(mark)
    if len(year) == 4 and (year + part).isascii() and (year + part).isdigit() and 1 <= int(part or 0) <= most:
        return int(year), int(part)
    raise InvalidDocument(fields.name(key), f"phải có dạng {example}")


def _meeting(fields: _Fields) -> Meeting:
    return Meeting(
        label=fields.text("label"),
        body=fields.optional("body"),
        ordinal=fields.number("ordinal"),
        term=fields.optional("term"),
        date=fields.date("date"),
    )


def _signatory(fields: _Fields) -> Signatory:
    return Signatory(fields.text("name"), fields.optional("title"), fields.optional("authority"))


def _warning(fields: _Fields) -> ParseWarning:
    return ParseWarning(fields.text("code"), fields.count("line", least=0, most=10**9), fields.text("message"))


# -- files -------------------------------------------------------------------------------------------------------------


def read_jsonl(path: Path) -> Iterator[Document | Refusal]:
    """Read parsed documents, one a line; a line that is none gives a Refusal with its number, and reading goes on.

    Raises OSError where the file cannot be opened.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _read_line(path.name, number, line)


def _read_line(source: str, number: int, line: bytes) -> Document | Refusal:
    try:
        return from_json(json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8")))
    except InvalidDocument as error:
        return Refusal(source, "invalid-document", f"dòng {number}: {error}", number)
    except (ValueError, RecursionError):
        return Refusal(
            source, "invalid-json", f"dòng {number}: không phải JSON hợp lệ; mỗi dòng là một đối tượng", number
        )
