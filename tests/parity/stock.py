"""The same items in an index of stock Whoosh: postings, positions and matching are its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import product
from typing import Any

from whoosh import analysis, fields, query
from whoosh.filedb import filestore

from analyzers.pipeline import Analysis, shared_analyzer
from corpus.model import ConclusionItem, Document
from corpus.orthography import fold_diacritics
from indexer.embedded.found import Spelled
from indexer.embedded.matching import most_of, spelled
from indexer.facets import deadline_dates, number_identity
from indexer.request import Match
from indexer.sections import sections_of
from indexer.syntax import (
    And,
    During,
    Everything,
    HasDeadline,
    Named,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    QueryField,
    Words,
)
from indexer.terms import QueryTerms, Run, Unit
from tests.engine_contract import brute
from tests.parity.corpora import Corpus

# Not every name is typed, and 2.7.4 has no types at all.
whoosh_query: Any = query
whoosh_analysis: Any = analysis
whoosh_storage: Any = filestore
SECTIONS = ("heading", "text", "context")
Sections = dict[str, list[str]]
_UNMARKED = 0.15


class Stock:
    """A stock index of a corpus with its deletions, and what its rows say when they are decoded."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        index = whoosh_storage.RamStorage().create_index(_schema())
        for part in corpus.segments:
            writer = index.writer()
            for document in part:
                for row in _rows(document):
                    writer.add_document(**row)
            writer.commit(merge=False)
        writer = index.writer()
        for name in corpus.removed:
            writer.delete_by_term("document", name)
        writer.commit(merge=False)
        self.searcher: Any = index.searcher()
        self.items = {self._id(number): number for number in self.searcher.reader().all_doc_ids()}
        self.tokens = {item: self._decoded(number) for item, number in self.items.items()}

    def _id(self, number: int) -> str:
        return str(self.searcher.reader().stored_fields(number)["item"])

    def _decoded(self, number: int) -> Sections:
        """Return the terms of each section of a row, in the order of their positions, read back from the postings."""
        found: Sections = {name: [] for name in SECTIONS}
        for name in SECTIONS:
            placed = [(at, term) for term, rows in self._positions(name).items() for at in rows.get(number, ())]
            found[name] = [term for _, term in sorted(placed)]
        return found

    def _positions(self, name: str) -> dict[str, dict[int, list[int]]]:
        cache = self.__dict__.setdefault("_read", {})
        if name not in cache:
            reader = self.searcher.reader()
            decode = reader.schema[name].format.decode_positions
            cache[name] = {}
            for raw in reader.lexicon(name):
                matcher = reader.postings(name, raw)
                rows = cache[name].setdefault(raw.decode("utf-8"), {})
                while matcher.is_active():
                    rows[matcher.id()] = decode(matcher.value())
                    matcher.next()
        found: dict[str, dict[int, list[int]]] = cache[name]
        return found

    # -- matching ------------------------------------------------------------------------------------------------------

    def matching(self, node: Node, terms: QueryTerms, match: Match) -> set[str]:
        """Return the ids of the items that fit a query tree."""
        numbers = self._matching(node, terms, match, strict=False)
        return {item for item, number in self.items.items() if number in numbers}

    def _docs(self, wanted: Any) -> set[int]:
        return set(self.searcher.docs_for_query(wanted))

    def _matching(self, node: Node, terms: QueryTerms, match: Match, *, strict: bool) -> set[int]:
        every = set(self.items.values())
        match node:
            case Words(texts):
                return self._words([terms.run(text) for text in texts], match, strict=strict)
            case Phrase(text):
                run = terms.run(text)
                return self._docs(_any([_phrase(r, strict=strict) for r in run.readings()])) if run.units else every
            case Prefix(text):
                return self._docs(_unit(Spelled(terms.prefix(text))))
            case Not(part):
                return every - self._matching(part, terms, match, strict=True)
            case And(parts):
                return reduce(set.__and__, (self._matching(p, terms, match, strict=strict) for p in parts))
            case Or(parts):
                return reduce(set.__or__, (self._matching(p, terms, match, strict=strict) for p in parts))
            case Everything():
                return every
            case Named() | During() | HasDeadline():
                return self._docs(_constraint(node))

    def _words(self, runs: Sequence[Run], match: Match, *, strict: bool) -> set[int]:
        choices: dict[Unit, list[Any]] = {}
        for unit in (unit for run in runs for unit in run.units):
            choices[unit] = [_unit(_spelled(unit, strict=strict))]
        if not choices:
            return set(self.items.values())
        for run in runs:
            for synonym in run.synonyms:
                for unit in run.units[synonym.first : synonym.last]:
                    choices[unit].append(_phrase(synonym.units, strict=strict))
        found = self._enough({unit: _any(wanted) for unit, wanted in choices.items()}, match)
        if len(runs) == 1 and len(runs[0].numbers) == 1 and runs[0].is_number:
            found |= self._docs(whoosh_query.Term("number", runs[0].numbers[0]))
        return found

    def _enough(self, choices: dict[Unit, Any], match: Match) -> set[int]:
        match match:
            case Match.ANY:
                return self._docs(_any(list(choices.values())))
            case Match.MOST:
                having = [self._docs(wanted) for unit, wanted in choices.items() if not unit.stop]
                needed = most_of(len(having))
                return {n for n in self.items.values() if sum(n in docs for docs in having) >= needed}
            case _:
                return self._docs(whoosh_query.And(list(choices.values())))


def _schema() -> Any:
    text = {name: fields.TEXT(analyzer=whoosh_analysis.SpaceSeparatedTokenizer(), phrase=True) for name in SECTIONS}
    keywords = ("number", "agency", "meeting", "cited", "kind", "due", "unmarked")
    lists = {name: fields.KEYWORD(commas=True) for name in keywords}
    days = {name: fields.NUMERIC(int) for name in ("date", "deadline")}
    return fields.Schema(document=fields.ID(), item=fields.STORED(), **text, **lists, **days)


def _rows(document: Document) -> Iterator[dict[str, Any]]:
    for item, sections in zip(document.items, sections_of(document), strict=True):
        texts = (sections.heading, sections.text, sections.context)
        analyses = shared_analyzer().analyses(list(texts))
        yield {
            "document": document.id,
            "item": document.item_id(item),
            **{name: " ".join(a.syllables) for name, a in zip(SECTIONS, analyses, strict=True)},
            "number": ",".join(number_identity(n.text) for a in analyses for n in a.numbers),
            "unmarked": "yes" if is_unmarked(analyses) else "no",
            **_facts(document, item),
        }


def is_unmarked(analyses: Sequence[Analysis]) -> bool:
    """Say whether an item was typed without diacritics: its text, or its heading where it has none."""
    told = analyses[1] if analyses[1].syllables else analyses[0]
    marked = sum(a != b for a, b in zip(told.syllables, told.folded, strict=True))
    return marked < _UNMARKED * len(told.syllables)


def _facts(document: Document, item: ConclusionItem) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "agency": ",".join(agency.name for agency in item.agencies),
        "meeting": str(document.meeting.ordinal) if document.meeting else "",
        "cited": ",".join(number_identity(citation.number) for citation in item.citations),
        "kind": document.kind or "",
        "due": "yes" if item.deadlines else "no",
    }
    if document.date:
        facts["date"] = document.date.toordinal()
    if days := deadline_dates(item):
        facts["deadline"] = [day.toordinal() for day in days]
    return facts


_AGENCIES = {"so y te": "Sở Y tế", "tai-chinh": "Sở Tài chính"}
_KINDS = {"ket luan": "Kết luận"}


def _constraint(node: Named | During | HasDeadline) -> Any:
    match node:
        case HasDeadline(expected):
            return whoosh_query.Term("due", "yes" if expected else "no")
        case During(field, period):
            name = "deadline" if field is QueryField.DUE else "date"
            low = (period.start or dt.date.min).toordinal()
            high = (period.end or dt.date.max).toordinal()
            return whoosh_query.NumericRange(name, low, high)
        case Named(QueryField.AGENCY, value):
            return whoosh_query.Term("agency", _AGENCIES[fold_diacritics(value).lower()])
        case Named(QueryField.MEETING, value):
            return whoosh_query.Term("meeting", value)
        case Named(QueryField.NUMBER, value):
            return whoosh_query.Term("cited", number_identity(value))
        case Named(QueryField.KIND, value):
            return whoosh_query.Term("kind", _KINDS[fold_diacritics(value).lower()])
    raise AssertionError(node)


def _spelled(unit: Unit, *, strict: bool) -> Spelled:
    return Spelled(unit.spellings) if strict else spelled(unit)


def _any(parts: Sequence[Any]) -> Any:
    return parts[0] if len(parts) == 1 else whoosh_query.Or(list(parts))


_BARE = whoosh_query.Term("unmarked", "yes")


def _unit(wanted: Spelled) -> Any:
    return _any([_in_sections([term], bare=bare) for term, bare in wanted.options()] or [whoosh_query.NullQuery])


def _phrase(units: Sequence[Unit], *, strict: bool) -> Any:
    options = [list(_spelled(unit, strict=strict).options()) for unit in units]
    chosen = product(*options)
    return _any([_in_sections([term for term, _ in way], bare=any(bare for _, bare in way)) for way in chosen])


def _in_sections(words: list[str], *, bare: bool) -> Any:
    """Return a query for words side by side in any section, of items typed without diacritics if they are `bare`."""
    if len(words) == 1:
        found = _any([whoosh_query.Term(name, words[0]) for name in SECTIONS])
    else:
        found = _any([whoosh_query.Phrase(name, words) for name in SECTIONS])
    return whoosh_query.And([found, _BARE]) if bare else found


def facet_pairs(corpus: Corpus) -> dict[str, brute.Pair]:
    """Return the live items by id."""
    return {document.item_id(item): (document, item) for document in corpus.kept for item in document.items}
