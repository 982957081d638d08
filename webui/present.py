"""Search hits and records as the one pattern of the product: mark, passage, facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.model import ConclusionItem, Relative, Role
from indexer.page import Hit, ItemRecord, SnippetPart
from webui.outline import mark
from webui.passages import body_of, clause_around, shown_parts
from webui.schedule import Task
from webui.typography import day_month, excerpt
from webui.urls import agency_url, document_url, item_url
from webui.wording import days_left, deadline_iso, deadline_words, document_label, due_mark, mark_words, source_line

_SHOWN_AGENCIES = 3
_SHOWN_DEADLINES = 3
_SHOWN_CITATIONS = 4
_WORK_PASSAGE = 160
_CLAUSE = 190
_WORK_FACTS = frozenset({"due", "cites"})
_ROLES = (Role.ASSIGNED, Role.COORDINATOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class FactValue:
    """One value of a fact, the page it leads to and its machine-readable date; `quoted` words are a document's own."""

    text: str
    url: str | None = None
    iso: str | None = None
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """A named fact of an item (`assigned`, `due`, `cites`, ...); `more` counts the values that are not shown."""

    key: str
    values: tuple[FactValue, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list: the mark that hangs beside it, what was said, and who, by when, on what basis."""

    url: str
    mark: str
    heading: tuple[SnippetPart, ...]
    date: dt.date | None
    source: tuple[str, ...]
    passage: tuple[SnippetPart, ...]
    facts: tuple[Fact, ...]
    small: str = ""
    iso: str | None = None
    past: bool = False
    place: str = ""


def heading_of(item: ConclusionItem) -> str:
    """Return an item's heading, or the beginning of its text where it has none."""
    return item.heading or excerpt(item.text, 110) or mark(item.path)


def hit_entry(hit: Hit) -> Entry:
    """Return a search hit as an entry, its matched runs kept apart."""
    record = hit.record
    heading = hit.heading if record.item.heading else _plain(heading_of(record.item))
    return Entry(
        url=item_url(record.id),
        mark=mark(record.item.path),
        heading=heading,
        date=record.header.date,
        source=_source(record),
        passage=shown_parts(hit.snippet, record.item.heading) if record.item.text else (),
        facts=facts(record.item),
    )


def record_entry(record: ItemRecord, *, passage: int = 0, facts_of: Sequence[str] = ()) -> Entry:
    """Return a record as an entry; `passage` characters of its text are shown, and only the facts of `facts_of`."""
    shown = tuple(fact for fact in facts(record.item) if fact.key in facts_of)
    return Entry(
        url=item_url(record.id),
        mark=mark(record.item.path),
        heading=_plain(heading_of(record.item)),
        date=record.header.date,
        source=_source(record),
        passage=_plain(excerpt(body_of(record.item.text, record.item.heading), passage))
        if passage and record.item.heading
        else (),
        facts=shown,
    )


def task_entry(task: Task, on: dt.date, *, agency: str | None = None) -> Entry:
    """Return a deadline as an entry that hangs from its date; on the page of `agency` the others are named."""
    record = task.record
    clause = clause_around(record.item.text, task.deadline.text, _CLAUSE)
    past = task.last is not None and task.last < on
    return Entry(
        url=item_url(record.id),
        mark=due_mark(task.deadline),
        heading=_plain(record.item.heading or clause or heading_of(record.item)),
        date=record.header.date,
        source=_source(record),
        place=mark_words(record.item.path),
        passage=_plain(clause) if record.item.heading else (),
        facts=_others(facts(record.item, deadlines=False), agency),
        small=days_left(task.last, on) if task.last else "",
        iso=deadline_iso(task.deadline),
        past=past,
    )


def work_entry(record: ItemRecord) -> Entry:
    """Return an item as a line of an agency's work, which stands under its year and hangs from its day."""
    header = record.header
    date = header.date
    return Entry(
        url=item_url(record.id),
        mark=day_month(date) if date else "",
        heading=_plain(heading_of(record.item)),
        date=date,
        source=_source(record),
        place=mark_words(record.item.path),
        passage=_plain(excerpt(body_of(record.item.text, record.item.heading), _WORK_PASSAGE))
        if record.item.heading
        else (),
        facts=tuple(fact for fact in facts(record.item) if fact.key in _WORK_FACTS),
        iso=date.isoformat() if date else None,
    )


def facts(item: ConclusionItem, *, deadlines: bool = True) -> tuple[Fact, ...]:
    """Return what an entry tells of an item beside its words: who was given it, by when, on what basis."""
    roles = _ROLES if _named(item, Role.ASSIGNED) else (*_ROLES, Role.SUBMITTER)
    found = [_fact(role.value, [FactValue(n) for n in _named(item, role)], _SHOWN_AGENCIES) for role in roles]
    if deadlines:
        due = [FactValue(deadline_words(d), None, deadline_iso(d), isinstance(d, Relative)) for d in item.deadlines]
        found.append(_fact("due", due, _SHOWN_DEADLINES))
    found.append(_fact("cites", [_cited(c.number) for c in item.citations], _SHOWN_CITATIONS))
    return tuple(fact for fact in found if fact.values)


def agencies_by_role(item: ConclusionItem, ids: Mapping[str, str]) -> tuple[Fact, ...]:
    """Return every agency of an item a role, each linked to its page where `ids` knows the name."""
    found = (Fact(role.value, tuple(_agency(name, ids) for name in _named(item, role))) for role in Role)
    return tuple(fact for fact in found if fact.values)


def _others(found: tuple[Fact, ...], agency: str | None) -> tuple[Fact, ...]:
    """Facts as the page of one agency tells them: not that it was assigned the task, but who was beside it."""
    if agency is None:
        return found
    rest = [(fact, tuple(value for value in fact.values if value.text != agency)) for fact in found]
    named = {Role.ASSIGNED.value: "also"}
    return tuple(Fact(named.get(fact.key, fact.key), values, fact.more) for fact, values in rest if values)


def _agency(name: str, ids: Mapping[str, str]) -> FactValue:
    return FactValue(name, url=agency_url(ids[name]) if name in ids else None)


def _cited(number: str) -> FactValue:
    return FactValue(number, url=document_url(number))


def _fact(key: str, values: Sequence[FactValue], shown: int) -> Fact:
    # One value more is shown rather than "and 1 more", which would take the same room.
    cut = len(values) if len(values) <= shown + 1 else shown
    return Fact(key, tuple(values[:cut]), len(values) - cut)


def _named(item: ConclusionItem, role: Role) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.name for a in item.agencies if a.role is role))


def _beginning(item: ConclusionItem, limit: int) -> tuple[SnippetPart, ...]:
    """The first words of an item; none where they stand in place of a heading already."""
    return _plain(excerpt(body_of(item.text, item.heading), limit)) if limit and item.heading else ()


def _source(record: ItemRecord) -> tuple[str, ...]:
    parts = (document_label(record.header), source_line(record.header))
    return tuple(part for part in parts if part)


def _plain(text: str) -> tuple[SnippetPart, ...]:
    return (SnippetPart(text),) if text else ()
