"""A search as an Atom feed (RFC 4287)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

CONTENT_TYPE = "application/atom+xml; charset=utf-8"

_ATOM = "http://www.w3.org/2005/Atom"
_HANOI = dt.timezone(dt.timedelta(hours=7))
# Characters that XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry: `id` never changes, `date` is the day of the document, `updated` a moment in time with its zone."""

    id: str
    url: str
    title: str
    author: str
    summary: str
    updated: dt.datetime
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its own address, and the page that shows the same to people."""

    id: str
    url: str
    page: str
    title: str
    updated: dt.datetime
    entries: Sequence[FeedEntry]


def write_feed(feed: Feed) -> bytes:
    """Return the feed as XML in UTF-8."""
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": "vi"})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.updated))
    _author(root, "ketluan")
    SubElement(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    SubElement(root, "link", rel="alternate", type="text/html", href=feed.page)
    for entry in feed.entries:
        _entry(root, entry)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def midnight(day: dt.date) -> dt.datetime:
    """Return the beginning of a day in Vietnam."""
    return dt.datetime.combine(day, dt.time(), _HANOI)


def writable(text: str) -> str:
    """Return `text` without the characters that XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def _entry(root: Element, entry: FeedEntry) -> None:
    element = SubElement(root, "entry")
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _text(element, "updated", _moment(entry.updated))
    _author(element, entry.author)
    SubElement(element, "link", rel="alternate", type="text/html", href=entry.url)
    for category in entry.categories:
        SubElement(element, "category", term=writable(category))
    _text(element, "summary", entry.summary)


def _author(parent: Element, name: str) -> None:
    _text(SubElement(parent, "author"), "name", name)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = writable(text)


def _moment(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")
