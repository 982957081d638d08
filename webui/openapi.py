"""The description of the machine doors as OpenAPI 3.1, written from the tables that the code itself reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import metadata
from typing import Any

from webui import atom, icalendar_text
from webui.openapi_schemas import SCHEMAS, TEXT, ref
from webui.parameters import SCOPE, SEARCH, SELECTION, SORT, SUGGEST, Parameter
from webui.params import MAX_VALUES
from webui.spreadsheet import SEPARATORS

Object = dict[str, Any]

_REFUSALS = {
    400: "Một giá trị không thể dùng, hoặc trang quá sâu.",
    401: "Cần tên và mật khẩu.",
    404: "Không có.",
    414: "Địa chỉ hoặc câu tìm quá dài.",
    429: "Quá nhiều yêu cầu; `Retry-After` cho biết số giây cần đợi.",
    503: "Chỉ mục chưa đọc được, hoặc tìm quá lâu; `Retry-After` cho biết số giây cần đợi.",
}
_WAITING = {429, 503}
_SEPARATOR: Object = {
    "name": "separator",
    "in": "query",
    "description": "Dấu ngăn cột; Excel dùng tiếng Việt có thể cần `semicolon`.",
    "schema": {"type": "string", "enum": list(SEPARATORS), "default": "comma"},
}
_ON: Object = {
    "name": "on",
    "in": "query",
    "description": "Lấy thời hạn từ một năm trước ngày này; mặc định là hôm nay.",
    "schema": {"type": "string", "format": "date"},
}


def describe() -> Object:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ketluan",
            "summary": "Tra cứu các mục kết luận hội nghị",
            "version": metadata.version("ketluan"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"password": []}],
        "paths": {path: {"get": operation} for path, operation in _operations().items()},
        "components": {
            "schemas": dict(SCHEMAS),
            "securitySchemes": {"password": {"type": "http", "scheme": "basic"}},
        },
    }


def _operations() -> Mapping[str, Object]:
    search = [_written(parameter) for parameter in SEARCH]
    selection = [_written(parameter) for parameter in SELECTION]
    sort, scope = _written(SORT), _written(SCOPE)
    return {
        "/api/search": _operation("search", "Tìm trong các mục", search, _json("SearchResult")),
        "/api/items/{id}": _operation(
            "item", "Một mục, với văn bản của nó", [_id("id", "Mã mục.")], _json("Item"), 404
        ),
        "/api/suggest": _operation("suggest", "Gợi ý khi gõ", _all(SUGGEST), _json("Suggestions")),
        "/api/openapi.json": _operation(
            "description", "Bản mô tả này", [], _content("application/json", {"type": "object"})
        ),
        "/export.csv": _page("exportCsv", "Mọi mục tìm được, dạng CSV", [*selection, sort, _SEPARATOR], "text/csv"),
        "/export.jsonl": _page(
            "exportJsonl", "Mọi mục tìm được, mỗi dòng một đối tượng `Item`", [*selection, sort], "application/jsonl"
        ),
        "/feed.atom": _page("feed", "Các mục mới nhất tìm được", selection, _bare(atom.CONTENT_TYPE)),
        "/agencies/{id}/deadlines.ics": _page(
            "deadlines",
            "Thời hạn của một cơ quan",
            [_id("id", "Mã cơ quan."), scope, _ON],
            _bare(icalendar_text.CONTENT_TYPE),
            404,
        ),
        "/healthz": _operation("health", "Còn sống hay không", [], _json("Health")),
        "/metrics": _operation(
            "metrics", "Các bộ đếm, dạng OpenMetrics", [], _content("application/openmetrics-text", TEXT)
        ),
    }


def _operation(name: str, summary: str, parameters: list[Object], content: Object, *statuses: int) -> Object:
    """An operation whose errors are problem documents."""
    return _described(
        name, summary, parameters, content, statuses, _content("application/problem+json", ref("Problem"))
    )


def _page(name: str, summary: str, parameters: list[Object], media: str, *statuses: int) -> Object:
    """An operation that people open in a browser: its errors are pages."""
    return _described(name, summary, parameters, _content(media, TEXT), statuses, _content("text/html", TEXT))


def _described(
    name: str, summary: str, parameters: list[Object], content: Object, statuses: Iterable[int], refusal: Object
) -> Object:
    refused = sorted({400, 401, 414, 429, 503, *statuses})
    return {
        "operationId": name,
        "summary": summary,
        **({"parameters": parameters} if parameters else {}),
        "responses": {
            "200": {"description": "Trả lời.", "content": content},
            **{str(status): _refused(status, refusal) for status in refused},
        },
    }


def _refused(status: int, content: Object) -> Object:
    waiting = {"headers": {"Retry-After": {"schema": {"type": "integer"}}}} if status in _WAITING else {}
    return {"description": _REFUSALS[status], **waiting, "content": content}


def _written(parameter: Parameter) -> Object:
    schema = dict(parameter.takes.schema())
    if parameter.repeats:
        schema = {"type": "array", "items": schema, "maxItems": MAX_VALUES}
    return {"name": parameter.name, "in": "query", "description": parameter.about, "schema": schema}


def _all(parameters: tuple[Parameter, ...]) -> list[Object]:
    return [_written(parameter) for parameter in parameters]


def _id(name: str, about: str) -> Object:
    # An item's id holds `#`, which an address writes as %23.
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": about,
        "schema": {"type": "string", "minLength": 1},
    }


def _json(name: str) -> Object:
    return _content("application/json", ref(name))


def _content(media: str, schema: Object) -> Object:
    return {media: {"schema": schema}}


def _bare(content_type: str) -> str:
    return content_type.partition(";")[0]
