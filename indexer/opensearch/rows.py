"""A document as rows of the cluster's index: one of the document, one an item, and one a dated deadline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from analyzers.analysis import Analysis
from analyzers.pipeline import Analyzer
from corpus.jsonl import from_json, to_json
from corpus.model import ConclusionItem, Document
from corpus.orthography import fold_tone_marks, lower
from indexer.facets import FacetValue, deadline_dates, facet_values, named_agencies, number_identity
from indexer.kernels.signatures import signatures
from indexer.opensearch.mapping import ANY_ROLE, COLUMNS, Kind, column, term
from indexer.page import ItemRecord
from indexer.request import Facet
from indexer.sections import sections_of
from indexer.slugs import meeting_id

# A text in which fewer of its syllables carry a diacritic was typed without them (real prose has two thirds).
_MARKED_SHARE = 0.15
_LAST = 2**31 - 1  # where items without a date stand among those with one, the oldest first

Source = dict[str, Any]


def document_key(document_id: str) -> str:
    """Return the row id of a document: of one length, whatever its own id is."""
    return blake2b(document_id.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def item_key(document_id: str, position: int) -> str:
    """Return the row id of an item."""
    return f"{document_key(document_id)}:{position}"


def rows_of(document: Document, digest: str, analyzer: Analyzer) -> Iterator[tuple[str, Source]]:
    """Yield the id and source of every row of a document, its items analysed in one batch."""
    key, header = document_key(document.id), _header_json(document)
    meeting = meeting_id(document)
    yield (
        key,
        {
            "kind": Kind.DOCUMENT,
            "document": document.id,
            "date": _day(document),
            "items": len(document.items),
            "digest": digest,
            "header": header,
            **({"own_number": number_identity(document.number)} if document.number else {}),
            **({column(Facet.MEETING): [meeting]} if meeting and document.items else {}),
        },
    )
    for position, source in enumerate(_item_sources(document, header, analyzer)):
        yield f"{key}:{position}", source
        for day in source["due"]:
            yield f"{key}:{position}:{day}", _deadline_source(source, day)


def identity(name: str, value: FacetValue) -> str:
    """Return what all (value, label) pairs share that are one value of a facet (or of `ANY_ROLE`) for a reader."""
    match name:
        case Facet.NUMBER:
            return number_identity(value.label)
        case Facet.AGENCY | Facet.PROVINCE | Facet.KIND | "any-role":
            # Names that share a slug but differ by their tones stay apart: xã Tân Thanh, xã Tân Thành.
            return f"{value.value} {fold_tone_marks(lower(value.label))}"
    return value.value


def values_in(source: Mapping[str, Any]) -> Iterator[tuple[str, FacetValue]]:
    """Yield the values of an item's row with the names of their columns."""
    for name, pairs in source["facets"].items():
        for value, label in pairs:
            yield name, FacetValue(value, label)


def record_of(source: Mapping[str, Any]) -> ItemRecord:
    """Return the item of a row."""
    whole = from_json({**source["header"], "items": [source["record"]]})
    header = replace(whole, items=())
    return ItemRecord(whole.item_id(whole.items[0]), whole.items[0], header, source["position"], meeting_id(header))


def document_of(header: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> Document:
    """Put a document together from the header of its row and the records of its items, in print order."""
    return from_json({**header, "items": list(items)})


def _header_json(document: Document) -> Source:
    return {key: value for key, value in to_json(document).items() if key != "items"}


def _day(document: Document) -> int:
    return document.date.toordinal() if document.date else 0


def _item_sources(document: Document, header: Source, analyzer: Analyzer) -> Iterator[Source]:
    sections = list(sections_of(document))
    texts = dict.fromkeys(text for s in sections for text in (s.heading, s.text, s.context))
    texts |= dict.fromkeys(item.heading for item in document.items)
    analyses = dict(zip(texts, analyzer.analyses(list(texts)), strict=True))
    pairs = zip(document.items, sections, strict=True)
    signed = signatures([(*analyses[item.heading].folded, *analyses[s.text].folded) for item, s in pairs])
    records = to_json(document)["items"]
    for position, (item, section) in enumerate(zip(document.items, sections, strict=True)):
        parts = [analyses[section.heading], analyses[section.text], analyses[section.context]]
        yield {
            "kind": Kind.ITEM,
            "document": document.id,
            "position": position,
            "item": document.item_id(item),
            "date": _day(document),
            "date_or_last": _day(document) or _LAST,
            "group": item_key(document.id, position),
            "signature": signed[position].tobytes().hex(),
            "header": header,
            "record": records[position],
            **_terms(parts),
            **_columns(document, item),
        }


def _terms(parts: Sequence[Analysis]) -> Source:
    heading, text, context = parts
    told = text if text.syllables else heading
    lists = [" ".join(map(term, part.syllables)) for part in parts]
    numbers = [[number_identity(number.text) for number in part.numbers] for part in parts]
    return {
        "syllables": lists,
        "body": lists[:2],
        "context": lists[2],
        "words": [term(word.text) for part in (heading, text) for word in part.words],
        "numbers": [term(number) for part in numbers for number in part],
        "numbers_in_body": [term(number) for part in numbers[:2] for number in part],
        "numbers_in_heading": [term(number) for number in numbers[0]],
        "numbers_in_context": [term(number) for number in numbers[2]],
        "unmarked": _is_unmarked(told),
        "lengths_heading": len(heading.syllables),
        "lengths_body": len(heading.syllables) + len(text.syllables),
        "lengths_context": len(context.syllables),
    }


def _is_unmarked(analysis: Analysis) -> bool:
    marked = sum(a != b for a, b in zip(analysis.syllables, analysis.folded, strict=True))
    return marked < _MARKED_SHARE * len(analysis.syllables)


def _columns(document: Document, item: ConclusionItem) -> Source:
    values = {facet.value: facet_values(document, item, facet) for facet in Facet}
    values[ANY_ROLE] = named_agencies(item)
    due = [date.toordinal() for date in deadline_dates(item)]
    return {
        "facets": {name: [[v.value, v.label] for v in values[name]] for name in COLUMNS if values[name]},
        **{column(name): sorted({identity(name, v) for v in values[name]}) for name in COLUMNS},
        "due": due,
        **({"due_first": due[0]} if due else {}),
    }


def _deadline_source(item: Source, day: int) -> Source:
    fields = ("document", "position", "item", column(Facet.AGENCY), column(ANY_ROLE))
    return {"kind": Kind.DEADLINE, "date": day, **{name: item[name] for name in fields}}


def size_of(source: Source) -> int:
    """Return about how many bytes a row takes on the wire."""
    return len(json.dumps(source, ensure_ascii=False))
