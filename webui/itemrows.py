"""Items of one document under each other, as the page of a meeting and the page of a parent item show them."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Document
from webui.outline import Node, mark
from webui.passages import body_of
from webui.present import Fact, facts
from webui.typography import excerpt
from webui.urls import item_url

_PASSAGE = 320


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with the items under it.

    `label` is its own heading, or its own words where it only inherits one; `plain` says which. `anchor` is unique on
    a page of several documents.
    """

    url: str
    anchor: str
    mark: str
    label: str
    passage: str
    plain: bool
    facts: tuple[Fact, ...]
    children: tuple[ItemRow, ...]


def item_row(node: Node, document: Document, *, first: bool = True) -> ItemRow:
    """Return a node of the tree of `document` as a row; `first` says that it is the page's first document."""
    item = node.item
    path = str(item.path)
    own = bool(item.heading) and node.label == item.heading
    words = excerpt(body_of(item.text, item.heading), _PASSAGE)
    return ItemRow(
        url=item_url(node.item_id),
        # An item id pasted with a bare # loses its path to the fragment; the first document answers to it.
        anchor=path if first else f"{document.id}.{path}",
        mark=mark(item.path),
        label=(node.label if own else words) or mark(item.path),
        passage=words if own else "",
        plain=not own,
        facts=facts(item),
        children=tuple(item_row(child, document, first=first) for child in node.children),
    )
