"""What a search answers: hits, facets and what the reader should be told, one value for every engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from corpus.errors import Refusal
from corpus.model import ConclusionItem, Document, Meeting
from indexer.request import Facet, Match, SearchRequest


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """One row of the index: an item with what a page needs to know of its document.

    `header` is the document without its items. `position` counts the document's items from 0, in print order.
    `meeting_id` is None where the document names no meeting.
    """

    id: str
    item: ConclusionItem
    header: Document
    position: int
    meeting_id: str | None


class SnippetPart(NamedTuple):
    """A run of a snippet; `hit` says whether it matched."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A found item with its score, and its heading and best passage cut into matched and other runs, if asked for.

    `similar` counts the other items of the result that it stands for, where near-duplicates are grouped.
    """

    record: ItemRecord
    score: float
    heading: tuple[SnippetPart, ...] = ()
    snippet: tuple[SnippetPart, ...] = ()
    similar: int = 0


class FacetCount(NamedTuple):
    """A value of a facet, the words a reader sees for it, and how many items have it."""

    value: str
    label: str
    count: int  # type: ignore[assignment]  # tuples have a method of this name, which nobody needs here
    selected: bool = False


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a result.

    `match` is how the words were in fact matched (never AUTO); `notice` a Vietnamese sentence or None. A facet's
    counts ignore the facet's own selection; chosen values are present even at zero. Facet values are sorted by
    count downwards, then label; years by year downwards. `facet_totals` says how many values each facet has, were all
    of them listed; both hold the facets that were asked for. `entries` is what pages count: groups of near-duplicates
    where they are grouped, else items. `correction` is a query that was more likely meant, or None.
    """

    request: SearchRequest
    total: int
    match: Match
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, tuple[FacetCount, ...]]
    notice: str | None = None
    took_ms: float = 0.0
    entries: int = 0
    facet_totals: Mapping[Facet, int] = field(default_factory=dict)
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class FacetPage:
    """A part of the values of one facet; `total` counts those that fit what was looked for."""

    values: tuple[FacetCount, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DueEntry:
    """A deadline that ends on `date`, and the item that sets it."""

    date: dt.date
    record: ItemRecord


@dataclass(frozen=True, slots=True)
class DuePage:
    """One page of deadlines; `total` counts all that were asked for."""

    total: int
    entries: tuple[DueEntry, ...]


class SuggestionKind(StrEnum):
    """What a suggestion leads to."""

    HEADING = "heading"
    AGENCY = "agency"
    MEETING = "meeting"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of what was typed: its words, the value that stands for it in URLs, and how many items it leads to.

    The value of a heading is the heading itself, to be searched for.
    """

    kind: SuggestionKind
    text: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class MeetingSummary:
    """A meeting as lists show it."""

    id: str
    meeting: Meeting
    province: str | None
    documents: int
    items: int


@dataclass(frozen=True, slots=True)
class AgencySummary:
    """An agency as lists show it: how often it was assigned a task, and how often it is named at all."""

    id: str
    name: str
    assigned: int
    named: int


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """The state of a live index. Bytes are of all files of the generation."""

    generation: int
    documents: int
    items: int
    bytes: int
    fields: tuple[str, ...]
    analyser: str
    engine: str
    built: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of a batch of documents.

    `refused` are `corpus.errors.Refusal` values, one an input; `doubtful` are inputs that were taken though they look
    wrong. `remembered` counts the added and replaced documents that an earlier build had parsed or analysed.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    items: int = 0
    refused: tuple[Refusal, ...] = ()
    remembered: int = 0
    doubtful: tuple[Refusal, ...] = ()

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> IngestReport:
        """Read a report as `dataclasses.asdict` writes it; raises TypeError or KeyError for anything else."""
        inputs = {name: tuple(Refusal(**r) for r in value[name]) for name in ("refused", "doubtful")}
        return cls(**{**value, **inputs})
