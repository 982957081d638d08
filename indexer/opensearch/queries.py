"""The few forms of the server's query language that are needed, as values that simplify themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Query = dict[str, Any]

EVERYTHING: Query = {"match_all": {}}
NOTHING: Query = {"match_none": {}}


def term(field: str, value: str | int | bool) -> Query:
    """Rows that have one value."""
    return {"term": {field: value}}


def terms(field: str, values: Sequence[str]) -> Query:
    """Rows that have any of the values; one clause for the server, however many they are."""
    match len(values):
        case 0:
            return NOTHING
        case 1:
            return term(field, values[0])
    return {"terms": {field: list(values)}}


def between(field: str, low: int | None, high: int | None) -> Query:
    """Rows with a value from `low` to `high`, both included; None is open."""
    bounds = {"gte": low, "lte": high}
    return {"range": {field: {name: bound for name, bound in bounds.items() if bound is not None}}}


def all_of(parts: Sequence[Query]) -> Query:
    """Rows that fit every part."""
    if NOTHING in parts:
        return NOTHING
    kept = [part for part in parts if part != EVERYTHING]
    if len(kept) < 2:
        return kept[0] if kept else EVERYTHING
    return {"bool": {"filter": kept}}


def any_of(parts: Sequence[Query], least: int = 1) -> Query:
    """Rows that fit at least so many parts; with `least` 1 none of no parts, with 0 all."""
    if least <= 0:
        return EVERYTHING
    if least > len(parts):
        return NOTHING
    if least > 1:
        return {"bool": {"should": list(parts), "minimum_should_match": least}}
    if EVERYTHING in parts:
        return EVERYTHING
    kept = [part for part in parts if part != NOTHING]
    if len(kept) < 2:
        return kept[0] if kept else NOTHING
    return {"bool": {"should": kept, "minimum_should_match": 1}}


def none_of(part: Query) -> Query:
    """Rows that do not fit."""
    return {"bool": {"must_not": [part]}}


def weighed(query: Query, weight: float) -> Query:
    """Rows that fit, each scored by the weight."""
    return {"constant_score": {"filter": query, "boost": weight}}
