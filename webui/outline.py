"""A document as a tree of its items, for the list beside an item and for the page of a meeting."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from corpus.model import ConclusionItem, Document, ItemPath
from webui.typography import excerpt


@dataclass(frozen=True, slots=True)
class Node:
    """An item with the items under it; `label` is its own heading, or the beginning of its text."""

    item: ConclusionItem
    item_id: str
    label: str
    children: tuple[Node, ...]


def mark(path: ItemPath) -> str:
    """Return a path as a reader says it: `5.1`, and `6 (2)` for a label that the document uses twice."""
    return str(path).replace("~", " (") + ")" * str(path).count("~")


def tree(document: Document) -> tuple[Node, ...]:
    """Return the items of `document` as a tree in print order; an item whose parent is missing stands at the top."""
    known = {item.path: item for item in document.items}
    children: dict[ItemPath | None, list[ConclusionItem]] = {}
    for item in document.items:
        children.setdefault(_nearest(item.path, known), []).append(item)

    def grow(parent: ItemPath | None) -> tuple[Node, ...]:
        above = known[parent].heading if parent else ""
        return tuple(
            Node(item, document.item_id(item), own_label(item, above), grow(item.path))
            for item in children.get(parent, ())
        )

    return grow(None)


def own_label(item: ConclusionItem, heading_above: str) -> str:
    """Return what tells `item` from its neighbours: a child that inherits a heading is known by its own words."""
    if item.heading and (item.heading != heading_above or not item.text):
        return item.heading
    return excerpt(item.text, 64)


def ancestors(document: Document, path: ItemPath) -> tuple[ConclusionItem, ...]:
    """Return the items above `path` in `document`, from the top down."""
    known = {item.path: item for item in document.items}
    above: list[ConclusionItem] = []
    parent = _nearest(path, known)
    while parent is not None:
        above.append(known[parent])
        parent = _nearest(parent, known)
    return tuple(reversed(above))


def neighbours(document: Document, path: ItemPath) -> tuple[ConclusionItem | None, ConclusionItem | None]:
    """Return the items printed before and after `path`."""
    at = next((i for i, item in enumerate(document.items) if item.path == path), None)
    if at is None:
        return None, None
    before = document.items[at - 1] if at > 0 else None
    after = document.items[at + 1] if at + 1 < len(document.items) else None
    return before, after


def _nearest(path: ItemPath, known: Container[ItemPath]) -> ItemPath | None:
    parent = path.parent
    while parent is not None and parent not in known:
        parent = parent.parent
    return parent
