"""The shapes of the JSON answers as JSON Schema 2020-12, closed so that tests see what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.model import Decision, Role
from indexer.page import SuggestionKind
from indexer.request import Facet, Match

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
DATE: Schema = {"type": "string", "format": "date"}


def ref(name: str) -> Schema:
    """Return a reference to one of the schemas."""
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(schema: Schema) -> Schema:
    """Return what takes null as well."""
    return {"anyOf": [schema, {"type": "null"}]}


def listed(schema: Schema) -> Schema:
    """Return an array of what `schema` says."""
    return {"type": "array", "items": schema}


def closed(properties: Mapping[str, Schema], **more: Any) -> Schema:
    """Return an object that has exactly these properties."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
        **more,
    }


def _choice(values: type[Decision] | type[Role] | type[SuggestionKind]) -> Schema:
    return {"type": "string", "enum": [value.value for value in values]}


_DEADLINES = {
    "by": {"date": DATE},
    "within": None,
    "every": {"months": {"type": "integer", "minimum": 1}},
    "relative": {},
}
_SPANS: Mapping[str, Schema] = {
    "month": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
    "quarter": {"type": "string", "pattern": "^[0-9]{4}-Q[1-4]$"},
    "year": {"type": "integer"},
}


def _deadline() -> Schema:
    """One of the forms of a deadline; a period is a month, a quarter or a year."""
    forms = [(kind, own) for kind, own in _DEADLINES.items() if own is not None]
    forms += [("within", {name: schema}) for name, schema in _SPANS.items()]
    return {"oneOf": [closed({"kind": {"const": kind}, **own, "text": TEXT}) for kind, own in forms]}


_AGENCY = closed({"name": TEXT, "role": _choice(Role)})
_ITEM: Mapping[str, Schema] = {
    "id": TEXT,
    "path": TEXT,
    "heading": TEXT,
    "text": TEXT,
    "decision": maybe(_choice(Decision)),
    "agencies": listed(ref("Agency")),
    "citations": listed(ref("Citation")),
    "deadlines": listed(ref("Deadline")),
    "url": TEXT,
    "meeting_url": maybe(TEXT),
    "document": ref("Document"),
}
_FACETS = closed({facet.value: listed(ref("FacetValue")) for facet in Facet})

SCHEMAS: Mapping[str, Schema] = {
    "Agency": _AGENCY,
    "Citation": closed({"number": TEXT, "kind": maybe(TEXT), "date": maybe(DATE), "issuer": maybe(TEXT)}),
    "Deadline": _deadline(),
    "Meeting": closed(
        {
            "label": TEXT,
            "body": maybe(TEXT),
            "ordinal": maybe({"type": "integer"}),
            "term": maybe(TEXT),
            "date": maybe(DATE),
        }
    ),
    "Document": closed(
        {
            "id": TEXT,
            "source": TEXT,
            "number": maybe(TEXT),
            "kind": maybe(TEXT),
            "title": TEXT,
            "issuer": maybe(TEXT),
            "province": maybe(TEXT),
            "date": maybe(DATE),
            "meeting": maybe(ref("Meeting")),
            "chair": maybe(TEXT),
            "signatory": maybe(closed({"name": TEXT, "title": maybe(TEXT), "authority": maybe(TEXT)})),
            "recipients": listed(TEXT),
        }
    ),
    "Item": closed(_ITEM),
    "SnippetPart": closed({"text": TEXT, "hit": {"type": "boolean"}}),
    "Hit": closed(
        {
            "id": TEXT,
            "score": {"type": "number"},
            "title": TEXT,
            "heading": TEXT,
            "snippet": listed(ref("SnippetPart")),
            "meeting": maybe(TEXT),
            "date": maybe(DATE),
            "agencies": listed(ref("Agency")),
            "numbers": listed(TEXT),
            "deadlines": listed(ref("Deadline")),
            "url": TEXT,
            "similar": COUNT,
        }
    ),
    "FacetValue": closed({"value": TEXT, "label": TEXT, "count": COUNT, "selected": {"type": "boolean"}}),
    "SearchResult": closed(
        {
            "query": TEXT,
            "total": COUNT,
            "entries": COUNT,
            "match": {"type": "string", "enum": [match.value for match in Match if match is not Match.AUTO]},
            "notice": maybe(TEXT),
            "correction": maybe(TEXT),
            "page": {"type": "integer", "minimum": 1},
            "took_ms": {"type": "number", "minimum": 0},
            "hits": listed(ref("Hit")),
            "facets": _FACETS,
        }
    ),
    "Suggestion": closed({"kind": _choice(SuggestionKind), "text": TEXT, "value": TEXT, "count": COUNT, "url": TEXT}),
    "Suggestions": closed({"query": TEXT, "suggestions": listed(ref("Suggestion"))}),
    "Health": closed({"status": {"const": "ok"}, "generation": COUNT, "documents": COUNT, "items": COUNT}),
    "Problem": {
        **closed(
            {
                "type": TEXT,
                "title": TEXT,
                "status": {"type": "integer", "minimum": 400, "maximum": 599},
                "detail": TEXT,
                "instance": TEXT,
            }
        ),
        "additionalProperties": True,
        "description": "RFC 9457; `errors` names the parameters where they are at fault.",
    },
}
