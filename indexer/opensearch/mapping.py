"""What a generation holds on the cluster: its fields, and how terms that were made here are kept there.

The rows of one index are told apart by `kind`: an item, a document (its header), a deadline of an item, the names of a
facet's value, and parts of the statistics of syllables. The server only cuts at spaces; its shingles are the adjacent
pairs.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from indexer.request import Facet
from indexer.slugs import digest
from indexer.weights import WEIGHTS

# Raise it when an older generation can no longer be read.
FORMAT = 1

ANY_ROLE = "any-role"  # the agency column of every role, beside the facet's own
COLUMNS = (*(facet.value for facet in Facet), ANY_ROLE)
SECTION_GAP = 64  # no pair or phrase reaches across sections
_LONGEST_TERM = 256


class Kind(StrEnum):
    """What a row is."""

    ITEM = "item"
    DOCUMENT = "document"
    DEADLINE = "deadline"
    NAME = "name"
    STATISTICS = "statistics"
    SOURCES = "sources"
    REFUSALS = "refusals"


def column(facet: str) -> str:
    """Return the field that holds the identities of an item's values in a facet (or `ANY_ROLE`)."""
    return f"facet_{facet}"


def term(text: str) -> str:
    """Return a term as it is sent: in one piece, and no longer than the server takes."""
    whole = "_".join(text.split()) or "_"
    return whole if len(whole) <= _LONGEST_TERM else f"{whole[:_LONGEST_TERM]}…{digest(whole, 16)}"


def index_body(shards: int, replicas: int) -> dict[str, Any]:
    """Return the settings and mappings of a new generation."""
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": "-1",
            "index.codec": "best_compression",
            "index.max_result_window": 10_000,
            "similarity": {"units": _bm25(WEIGHTS.unit_k1), "pairs": _bm25(WEIGHTS.pair_k1)},
            "analysis": {
                "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 2 * _LONGEST_TERM}},
                "filter": {
                    "pairs": {"type": "shingle", "min_shingle_size": 2, "max_shingle_size": 2, "output_unigrams": False}
                },
                "analyzer": {
                    "terms": {"type": "custom", "tokenizer": "spaces"},
                    "pairs": {"type": "custom", "tokenizer": "spaces", "filter": ["pairs"]},
                },
            },
        },
        "mappings": {"dynamic": "strict", "properties": _fields()},
    }


def _bm25(k1: float) -> dict[str, Any]:
    return {"type": "BM25", "k1": k1, "b": WEIGHTS.b}


def _fields() -> dict[str, Any]:
    keyword: dict[str, Any] = {"type": "keyword"}
    number: dict[str, Any] = {"type": "integer"}
    sought = {"type": "keyword", "doc_values": False}
    kept = {"type": "object", "enabled": False}
    # A whole term list is one value a section: the gap keeps phrases and pairs inside it.
    terms = {"type": "text", "analyzer": "terms", "position_increment_gap": SECTION_GAP}
    pairs = {"type": "text", "analyzer": "pairs", "similarity": "pairs", "index_options": "freqs"}
    return {
        "kind": keyword,
        "document": keyword,
        "position": number,
        # of items
        "item": keyword,
        "syllables": {**terms, "norms": False},
        "body": {**terms, "similarity": "units", "fields": {"pairs": pairs}},
        "context": {"type": "text", "analyzer": "terms", "similarity": "units", "index_options": "freqs"},
        "words": sought,
        "numbers": sought,
        "numbers_in_body": sought,
        "numbers_in_heading": sought,
        "numbers_in_context": sought,
        "unmarked": {"type": "boolean"},
        "date": number,
        "date_or_last": number,
        "due": number,
        "due_first": number,
        "lengths_heading": number,
        "lengths_body": number,
        "lengths_context": number,
        "group": keyword,
        **{column(name): keyword for name in COLUMNS},
        # of documents
        "own_number": keyword,
        "items": number,
        "digest": {"type": "keyword", "index": False, "doc_values": False},
        # of names: what choices are resolved by
        "column": keyword,
        "identity": keyword,
        "value": keyword,
        "label": {"type": "keyword", "index": False},
        "lowered": keyword,
        "slug": keyword,
        "folded": keyword,
        "label_words": {**terms, "norms": False},
        # read back, never searched
        "header": kept,
        "record": kept,
        "facets": kept,
        "signature": {"type": "keyword", "index": False, "doc_values": False},
        "kept": kept,
    }
